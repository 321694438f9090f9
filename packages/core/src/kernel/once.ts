/** Requests that may be sent again: the first answer is kept with the change, and given again. */
import * as Context from "effect/Context"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Codec } from "./concept.ts"
import { later } from "./moment.ts"
import type { Actor } from "./permit.ts"
import type { Once } from "./plan.ts"
import { KeyReused, type OnceRefusal, StillRunning } from "./once-refusals.ts"
import { type Records, Repeated, type Unavailable } from "./records.ts"
import type { Remember } from "./run.ts"
import type { Secrets } from "./secrets.ts"

/** Called when a request is given the answer that it was given before: who speaks to a client may tell. */
export const OnReplay = Context.Reference<() => void>("@intendant/core/OnReplay", { defaultValue: () => () => {} })

const rememberedSeconds = 86_400

/** How an outcome is written as the answer to keep, and read back. */
interface Answers<State, Refusal> {
  readonly state: Codec<State>
  readonly refusal: Codec<Refusal>
}

/** A request: who sends it, what it asks without its secrets, and the key under which they may send it again. */
export interface Repeatable {
  readonly actor: Actor
  readonly asked: () => unknown
  readonly key: string | undefined
}

type Ports = { readonly records: Records["Service"]; readonly secrets: Secrets["Service"] }

/**
 * Makes the guard of one process and one kind of request: what is under way here, and what was answered by anyone
 * within a day. A request is run, or answered as it was before; keys of different senders and kinds never meet. What
 * was asked is compared without its secrets, since whatever is kept of those could be guessed at.
 */
export const onceGuard = <State, Refusal>(
  { records, secrets }: Ports, kind: string, answers: Answers<State, Refusal>
) => {
  const underWay = new Set<string>()
  return <Failure>(
    { actor, asked, key }: Repeatable,
    run: (remember: ReadonlyArray<Remember<State, Refusal>>) => Effect.Effect<State, Failure>
  ): Effect.Effect<State, Failure | Refusal | OnceRefusal | Unavailable> => {
    if (key === undefined) return run([])
    const scope = `${actor.id} ${kind}`
    const name = `${scope}\u0000${key}`
    const carryOut = Effect.gen(function*() {
      const digest = yield* secrets.digest(JSON.stringify(asked()))
      const now = yield* DateTime.now
      const again = (first: Once) => answerAgain(answers, digest, first)
      const before = yield* records.answer(scope, key, DateTime.formatIso(now))
      if (Option.isSome(before)) return yield* again(before.value)
      const expiresAt = DateTime.formatIso(later(now, rememberedSeconds))
      const remember: Remember<State, Refusal> = (outcome) =>
        ({ scope, key, digest, expiresAt, answer: writeAnswer(answers, outcome) })
      return yield* Effect.catchIf(run([remember]), (failure) => failure instanceof Repeated, ({ first }) =>
        again(first))
    })
    return Effect.suspend(() => {
      if (underWay.has(name)) return Effect.fail(StillRunning.make({ key }))
      underWay.add(name)
      return Effect.ensuring(carryOut, Effect.sync(() => underWay.delete(name)))
    })
  }
}

const answerAgain = <State, Refusal>({ state, refusal }: Answers<State, Refusal>, digest: string, first: Once) =>
  Effect.flatMap(OnReplay, (onReplay): Effect.Effect<State, Refusal | OnceRefusal> => {
    if (first.digest !== digest) return Effect.fail(KeyReused.make({ key: first.key }))
    onReplay()
    const answer = readAnswer(first.answer)
    return answer.ok ? Effect.succeed(state.read(answer.value)) : Effect.fail(refusal.read(answer.value))
  })

const writeAnswer = <State, Refusal>(
  { state, refusal }: Answers<State, Refusal>, outcome: Result.Result<State, Refusal>
): unknown =>
  Result.match(outcome, {
    onSuccess: (value) => ({ ok: true, value: state.write(value) }),
    onFailure: (value) => ({ ok: false, value: refusal.write(value) })
  })

const readAnswer = Schema.decodeUnknownSync(Schema.Struct({ ok: Schema.Boolean, value: Schema.Unknown }))
