/** How a refusal about the wording of a mail is told to a person. */
import * as Match from "effect/Match"
import type { Locale } from "../kernel/locale.ts"
import type { NoSuchAccount } from "../kernel/permit.ts"
import type { Wordings } from "../kernel/refusal.ts"
import type { Part, Refusal, WordingFault } from "./model.ts"

const partOf: Record<Locale, Record<Part, string>> = {
  en: { subject: "the subject", text: "the text" },
  fr: { subject: "l'objet", text: "le texte" }
}
const placeOf: Record<Locale, (line: number, column: number) => string> = {
  en: (line, column) => ` at line ${line}, column ${column}`,
  fr: (line, column) => ` à la ligne ${line}, colonne ${column}`
}

/** Which part, and where in it. */
const where = (
  { part, line, column }: { readonly part: Part; readonly line?: number; readonly column?: number }, locale: Locale
): string => partOf[locale][part] + (line === undefined ? "" : placeOf[locale](line, column ?? 1))

const english = (fault: WordingFault): string =>
  Match.valueTags(fault, {
    NotEditable: () => "this mail is worded alike everywhere",
    TooLong: ({ part, most }) => `${partOf.en[part]} has more than ${most} characters`,
    Unreadable: (found) => `${where(found, "en")} cannot be read (${found.message})`,
    Unfillable: (found) => `${where(found, "en")} cannot be filled in (${found.message})`,
    UnknownVariable: ({ part, variable, known }) =>
      `${partOf.en[part]} uses ${variable}, which is none of ${known.join(", ")}`,
    MissingVariable: ({ variable }) => `${variable} cannot be read in the text`,
    Blank: ({ part }) => `${partOf.en[part]} is empty once it is filled in`
  })

const french = (fault: WordingFault): string =>
  Match.valueTags(fault, {
    NotEditable: () => "ce message est le même partout",
    TooLong: ({ part, most }) => `${partOf.fr[part]} dépasse ${most} caractères`,
    Unreadable: (found) => `${where(found, "fr")} ne se lit pas (${found.message})`,
    Unfillable: (found) => `${where(found, "fr")} ne se remplit pas (${found.message})`,
    UnknownVariable: ({ part, variable, known }) =>
      `${partOf.fr[part]} emploie ${variable}, qui ne figure pas parmi ${known.join(", ")}`,
    MissingVariable: ({ variable }) => `${variable} ne se lit pas dans le texte`,
    Blank: ({ part }) => `${partOf.fr[part]} est vide une fois rempli`
  })

/** That there is no such account is told by the accounts' own sentences. */
export const wordings: Wordings<Exclude<Refusal, NoSuchAccount>> = {
  en: {
    TemplateRefused: ({ kind, faults }) => `The mail ${kind} cannot be worded so: ${faults.map(english).join("; ")}.`
  },
  fr: {
    TemplateRefused: ({ kind, faults }) =>
      `Le message ${kind} ne peut pas être rédigé ainsi : ${faults.map(french).join(" ; ")}.`
  }
}
