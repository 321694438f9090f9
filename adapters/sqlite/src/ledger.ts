/** Counts room. Callers are gathered, and the rule judges them in their order within one transaction. */
import { type Act, byCodePoint, gather, isWithin, type Moment, type Quota, type Unavailable } from "@intendant/core"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Result from "effect/Result"
import type { Access } from "./access.ts"
import type { Database } from "./database.ts"
import { unavailable } from "./lane.ts"
import { counterAt, heaviestKept, lapsedIn, rootOf } from "./ledger-rows.ts"
import { keepSettlement, settleOn } from "./settlement.ts"

interface Ask {
  readonly step: Quota.Step
  readonly asker: Quota.Asker
}
type Answer = Exit.Exit<void, Quota.Refusal | Unavailable>

export const makeLedger = ({ read, write }: Access): Quota.Ledger["Service"] => {
  const take = gather<Ask, void, Quota.Refusal | Unavailable>(
    (asks) => Effect.runPromise(write((database) => Exit.succeed(settleAll(database, asks)))), unavailable)
  return {
    take: (step, asker) => take({ step, asker }),
    counter: (node, resource, now) => read((database) => counterNow(database, node, resource, now)),
    heaviest: (node, resource, limit, now) => read((database) => heaviestNow(database, node, resource, limit, now))
  }
}

/** All in one go; and if that cannot be written, one by one, so that only those fail who cannot be written. */
const settleAll = (database: Database, asks: ReadonlyArray<Ask>): ReadonlyArray<Answer> => {
  try {
    return database.attempt(() => sameInstants(asks).flatMap((some) => settleTogether(database, some)))
  } catch (cause) {
    if (!database.isInTransaction()) throw cause
    return asks.length === 1 ? [Exit.fail(unavailable(cause))] : asks.flatMap((ask) => settleAll(database, [ask]))
  }
}

/** The rule judges many steps at one instant: those who follow each other at the same instant are judged together. */
const sameInstants = (asks: ReadonlyArray<Ask>): ReadonlyArray<ReadonlyArray<Ask>> => {
  const parts: Array<Array<Ask>> = []
  for (const ask of asks) {
    const last = parts.at(-1)
    if (last?.[0]?.asker.now.epochMilliseconds === ask.asker.now.epochMilliseconds) last.push(ask)
    else parts.push([ask])
  }
  return parts
}

const settleTogether = (database: Database, asks: ReadonlyArray<Ask>): ReadonlyArray<Answer> => {
  const now = asks[0]?.asker.now
  if (now === undefined) return []
  const settlement = settleOn(database, asks.map(({ step }) => step), now)
  const acts = asks.map(({ step, asker }): Act =>
    ({ by: asker.by, at: DateTime.formatIso(asker.now), reason: "", command: step, grants: [] }))
  keepSettlement(database, settlement, (index) => {
    const act = acts[index]
    if (act === undefined) throw new Error("an answer to nobody")
    return act
  })
  return settlement.answers.map(Result.match({ onSuccess: () => Exit.void, onFailure: Exit.fail }))
}

/** What ran out is no longer in it, though nobody has tidied up. */
const counterNow = (database: Database, node: string, resource: Quota.Resource, now: Moment): Quota.Counter => {
  const kept = counterAt(database, node, resource)
  if (kept === undefined) return { node, resource, limit: null, own: nothing, group: nothing }
  return without(kept, lapsedIn(database, rootOf(node), resource, now))
}

/** Nobody gets heavier by what ran out: it is enough to look at so many more as some of it ran out. */
const heaviestNow = (
  database: Database, node: string, resource: Quota.Resource, limit: number, now: Moment
): ReadonlyArray<Quota.Counter> => {
  const lapsed = lapsedIn(database, rootOf(node), resource, now).filter((entry) => isWithin(entry.node, node))
  const lighter = new Set(lapsed.map((entry) => entry.node)).size
  return heaviestKept(database, node, resource, limit + lighter)
    .map((counter) => without(counter, lapsed))
    .filter((counter) => ownAmount(counter) > 0)
    .sort((one, two) => ownAmount(two) - ownAmount(one) || byCodePoint(one.node, two.node))
    .slice(0, limit)
}

const nothing: Quota.Tally = { held: 0, reserved: 0 }
const ownAmount = ({ own }: Quota.Counter): number => own.held + own.reserved

const without = (counter: Quota.Counter, lapsed: ReadonlyArray<Quota.Entry>): Quota.Counter => {
  const below = lapsed.filter((entry) => isWithin(entry.node, counter.node))
  const less = ({ held, reserved }: Quota.Tally, gone: ReadonlyArray<Quota.Entry>): Quota.Tally =>
    ({ held, reserved: gone.reduce((left, { amount }) => left - amount, reserved) })
  return {
    ...counter,
    own: less(counter.own, below.filter((entry) => entry.node === counter.node)),
    group: less(counter.group, below)
  }
}
