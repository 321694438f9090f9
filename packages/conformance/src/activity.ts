/** The promises of `Activity`: whatever is counted adds up, day by day, for each enterprise apart. */
import { Path, Statistics } from "@intendant/core"
import * as Effect from "effect/Effect"
import { reopened, throughAll, times, turnOf } from "./plans.ts"
import { promise, suite } from "./promise.ts"
import { atOnce, same } from "./same.ts"

const acme = Path.make("acme")
const day = (number: number) => Statistics.Day.make(`2026-03-${String(number).padStart(2, "0")}`)

export const activitySuite = suite([
  promise("A-1 the sums from one day to another, both included, by day and then by kind", ({ storage: { activity } }) =>
    Effect.gen(function*() {
      const counted = [["uploads", 9, 1], ["signIns", 9, 2], ["signIns", 10, 3], ["a", 11, 4], ["a", 8, 1]] as const
      for (const [kind, number, count] of counted) yield* activity.add(acme, kind, day(number), count)
      yield* activity.add(acme, "signIns", day(9), 5)
      same("two days", yield* activity.perDay(acme, day(9), day(10)), [
        { kind: "signIns", day: "2026-03-09", count: 7 }, { kind: "uploads", day: "2026-03-09", count: 1 },
        { kind: "signIns", day: "2026-03-10", count: 3 }
      ])
      same("a day without any", yield* activity.perDay(acme, day(12), day(31)), [])
    })),

  promise("A-2 what one enterprise does is no other's, whatever it is called", ({ storage: { activity } }) =>
    Effect.gen(function*() {
      const names = ["acme", "Acme", "acme2", "acme>a", "acme 2", "acm\u00e9"].map((name) => Path.make(name))
      yield* atOnce(names.map((name, index) => activity.add(name, "signIns", day(1), index + 1)))
      for (const [index, name] of names.entries()) {
        same(name, yield* activity.perDay(name, day(1), day(1)), [
          { kind: "signIns", day: "2026-03-01", count: index + 1 }
        ])
      }
    })),

  promise("A-3 any number who count at once lose nothing, through every process", (opened) =>
    throughAll(opened, (storages) =>
      Effect.gen(function*() {
        yield* atOnce(times(60, (index) =>
          turnOf(storages, index).activity.add(acme, index % 3 === 0 ? "uploads" : "signIns", day(1), 2)))
        same("the sums", yield* opened.storage.activity.perDay(acme, day(1), day(1)), [
          { kind: "signIns", day: "2026-03-01", count: 80 }, { kind: "uploads", day: "2026-03-01", count: 40 }
        ])
      }))),

  promise("A-4 sums are exact however large, kinds in the order of code points, and both are kept", (opened) =>
    Effect.gen(function*() {
      const { activity } = opened.storage
      const kinds = ["aZ", "aa", "az", "b", "bA"]
      for (const kind of kinds.toReversed()) {
        yield* activity.add(acme, kind, day(1), 3_000_000_001)
        yield* activity.add(acme, kind, day(1), 3_000_000_000)
      }
      const sums = kinds.map((kind) => ({ kind, day: "2026-03-01", count: 6_000_000_001 }))
      same("the sums", yield* activity.perDay(acme, day(1), day(1)), sums)
      yield* reopened(opened, (later) =>
        Effect.map(later.activity.perDay(acme, day(1), day(1)), (told) => same("the sums later", told, sums)))
    }))
])
