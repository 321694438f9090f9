/** The wording of a mail as an enterprise edited it. All the words of editing are in this file. */
import * as Schema from "effect/Schema"
import { Locale } from "../kernel/locale.ts"
import { Path } from "../kernel/path.ts"
import { NoSuchAccount } from "../kernel/permit.ts"
import { refusal } from "../kernel/refusal.ts"
import { isKeepable } from "../kernel/text.ts"
import { variant } from "../kernel/variant.ts"
import { NoticeKind } from "./kinds.ts"

/** What can be sent at all; how much of it is taken is a rule, which tells it with everything else that is wrong. */
const Draft = Schema.String.check(Schema.isMaxLength(20_000), isKeepable)

/** A mail to be filled in. The HTML is made from the same text, so that both always say the same. */
export const Template = Schema.Struct({ subject: Draft, text: Draft })
export type Template = typeof Template.Type

/** The parts of a mail that people write. */
export const Part = Schema.Literals(["subject", "text"])
export type Part = typeof Part.Type

/** Which wording: whose, of what, in which language. */
export const TemplateRef = Schema.Struct({ enterprise: Path, kind: NoticeKind, language: Locale })
export type TemplateRef = typeof TemplateRef.Type

// ------------------------------------------------------------------------------------------------- state

/** Worded as everywhere. */
export const Standard = variant("Standard", {})
/** Worded by one enterprise, and nobody's any more once another bears its name. */
export const Edited = variant("Edited", {
  ...TemplateRef.fields, enterpriseId: Schema.String, ...Template.fields
})

export const Notice = Schema.Union([Standard, Edited])
export type Notice = typeof Notice.Type

// ---------------------------------------------------------------------------------------------- commands

export const EditTemplate = variant("EditTemplate", { ...TemplateRef.fields, ...Template.fields })
/** Back to the wording that everybody has. */
export const RestoreTemplate = variant("RestoreTemplate", TemplateRef.fields)

export const Command = Schema.Union([EditTemplate, RestoreTemplate])
export type Command = typeof Command.Type

// ------------------------------------------------------------------------------------------------ events

export const TemplateEdited = variant("TemplateEdited", {
  ...TemplateRef.fields, enterpriseId: Schema.String, ...Template.fields
})
export const TemplateRestored = variant("TemplateRestored", {})

export const Event = Schema.Union([TemplateEdited, TemplateRestored])
export type Event = typeof Event.Type

// ---------------------------------------------------------------------------------------------- refusals

const place = { line: Schema.optionalKey(Schema.Int), column: Schema.optionalKey(Schema.Int) }

/** Mails of this kind are worded alike everywhere. */
export const NotEditable = variant("NotEditable", {})
export const TooLong = variant("TooLong", { part: Part, most: Schema.Int })
/** It is not written as templates are. */
export const Unreadable = variant("Unreadable", { part: Part, message: Schema.String, ...place })
/** It can be read, and not be filled in. */
export const Unfillable = variant("Unfillable", { part: Part, message: Schema.String, ...place })
export const UnknownVariable = variant("UnknownVariable", {
  part: Part, variable: Schema.String, known: Schema.Array(Schema.String)
})
/** Without this variable, written out as it is, the mail is of no use to who receives it. */
export const MissingVariable = variant("MissingVariable", { variable: Schema.String })
/** Once it is filled in, nothing is there to read. */
export const Blank = variant("Blank", { part: Part })

export const WordingFault = Schema.Union([
  NotEditable, TooLong, Unreadable, Unfillable, UnknownVariable, MissingVariable, Blank
])
export type WordingFault = typeof WordingFault.Type

/** The wording cannot be sent so; everything that stands in the way is told at once. */
export const TemplateRefused = refusal("TemplateRefused", "NTF-2", {
  kind: NoticeKind, faults: Schema.Array(WordingFault)
})

export const Refusal = Schema.Union([TemplateRefused, NoSuchAccount])
export type Refusal = typeof Refusal.Type

// ------------------------------------------------------------------------------------------------- facts

/** What the engine found in one part: it cannot be read, it cannot be filled in, or what it reads filled in. */
export type Finding =
  | Omit<typeof Unreadable.Type, "part">
  | Omit<typeof Unfillable.Type, "part"> & { readonly variables: ReadonlyArray<string> }
  | { readonly _tag: "Filled"; readonly variables: ReadonlyArray<string>; readonly filled: string }

/** What the engine found in a whole mail, and the values that it was filled in with. */
export interface Trial {
  readonly values: Readonly<Record<string, string>>
  readonly found: { readonly [Of in Part]: Finding }
}

/** What a decision about a wording may know besides the wording itself. */
export interface Facts {
  /** The id of the account that bears the enterprise's name now; none where nobody does. */
  readonly enterpriseId: string | undefined
  /** What became of the wording that is asked for when it was tried. */
  readonly trial: Trial
}
