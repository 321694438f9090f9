/** What a wording must and may hold, and which wording holds. */
import { type NoticeKind, notices } from "./kinds.ts"
import { tidy } from "./layout.ts"
import {
  Blank, type Finding, MissingVariable, type Notice, NotEditable, type Part, type Template, TooLong, type Trial,
  UnknownVariable, type WordingFault
} from "./model.ts"

const charactersMax = { subject: 200, text: 5_000 }
const parts: ReadonlyArray<Part> = ["subject", "text"]

/** The variables that every wording of this kind must let be read. */
export const requiredOf = (kind: NoticeKind): ReadonlyArray<string> => notices[kind].required

/** All that a notice of this kind can speak of. */
export const variablesOf = (kind: NoticeKind): ReadonlyArray<string> =>
  [...notices[kind].required, ...notices[kind].also]

/** What an edited wording is tried with before it is kept. None of these stands in a text by chance. */
const samples = {
  firstName: "Élodie", lastName: "D'Aubigné & Fils", applicant: "Zoé Ångström", portal: "Intendant",
  enterprise: "Société Générique", mail: "elodie@example.org", code: "40817263",
  link: "https://portal.example.org/c/Zk9?a=1&b=2", minutes: "10", expiresAt: "31 décembre 2030"
}

/** A value for each variable of this kind. */
export const samplesOf = (kind: NoticeKind): Readonly<Record<string, string>> => {
  const declared = variablesOf(kind)
  return Object.fromEntries(Object.entries(samples).filter(([name]) => declared.includes(name)))
}

/** What is wrong with one part. A variable that is not known is told as such, not as one without a value. */
const faultsOfPart = (
  part: Part, written: string, found: Finding, known: ReadonlyArray<string>
): ReadonlyArray<WordingFault> => {
  const most = charactersMax[part]
  if (Array.from(written).length > most) return [TooLong.make({ part, most })]
  if (found._tag === "Unreadable") return [{ ...found, part }]
  const { variables, ...rest } = found
  const unknown = variables.filter((name) => !known.includes(name))
    .map((variable) => UnknownVariable.make({ part, variable, known: [...known] }))
  if (rest._tag === "Filled") return tidy(rest.filled) === "" ? [...unknown, Blank.make({ part })] : unknown
  return unknown.length > 0 ? unknown : [{ ...rest, part }]
}

/** Whether what a variable stands for can be read in the text, unchanged: to name it is not enough. */
const isRead = (name: string, { values, found: { text } }: Trial): boolean => {
  if (text._tag === "Unreadable") return true
  if (!text.variables.includes(name)) return false
  return text._tag === "Unfillable" || tidy(text.filled).includes(values[name] ?? "")
}

/**
 * Everything that keeps a wording from being sent, at once. It is looked at when it is saved, so that no bad one is
 * ever kept, and again whenever it is filled in, since what it says can depend on the values.
 *
 * @rule NTF-2
 * @source 001, Adapter les emails; ours: whatever an enterprise writes, the code or the link reaches its reader
 */
export const faultsOf = (kind: NoticeKind, written: Template, trial: Trial): ReadonlyArray<WordingFault> => {
  if (!notices[kind].editable) return [NotEditable.make({})]
  const known = variablesOf(kind)
  const missing = requiredOf(kind).filter((name) => !isRead(name, trial))
  return [
    ...parts.flatMap((part) => faultsOfPart(part, written[part], trial.found[part], known)),
    ...missing.map((variable) => MissingVariable.make({ variable }))
  ]
}

/** Whether a wording is still its enterprise's: it was written by the account that bears the name now. */
export const isOf = (notice: Notice, enterpriseId: string | undefined): boolean =>
  notice._tag === "Edited" && notice.enterpriseId === enterpriseId

/** The wording that an enterprise gave a mail; none where it has the standard one. */
export const editedBy = (notice: Notice, enterpriseId: string | undefined): Template | undefined =>
  notice._tag === "Edited" && isOf(notice, enterpriseId) ? { subject: notice.subject, text: notice.text } : undefined
