/** What is read from a file: rows, and faults where there should have been one. */

/** One record. A cell may hold line breaks, so a record may be longer than a line. */
export interface Row {
  /** The line of the file on which the record begins. The first is 1. */
  readonly line: number
  readonly cells: ReadonlyArray<string>
}

/** Why something is no row. */
export type Reason =
  /** The file is in UTF-16. Nothing of it is read. */
  | "Utf16"
  /** The cell holds the character NUL. */
  | "Nul"
  /** The cell holds a character that was lost before, or that is not in the encoding of the rest of the file. */
  | "Unreadable"
  /** A quotation mark stands inside a cell that does not begin with one. */
  | "QuoteInside"
  /** Text follows the quotation mark that ends the cell. */
  | "TextAfterQuote"
  /** The quotation mark that begins the cell has no end. */
  | "QuoteNotClosed"
  /** The record is longer than any that is read. */
  | "TooLong"

/** Something that is no row. What follows it is read on from the next line. */
export interface Fault {
  /** The line of the file, the first being 1. */
  readonly line: number
  /** Which cell of the record, the first being 1, if it is one alone. */
  readonly column?: number
  readonly reason: Reason
}

/** The characters that may stand between cells, the likeliest first. */
export const delimiters = [";", "\t", ","] as const
export type Delimiter = typeof delimiters[number]

/** A record of more characters than this is a fault: nothing longer is ever held in memory. */
export const recordLengthMax = 65_536
