/** One record of a text: its cells and where it ends, or which cell is wrong. */
import type { Reason } from "./row.ts"

/** The cells of a record, and where it ends: at a line break, or at the end of the text. */
export interface Cells {
  readonly cells: ReadonlyArray<string>
  readonly end: number
  readonly isMultiline: boolean
}

/** A cell that cannot be read, and where it begins. */
export interface Wrong {
  readonly reason: Reason
  readonly column: number
  readonly begins: number
}

/** Answers where a character stands next. What was found once is not looked for again, so a text is read once. */
type Finder = (from: number) => number

/** A text to be read from left to right, or from a little further left again. */
export interface Source {
  readonly text: string
  readonly quote: Finder
  readonly delimiter: Finder
  /** Where the line ends: at its line feed or carriage return, or at the end of the text. */
  readonly lineEnd: Finder
}

const finder = (text: string, sought: string): Finder => {
  let since = 0
  let found = -1
  return (from) => {
    if (from >= since && from <= found) return found
    since = from
    const at = text.indexOf(sought, from)
    return found = at === -1 ? text.length : at
  }
}

export const sourceOf = (text: string, delimiter: string): Source => {
  const lineFeed = finder(text, "\n")
  const carriageReturn = finder(text, "\r")
  return {
    text,
    quote: finder(text, "\""),
    delimiter: finder(text, delimiter),
    lineEnd: (from) => Math.min(lineFeed(from), carriageReturn(from))
  }
}

/** Where the quotation mark is that ends a cell, given where its text begins. Two in a row stand for one of its own. */
const closing = ({ text, quote }: Source, from: number): number => {
  let at = quote(from)
  while (text[at + 1] === "\"") at = quote(at + 2)
  return at
}

const quotedRecord = (source: Source, start: number): Cells | Wrong => {
  const { text, quote, delimiter, lineEnd } = source
  const firstEnd = lineEnd(start)
  const cells: Array<string> = []
  for (let begins = start;;) {
    const wrong = (reason: Reason): Wrong => ({ reason, column: cells.length + 1, begins })
    const isQuoted = text[begins] === "\""
    const close = isQuoted ? closing(source, begins + 1) : begins
    if (isQuoted && close >= text.length) return wrong("QuoteNotClosed")
    const next = isQuoted ? close + 1 : Math.min(delimiter(begins), lineEnd(begins))
    if (!isQuoted && quote(begins) < next) return wrong("QuoteInside")
    const follows = Math.min(delimiter(next), lineEnd(next))
    if (follows > next) return wrong("TextAfterQuote")
    cells.push(isQuoted ? text.slice(begins + 1, close).replaceAll("\"\"", "\"") : text.slice(begins, next))
    if (next === lineEnd(next)) return { cells, end: next, isMultiline: next > firstEnd }
    begins = next + 1
  }
}

/** Reads the record that begins somewhere in a text. */
export const scan = (source: Source, start: number, delimiter: string): Cells | Wrong => {
  const end = source.lineEnd(start)
  return source.quote(start) < end
    ? quotedRecord(source, start)
    : { cells: source.text.slice(start, end).split(delimiter), end, isMultiline: false }
}
