/** Work that falls due, with a promise broken each time. */
import type { Due, DueChange, DueItem, Plan, Storage } from "@intendant/core"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { type Mutant, mutant, type Mutants } from "./mutation.ts"

type Port = Due["Service"]
const due = (breaks: string, broken: (honest: Port, storage: Storage) => Partial<Port>): Mutant =>
  mutant(breaks, "due", broken)
/** Breaks how plans are taken over. */
const plans = (
  breaks: string, breaking: () => (changes: ReadonlyArray<DueChange>) => ReadonlyArray<DueChange>
): Mutant =>
  mutant(breaks, "records", ({ commit }) => {
    const broken = breaking()
    return { commit: (plan) => commit({ ...plan, due: broken(plan.due) }) }
  })

/** What was planned once stays as it was planned. */
const firstPlans = () => {
  const planned = new Set<string>()
  return (changes: ReadonlyArray<DueChange>) =>
    changes.filter(({ kind, id }) => {
      const name = JSON.stringify([kind, id])
      return !planned.has(name) && planned.add(name)
    })
}

const secondsLater = (at: string, seconds: number) =>
  DateTime.formatIso(DateTime.add(DateTime.makeUnsafe(at), { seconds }))
const planOf = (change: DueChange): Plan => ({
  act: { by: "worker", at: "2026-01-01T00:00:00.000Z", reason: "", command: {}, grants: [] },
  changes: [], ledger: [], due: [change], once: []
})

/** Ends a claim by the clock on the wall, not by the one that gave it. */
const byItsOwnClock = ({ claim, done }: Port): Partial<Port> => {
  const ends = new Map<string, string>()
  const remember = (now: string, leaseSeconds: number) => (items: ReadonlyArray<DueItem>) => {
    for (const { lease } of items) ends.set(lease, secondsLater(now, leaseSeconds))
    return items
  }
  return {
    claim: (kind, now, limit, leaseSeconds) =>
      Effect.map(claim(kind, now, limit, leaseSeconds), remember(now, leaseSeconds)),
    done: (item) => Effect.flatMap(DateTime.now, (now) =>
      DateTime.formatIso(now) > (ends.get(item.lease) ?? "") ? Effect.void : done(item))
  }
}

export const dueMutants: Mutants = {
  "D-1": due("gives the latest first", ({ claim }) => ({
    claim: (kind, now, limit, lease) => Effect.map(claim(kind, now, limit, lease), (items) => items.toReversed())
  })),
  "D-2": due("gives what is due within a minute", ({ claim }) => ({
    claim: (kind, now, limit, lease) => claim(kind, secondsLater(now, 60), limit, lease)
  })),
  "D-3": due("holds nothing for anybody", ({ claim }) => ({ claim: (kind, now, limit) => claim(kind, now, limit, 0) })),
  "D-4": due("holds twice as long", ({ claim }) => ({
    claim: (kind, now, limit, lease) => claim(kind, now, limit, lease * 2)
  })),
  "D-5": due("forgets nothing", ({ again }) => ({ done: (item) => again(item, item.at) })),
  "D-6": due("tries again at once", ({ again }) => ({ again: (item) => again(item, item.at) })),
  "D-7": due("lets whoever was late put the work off", (_, { records }) => ({
    again: ({ kind, id }, at) => Effect.orDie(records.commit(planOf({ kind, id, at })))
  })),
  "D-8": due("ends a claim by another clock", byItsOwnClock),
  "D-9": plans("plans nothing twice", firstPlans),
  "D-10": due("lets whoever held it once end the work", (_, { records }) => ({
    done: ({ kind, id }) => Effect.orDie(records.commit(planOf({ kind, id })))
  })),
  "D-11": plans("takes capitals for small letters", () => (changes) =>
    changes.map((change) => ({ ...change, id: change.id.toLowerCase() })))
}
