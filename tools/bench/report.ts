/** What a bench says: its figures, their ratios, and the settings under which they were measured. */

export interface Figure {
  readonly label: string
  readonly perSecond?: number
  readonly p50Ms?: number
  readonly p99Ms?: number
}

export interface Report {
  readonly name: string
  readonly settings: Readonly<Record<string, string>>
  readonly figures: ReadonlyArray<Figure>
  /** The targets speak of these. A variant that could not run leaves its ratio out. */
  readonly ratios: Readonly<Record<string, number>>
}

type Measure = "perSecond" | "p50Ms" | "p99Ms"

/** One measure of the figure with this label, if it was taken. */
export const valueOf = (figures: ReadonlyArray<Figure>, label: string, measure: Measure): number | undefined =>
  figures.find((figure) => figure.label === label)?.[measure]

/** Keeps the ratios both of whose sides were measured, to three significant digits. */
export const ratiosOf = (
  parts: Readonly<Record<string, readonly [over: number | undefined, under: number | undefined]>>
): Record<string, number> =>
  Object.fromEntries(Object.entries(parts).flatMap(([name, [over, under]]) =>
    over === undefined || under === undefined ? [] : [[name, rounded(over / under)]]))

/** Three significant digits, and no fewer than the whole part has. */
export const rounded = (value: number): number => value >= 100 ? Math.round(value) : Number(value.toPrecision(3))

/** The report as a table for people. */
export const tableOf = ({ name, settings, figures, ratios }: Report): string => {
  const cell = (value: number | undefined) => (value === undefined ? "" : value.toLocaleString("en")).padStart(12)
  const width = Math.max(...[...figures.map(({ label }) => label), ...Object.keys(ratios)].map(({ length }) => length))
  return [
    name,
    ...Object.entries(settings).map(([key, value]) => `  ${key}: ${value}`),
    "",
    `  ${"".padEnd(width)}${"per second".padStart(12)}${"p50 ms".padStart(12)}${"p99 ms".padStart(12)}`,
    ...figures.map(({ label, perSecond, p50Ms, p99Ms }) =>
      `  ${label.padEnd(width)}${cell(perSecond)}${cell(p50Ms)}${cell(p99Ms)}`),
    "",
    ...Object.entries(ratios).map(([key, value]) => `  ${key.padEnd(width)}${cell(value)}`)
  ].join("\n")
}
