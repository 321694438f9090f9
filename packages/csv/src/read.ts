/** Reads a file of rows as it arrives, in memory that does not grow with the file. */
import { blocksOf } from "./blocks.ts"
import { isUtf16, makeDecoder } from "./encoding.ts"
import { oneByOne } from "./one-by-one.ts"
import { makeSplitter } from "./records.ts"
import type { Fault, Row } from "./row.ts"

/** A file that is being read: its rows and faults in their order, once, and how far it has come. */
export interface Reading extends AsyncIterable<Row | Fault> {
  readonly progress: { readonly bytes: number; readonly lines: number }
}

/**
 * Reads rows from bytes: those of a request, of a file, or of any other stream.
 *
 * Cells stand between semicolons, tabs or commas, whichever the first record that has any has most of; among equals
 * the semicolon, then the tab. A cell in quotation marks may hold all of these, line breaks too, and a quotation mark
 * written twice. Lines end in CRLF, LF or CR; empty lines are passed over; a separator at the end of a line has an
 * empty cell behind it. The text is UTF-8, or Windows-1252 where its first character outside ASCII is no UTF-8. Cells
 * that `writeRows` guarded are given back as they were.
 *
 * A fault is told where a row would have stood, and the next line is read as if nothing had been.
 */
export const readRows = (bytes: AsyncIterable<Uint8Array>): Reading => {
  const progress = { bytes: 0, lines: 0 }
  return { progress, [Symbol.asyncIterator]: () => oneByOne(batchesOf(bytes, progress)) }
}

async function* batchesOf(
  bytes: AsyncIterable<Uint8Array>, progress: { bytes: number; lines: number }
): AsyncGenerator<ReadonlyArray<Row | Fault>, void> {
  const decode = makeDecoder()
  const splitter = makeSplitter()
  for await (const block of blocksOf(bytes)) {
    if (progress.bytes === 0 && isUtf16(block)) return yield [{ line: 1, reason: "Utf16" }]
    progress.bytes += block.length
    const found = splitter.push(decode(block), false)
    progress.lines = splitter.lines()
    yield found
  }
  const rest = splitter.push(decode(new Uint8Array()), true)
  progress.lines = splitter.lines()
  yield rest
}
