/** Carries out a whole plan, or nothing: judged first, written down as text next, and kept last. */
import {
  type Change, Conflict, type Line, type Moment, type Once, type Plan, type Quota, Repeated, twiceIn, type Unavailable
} from "@intendant/core"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { patienceMillis } from "./deadlines.ts"
import { append } from "./journal.ts"
import { firstRefusal, keep, settleOn } from "./ledger.ts"
import { copyOf, inOneBreath, nameOf, shelfOf, type Store } from "./store.ts"

/** Judges in this order: what was answered before, what was written since, what has no room. */
export const commit = (store: Store) => (plan: Plan): Effect.Effect<
  void, Conflict | Quota.QuotaExceeded | Repeated | Unavailable
> =>
  inOneBreath(store, (): Effect.Effect<void, Conflict | Quota.QuotaExceeded | Repeated> => {
    const { act, changes, due, ledger, once } = copyOf(checked(plan))
    const now = DateTime.makeUnsafe(act.at)
    const before = answered(store, once, act.at)
    if (before !== undefined) return Effect.fail(new Repeated({ first: before }))
    const late = changes.find((change) => change.basedOn !== versionOf(store, change))
    if (late !== undefined) return Effect.fail(new Conflict({ key: { concept: late.concept, id: late.id } }))
    const settlement = settleOn(store, ledger, now)
    const refusal = firstRefusal(settlement)
    if (refusal?._tag === "QuotaExceeded") return Effect.fail(refusal)
    if (refusal !== undefined) throw new Error(`the plan cannot move the ledger: ${refusal._tag}`)
    for (const change of changes) keepChange(store, change)
    append(store, changes.flatMap(({ events, ...key }) =>
      events.map((happened) => [key, { ...act, happened } satisfies Line] as const)))
    keep(store, settlement, now, act)
    for (const { kind, id, at } of due) {
      if (at === undefined) store.due.delete(nameOf(kind, id))
      else store.due.set(nameOf(kind, id), { kind, id, at })
    }
    keepAnswers(store, once, now)
    return Effect.void
  })

/**
 * JSON drops what is undefined: a state that is nothing at all would be taken for a mere check of the version. What is
 * named twice would be written twice, in an order that nobody promised.
 */
const checked = (plan: Plan): Plan => {
  const hollow = plan.changes.find((change) => "next" in change && change.next === undefined)
  if (hollow !== undefined) throw new Error(`the next state of a ${hollow.concept} record is no JSON`)
  const twice = twiceIn(plan)
  if (twice !== undefined) throw new Error(twice)
  return plan
}

const versionOf = (store: Store, { concept, id }: Change): number => shelfOf(store, concept).get(id)?.version ?? 0

const keepChange = (store: Store, change: Change): void => {
  if (!("next" in change)) return
  shelfOf(store, change.concept).set(change.id, { version: change.basedOn + 1, state: JSON.stringify(change.next) })
}

/** The first of these answers that was given before, and has not expired. */
export const answered = (store: Store, once: ReadonlyArray<Once>, at: string): Once | undefined =>
  once.map(({ scope, key }) => store.answers.get(nameOf(scope, key))).find((kept) => kept && kept.expiresAt > at)

/** Keeps answers, and forgets those that ran out long ago. */
export const keepAnswers = (store: Store, once: ReadonlyArray<Once>, now: Moment): void => {
  for (const answer of once) {
    const name = nameOf(answer.scope, answer.key)
    store.answers.set(name, answer)
    store.answerEnds.add(name, endOf(answer))
  }
  const overMillis = now.epochMilliseconds - patienceMillis
  for (const name of store.answerEnds.drop(overMillis)) {
    const kept = store.answers.get(name)
    // The place of one that ran out may have been taken by one that has not.
    if (kept !== undefined && endOf(kept) <= overMillis) store.answers.delete(name)
  }
}

/** An end that is no instant is never reached. */
const endOf = ({ expiresAt }: Once): number =>
  Option.match(DateTime.make(expiresAt), {
    onNone: () => Number.POSITIVE_INFINITY, onSome: ({ epochMilliseconds }) => epochMilliseconds
  })
