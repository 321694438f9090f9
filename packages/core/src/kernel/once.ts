/** Requests that may be sent again: the first answer is kept with the change, and given again. */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Codec } from "./concept.ts"
import { later } from "./moment.ts"
import type { Once } from "./plan.ts"
import { KeyReused, type OnceRefusal, StillRunning } from "./once-refusals.ts"
import { type Records, Repeated } from "./records.ts"
import type { Remember } from "./run.ts"

/** The key under which a request may be sent again: who asks and where, the key they chose, and what they ask. */
export interface OnceKey {
  readonly scope: string
  readonly key: string
  readonly digest: string
}

const rememberedSeconds = 86_400

/** How an outcome is written as the answer to keep, and read back. */
interface Answers<State, Refusal> {
  readonly state: Codec<State>
  readonly refusal: Codec<Refusal>
}

/** Makes the guard of one process: what is under way here, and what was answered by anyone within a day. */
export const onceGuard = (records: Records["Service"]) => {
  const underWay = new Set<string>()

  const again = <State, Refusal>({ state, refusal }: Answers<State, Refusal>, asked: OnceKey, first: Once) =>
    Effect.suspend((): Effect.Effect<State, Refusal | OnceRefusal> => {
      if (first.digest !== asked.digest) return Effect.fail(KeyReused.make({ key: asked.key }))
      const answer = readAnswer(first.answer)
      return answer.ok ? Effect.succeed(state.read(answer.value)) : Effect.fail(refusal.read(answer.value))
    })

  /** Runs a request, or gives the answer that it was given before. Without a key it is simply run. */
  return <State, Refusal, Failure>(
    asked: OnceKey | undefined,
    answers: Answers<State, Refusal>,
    run: (remember: ReadonlyArray<Remember<State, Refusal>>) => Effect.Effect<State, Failure>
  ) => {
    const withoutRepeats = (remember: ReadonlyArray<Remember<State, Refusal>>, key: OnceKey | undefined) =>
      Effect.catchIf(run(remember), (failure) => failure instanceof Repeated, (failure) =>
        key === undefined ? Effect.die(failure) : again(answers, key, failure.first))
    if (asked === undefined) return withoutRepeats([], undefined)
    const name = `${asked.scope}\u0000${asked.key}`
    return Effect.suspend(() => {
      if (underWay.has(name)) return Effect.fail(StillRunning.make({ key: asked.key }))
      underWay.add(name)
      return Effect.gen(function*() {
        const now = yield* DateTime.now
        const before = yield* records.answer(asked.scope, asked.key, DateTime.formatIso(now))
        if (Option.isSome(before)) return yield* again(answers, asked, before.value)
        const expiresAt = DateTime.formatIso(later(now, rememberedSeconds))
        const remember: Remember<State, Refusal> = (outcome) =>
          ({ ...asked, expiresAt, answer: writeAnswer(answers, outcome) })
        return yield* withoutRepeats([remember], asked)
      }).pipe(Effect.ensuring(Effect.sync(() => underWay.delete(name))))
    })
  }
}

const writeAnswer = <State, Refusal>(
  { state, refusal }: Answers<State, Refusal>, outcome: Result.Result<State, Refusal>
): unknown =>
  Result.match(outcome, {
    onSuccess: (value) => ({ ok: true, value: state.write(value) }),
    onFailure: (value) => ({ ok: false, value: refusal.write(value) })
  })

const readAnswer = Schema.decodeUnknownSync(Schema.Struct({ ok: Schema.Boolean, value: Schema.Unknown }))
