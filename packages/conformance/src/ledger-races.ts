/** The promises of `Ledger` when many ask at once: never too much, never too little, and nothing lost. */
import { Quota, type Storage } from "@intendant/core"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Result from "effect/Result"
import { bytes } from "./ledger-scripts.ts"
import { instant, planOf, policy, throughAll, times, turnOf, writing } from "./plans.ts"
import { type Opened, promise, suite } from "./promise.ts"
import { ask, atOnce, failureOf, holds, outcome, same, tally } from "./same.ts"

const callers = 64
const asker: Quota.Asker = { by: "ada", now: instant(0) }
const later: Quota.Asker = { by: "ada", now: instant(100) }
const limiting = (node: string, amount: number, thresholds: ReadonlyArray<number> = []) =>
  Quota.SetLimit.make({ node, resource: bytes, limit: { amount, mode: "hard", thresholds } })
const reserving = (id: string, node: string, amount: number, untilSeconds = 60) =>
  Quota.Reserve.make({ holder: "h", id, node, resource: bytes, amount, until: instant(untilSeconds) })
/** Leaves on both sides of a tree, so that the callers meet at its top alone. */
const leafOf = (index: number) => `acme>${index % 2 === 0 ? "a" : "b"}>${index % 5}`
/** From 1 to 9, in no order. */
const amountOf = (index: number) => index * 7 % 9 + 1

type Storages = readonly [Storage, ...ReadonlyArray<Storage>]

const race = (storages: Storages, stepOf: (index: number) => Quota.Step, when = asker) =>
  atOnce(times(callers, (index) => Effect.result(turnOf(storages, index).ledger.take(stepOf(index), when))))

/** What is used at a node, as it is kept. */
const usedAt = ({ witness }: Opened, node: string) =>
  Effect.map(ask(() => witness.counter(node, "bytes")), (kept) =>
    kept === undefined ? 0 : kept.group.held + kept.group.reserved)

/** Looks again and again at what is kept, and gives the most that it ever saw there. */
const watching = (opened: Opened, node: string) =>
  Effect.gen(function*() {
    const seen = { most: 0, over: false }
    const look = Effect.gen(function*() {
      while (!seen.over) {
        seen.most = Math.max(seen.most, yield* usedAt(opened, node))
        yield* Effect.yieldNow
      }
      return seen.most
    })
    const watcher = yield* Effect.forkChild(look)
    return Effect.suspend(() => { seen.over = true; return Fiber.join(watcher) })
  })

/** Promises, uses and gives back; what is refused is asked for no more. */
const churn = ({ ledger }: Storage, index: number) =>
  Effect.forEach(times(4, (round) => `c${index}-${round}`), (id) =>
    Effect.gen(function*() {
      const asked = yield* Effect.result(ledger.take(reserving(id, leafOf(index), amountOf(index)), asker))
      if (Result.isFailure(asked)) return
      if (index % 3 > 0) yield* ledger.take(Quota.Commit.make({ holder: "h", id }), asker)
      yield* ledger.take(Quota.Release.make({ holder: "h", id }), asker)
    }))

