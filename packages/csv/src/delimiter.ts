/** Which character separates the cells of a file. */
import { type Delimiter, delimiters } from "./row.ts"

/** A cell in quotation marks, a character that may separate, or the end of the record. */
const token = /(?<=^|[;\t,])"[^"]*(?:""[^"]*)*"|[;\t,]|[\r\n]/g

/**
 * Tells the delimiter from a record at the beginning of a text: the one that occurs most often outside quotation
 * marks. Among equals it is the semicolon, then the tab. A record with none of them has one cell, whatever the
 * delimiter, and tells nothing: `undefined`.
 */
export const delimiterOf = (text: string): Delimiter | undefined => {
  const counts = new Map<string, number>()
  for (const [found] of text.matchAll(token)) {
    if (found === "\r" || found === "\n") break
    counts.set(found, (counts.get(found) ?? 0) + 1)
  }
  const count = (delimiter: Delimiter): number => counts.get(delimiter) ?? 0
  const most = Math.max(...delimiters.map(count))
  return most === 0 ? undefined : delimiters.find((delimiter) => count(delimiter) === most)
}
