/** The promises of `Records` about whole plans: all of it is written, or none, whichever part stands in the way. */
import { type Change, type Plan, Quota } from "@intendant/core"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { act, answerTo, at, checking, instant, lineOf, mail, nas, planOf, policy, writing } from "./plans.ts"
import { type Opened, promise, suite } from "./promise.ts"
import { ask, failureOf, holds, outcome, same } from "./same.ts"

const bytes = Quota.Resource.make("bytes")
const hard = (amount: number, thresholds: ReadonlyArray<number> = []): Quota.Limit =>
  ({ amount, mode: "hard", thresholds })
const taking = (id: string, amount: number, node = "acme>nas", holder = "acc_1") =>
  Quota.Take.make({ holder, id, node, resource: bytes, amount })
const limiting = (node: string, limit: Quota.Limit | null) => Quota.SetLimit.make({ node, resource: bytes, limit })

/** A plan with a part of every kind, each of which bears this word; `more` puts something in its way. */
const fullPlan = (word: string, more: { readonly changes?: ReadonlyArray<Change> } & Partial<Plan>): Plan => ({
  act: { ...act, reason: word },
  ledger: [limiting(word, hard(5, [50])), taking(word, 5, word, word), ...more.ledger ?? []],
  due: [{ kind: "work", id: word, at: at(0) }, { kind: "work", id: "planned" }],
  once: [answerTo(word, { answer: word }), ...more.once ?? []],
  changes: [
    writing(policy(`${word}>new`), 0, { word }), writing(nas, 1, { word }), checking(mail, 1), ...more.changes ?? []
  ]
})

/** Carries out a plan that must fail, and looks everywhere for what it would have written. */
const leavesNothing = ({ storage: { records, due, ledger }, witness }: Opened, word: string, plan: Plan, why: string) =>
  Effect.gen(function*() {
    same(`the plan ${word}`, yield* outcome(records.commit(plan)), why)
    const dump = yield* ask(witness.dump)
    holds(`nothing of the plan ${word} is kept anywhere`, !dump.includes(word))
    same("the record it would change", yield* ask(() => witness.record(nas)), { state: writing(nas).next, version: 1 })
    same("the count it would change", (yield* ledger.counter(word, bytes, instant(0))).group, { held: 0, reserved: 0 })
    const claimed = yield* due.claim("work", at(0), 10, 0)
    same("the work that is due", claimed.map(({ id }) => id), ["planned"])
  })

/** What the plans of this file find: two records, a full node, work that is due, an answer. */
const before = ({ storage: { records } }: Opened) =>
  records.commit(planOf([writing(nas), writing(mail)], {
    ledger: [limiting("full", hard(0))], once: [answerTo("given")], due: [{ kind: "work", id: "planned", at: at(0) }]
  }))

