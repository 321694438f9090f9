/** How room is promised, used and given back. This is the whole meaning of the ledger, and no adapter may differ. */
import * as Result from "effect/Result"
import { percentage } from "../kernel/bytes.ts"
import { isReached, type Moment } from "../kernel/moment.ts"
import { isWithin, lineage } from "../kernel/path.ts"
import { type Draft, draftOf, type Known, turn } from "./draft.ts"
import {
  amountMax, type Counter, type Entry, type Event, NoSuchReservation, QuotaExceeded, type Refusal, ReservationDiffers,
  ReservationOver, type Reserve, type Resource, type Step, type Usage
} from "./model.ts"

/** What became of a batch of steps: an answer for each in its order, and everything that changed. */
export interface Settlement {
  readonly answers: ReadonlyArray<Result.Result<ReadonlyArray<Event>, Refusal>>
  readonly counters: ReadonlyArray<Counter>
  readonly entries: ReadonlyArray<Entry>
}

/**
 * Takes any number of steps in the order given, each all or nothing, after every promise that ran out by `now` has
 * lapsed. One step refused changes nothing, and the steps behind it are judged without it. So a batch of many callers
 * is exactly what the same callers would have got one after the other.
 *
 * @rule QTA-3
 * @source ours: concurrent uses never exceed a hard quota
 */
export const settle = (known: Known, steps: ReadonlyArray<Step>, now: Moment): Settlement => {
  const draft = draftOf(known)
  for (const entry of known.lapsing) {
    if (entry.phase === "reserved" && isReached(entry.until, now)) turn(draft, entry, "lapsed")
  }
  draft.keep()
  const answers = steps.map((step) => {
    const refused = take(draft, step, now)
    if (refused === undefined) return Result.succeed(draft.keep())
    draft.undo()
    return Result.fail(refused)
  })
  return { answers, ...draft.changes() }
}

/** One step, a line for each. Gives the refusal, where there is one. */
const take = (draft: Draft, step: Step, now: Moment): Refusal | undefined => {
  switch (step._tag) {
    // A promise that has run out already holds nothing, for those behind it in the batch too.
    case "Reserve": return reserve(draft, step, isReached(step.until, now) ? "lapsed" : "reserved")
    case "Take": return reserve(draft, { ...step, _tag: "Reserve", until: now }, "held")
    case "Commit": return commit(draft, step.holder, step.id)
    case "Release": return release(draft, step.holder, step.id)
    case "ReleaseHolder": return releaseAll(draft, draft.entriesOf(step.holder))
    case "SetLimit": return draft.putCounter({ ...draft.counter(step.node, step.resource), limit: step.limit })
    case "Move": return move(draft, step.from, step.to)
  }
}

/**
 * Room is set aside in the account and in every group above it, or nowhere. The nearest group that is too small is the
 * one that is named. Asking again for the same under the same id changes nothing; asking for something else under it
 * is refused, and so is an id that is over. A limit lowered below what is used takes nothing away, and refuses more.
 *
 * @rule QTA-2
 * @source 003, Storage Allocation (Quota)
 */
const reserve = (draft: Draft, asked: Reserve, phase: "reserved" | "held" | "lapsed"): Refusal | undefined => {
  const { holder, id, node, resource, amount, until } = asked
  const before = draft.entry(holder, id)
  if (before !== undefined) return repeated(before, asked)
  const obstacle = obstacleTo(draft, lineage(node), asked)
  if (obstacle !== undefined) return obstacle
  return turn(draft, { holder, id, node, resource, amount, until, phase: "released" }, phase)
}

const repeated = (before: Entry, { id, node, resource, amount }: Reserve): Refusal | undefined => {
  if (before.node !== node || before.resource !== resource || before.amount !== amount) {
    return ReservationDiffers.make({ id })
  }
  return before.phase === "released" || before.phase === "lapsed"
    ? ReservationOver.make({ id, phase: before.phase })
    : undefined
}

