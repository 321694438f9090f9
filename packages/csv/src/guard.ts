/**
 * What a spreadsheet would run as a formula is written as text: an apostrophe stands before it, and goes when the
 * file is read again.
 *
 * A formula begins a cell; where a spreadsheet takes another separator than the one that was written, cells also begin
 * in the middle of a text, after any separator or line break. So a text is guarded there too. Apostrophes, quotation
 * marks and spaces that stand before a formula already do not count, and an apostrophe is put before them: taking one
 * away gives back every text as it was.
 */

/** The signs that begin a formula, and their wide forms, which spreadsheets take for the same. */
const formula = "=+\\-@\uff1d\uff0b\uff0d\uff20"
const start = `[${formula}\\t\\r\\n\\0]`
const separator = "[,;\\t\\r\\n]"
const mayPrecede = "['\"\\p{Zs}]*"

const unguarded = new RegExp(`^(?=${mayPrecede}${start})|(?<=${separator})(?=${mayPrecede}[${formula}])`, "gu")
const guarded = new RegExp(`^'(?=${mayPrecede}${start})|(?<=${separator})'(?=${mayPrecede}[${formula}])`, "gu")

/**
 * A text that no spreadsheet runs.
 *
 * @example guard("=1+1") // "'=1+1"
 */
export const guard = (text: string): string => text.replace(unguarded, "'")

/** The text that was guarded; another one stays as it is. */
export const unguard = (text: string): string => text.includes("'") ? text.replace(guarded, "") : text
