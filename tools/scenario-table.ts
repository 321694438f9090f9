/** Rows as a table: a line for each rule, a column for each storage and way to it. */
import type { Cell, Row } from "./scenario-rows.ts"

const nameOf = ({ backend, transport }: Cell): string => `${backend}/${transport}`

/** `ACC-10` after `ACC-9`. */
const byRule = (one: string, other: string): number => {
  const [[oneGroup = "", oneNumber = ""], [otherGroup = "", otherNumber = ""]] = [one.split("-"), other.split("-")]
  return oneGroup.localeCompare(otherGroup) || Number(oneNumber) - Number(otherNumber)
}

const tallyOf = (rows: ReadonlyArray<Row>): string => {
  const passed = rows.filter(({ status }) => status === "passed").length
  return passed === rows.length ? `${passed} ok` : `${passed} ok, ${rows.length - passed} FAILED`
}

/** How many scenarios of each rule passed in each cell, and what failed. */
export const tableOf = (rows: ReadonlyArray<Row>, cells: ReadonlyArray<Cell>): string => {
  const ids = [...new Set(rows.map(({ id }) => id))].sort(byRule)
  const lines = [
    ["rule", ...cells.map(nameOf)],
    ...[...ids, undefined].map((id) => [id ?? "all", ...cells.map((cell) =>
      tallyOf(rows.filter((row) => (id === undefined || row.id === id) && nameOf(row) === nameOf(cell))))])
  ]
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  return lines.map((line) => line.map((text, column) => text.padEnd(widths[column] ?? 0)).join("  ").trimEnd())
    .join("\n")
}