/** The nearest place where the amount does not fit, whether by its limit or by what can be counted exactly. */
const obstacleTo = (
  draft: Draft, places: ReadonlyArray<string>, { resource, amount }: Pick<Reserve, "resource" | "amount">
): QuotaExceeded | undefined => {
  for (const node of places) {
    const { limit, group } = draft.counter(node, resource)
    const limitAmount = limit?.mode === "hard" ? limit.amount : amountMax
    const usedAmount = group.held + group.reserved
    const roomAmount = limitAmount - usedAmount
    if (amount <= roomAmount) continue
    // Written so that no sum on the way passes what is counted exactly.
    const missingAmount = roomAmount < amount - amountMax ? amountMax : amount - roomAmount
    return QuotaExceeded.make({ node, resource, limitAmount, usedAmount, askedAmount: amount, missingAmount })
  }
  return undefined
}

/**
 * What was promised is used from now on. What was given back, or has lapsed, cannot be used any more.
 *
 * @rule QTA-4
 * @source ours: no guide says what happens between a promise and its use
 */
const commit = (draft: Draft, holder: string, id: string): Refusal | undefined => {
  const entry = draft.entry(holder, id)
  if (entry === undefined) return NoSuchReservation.make({ id })
  switch (entry.phase) {
    case "held": return undefined
    case "reserved": return turn(draft, entry, "held")
    case "released": return ReservationOver.make({ id, phase: "released" })
    case "lapsed": return ReservationOver.make({ id, phase: "lapsed" })
  }
}

/** Gives room back, promised or used. Giving back twice is giving back once, and what is unknown needs none. */
const release = (draft: Draft, holder: string, id: string): undefined => {
  const entry = draft.entry(holder, id)
  if (entry !== undefined) releaseAll(draft, [entry])
}

const releaseAll = (draft: Draft, entries: ReadonlyArray<Entry>): undefined => {
  for (const entry of entries) {
    if (entry.phase === "held" || entry.phase === "reserved") turn(draft, entry, "released")
  }
}

/**
 * Everything at and below `from` is counted at `to` instead, with its limits, if there is room for it in the groups
 * above and among what is at `to` already. A group that holds it before and after gains nothing, and is not asked; nor
 * is an empty place, where only what comes along is counted: what was over its limit may be so elsewhere.
 */
const move = (draft: Draft, from: string, to: string): Refusal | undefined => {
  const { counters, entries } = draft.within(from)
  const placeOf = (node: string) => `${to}${node.slice(from.length)}`
  const isEmpty = (node: string, resource: Resource) => {
    const { held, reserved } = draft.counter(node, resource).group
    return held + reserved === 0
  }
  const gains = entries.map((entry) => lineage(placeOf(entry.node)).filter((place) =>
    !isWithin(entry.node, place) && !(isWithin(place, to) && isEmpty(place, entry.resource))))
  for (const { node, resource } of counters) draft.putCounter({ ...draft.counter(node, resource), limit: null })
  for (const { node, resource, limit } of counters) {
    if (limit !== null) draft.putCounter({ ...draft.counter(placeOf(node), resource), limit })
  }
  for (const [index, entry] of entries.entries()) {
    const live = entry.phase === "held" || entry.phase === "reserved"
    const obstacle = live ? obstacleTo(draft, gains[index] ?? [], entry) : undefined
    if (obstacle !== undefined) return obstacle
    turn(draft, entry, entry.phase, placeOf(entry.node))
  }
  return undefined
}

/**
 * What is told of a counter. `groupAmount` is the node with everything below it; the percentage is that of the limit,
 * rounded down.
 *
 * @rule QTA-5
 * @source 001, Tableau de bord
 */
export const usageOf = ({ node, resource, limit, own, group }: Counter): Usage => {
  const groupAmount = group.held + group.reserved
  return {
    node, resource, ownAmount: own.held + own.reserved, groupAmount, reservedAmount: group.reserved,
    ...(limit === null ? {} : { limitAmount: limit.amount, percent: percentage(groupAmount, limit.amount) }),
    overrun: limit !== null && groupAmount > limit.amount
  }
}
