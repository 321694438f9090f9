/** A gateway that takes nothing now is left alone for a while: what goes by another does not wait for it meanwhile. */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Semaphore from "effect/Semaphore"
import { isReached, later, type Moment } from "../kernel/moment.ts"
import type * as Notice from "../notice/index.ts"

const atOnceMax = 8
/** So many in a row must fail for reasons that are nobody's own. */
const failuresMax = 5
const aloneSecondsMin = 10
const aloneSecondsMax = 300
/** However long a gateway asks to be left alone, it is tried again within the hour. */
const askedSecondsMax = 3_600

/** What is known of a gateway in this process. */
export interface Gate {
  failures: number
  /** How often it was left alone since it last took something. */
  times: number
  closedUntil: Moment
  readonly turns: Semaphore.Semaphore
  readonly trial: Semaphore.Semaphore
}
export type Gates = { readonly [Through in Notice.Channel]: Gate }

const openGate = (): Gate => ({
  failures: 0, times: 0, closedUntil: DateTime.makeUnsafe(0), turns: Semaphore.makeUnsafe(atOnceMax),
  trial: Semaphore.makeUnsafe(1)
})
export const openGates = (): Gates => ({ mail: openGate(), sms: openGate() })

const bounded = (seconds: number, most: number): number => Math.min(most, Math.max(1, Math.ceil(seconds)))

/** The later of two. */
const latest = (one: Moment, other: Moment): Moment => one.epochMilliseconds > other.epochMilliseconds ? one : other

/** Notes what an answer says of the gateway: an answer about one message alone says that it is well. */
const note = (gate: Gate, delivery: Notice.Delivery, now: Moment): void => {
  if (delivery._tag !== "Later" || delivery.isForAll !== true) {
    gate.failures = 0
    gate.times = 0
    return
  }
  gate.failures += 1
  if (delivery.afterSeconds !== undefined) {
    gate.closedUntil = latest(gate.closedUntil, later(now, bounded(delivery.afterSeconds, askedSecondsMax)))
  }
  // Those that were on their way together fail together, and count once.
  if (gate.failures < failuresMax || !isReached(gate.closedUntil, now)) return
  gate.closedUntil = later(now, bounded(aloneSecondsMin * 2 ** Math.min(gate.times, 20), aloneSecondsMax))
  gate.times += 1
}

/**
 * Hands a message on, or gives nothing where its gateway is left alone or the turn is over. A gateway that failed again
 * and again is tried with one message first, for whose answer the others wait.
 *
 * @rule NTF-4
 * @source ours: a gateway that is down holds up nobody who is told by another
 */
export const through = (
  gate: Gate, until: Moment, send: Effect.Effect<Notice.Delivery, unknown>
): Effect.Effect<Notice.Delivery | undefined, unknown> => {
  const attempt = Effect.gen(function*() {
    const now = yield* DateTime.now
    if (isReached(until, now) || !isReached(gate.closedUntil, now)) return undefined
    const delivery = yield* send
    note(gate, delivery, yield* DateTime.now)
    return delivery
  })
  return gate.turns.withPermit(Effect.suspend(() =>
    gate.failures < failuresMax ? attempt : gate.trial.withPermit(attempt)))
}
