/** The check of a file of people, line by line: who is to be given an account, and everything that is wrong. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Terms } from "../contract/model.ts"
import { mayJoin } from "../contract/rules.ts"
import type { Locale } from "../kernel/locale.ts"
import { type MailAddress, mailKey, type MailObstacle, parseMail } from "../kernel/mail.ts"
import type { Person } from "./commands.ts"
import {
  CellMissing, CellTooMany, FileEmpty, HeaderFound, type ImportFault, importFields, type ImportPlace, type ImportRow,
  LanguageUnknown, MailOutside, MailRepeated, MailUnfit, type NameObstacle, NameUnfit, RecordUnreadable,
  SeatsShort
} from "./import-model.ts"
import { addressesMost, type FirstLines, firstReading } from "./import-repeats.ts"
import { PersonName } from "./model.ts"

/** What came of a record: a person where nothing is wrong with it. An empty one is neither. */
export interface Judged {
  readonly person: Person | undefined
  readonly faults: ReadonlyArray<ImportFault>
}

/** Looks at a file record by record. Nothing is to be created before the end has been reached without a fault. */
export interface ImportCheck {
  readonly record: (row: ImportRow) => Judged
  /** What only the whole file tells. */
  readonly end: () => { readonly people: number; readonly faults: ReadonlyArray<ImportFault> }
  /**
   * What is still to be looked for once the file was read: in a file of more addresses than are remembered at a time,
   * those that stand further up, in one more reading each.
   */
  readonly again: () => ReadonlyArray<(row: ImportRow) => ReadonlyArray<ImportFault>>
}

// ------------------------------------------------------------------------------------------------- cells

const valueLengthMax = 60
const nothingToSee = /[\p{C}\p{Zl}\p{Zp}]/gu

/** A cell as it may be shown anywhere: its beginning, and nothing in it that acts on a screen. */
const shown = (cell: string): string => {
  const start = Array.from(cell.slice(0, 2 * valueLengthMax)).slice(0, valueLengthMax).join("")
  return start.replace(nothingToSee, "\ufffd") + (start.length < cell.length ? "…" : "")
}

const placeOf = (line: number, column: number, cell: string): ImportPlace =>
  ({ line, column, field: importFields[column - 1] ?? null, value: shown(cell) })

const wholeLine = (line: number, value = ""): ImportPlace => ({ line, column: null, field: null, value: shown(value) })

const blank = /[\p{Zs}\t]/u

/** Below U+0300 there is one spelling only, so that nearly every cell is spared the search for another. */
const oneSpelling = (text: string): string => /[^\0-\u02ff]/.test(text) ? text.normalize("NFC") : text

/** A cell without the spaces around it, which the format of the guide invites, in one spelling. */
const tidy = (cell: string): string => {
  if (cell.trim() === cell) return oneSpelling(cell)
  let [from, to] = [0, cell.length]
  while (from < to && blank.test(cell.charAt(from))) from += 1
  while (from < to && blank.test(cell.charAt(to - 1))) to -= 1
  return oneSpelling(cell.slice(from, to))
}

const isName = Schema.is(PersonName)
const nameLengthMax = 100

/** What keeps a text from being a name. */
const nameObstacle = (name: string): NameObstacle =>
  name === "" ? "Empty" : Array.from(name).length > nameLengthMax ? "TooLong" : "Character"

const languages = new Map<string, Locale>([["FR", "fr"], ["EN", "en"]])

const plainMail = /^[a-z0-9]+(?:[._-][a-z0-9]+)*@/
const plainLocalLengthMax = 64
const mailLengthMax = 254

/** The plainest addresses, which are nearly all, are known at a glance: what `parseMail` would read is what stands. */
const readMail = (text: string, { domains }: Terms): Result.Result<MailAddress, MailObstacle> => {
  const at = text.indexOf("@")
  const isShort = at <= plainLocalLengthMax && text.length <= mailLengthMax
  const isPlain = isShort && plainMail.test(text) && domains?.some((domain) => domain === text.slice(at + 1)) === true
  // A lower-case name without anything odd before the only @, and behind it a domain in its canonical form.
  return isPlain ? Result.succeed(text as MailAddress) : parseMail(text)
}

/** What the third or fourth column is called where a file has a header. */
const title = /^(e-?mail|mail|courriel|(adresse|address).*|.* (e-?mail|mail|address)|langue.*|language.*)$/

const isHeader = (cells: ReadonlyArray<string>): boolean =>
  !cells.some((cell) => cell.includes("@")) && cells.slice(2, 4).some((cell) => title.test(tidy(cell).toLowerCase()))

// ------------------------------------------------------------------------------------------------- check

/** What addresses are judged by: what was agreed on, and those further up, by what their spellings have in common. */
interface Addresses {
  readonly terms: Terms
  readonly first: FirstLines
}

/** What has been seen of a file so far. */
interface Seen extends Addresses {
  /** How many records there were, a header not among them. */
  people: number
  isHeaderFound: boolean
}

type Checked<Value> = Result.Result<Value, ImportFault>

const checkName = (line: number, column: number, text: string): Checked<string> => {
  const name = tidy(text)
  return isName(name)
    ? Result.succeed(name)
    : Result.fail(NameUnfit.make({ ...placeOf(line, column, text), obstacle: nameObstacle(name) }))
}

/** An address that stands further up is told wherever that line has another fault too, but not if it is unfit. */
const checkMail = (line: number, text: string, { terms, first }: Addresses): Checked<MailAddress> => {
  const place = () => placeOf(line, 3, text)
  const read = readMail(text, terms)
  if (Result.isFailure(read)) return Result.fail(MailUnfit.make({ ...place(), obstacle: read.failure }))
  const mail = read.success
  if (!mayJoin(mail, terms)) return Result.fail(MailOutside.make(place()))
  const firstLine = first.repeated(mailKey(mail), line)
  return firstLine === undefined ? Result.succeed(mail) : Result.fail(MailRepeated.make({ ...place(), firstLine }))
}

