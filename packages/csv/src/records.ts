/** Text in pieces becomes rows and faults. Only the record whose end has not come yet is kept from piece to piece. */
import { delimiterOf } from "./delimiter.ts"
import { unguard } from "./guard.ts"
import { type Delimiter, delimiters, type Fault, recordLengthMax, type Row } from "./row.ts"
import { type Cells, scan, type Source, sourceOf, type Wrong } from "./scan.ts"

/** What has come and is not read yet, and what is known of the file by then. */
interface Place {
  text: string
  isLast: boolean
  /** Where the next record begins in the text. */
  at: number
  /** The line on which it begins. */
  line: number
  delimiter: Delimiter | undefined
  /** Whether the rest of a line is passed over. */
  isSkipping: boolean
  /** Whether nothing in the text makes its cells worth a second look. */
  isPlain: boolean
}

/** Takes pieces of a text, and answers the records that are whole. */
export interface Splitter {
  readonly push: (piece: string, isLast: boolean) => ReadonlyArray<Row | Fault>
  /** How many lines have been read. */
  readonly lines: () => number
}

const countBreaks = (text: string): number => text.match(/\r\n|\r|\n/g)?.length ?? 0

/** Goes on after a line break, CR and LF together being one; or passes over what is still to come of the line. */
const passLine = (place: Place, end: number): void => {
  const { text, isLast } = place
  place.isSkipping = end >= text.length && !isLast
  place.at = Math.min(text.length, text.startsWith("\r\n", end) ? end + 2 : end + 1)
  if (!place.isSkipping) place.line += 1
}

/** A character that no cell may hold. */
const spoilt = /[\0\ufffd]/

/** Whether no cell of a text may be spoilt or guarded. */
const isPlain = (text: string): boolean => !["\0", "\ufffd", "'"].some((character) => text.includes(character))

const rowOf = (cells: ReadonlyArray<string>, { line, isPlain }: Place): Row | Fault => {
  if (isPlain) return { line, cells }
  const index = cells.findIndex((cell) => spoilt.test(cell))
  if (index === -1) return { line, cells: cells.map(unguard) }
  return { line, column: index + 1, reason: cells[index]?.includes("\0") === true ? "Nul" : "Unreadable" }
}

const passFault = (place: Place, { lineEnd }: Source, { begins, column, reason }: Wrong): Fault => {
  place.line += countBreaks(place.text.slice(place.at, begins))
  const fault = { line: place.line, column, reason }
  passLine(place, lineEnd(begins))
  return fault
}

/** A record whose first line alone is short enough may still be too long: a quotation mark opened and never closed. */
const passTooLong = (place: Place, { lineEnd }: Source): Fault => {
  const fault: Fault = { line: place.line, reason: "TooLong" }
  passLine(place, lineEnd(place.at))
  return fault
}

const passRecord = (place: Place, { cells, end, isMultiline }: Cells): Row | Fault => {
  const row = rowOf(cells, place)
  if (isMultiline) place.line += countBreaks(place.text.slice(place.at, end))
  passLine(place, end)
  return row
}

/** Reads the next record. None where an empty line is passed over; `"wait"` where its end has not come. */
const next = (place: Place, source: Source): Row | Fault | "wait" | undefined => {
  const { text, at, isLast, delimiter = delimiters[0] } = place
  const isOpen = !isLast && text.length - at <= recordLengthMax
  const end = source.lineEnd(at)
  if (place.isSkipping || end === at) return void passLine(place, end)
  if (end - at > recordLengthMax) return passTooLong(place, source)
  if (end === text.length && !isLast) return "wait"
  const scanned = scan(source, at, delimiter)
  if ("reason" in scanned) {
    return scanned.reason === "QuoteNotClosed" && isOpen ? "wait" : passFault(place, source, scanned)
  }
  if (scanned.end === text.length && isOpen) return "wait"
  return scanned.end - at > recordLengthMax ? passTooLong(place, source) : passRecord(place, scanned)
}

/** Looks for the delimiter in the next record, once so much has come that the record is whole. */
const findDelimiter = ({ text, at, isLast, isSkipping }: Place): Delimiter | "wait" | undefined => {
  if (isSkipping) return undefined
  return isLast || text.length - at > recordLengthMax ? delimiterOf(text.slice(at)) : "wait"
}

const readAll = (place: Place): ReadonlyArray<Row | Fault> => {
  const found: Array<Row | Fault> = []
  let source = sourceOf(place.text, place.delimiter ?? delimiters[0])
  while (place.at < place.text.length) {
    if (place.delimiter === undefined) {
      const delimiter = findDelimiter(place)
      if (delimiter === "wait") break
      if (delimiter !== undefined) source = sourceOf(place.text, delimiter)
      place.delimiter = delimiter
    }
    const record = next(place, source)
    if (record === "wait") break
    if (record !== undefined) found.push(record)
  }
  return found
}

/** Begins a file. */
export const makeSplitter = (): Splitter => {
  const place: Place = {
    text: "", isLast: false, at: 0, line: 1, delimiter: undefined, isSkipping: false, isPlain: true
  }
  let held = ""
  return {
    push: (piece, isLast) => {
      const text = held + piece
      // Whether a CR at the end is a line break of its own, the next piece will tell.
      held = !isLast && text.endsWith("\r") ? "\r" : ""
      place.text = place.text.slice(place.at) + text.slice(0, text.length - held.length)
      place.at = 0
      place.isLast = isLast
      place.isPlain = isPlain(place.text)
      return readAll(place)
    },
    lines: () => place.line - 1
  }
}
