/** The promises of `Due`: what is due is somebody's, nobody else's meanwhile, and not forgotten until it is done. */
import type { DueChange, DueItem, Storage } from "@intendant/core"
import * as Effect from "effect/Effect"
import { at, longName, lookalikes, planOf, throughAll, times, turnOf } from "./plans.ts"
import { promise, suite } from "./promise.ts"
import { atOnce, holds, same } from "./same.ts"

const leaseSeconds = 30

const plan = ({ records }: Storage, due: ReadonlyArray<DueChange>) => records.commit(planOf([], { due }))
const work = (id: string, seconds: number, kind = "erase"): DueChange => ({ kind, id, at: at(seconds) })

/** Claims everything that is due so many seconds after the beginning. */
const claim = ({ due }: Storage, seconds: number, limit = 100, kind = "erase") =>
  due.claim(kind, at(seconds), limit, leaseSeconds)
const ids = (items: ReadonlyArray<DueItem>) => items.map(({ id }) => id)
const only = (items: ReadonlyArray<DueItem>): Effect.Effect<DueItem> => {
  const [item] = items
  return item === undefined ? Effect.die(new Error("expected a piece of work, got none")) : Effect.succeed(item)
}

export const dueSuite = suite([
  promise("D-1 what is due is given, the longest due first, of this kind, and no more than asked for", ({ storage }) =>
    Effect.gen(function*() {
      yield* plan(storage, [work("c", 3), work("a", 1), work("d", 4), work("b", 2), work("x", 0, "expire"),
        work("late", 5.001)])
      const first = yield* claim(storage, 5, 3)
      same("the first three", first.map(({ kind, id, at }) => ({ kind, id, at })),
        [work("a", 1), work("b", 2), work("c", 3)])
      same("the rest", ids(yield* claim(storage, 5)), ["d"])
      same("another kind", ids(yield* claim(storage, 5, 9, "expire")), ["x"])
      same("a kind that nobody planned", yield* claim(storage, 5, 9, "none"), [])
    })),

  promise("D-2 what is not due yet is given to nobody; when it is, to somebody", ({ storage }) =>
    Effect.gen(function*() {
      yield* plan(storage, [work("a", 10)])
      same("a moment before", yield* claim(storage, 9.999), [])
      same("in time", ids(yield* claim(storage, 10)), ["a"])
    })),

  promise("D-3 64 workers who claim at once get every piece once", (opened) =>
    throughAll(opened, (storages) =>
      Effect.gen(function*() {
        yield* plan(opened.storage, times(100, (index) => work(`w${index}`, index % 7)))
        const claimed = (yield* atOnce(times(64, (index) => claim(turnOf(storages, index), 10, 3)))).flat()
        const rest = yield* claim(opened.storage, 10)
        same("every piece once", [...ids(claimed), ...ids(rest)].toSorted(),
          times(100, (index) => `w${index}`).toSorted())
        same("no two leases alike", new Set([...claimed, ...rest].map(({ lease }) => lease)).size, 100)
      }))),

  promise("D-4 what is held is given to nobody else until the lease ends, and then to anybody", (opened) =>
    throughAll(opened, (storages) =>
      Effect.gen(function*() {
        yield* plan(opened.storage, [work("a", 0)])
        const first = yield* Effect.flatMap(claim(opened.storage, 1), only)
        same("meanwhile", yield* claim(turnOf(storages, 1), 1 + leaseSeconds - 0.001), [])
        const second = yield* Effect.flatMap(claim(turnOf(storages, 1), 1 + leaseSeconds), only)
        same("afterwards", [second.id, second.at], ["a", at(0)])
        holds("the second claim is told from the first", second.lease !== first.lease)
        same("and held again", yield* claim(opened.storage, 2 + leaseSeconds), [])
      }))),

  promise("D-5 what is done is forgotten, and nothing else is", ({ storage }) =>
    Effect.gen(function*() {
      yield* plan(storage, [work("a", 0), work("b", 1), work("a", 0, "expire")])
      const item = yield* Effect.flatMap(claim(storage, 5, 1), only)
      yield* storage.due.done(item)
      yield* storage.due.done(item)
      same("what is left", ids(yield* claim(storage, 500)), ["b"])
      same("what is left of another kind", ids(yield* claim(storage, 500, 9, "expire")), ["a"])
    })),

  promise("D-6 what is to be tried again is free, and due at its new instant", ({ storage }) =>
    Effect.gen(function*() {
      yield* plan(storage, [work("a", 0)])
      const item = yield* Effect.flatMap(claim(storage, 5), only)
      yield* storage.due.again(item, at(10))
      same("before that", yield* claim(storage, 9), [])
      same("from then on", (yield* claim(storage, 10)).map(({ id, at }) => [id, at]), [["a", at(10)]])
    })),

  promise("D-7 who lost the lease to somebody else neither ends the work nor puts it off", (opened) =>
    throughAll(opened, (storages) =>
      Effect.gen(function*() {
        const { storage } = opened
        yield* plan(storage, [work("a", 0)])
        const lost = yield* Effect.flatMap(claim(storage, 1), only)
        const held = yield* Effect.flatMap(claim(turnOf(storages, 1), 100), only)
        yield* storage.due.done(lost)
        yield* storage.due.again(lost, at(0))
        same("while the other holds it", yield* claim(storage, 101), [])
        same("once the other is late too", ids(yield* claim(storage, 100 + leaseSeconds)), ["a"])
        yield* turnOf(storages, 1).due.done(held)
        same("after both are late", ids(yield* claim(storage, 500)), ["a"])
      }))),

  promise("D-8 a lease that ran out and was claimed by nobody still ends the work", ({ storage }) =>
    Effect.gen(function*() {
      yield* plan(storage, [work("a", 0)])
      const item = yield* Effect.flatMap(claim(storage, 1), only)
      yield* storage.due.done(item)
      same("what is left", yield* claim(storage, 500), [])
    })),

  promise("D-9 planning again replaces, calling off removes: one entry for each kind and id", ({ storage }) =>
    Effect.gen(function*() {
      yield* plan(storage, [work("a", 0), work("b", 0), work("a", 0, "expire")])
      yield* plan(storage, [work("a", 50), { kind: "erase", id: "b" }, { kind: "erase", id: "never planned" }])
      same("before the new instant", yield* claim(storage, 49), [])
      same("from then on", ids(yield* claim(storage, 50)), ["a"])
      same("another kind", ids(yield* claim(storage, 50, 9, "expire")), ["a"])
    })),

  promise("D-10 what is planned anew, or called off, while it is held is no longer that worker's", ({ storage }) =>
    Effect.gen(function*() {
      yield* plan(storage, [work("a", 0), work("b", 0)])
      const held = yield* claim(storage, 1)
      same("what is held", ids(held).toSorted(), ["a", "b"])
      yield* plan(storage, [work("a", 5), { kind: "erase", id: "b" }])
      yield* Effect.forEach(held, (item) => storage.due.done(item))
      yield* Effect.forEach(held, (item) => storage.due.again(item, at(400)))
      same("what is due then", (yield* claim(storage, 6)).map(({ id, at }) => [id, at]), [["a", at(5)]])
      same("what was called off", ids(yield* claim(storage, 400)), ["a"])
    })),

  promise("D-11 ids and kinds apart by a case, an accent, a blank or a composition are apart", ({ storage }) =>
    Effect.gen(function*() {
      const names = [...lookalikes, longName]
      yield* plan(storage, names.map((name) => work(name, 0)))
      yield* plan(storage, names.map((name) => work("a", 0, name)))
      yield* plan(storage, [{ kind: "erase", id: "i" }])
      const claimed = yield* claim(storage, 1)
      same("the ids", ids(claimed).toSorted(), names.filter((name) => name !== "i").toSorted())
      const kinds = yield* Effect.forEach(names, (kind) => claim(storage, 1, 9, kind))
      same("the kinds", kinds.map(ids), names.map(() => ["a"]))
    }))
])
