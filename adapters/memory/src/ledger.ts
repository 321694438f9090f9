/** Counts room: the rule itself, on what is kept, in one breath. */
import { type Act, byCodePoint, isWithin, Quota } from "@intendant/core"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { write } from "./journal.ts"
import { answering, copyOf, inOneBreath, type Store } from "./store.ts"

type Moment = Quota.Asker["now"]

export const makeLedger = (store: Store): Quota.Ledger["Service"] => ({
  take: (step, { by, now }) =>
    inOneBreath(store, () => {
      const settlement = settleOn(store, [step], now)
      const act: Act = { by, at: DateTime.formatIso(now), reason: "", command: copyOf(step), grants: [] }
      keep(store, settlement, now, act)
      const refusal = firstRefusal(settlement)
      return refusal === undefined ? Effect.void : Effect.fail(refusal)
    }),

  counter: (node, resource, now) =>
    answering(store, () => {
      const key = Quota.counterKey({ node, resource })
      const lapsed = settleOn(store, [], now).counters.find((counter) => Quota.counterKey(counter) === key)
      return copyOf(lapsed ?? store.counters.get(key) ?? { node, resource, limit: null, own: nothing, group: nothing })
    }),

  heaviest: (node, resource, limit, now) =>
    answering(store, () => {
      const lapsed = settleOn(store, [], now).counters.map((counter) => [Quota.counterKey(counter), counter] as const)
      return [...new Map([...store.counters, ...lapsed]).values()]
        .filter((counter) => counter.resource === resource && isWithin(counter.node, node) && ownAmount(counter) > 0)
        .sort((one, two) => ownAmount(two) - ownAmount(one) || byCodePoint(one.node, two.node))
        .slice(0, limit).map(copyOf)
    })
})

const nothing: Quota.Tally = { held: 0, reserved: 0 }
const ownAmount = ({ own }: Quota.Counter): number => own.held + own.reserved

/** What the rule says about steps at an instant. Nothing is written yet. */
export const settleOn = (store: Store, steps: ReadonlyArray<Quota.Step>, now: Moment): Quota.Settlement =>
  Quota.settle({
    counter: (node, resource) => store.counters.get(Quota.counterKey({ node, resource })),
    entry: (holder, id) => store.entries.get(Quota.entryKey({ holder, id })),
    entriesOf: (holder) => entriesAt(store, store.holdings.get(holder) ?? []),
    within: (node) => ({
      counters: [...store.counters.values()].filter((counter) => isWithin(counter.node, node)),
      entries: [...store.entries.values()].filter((entry) => isWithin(entry.node, node))
    }),
    lapsing: entriesAt(store, store.lapses.reached(now.epochMilliseconds))
  }, steps, now)

const entriesAt = (store: Store, keys: Iterable<string>): ReadonlyArray<Quota.Entry> =>
  [...new Set(keys)].flatMap((key) => store.entries.get(key) ?? [])

export const firstRefusal = ({ answers }: Quota.Settlement): Quota.Refusal | undefined =>
  answers.map(Result.getFailure).find(Option.isSome)?.value

/** Writes what the rule said changed, and a line for everything that was crossed. */
export const keep = (store: Store, settlement: Quota.Settlement, now: Moment, act: Act): void => {
  store.lapses.drop(now.epochMilliseconds)
  for (const counter of settlement.counters) store.counters.set(Quota.counterKey(counter), copyOf(counter))
  for (const entry of settlement.entries) keepEntry(store, entry)
  for (const happened of settlement.answers.flatMap(Result.getOrElse(() => []))) {
    write(store, { concept: Quota.journalConcept, id: happened.node }, { ...act, happened })
  }
}

const keepEntry = (store: Store, entry: Quota.Entry): void => {
  const key = Quota.entryKey(entry)
  store.entries.set(key, entry)
  const holding = store.holdings.get(entry.holder) ?? new Set()
  store.holdings.set(entry.holder, holding.add(key))
  if (entry.phase === "reserved") store.lapses.add(key, entry.until.epochMilliseconds)
}
