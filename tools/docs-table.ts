/** Tables in Markdown. */

/** A text as it can stand in a cell. */
export const cell = (text: string): string => text.replaceAll("|", "\\|")

export const table = (head: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>): string =>
  [head, head.map(() => "---"), ...rows].map((line) => `| ${line.join(" | ")} |`).join("\n")
