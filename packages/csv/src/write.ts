/** Writes rows as a file that spreadsheets open, run nothing of, and that can be read again as it was. */
import { guard } from "./guard.ts"
import type { Delimiter } from "./row.ts"

/** By this mark spreadsheets know that the text is UTF-8. */
const mark = "\ufeff"
const lineBreak = "\r\n"
const pieceLength = 65_536

/** Whatever any of the three delimiters, a quotation mark or a line break would tear apart. Many trim spaces. */
const needsQuotes = /[;\t,"\r\n]|^ | $/

const quoted = (text: string): string => `"${text.replaceAll("\"", "\"\"")}"`

const written = (cell: string): string => {
  const safe = guard(cell)
  return needsQuotes.test(safe) ? quoted(safe) : safe
}

/** A single empty cell is told from an empty line by its quotation marks. */
const lineOf = (cells: ReadonlyArray<string>, delimiter: Delimiter): string =>
  (cells.length === 1 && cells[0] === "" ? quoted("") : cells.map(written).join(delimiter)) + lineBreak

/**
 * Writes rows as UTF-8, for a download: what a user may have entered never becomes a formula in somebody's
 * spreadsheet, whichever separator that spreadsheet takes. `readRows` gives the same rows back. It reports a cell with
 * the character NUL, or with half a character, of which UTF-8 has none; and a row without cells is an empty line.
 */
export async function* writeRows(
  rows: Iterable<ReadonlyArray<string>> | AsyncIterable<ReadonlyArray<string>>,
  { delimiter }: { readonly delimiter: Delimiter }
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const encoder = new TextEncoder()
  let piece = mark
  for await (const cells of rows) {
    piece += lineOf(cells, delimiter)
    if (piece.length < pieceLength) continue
    yield encoder.encode(piece)
    piece = ""
  }
  yield encoder.encode(piece)
}
