/** Counts of activity and lists of resources that break a promise each. */
import { pageOf, Path, Resource, type Storage } from "@intendant/core"
import * as Effect from "effect/Effect"
import { byOffset } from "./by-offset.ts"
import { type Mutant, mutant, type Mutants } from "./mutation.ts"

/** Lists every resource as it was when it was first written. */
const stale: Mutant = {
  breaks: "lists resources as they were",
  mutate: (opened) => {
    const { records, resourceLists } = opened.storage
    const first = new Map<string, Resource.Node>()
    const commit: Storage["records"]["commit"] = (plan) => {
      for (const { concept, id, next } of plan.changes) {
        if (concept !== Resource.concept.name || first.has(id)) continue
        const state = Resource.concept.state.read(next)
        if (state._tag === "Node") first.set(id, state)
      }
      return records.commit(plan)
    }
    const within: typeof resourceLists.within = (place) => (page) =>
      Effect.map(resourceLists.within(place)(page), ({ items, ...more }) =>
        ({ ...more, items: items.map((one) => first.get(one.nodeId) ?? one) }))
    return { ...opened, storage: { ...opened.storage, records: { ...records, commit }, resourceLists: { within } } }
  }
}

export const peopleMutants: Mutants = {
  "A-1": mutant("forgets the last day", "activity", ({ perDay }) => ({
    perDay: (enterprise, from, to) =>
      Effect.map(perDay(enterprise, from, to), (counts) => counts.filter(({ day }) => day !== to))
  })),
  "A-2": mutant("counts what stands below a name for the name", "activity", ({ add }) => ({
    add: (enterprise, kind, day, count) => add(Path.make(enterprise.split(">")[0] ?? enterprise), kind, day, count)
  })),
  "A-3": mutant("reads, lets others in, and then writes", "activity", ({ add, perDay }) => ({
    add: (enterprise, kind, day, count) =>
      Effect.gen(function*() {
        const before = yield* perDay(enterprise, day, day)
        yield* Effect.yieldNow
        const after = yield* perDay(enterprise, day, day)
        const sum = (counts: typeof before) => counts.find((one) => one.kind === kind)?.count ?? 0
        yield* add(enterprise, kind, day, sum(before) + count - sum(after))
      })
  })),
  "A-4": mutant("counts in thirty-two bits", "activity", ({ add }) => ({
    add: (enterprise, kind, day, count) => add(enterprise, kind, day, count | 0)
  })),
  "RL-1": mutant("lists whatever begins alike", "resourceLists", (_, { records }) => ({
    within: (place) => (page) =>
      Effect.gen(function*() {
        const { items } = yield* records.keys(Resource.concept.name, { limit: 1_000 })
        const kept = yield* records.loadMany(Resource.concept.name, items)
        const all = [...kept.values()].map(({ state }) => Resource.concept.state.read(state))
        const nodes = all.filter((one) => one._tag === "Node")
        return pageOf(nodes, { ...Resource.within(place), holds: (one) => one.place.startsWith(place) }, page)
      })
  })),
  "RL-2": stale,
  "RL-3": mutant("continues at a number of rows", "resourceLists", ({ within }) => {
    const pageFrom = byOffset()
    return {
      within: (place) => (page) =>
        Effect.map(within(place)({ limit: 1_000 }), ({ items }) => pageFrom(items, page, (one) => one.place))
    }
  })
}
