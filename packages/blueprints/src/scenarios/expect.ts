/** What a scenario claims, and how a broken claim is told: in the domain's words, whatever runs the scenario. */
import type { Answer } from "@intendant/core/promises"

type Refusal = Extract<Answer<never>, { readonly ok: false }>["refusal"]
type RefusalOf<Tag extends Refusal["_tag"]> = Extract<Refusal, { readonly _tag: Tag }>

const broken = (message: string): never => {
  throw new Error(message)
}

/** The request was granted; gives what was answered. */
export const accepted = <Value>(answer: Answer<Value>): Value =>
  answer.ok ? answer.value : broken(`this was to be accepted, and was refused: ${answer.why.en}`)

/** The request was refused for this reason; gives the refusal with the facts that it tells. */
export const refused = <Value, const Tag extends Refusal["_tag"]>(answer: Answer<Value>, tag: Tag): RefusalOf<Tag> => {
  if (answer.ok) return broken(`this was to be refused as ${tag}, and was accepted`)
  if (answer.refusal._tag !== tag) return broken(`this was to be refused as ${tag}, and was refused: ${answer.why.en}`)
  // The tag was just compared, and it tells the members of the union apart.
  return answer.refusal as RefusalOf<Tag>
}

/** A claim that is true or not. */
export const holds = (claim: string, isTrue: boolean): void => {
  if (!isTrue) broken(`it does not hold that ${claim}`)
}

/** Two values are the same, wherever their fields stand. */
export const same = (what: string, actual: unknown, expected: unknown): void => {
  if (sorted(actual) !== sorted(expected)) broken(`${what}: expected ${sorted(expected)}, found ${sorted(actual)}`)
}

const sorted = (value: unknown): string => JSON.stringify(value, (_, part: unknown) =>
  typeof part !== "object" || part === null || Array.isArray(part) ? part : Object.fromEntries(
    Object.entries(part).sort(([one], [other]) => one < other ? -1 : 1))) ?? "nothing"
