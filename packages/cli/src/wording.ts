/** What is said of an import, in French and in English. */
import { type Locale, type Portals, User } from "@intendant/core"
import * as Match from "effect/Match"

type Field = typeof User.importFields[number]

/** Everything that is said in one language. */
interface Words {
  /** The heads of the columns of a report. */
  readonly columns: readonly [line: string, column: string, field: string, value: string, reason: string]
  readonly fields: Readonly<Record<Field, string>>
  readonly valid: (imported: Portals.Imported) => string
  readonly done: (imported: Portals.Imported) => string
  readonly refused: (imported: Portals.Imported) => string
  readonly more: (count: number) => string
  readonly reported: (file: string) => string
  readonly checking: (people: number) => string
  readonly creating: (done: number, people: number) => string
  /** What is to be known where it broke off. */
  readonly brokenOff: (done: number) => string
}

export const words: Readonly<Record<Locale, Words>> = {
  en: {
    columns: ["Line", "Column", "Field", "Value", "Reason"],
    fields: { lastName: "last name", firstName: "first name", mail: "mail", language: "language" },
    valid: ({ people, created, blocked, present }) =>
      `the file is valid; people: ${people}; to create: ${created}; to block: ${blocked}; there already: ${present}`,
    done: ({ people, created, blocked, present }) =>
      `people: ${people}; created: ${created}; blocked: ${blocked}; there already: ${present}`,
    refused: ({ people, faultsTotal }) => `nobody was created; people: ${people}; faults: ${faultsTotal}`,
    more: (count) => `faults not shown: ${count}; --report writes all of them`,
    reported: (file) => `every fault is in ${file}`,
    checking: (people) => `checked: ${people}`,
    creating: (done, people) => `done: ${done} of ${people}`,
    brokenOff: (done) => `done before: ${done}; the same command goes on`
  },
  fr: {
    columns: ["Ligne", "Colonne", "Champ", "Valeur", "Motif"],
    fields: { lastName: "nom", firstName: "prénom", mail: "email", language: "langue" },
    valid: ({ people, created, blocked, present }) =>
      `le fichier est valide ; personnes : ${people} ; à créer : ${created} ; à bloquer : ${blocked} ; `
      + `déjà présentes : ${present}`,
    done: ({ people, created, blocked, present }) =>
      `personnes : ${people} ; créées : ${created} ; bloquées : ${blocked} ; déjà présentes : ${present}`,
    refused: ({ people, faultsTotal }) => `personne n'a été créé ; personnes : ${people} ; erreurs : ${faultsTotal}`,
    more: (count) => `erreurs non affichées : ${count} ; --report les écrit toutes`,
    reported: (file) => `toutes les erreurs sont dans ${file}`,
    checking: (people) => `vérifiées : ${people}`,
    creating: (done, people) => `faites : ${done} sur ${people}`,
    brokenOff: (done) => `faites auparavant : ${done} ; la même commande continue`
  }
}

/** Why a fault is one. */
export const reasonOf = (fault: User.ImportFault, language: Locale): string =>
  Match.valueTags(fault, User.importWordings[language])

/** A fault in one line: its place, what stands there, and why that is wrong. */
export const tellFault = (fault: User.ImportFault, language: Locale): string => {
  const { columns: [line, column], fields } = words[language]
  const { line: number, column: place, field, value } = fault
  return [
    `${line.toLowerCase()} ${number}`, ...(place === null ? [] : [`${column.toLowerCase()} ${place}`]),
    ...(field === null ? [] : [fields[field]]), ...(value === "" ? [] : [`"${value}"`])
  ].join(", ") + `: ${reasonOf(fault, language)}`
}
