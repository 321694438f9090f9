/** The promises of `Records` when many ask at once, when a commit is late, and when the storage goes away. */
import { Conflict, Path, type Plan, Quota, type Records, Statistics, type Storage } from "@intendant/core"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import {
  act, answerTo, at, checking, instant, mail, nas, planOf, policy, reopened, throughAll, times, turnOf, writing
} from "./plans.ts"
import { promise, suite } from "./promise.ts"
import { ask, atOnce, failureOf, holds, outcome, same, tally } from "./same.ts"

const callers = 64
const bytes = Quota.Resource.make("bytes")
const acme = Path.make("acme")
const day = Statistics.Day.make("2026-03-29")
const noRoom = Quota.SetLimit.make({
  node: "full", resource: bytes, limit: { amount: 0, mode: "hard", thresholds: [] }
})
const take = (id: string) => Quota.Take.make({ holder: "acc_1", id, node: "full>sub", resource: bytes, amount: 1 })

/** One of the plans that meet in one transaction: good, late, without room, or no JSON. */
const mixed = (index: number): readonly [plan: Plan, ends: string] => {
  const change = writing(policy(`p${index}`))
  switch (index % 4) {
    case 0: return [planOf([change]), "kept"]
    case 1: return [planOf([change, checking(nas, 7)]), "Conflict"]
    case 2: return [planOf([change], { ledger: [take(`t${index}`)] }), "QuotaExceeded"]
    default: return [planOf([{ ...change, next: { amount: 1n } }]), "Unavailable"]
  }
}

/** Reads the version and writes the next one, until nobody was faster. */
const increment = (records: Records["Service"]) =>
  Effect.retry(Effect.gen(function*() {
    const kept = yield* records.load(nas)
    const basedOn = Option.match(kept, { onNone: () => 0, onSome: ({ version }) => version })
    yield* records.commit(planOf([writing(nas, basedOn)]))
  }), { times: 10_000, while: (failure) => failure instanceof Conflict })

/** Follows the journal from a cursor until so many lines were seen, page by page. Gives the ids of their records. */
const follow = (records: Records["Service"], after: string | undefined, count: number) =>
  Effect.gen(function*() {
    const seen: Array<string> = []
    let cursor = after
    for (let idle = 0; seen.length < count && idle < 5_000; idle++) {
      const page = yield* records.journal({ ...(cursor === undefined ? {} : { after: cursor }), limit: 7 })
      for (const entry of page.items) {
        seen.push(entry.id)
        cursor = entry.cursor
        idle = 0
      }
      yield* Effect.yieldNow
    }
    return seen
  })

/** A question to each port. All of them must say that the storage is not there. */
const questions = (
  { records, accountLists, userLists, resourceLists, activity, ledger, due, throttle, oneTime, sessions }: Storage
): Readonly<Record<string, Effect.Effect<unknown, { readonly _tag: string }>>> => ({
  ready: records.ready, load: records.load(nas), commit: records.commit(planOf([writing(nas)])),
  note: records.note(act, nas, {}, []), answer: records.answer("ada", "k", at(0)), history: records.history(nas),
  journal: records.journal({ limit: 1 }), keys: records.keys("policy", { limit: 1 }),
  loadMany: records.loadMany("policy", ["a", "b"]), counts: userLists.counts(acme),
  users: userLists.list({ enterprise: acme, statuses: [], sort: "mail", descending: false })({ limit: 1 }),
  within: resourceLists.within(acme)({ limit: 1 }), add: activity.add(acme, "signIns", day, 1),
  perDay: activity.perDay(acme, day, day), heaviest: ledger.heaviest("acme", bytes, 1, instant(0)),
  below: accountLists.below(undefined, instant(0))({ limit: 1 }),
  take: ledger.take(Quota.Release.make({ holder: "h", id: "i" }), { by: "ada", now: instant(0) }),
  counter: ledger.counter("acme", bytes, instant(0)), claim: due.claim("work", at(0), 1, 1),
  attempt: throttle.attempt("k", { attemptsMax: 1 }, instant(0)), revokeAll: oneTime.revokeAll("s"),
  find: sessions.find("d", instant(0))
})

