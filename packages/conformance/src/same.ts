/** How a broken promise is told: what was expected and what was got, in the words of the domain. */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Result from "effect/Result"

/** Equal as JSON. The order of fields is no promise: a database may keep its own. */
export const same = (what: string, actual: unknown, expected: unknown): void => {
  const [told, hoped] = [written(actual), written(expected)]
  if (told !== hoped) throw new Error(`${what}: expected ${hoped}, got ${told}`)
}

/** True, or the sentence that says what is not. */
export const holds = (what: string, is: boolean): void => {
  if (!is) throw new Error(`${what}: it is not so`)
}

const written = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => isFields(part) ? sorted(part) : part) ?? "nothing"

const sorted = (fields: object): object =>
  Object.fromEntries(Object.entries(fields).sort(([one], [two]) => one < two ? -1 : 1))

const isFields = (part: unknown): part is object => typeof part === "object" && part !== null && !Array.isArray(part)

/** How an attempt ended, in one word: `kept`, or the name of what stood in the way. A defect is none of them. */
export const outcome = <Failure extends { readonly _tag: string }>(
  attempt: Effect.Effect<unknown, Failure>
): Effect.Effect<string> =>
  Effect.map(Effect.exit(attempt), (exit) =>
    Exit.isSuccess(exit)
      ? "kept"
      : Option.match(Exit.findErrorOption(exit), { onNone: () => "a defect", onSome: ({ _tag }) => _tag }))

/** How often each word was said. */
export const tally = (words: ReadonlyArray<string>): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {}
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1
  return counts
}

/** All at once. */
export const atOnce = <Answer, Failure>(asks: ReadonlyArray<Effect.Effect<Answer, Failure>>) =>
  Effect.all(asks, { concurrency: "unbounded" })

/** The failure of an answer as a value, or `undefined` when there is none. */
export const failureOf = <Answer, Failure>(answer: Result.Result<Answer, Failure>): Failure | undefined =>
  Option.getOrUndefined(Result.getFailure(answer))

/** Asks somebody who answers with a promise, such as the witness. */
export const ask = <Answer>(question: () => Promise<Answer>): Effect.Effect<Answer> => Effect.promise(question)
