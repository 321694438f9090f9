/** A file of people to be given an account: what it consists of, and everything that may be wrong with it. */
import * as Schema from "effect/Schema"
import { Count } from "../kernel/ledger-moves.ts"
import { type MailObstacle, mailObstacles } from "../kernel/mail.ts"
import { refusal } from "../kernel/refusal.ts"

/** What stands in a line, in this order. */
export const importFields = ["lastName", "firstName", "mail", "language"] as const
const ImportField = Schema.Literals(importFields)

/** Why a reader of files could not read a record. */
export const ReadingObstacle = Schema.Literals([
  "Utf16", "Nul", "Unreadable", "QuoteInside", "TextAfterQuote", "QuoteNotClosed", "TooLong"
])
export type ReadingObstacle = typeof ReadingObstacle.Type

/** A record as a reader of files gives it, or what kept it from reading one. Lines and columns begin at 1. */
export type ImportRow =
  | { readonly line: number; readonly cells: ReadonlyArray<string> }
  | { readonly line: number; readonly column?: number; readonly reason: ReadingObstacle }

// ------------------------------------------------------------------------------------------------ faults

/**
 * Where a fault stands. The column is `null` where it is the whole line that is wrong, and the field is `null` also
 * where a line has more cells than there are fields. The value is the cell as it was written, or its beginning;
 * whatever cannot be shown in it is replaced.
 */
export const ImportPlace = Schema.Struct({
  line: Count,
  column: Schema.NullOr(Count),
  field: Schema.NullOr(ImportField),
  value: Schema.String.check(Schema.isMaxLength(200))
})
export type ImportPlace = typeof ImportPlace.Type

/** What is wrong with a name. */
export const NameObstacle = Schema.Literals(["Empty", "TooLong", "Character"])
export type NameObstacle = typeof NameObstacle.Type

const fault = <const Tag extends string, const Facts extends Schema.Struct.Fields>(tag: Tag, facts: Facts) =>
  refusal(tag, "USR-10", { ...ImportPlace.fields, ...facts })

/** Nobody stands in the file. */
export const FileEmpty = fault("FileEmpty", {})
/** The first line names the columns, where a person is awaited. */
export const HeaderFound = fault("HeaderFound", {})
export const RecordUnreadable = fault("RecordUnreadable", { obstacle: ReadingObstacle })
export const CellMissing = fault("CellMissing", { cells: Count })
export const CellTooMany = fault("CellTooMany", { cells: Count })
export const NameUnfit = fault("NameUnfit", { obstacle: NameObstacle })
export const MailUnfit = fault("MailUnfit", {
  // The table has exactly one key for each obstacle.
  obstacle: Schema.Literals(Object.keys(mailObstacles) as ReadonlyArray<MailObstacle>)
})
/** The address belongs to none of the domains that the enterprise agreed to. */
export const MailOutside = fault("MailOutside", {})
/** A line above has the same address, in this spelling or another. */
export const MailRepeated = fault("MailRepeated", { firstLine: Count })
export const LanguageUnknown = fault("LanguageUnknown", {})
/** There are more people than seats: the line is that of the first for whom there is none. */
export const SeatsShort = fault("SeatsShort", { people: Count, seatsLeft: Count })

export const ImportFault = Schema.Union([
  FileEmpty, HeaderFound, RecordUnreadable, CellMissing, CellTooMany, NameUnfit, MailUnfit, MailOutside, MailRepeated,
  LanguageUnknown, SeatsShort
])
export type ImportFault = typeof ImportFault.Type