export const recordsRacesSuite = suite([
  promise("R-19 of 64 commits based on the same version, exactly one is kept, and the others are told", (opened) =>
    throughAll(opened, (storages) =>
      Effect.gen(function*() {
        const race = times(callers, (index) =>
          Effect.result(turnOf(storages, index).records.commit(planOf([writing(nas, 0, { index })]))))
        const failures = (yield* atOnce(race)).flatMap((answer) => failureOf(answer) ?? [])
        same("how the others ended", tally(failures.map(({ _tag }) => _tag)), { Conflict: callers - 1 })
        same("the record each was told", failures.every((one) => one._tag === "Conflict" && one.key.id === nas.id),
          true)
        same("the version that is kept", (yield* ask(() => opened.witness.record(nas)))?.version, 1)
        same("the lines that are kept", (yield* ask(opened.witness.lines)).length, 1)
      }))),

  promise("R-20 64 who each write one version later lose none of their writes", (opened) =>
    throughAll(opened, (storages) =>
      Effect.gen(function*() {
        yield* atOnce(times(callers, (index) => increment(turnOf(storages, index).records)))
        same("the version", (yield* ask(() => opened.witness.record(nas)))?.version, callers)
        const versions = (yield* turnOf(storages, 1).records.history(nas)).map((line) => JSON.stringify(line))
        same("the lines", versions.length, callers)
        same("different lines", new Set(versions).size, callers)
      }))),

  promise("R-21 nobody pays for those who ask at the same moment: each is answered as if alone", (opened) =>
    throughAll(opened, (storages) =>
      Effect.gen(function*() {
        yield* opened.storage.records.commit(planOf([writing(nas)], { ledger: [noRoom] }))
        const plans = times(callers, mixed)
        const ends = yield* atOnce(plans.map(([plan], index) => outcome(turnOf(storages, index).records.commit(plan))))
        for (const [index, [, expected]] of plans.entries()) {
          same(`the plan ${index}`, ends[index], expected)
          const kept = yield* ask(() => opened.witness.record(policy(`p${index}`)))
          same(`the record of the plan ${index}`, kept?.version, expected === "kept" ? 1 : undefined)
        }
      }))),

  promise("R-22 a text that one engine refuses is kept whole or not at all, and hurts nobody else", (opened) =>
    Effect.gen(function*() {
      const { storage: { records }, witness } = opened
      const state = (index: number) => ({ text: index % 8 === 3 ? "a\u0000b" : "ab" })
      const ends = yield* atOnce(times(callers, (index) =>
        outcome(records.commit(planOf([writing(policy(`p${index}`), 0, state(index))])))))
      for (const [index, end] of ends.entries()) {
        holds(`the plan ${index} is kept, or strange and refused`,
          end === "kept" || (index % 8 === 3 && end === "Unavailable"))
        const kept = yield* ask(() => witness.record(policy(`p${index}`)))
        same(`the record ${index}`, kept, end === "kept" ? { state: state(index), version: 1 } : undefined)
      }
    })),

  promise("R-23 of 64 requests under one key one is carried out, and 63 are given its answer", (opened) =>
    throughAll(opened, (storages) =>
      Effect.gen(function*() {
        const race = times(callers, (index) =>
          Effect.result(turnOf(storages, index).records.commit(planOf([writing(policy(`p${index}`))], {
            once: [answerTo("k", { answer: `p${index}` })]
          }))))
        const failures = (yield* atOnce(race)).map(failureOf)
        const winner = failures.indexOf(undefined)
        same("how the others ended", tally(failures.flatMap((one) => one?._tag ?? [])), { Repeated: callers - 1 })
        const first = answerTo("k", { answer: `p${winner}` })
        for (const failure of failures) if (failure?._tag === "Repeated") same("the answer told", failure.first, first)
        same("the lines that are kept", (yield* ask(opened.witness.lines)).map(({ id }) => id), [`p${winner}`])
      }))),

  promise("R-24 who follows the journal while 64 write sees every line once, in the order that stays", (opened) =>
    throughAll(opened, (storages) =>
      Effect.gen(function*() {
        const { records } = opened.storage
        const follower = yield* Effect.forkChild(follow(turnOf(storages, 1).records, undefined, callers))
        yield* atOnce(times(callers,
          (index) => turnOf(storages, index).records.commit(planOf([writing(policy(`p${index}`))]))))
        const seen = yield* Fiber.join(follower)
        same("how many lines were seen", new Set(seen).size, callers)
        same("the order in which they are told later", yield* follow(records, undefined, callers), seen)
      }))),

  promise("R-25 a commit that was begun earlier and ends later is never passed over", (opened) =>
    Effect.gen(function*() {
      const { storage: { records }, capabilities: { holdCommit } } = opened
      const hold = "has" in holdCommit ? holdCommit.has
        : async (plan: Plan) => () => Effect.runPromise(records.commit(plan))
      holds("a storage that cannot hold a commit says why", !("lacks" in holdCommit) || holdCommit.lacks.trim() !== "")
      const letGo = yield* ask(() => hold(planOf([writing(nas)])))
      yield* records.commit(planOf([writing(mail)]))
      const page = yield* records.journal({ limit: 7 })
      holds("what is not committed is not told", page.items.every(({ id }) => id === mail.id))
      const after = page.items.at(-1)?.cursor
      yield* ask(letGo)
      const rest = yield* follow(records, after, 2 - page.items.length)
      const seen = [...page.items.map(({ id }) => id), ...rest]
      same("the lines seen, in any order", seen.toSorted(), [mail.id, nas.id])
      same("the order in which they are told later", yield* follow(records, undefined, 2), seen)
    })),

  promise("R-26 what was acknowledged is found by whoever comes later", (opened) =>
    Effect.gen(function*() {
      const { storage: { records, ledger } } = opened
      const limit: Quota.Limit = { amount: 9, mode: "soft", thresholds: [50] }
      yield* records.commit(planOf([writing(nas)], {
        once: [answerTo("k")], due: [{ kind: "work", id: "w", at: at(0) }],
        ledger: [Quota.SetLimit.make({ node: "acme", resource: bytes, limit })]
      }))
      yield* ledger.take(
        Quota.Reserve.make({ holder: "h", id: "r", node: "acme", resource: bytes, amount: 3, until: instant(60) }),
        { by: "ada", now: instant(0) }
      )
      yield* reopened(opened, (later) =>
        Effect.gen(function*() {
          same("the record", yield* later.records.load(nas), Option.some({ state: writing(nas).next, version: 1 }))
          same("its lines", (yield* later.records.history(nas)).length, 1)
          same("the answer", yield* later.records.answer("ada/accounts", "k", at(0)), Option.some(answerTo("k")))
          const counter = yield* later.ledger.counter("acme", bytes, instant(0))
          same("the count", counter, {
            node: "acme", resource: bytes, limit, own: { held: 0, reserved: 3 }, group: { held: 0, reserved: 3 }
          })
          same("the work", (yield* later.due.claim("work", at(0), 10, 1)).map(({ id }) => id), ["w"])
        }))
    })),

  promise("R-27 a storage answers that it is there; one that is not says so, whatever it is asked", (opened) =>
    Effect.gen(function*() {
      const { storage, capabilities: { stops } } = opened
      same("whether it is there", yield* outcome(storage.records.ready), "kept")
      holds("a storage that cannot be stopped says why", !("lacks" in stops) || stops.lacks.trim() !== "")
      if ("lacks" in stops) return
      yield* ask(stops.has)
      for (const [name, question] of Object.entries(questions(storage))) {
        same(name, yield* outcome(question), "Unavailable")
      }
    }))
])