export const wholePlansSuite = suite([
  promise("R-11 everything in a plan is written together", (opened) =>
    Effect.gen(function*() {
      const { storage: { records, due, ledger }, witness } = opened
      yield* before(opened)
      yield* records.commit(fullPlan("all-of-it", {}))
      const state = { word: "all-of-it" }
      same("the new record", yield* ask(() => witness.record(policy("all-of-it>new"))), { state, version: 1 })
      same("the changed record", yield* ask(() => witness.record(nas)), { state, version: 2 })
      same("the checked record", yield* ask(() => witness.record(mail)), { state: writing(mail).next, version: 1 })
      same("the count", (yield* ledger.counter("all-of-it", bytes, instant(0))).own, { held: 5, reserved: 0 })
      same("the count that is kept", (yield* ask(() => witness.counter("all-of-it", "bytes")))?.group,
        { held: 5, reserved: 0 })
      same("the work", (yield* due.claim("work", at(0), 10, 60)).map(({ id }) => id), ["all-of-it"])
      const given = yield* records.answer("ada/accounts", "all-of-it", at(0))
      same("the answer", given, Option.some(answerTo("all-of-it", { answer: "all-of-it" })))
      holds("the witness sees the plan", (yield* ask(witness.dump)).includes("all-of-it"))
    })),

  promise("R-12 when one change is late, nothing of the plan is written, and the late record is named", (opened) =>
    Effect.gen(function*() {
      yield* before(opened)
      const late: ReadonlyArray<Change> = [
        writing(mail, 0), writing(mail, 7), writing(policy("none"), 1), checking(policy("none"), 1)
      ]
      for (const [index, change] of late.entries()) {
        const word = `late-${index}`
        const plan = { ...fullPlan(word, {}), changes: [writing(policy(`${word}>new`), 0, { word }), change] }
        yield* leavesNothing(opened, word, plan, "Conflict")
        yield* leavesNothing(opened, word, { ...plan, changes: plan.changes.toReversed() }, "Conflict")
        const failure = failureOf(yield* Effect.result(opened.storage.records.commit(plan)))
        same("the late record", failure?._tag === "Conflict" && failure.key, { concept: change.concept, id: change.id })
      }
    })),

  promise("R-13 when there is no room, nothing of the plan is written, and the refusal says where", (opened) =>
    Effect.gen(function*() {
      yield* before(opened)
      const refusals = [taking("r", 1, "full>sub"), taking("r", 1, "full")]
      for (const [index, move] of refusals.entries()) {
        const plan = fullPlan(`no-room-${index}`, { ledger: [move, taking("after", 1, "elsewhere")] })
        yield* leavesNothing(opened, `no-room-${index}`, plan, "QuotaExceeded")
        same("the refusal", failureOf(yield* Effect.result(opened.storage.records.commit(plan))),
          Quota.QuotaExceeded.make({
          node: "full", resource: bytes, limitAmount: 0, usedAmount: 0, askedAmount: 1, missingAmount: 1
        }))
      }
    })),

  promise("R-14 when its answer was given before, nothing of the plan is written, and that answer is told", (opened) =>
    Effect.gen(function*() {
      yield* before(opened)
      const again = answerTo("given", { digest: "another", answer: "another" })
      const plan = fullPlan("again", { once: [again] })
      yield* leavesNothing(opened, "again", plan, "Repeated")
      const failure = failureOf(yield* Effect.result(opened.storage.records.commit(plan)))
      same("the first answer", failure?._tag === "Repeated" && failure.first, answerTo("given"))
    })),

  promise("R-15 what is no JSON is not written, nor is anything beside it", (opened) =>
    Effect.gen(function*() {
      yield* before(opened)
      const poison: ReadonlyArray<Change> = [
        writing(policy("p"), 0, { amount: 1n }), { ...writing(policy("p")), events: [{ amount: 1n }] }
      ]
      for (const [index, change] of poison.entries()) {
        yield* leavesNothing(opened, `poison-${index}`, fullPlan(`poison-${index}`, { changes: [change] }),
          "Unavailable")
      }
    })),

  promise("R-16 what was answered before comes first, then what is late, then what has no room", (opened) =>
    Effect.gen(function*() {
      const { storage: { records } } = opened
      yield* before(opened)
      const [answered, late, full] = [[answerTo("given")], [writing(mail, 0)], [taking("r", 1, "full")]]
      const all = planOf(late, { once: answered, ledger: full })
      same("all three", yield* outcome(records.commit(all)), "Repeated")
      same("late, and without room", yield* outcome(records.commit(planOf(late, { ledger: full }))), "Conflict")
      same("without room alone", yield* outcome(records.commit(planOf([writing(mail, 1)], { ledger: full }))),
        "QuotaExceeded")
    })),

  promise("R-17 an answer is given again within its scope until it expires, and then makes place",
    ({ storage: { records } }) =>
    Effect.gen(function*() {
      const [first, second] = [answerTo("k"), answerTo("k", { answer: "second", expiresAt: at(200) })]
      yield* records.note(act, nas, { _tag: "No" }, [first])
      same("just before it expires", yield* records.answer(first.scope, "k", at(59)), Option.some(first))
      same("when it expires", yield* records.answer(first.scope, "k", at(60)), Option.none())
      same("in another scope", yield* records.answer("bob/accounts", "k", at(0)), Option.none())
      same("a refusal noted again", failureOf(yield* Effect.result(records.note(act, nas, { _tag: "No" }, [second]))),
        { _tag: "Repeated", first })
      same("lines about the refusal", (yield* records.history(nas)).length, 1)
      yield* records.commit(planOf([writing(mail)], { once: [answerTo("k", { scope: "bob/accounts" })] }))
      yield* records.commit(planOf([writing(nas)], { act: { ...act, at: at(60) }, once: [second] }))
      same("after it was replaced", yield* records.answer(first.scope, "k", at(60)), Option.some(second))
    })),

  promise("R-18 a plan moves the ledger step by step, and what it crosses is told with its act", (opened) =>
    Effect.gen(function*() {
      const { storage: { records, ledger }, witness } = opened
      const crossing = { ...act, by: "crosser", command: { _tag: "EditAccount" } }
      yield* records.commit(planOf([writing(nas)], {
        act: crossing, ledger: [limiting("acme", hard(10, [50, 80])), taking("a", 6), taking("a", 6), taking("b", 1)]
      }))
      same("the count", (yield* ledger.counter("acme", bytes, instant(0))).group, { held: 7, reserved: 0 })
      const happened = Quota.ThresholdCrossed.make({
        node: "acme", resource: bytes, usedAmount: 6, limitAmount: 10, percent: 50
      })
      const crossed = { ...crossing, happened }
      const quota = { concept: "quota", id: "acme" }
      same("the lines of the node", yield* records.history(quota), [crossed])
      same("the lines that are kept", yield* ask(witness.lines), [
        { ...lineOf(1, crossing), ...nas }, { ...crossed, ...quota }
      ])
      yield* records.commit(planOf([writing(nas, 1)], { ledger: [Quota.ReleaseHolder.make({ holder: "acc_1" })] }))
      same("the count, given back", (yield* ledger.counter("acme", bytes, instant(0))).group, { held: 0, reserved: 0 })
      const reused = yield* Effect.result(records.commit(planOf([writing(mail)], { ledger: [taking("a", 7)] })))
      holds("an id that stands for something else stops the plan", Result.isFailure(reused))
      same("the record of the stopped plan", yield* ask(() => witness.record(mail)), undefined)
    })),

  promise("R-31 a plan that names a record, a piece of work or an answer twice is not carried out, nor any part of it",
    (opened) =>
    Effect.gen(function*() {
      yield* before(opened)
      const [fresh, work] = [policy("fresh"), { kind: "work", id: "twice" }]
      const twice: ReadonlyArray<{ readonly changes?: ReadonlyArray<Change> } & Partial<Plan>> = [
        { changes: [writing(fresh, 0, { of: 1 }), writing(fresh, 0, { of: 2 })] },
        { changes: [checking(fresh, 0), writing(fresh)] }, { changes: [writing(fresh), checking(fresh, 0)] },
        { changes: [writing(nas, 1, { of: 1 })] }, { changes: [checking(nas, 1)] }, { changes: [writing(mail, 1)] },
        { changes: [checking(mail, 1)] }, { due: [{ ...work, at: at(0) }, { ...work, at: at(1) }] },
        { due: [{ ...work, at: at(0) }, work] }, { due: [work, work] },
        { once: [answerTo("k", { answer: "one" }), answerTo("k", { answer: "two" })] }
      ]
      for (const [index, { changes = [], due = [], once = [] }] of twice.entries()) {
        const word = `twice-${index}`
        const full = fullPlan(word, { changes, once })
        yield* leavesNothing(opened, word, { ...full, due: [...full.due, ...due] }, "Unavailable")
        same("the record that was to be new", yield* ask(() => opened.witness.record(fresh)), undefined)
      }
      const scopes = ["ada/accounts", "bob/accounts"].map((scope) => answerTo("k", { scope }))
      const kinds = ["erase", "expire"].map((kind) => ({ kind, id: "k", at: at(0) }))
      const concepts = ["policy", "token"].map((concept) => writing({ concept, id: "k" }))
      yield* opened.storage.records.commit(planOf(concepts, { due: kinds, once: scopes }))
    }))
])
