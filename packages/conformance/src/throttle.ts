/** The promises of `Throttle`: what is guessed is guessed so many times, and not once more. */
import type { Throttle, ThrottleRule } from "@intendant/core"
import * as Effect from "effect/Effect"
import { instant, longName, lookalikes, reopened, throughAll, times, turnOf } from "./plans.ts"
import { promise, suite } from "./promise.ts"
import { atOnce, holds, same } from "./same.ts"

const five: ThrottleRule = { attemptsMax: 5, rememberSeconds: 60 }
const fiveForGood: ThrottleRule = { attemptsMax: 5 }
const now = instant(0)

/** So many attempts one after the other; how many were let through. */
const tries = ({ attempt }: Throttle["Service"], count: number, rule = five, at = now) =>
  Effect.map(Effect.forEach(times(count, () => "k"), (key) => attempt(key, rule, at)), (attempts) =>
    attempts.filter(({ admitted }) => admitted).length)

export const throttleSuite = suite([
  promise("T-1 attempts are let through up to the rule, and counted; what is refused is not",
    ({ storage: { throttle } }) =>
    Effect.gen(function*() {
      const told = yield* Effect.forEach(times(7, () => "k"), (key) => throttle.attempt(key, fiveForGood, now))
      same("the answers", told, times(7, (index) => ({ admitted: index < 5, count: Math.min(index + 1, 5) })))
      same("the count", yield* throttle.count("k", now), 5)
      same("the count of another key", yield* throttle.count("other", now), 0)
    })),

  promise("T-2 of 200 attempts at once, with a limit of 5, exactly 5 are let through (SEC-1, SEC-2)", (opened) =>
    throughAll(opened, (storages) =>
      Effect.gen(function*() {
        const told = yield* atOnce(times(200, (index) => turnOf(storages, index).throttle.attempt("k", five, now)))
        same("how many were let through", told.filter(({ admitted }) => admitted).length, 5)
        same("what each of those was told", told.flatMap(({ admitted, count }) => admitted ? [count] : []).toSorted(),
          [1, 2, 3, 4, 5])
        same("the count", yield* opened.storage.throttle.count("k", now), 5)
      }))),

  promise("T-3 attempts are forgotten after their time, and who is refused is told when", ({ storage: { throttle } }) =>
    Effect.gen(function*() {
      same("the first five", yield* tries(throttle, 5), 5)
      const refused = yield* throttle.attempt("k", five, instant(59))
      same("a second too early", refused, { admitted: false, count: 5, retryAt: instant(60) })
      same("the count then", yield* throttle.count("k", instant(59)), 5)
      same("the count in time", yield* throttle.count("k", instant(60)), 0)
      same("in time", yield* throttle.attempt("k", five, instant(60)), { admitted: true, count: 1 })
      same("five more", yield* tries(throttle, 5, five, instant(60)), 4)
    })),

  promise("T-4 the first attempt is forgotten in its own time, however many came after it",
    ({ storage: { throttle } }) =>
    Effect.gen(function*() {
      yield* throttle.attempt("k", five, now)
      same("four more, later", yield* tries(throttle, 6, five, instant(30)), 4)
      same("when there is room again", (yield* throttle.attempt("k", five, instant(40))).retryAt, instant(60))
      holds("then there is", (yield* throttle.attempt("k", five, instant(60))).admitted)
    })),

  promise("T-5 without a time, attempts are remembered for good, and nobody knows until when",
    ({ storage: { throttle } }) =>
    Effect.gen(function*() {
      yield* tries(throttle, 5, fiveForGood)
      const years = 50 * 365 * 86_400
      same("half a century later", yield* throttle.attempt("k", fiveForGood, instant(years)),
        { admitted: false, count: 5 })
      same("the count", yield* throttle.count("k", instant(years)), 5)
    })),

  promise("T-6 a reset forgets the attempts of its key, and of no other", ({ storage: { throttle } }) =>
    Effect.gen(function*() {
      yield* tries(throttle, 5, fiveForGood)
      yield* throttle.attempt("K", fiveForGood, now)
      yield* throttle.reset("k")
      yield* throttle.reset("never used")
      same("the count", yield* throttle.count("k", now), 0)
      same("the count of another", yield* throttle.count("K", now), 1)
      same("five more", yield* tries(throttle, 7, fiveForGood), 5)
    })),

  promise("T-7 a reset among 200 attempts lets no more through than twice the rule", (opened) =>
    throughAll(opened, (storages) =>
      Effect.gen(function*() {
        const told = yield* atOnce(times(200, (index) => {
          const { throttle } = turnOf(storages, index)
          const attempt = Effect.map(throttle.attempt("k", five, now), ({ admitted }) => admitted)
          return index === 100 ? Effect.as(throttle.reset("k"), false) : attempt
        }))
        const admitted = told.filter((is) => is).length
        holds("at least five, and at most ten", admitted >= 5 && admitted <= 10)
        const count = yield* opened.storage.throttle.count("k", now)
        holds("what is remembered is what was let through since", count <= 5 && count <= admitted)
        same("what is let through afterwards", yield* tries(opened.storage.throttle, 9), 5 - count)
      }))),

  promise("T-8 keys apart by a case, an accent, a blank or a composition are counted apart",
    ({ storage: { throttle } }) =>
    Effect.gen(function*() {
      const keys = [...lookalikes, longName]
      const told = yield* atOnce(keys.map((key) => throttle.attempt(key, { attemptsMax: 1 }, now)))
      same("the answers", told, keys.map(() => ({ admitted: true, count: 1 })))
      yield* throttle.reset("i")
      const counts = yield* Effect.forEach(keys, (key) => throttle.count(key, now))
      same("the counts", counts, keys.map((key) => key === "i" ? 0 : 1))
    })),

  promise("T-9 n − 1 attempts, a reset, and n − 1 attempts again are all let through (SEC-9)",
    ({ storage: { throttle } }) =>
    Effect.gen(function*() {
      for (const round of times(3, (index) => index)) {
        same(`round ${round}`, yield* tries(throttle, 4, fiveForGood), 4)
        yield* throttle.reset("k")
      }
    })),

  promise("T-10 each attempt is judged by the rule that it brings, whatever was asked of its key before",
    ({ storage: { throttle } }) =>
    Effect.gen(function*() {
      const rule = (attemptsMax: number): ThrottleRule => ({ attemptsMax, rememberSeconds: 60 })
      for (const at of [0, 10, 20, 30]) {
        holds(`the one of ${at}`, (yield* throttle.attempt("k", rule(9), instant(at))).admitted)
      }
      same("by a narrower rule", yield* throttle.attempt("k", rule(2), instant(40)),
        { admitted: false, count: 4, retryAt: instant(80) })
      same("by a wider one", yield* throttle.attempt("k", { attemptsMax: 5 }, instant(40)),
        { admitted: true, count: 5 })
      same("beside one that is remembered for good", yield* throttle.attempt("k", rule(2), instant(85)),
        { admitted: false, count: 2, retryAt: instant(90) })
      same("once that alone is left", yield* throttle.attempt("k", rule(1), instant(200)),
        { admitted: false, count: 1 })
    })),

  promise("T-11 what was counted is counted for whoever comes later", (opened) =>
    Effect.gen(function*() {
      yield* tries(opened.storage.throttle, 5, fiveForGood)
      yield* reopened(opened, ({ throttle }) =>
        Effect.map(throttle.attempt("k", fiveForGood, now), (told) =>
          same("one more", told, { admitted: false, count: 5 })))
    }))
])