const checkLanguage = (line: number, text: string): Checked<Locale> => {
  const language = languages.get(tidy(text).toUpperCase())
  if (language !== undefined) return Result.succeed(language)
  return Result.fail(LanguageUnknown.make(placeOf(line, 4, text)))
}

const faultsOf = (cells: ReadonlyArray<Checked<unknown>>): ReadonlyArray<ImportFault> =>
  cells.flatMap((cell) => Result.isFailure(cell) ? [cell.failure] : [])

const none: ReadonlyArray<ImportFault> = []

const judge = (line: number, cells: ReadonlyArray<string>, seen: Seen): Judged => {
  const lastName = checkName(line, 1, cells[0] ?? "")
  const firstName = checkName(line, 2, cells[1] ?? "")
  const mail = checkMail(line, cells[2] ?? "", seen)
  const language = checkLanguage(line, cells[3] ?? "")
  const isRight = Result.isSuccess(lastName) && Result.isSuccess(firstName)
    && Result.isSuccess(mail) && Result.isSuccess(language)
  if (!isRight) return { person: undefined, faults: faultsOf([lastName, firstName, mail, language]) }
  const person = {
    lastName: lastName.success, firstName: firstName.success, mail: mail.success, language: language.success
  }
  return { person, faults: none }
}

const faulty = (fault: ImportFault): Judged => ({ person: undefined, faults: [fault] })

/** The cells of a line without the empty ones that spreadsheets add behind the last column. */
const withoutTail = (cells: ReadonlyArray<string>): ReadonlyArray<string> => {
  let length = cells.length
  while (length > importFields.length && tidy(cells[length - 1] ?? "") === "") length -= 1
  return length === cells.length ? cells : cells.slice(0, length)
}

const judgeCells = (line: number, written: ReadonlyArray<string>, seen: Seen): Judged => {
  const cells = withoutTail(written)
  const count = cells.length
  if (count < importFields.length) {
    return faulty(CellMissing.make({ ...placeOf(line, count + 1, ""), cells: count }))
  }
  if (count > importFields.length) {
    const column = importFields.length + 1
    return faulty(CellTooMany.make({ ...placeOf(line, column, cells[column - 1] ?? ""), cells: count }))
  }
  return judge(line, cells, seen)
}

const judgeRecord = (row: ImportRow, seen: Seen): Judged => {
  if ("cells" in row && row.cells.every((cell) => tidy(cell) === "")) return { person: undefined, faults: none }
  if ("cells" in row && seen.people === 0 && !seen.isHeaderFound && isHeader(row.cells)) {
    seen.isHeaderFound = true
    return faulty(HeaderFound.make(wholeLine(row.line, row.cells.join("; "))))
  }
  seen.people += 1
  if ("cells" in row) return judgeCells(row.line, row.cells, seen)
  const place = row.column === undefined ? wholeLine(row.line) : placeOf(row.line, row.column, "")
  return faulty(RecordUnreadable.make({ ...place, obstacle: row.reason }))
}

/** Looks at nothing but whether the address of a record stands further up. */
const judgeRepeated = (row: ImportRow, addresses: Addresses): ReadonlyArray<ImportFault> => {
  const cells = "cells" in row ? withoutTail(row.cells) : []
  if (cells.length !== importFields.length) return none
  const checked = checkMail(row.line, cells[2] ?? "", addresses)
  return Result.isFailure(checked) && checked.failure._tag === "MailRepeated" ? [checked.failure] : none
}

const faultsOfFile = ({ people }: Seen): ReadonlyArray<ImportFault> =>
  people === 0 ? [FileEmpty.make(wholeLine(1))] : none

/**
 * A file has one person a line and no header: last name, first name, mail, and the language of the mail that person
 * receives (FR or EN). Nobody in it gets an account unless all of it is right; so every fault is told at once, with
 * its line, column, value and reason. Spaces around a cell do not count, nor does the case of the language; empty
 * lines, and empty cells behind the last column, are no fault. An address that another line has already, in whatever
 * spelling, is a fault of the later line. The file says nothing about roles. No more addresses than `most` are
 * remembered at a time: a file of more of them is read again.
 *
 * @rule USR-10
 * @source 001, Créer plusieurs utilisateurs
 */
export const checkImport = (terms: Terms, most = addressesMost): ImportCheck => {
  const first = firstReading(most)
  const seen: Seen = { terms, first, people: 0, isHeaderFound: false }
  return {
    record: (row) => judgeRecord(row, seen),
    end: () => ({ people: seen.people, faults: faultsOfFile(seen) }),
    again: () => first.others().map((other) => (row: ImportRow) => judgeRepeated(row, { terms, first: other }))
  }
}

/** Counts those of a file who are to get an account, line by line. */
export interface SeatCount {
  readonly take: (line: number) => void
  readonly end: () => ReadonlyArray<ImportFault>
}

/**
 * A file needs a seat for everyone in it who is to get an account. Where there are fewer, the first line without one is
 * told, once, and how many were needed.
 *
 * @rule CTR-9
 * @source 001, Informations générales
 */
export const countSeats = (seatsLeft: number): SeatCount => {
  let people = 0
  let lineWithout: number | undefined
  return {
    take: (line) => {
      people += 1
      if (people > seatsLeft) lineWithout ??= line
    },
    end: () => lineWithout === undefined ? none : [SeatsShort.make({ ...wholeLine(lineWithout), people, seatsLeft })]
  }
}