export const ledgerRacesSuite = suite([
  promise("Q-14 64 who ask at once for 10 places get 10", (opened) =>
    throughAll(opened, (storages) =>
      Effect.gen(function*() {
        yield* opened.storage.ledger.take(limiting("acme", 10), asker)
        const answers = yield* race(storages, (index) => reserving(`r${index}`, leafOf(index), 1))
        const words = answers.map((answer) => failureOf(answer)?._tag ?? "taken")
        same("the answers", tally(words), { taken: 10, QuotaExceeded: callers - 10 })
        same("what is kept", yield* usedAt(opened, "acme"), 10)
        const leaves = yield* Effect.forEach(times(10, leafOf), (node) => usedAt(opened, node))
        same("the leaves together", leaves.reduce((sum, amount) => sum + amount, 0), 10)
      }))),

  promise("Q-15 at no instant is a hard limit passed, and nobody is refused what fitted", (opened) =>
    throughAll(opened, (storages) =>
      Effect.gen(function*() {
        yield* opened.storage.ledger.take(limiting("acme", 100), asker)
        const watched = yield* watching(opened, "acme")
        const answers = yield* race(storages, (index) => reserving(`r${index}`, leafOf(index), amountOf(index)))
        holds("the most ever seen is within the limit", (yield* watched) <= 100)
        const used = yield* usedAt(opened, "acme")
        const taken = answers.reduce((sum, answer, index) => Result.isSuccess(answer) ? sum + amountOf(index) : sum, 0)
        same("what is kept is what was promised", used, taken)
        for (const [index, answer] of answers.entries()) {
          const refusal = failureOf(answer)
          if (refusal?._tag !== "QuotaExceeded") continue
          same("what was asked for", refusal.askedAmount, amountOf(index))
          holds("what was refused did not fit then", refusal.usedAmount + refusal.askedAmount > 100)
          holds("what was used then was promised to somebody", refusal.usedAmount <= used)
          same("what was missing", refusal.missingAmount, refusal.usedAmount + refusal.askedAmount - 100)
        }
      }))),

  promise("Q-16 64 who promise, use and give back at once leave nothing behind", (opened) =>
    throughAll(opened, (storages) =>
      Effect.gen(function*() {
        yield* opened.storage.ledger.take(limiting("acme", 60), asker)
        const watched = yield* watching(opened, "acme")
        yield* atOnce(times(callers, (index) => churn(turnOf(storages, index), index)))
        holds("the most ever seen is within the limit", (yield* watched) <= 60)
        for (const node of ["acme", "acme>a", "acme>b", ...times(10, leafOf)]) {
          same(`what is left at ${node}`, yield* usedAt(opened, node), 0)
          const { own, group } = yield* opened.storage.ledger.counter(node, bytes, instant(0))
          same(`what is told of ${node}`, [own, group], times(2, () => ({ held: 0, reserved: 0 })))
        }
      }))),

  promise("Q-17 64 who ask at once for the same under one id are promised it once", (opened) =>
    throughAll(opened, (storages) =>
      Effect.gen(function*() {
        yield* opened.storage.ledger.take(limiting("acme", 10), asker)
        const answers = yield* race(storages, () => reserving("one", "acme>a", 6))
        same("the answers", answers.filter(Result.isSuccess).length, callers)
        same("what is kept", yield* usedAt(opened, "acme"), 6)
        yield* race(storages, () => Quota.Commit.make({ holder: "h", id: "one" }))
        yield* race(storages, () => Quota.Release.make({ holder: "h", id: "one" }))
        same("what is left", yield* usedAt(opened, "acme"), 0)
      }))),

  promise("Q-18 64 who reach a threshold together leave one line about it", (opened) =>
    throughAll(opened, (storages) =>
      Effect.gen(function*() {
        yield* opened.storage.ledger.take(limiting("acme", 64, [50, 100]), asker)
        yield* race(storages, (index) => reserving(`r${index}`, leafOf(index), 1))
        const lines = (yield* ask(opened.witness.lines)).filter(({ id }) => id === "acme")
        const event = (usedAmount: number, percent: number) =>
          Quota.ThresholdCrossed.make({ node: "acme", resource: bytes, usedAmount, limitAmount: 64, percent })
        same("the lines", lines.map((line) => "happened" in line && line.happened), [event(32, 50), event(64, 100)])
      }))),

  promise("Q-19 what ran out makes room for exactly as much, for 64 who ask at once", (opened) =>
    throughAll(opened, (storages) =>
      Effect.gen(function*() {
        yield* opened.storage.ledger.take(limiting("acme", callers), asker)
        yield* race(storages, (index) => reserving(`old${index}`, leafOf(index), 1, index < 20 ? 100 : 900))
        const answers = yield* race(storages, (index) => reserving(`new${index}`, leafOf(index + 1), 1, 900), later)
        same("the answers", answers.filter(Result.isSuccess).length, 20)
        same("what is kept", yield* usedAt(opened, "acme"), callers)
        const used = yield* race(storages, (index) => Quota.Commit.make({ holder: "h", id: `old${index}` }), later)
        same("what is used afterwards", used.filter(Result.isSuccess).length, callers - 20)
      }))),

  promise("Q-20 plans and steps that meet at one limit share it exactly", (opened) =>
    throughAll(opened, (storages) =>
      Effect.gen(function*() {
        yield* opened.storage.ledger.take(limiting("acme", 30), asker)
        const asks = times(callers, (index) => {
          const { records, ledger } = turnOf(storages, index)
          const one = { holder: "p", id: `t${index}`, node: leafOf(index), resource: bytes, amount: 1 }
          const take = Quota.Take.make(one)
          return index % 2 === 0
            ? outcome(ledger.take(reserving(`r${index}`, leafOf(index), 1), asker))
            : outcome(records.commit(planOf([writing(policy(`p${index}`))], { ledger: [take] })))
        })
        const ends = yield* atOnce(asks)
        same("the answers", tally(ends), { kept: 30, QuotaExceeded: callers - 30 })
        same("what is kept", yield* usedAt(opened, "acme"), 30)
        for (const [index, end] of ends.entries()) {
          const record = yield* ask(() => opened.witness.record(policy(`p${index}`)))
          same(`the record ${index}`, record?.version, index % 2 === 1 && end === "kept" ? 1 : undefined)
        }
      })))
])
