/** The one way in: what is permitted, decided and written, what is journaled, and what comes of being late. */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as TestClock from "effect/testing/TestClock"
import { describe, expect, it } from "vitest"
import { concept, Defined, DefinePolicy, NoSuchPolicy, WithdrawPolicy } from "../policy/index.ts"
import { Path, Segment } from "./path.ts"
import { type Actor, NoSuchAccount } from "./permit.ts"
import type { Act, Change, Kept, Once, Plan } from "./plan.ts"
import { Conflict, type Records, Unavailable } from "./records.ts"
import { type Circumstances, type Remember, runner } from "./run.ts"

type Facts = Parameters<typeof concept.decide>[2]
const facts: Facts = { ownerId: "acc_1", policy: { settings: { hour: { type: "integer", default: 2 } }, operator: {} } }
const acme = Path.make("acme")
const ref = { owner: acme, name: Segment.make("nightly") }
const define = (hour: number) => DefinePolicy.make({ ...ref, settings: { hour } })
const grant = { permission: "policy.define", reach: "within", place: acme } as const
const ada: Actor = { id: "acc_1", name: "ada", grants: [{ permission: "account.see", reach: "everywhere" }, grant] }
const stranger: Actor = { id: "acc_2", name: "eve", grants: [] }
const key = { concept: "policy", id: "acme>>nightly" }

/** What was noted of what did not happen. */
interface Note { readonly act: Act; readonly refusal: unknown; readonly once: ReadonlyArray<Once> }

/** Records of one key, which others may write between our reading and our writing. */
const tiny = (meanwhile: ReadonlyArray<() => Kept> = []) => {
  let kept: Kept | undefined
  const [plans, notes, busy]: [Array<Plan>, Array<Note>, Array<() => Kept>] = [[], [], [...meanwhile]]
  const unasked = Effect.die("nobody asks for this here")
  const records: Records["Service"] = {
    loadMany: () => unasked,
    load: () => Effect.sync(() => Option.fromUndefinedOr(kept)),
    commit: (plan) => Effect.suspend(() => {
      const faster = busy.shift()
      if (faster !== undefined) kept = faster()
      const [own] = plan.changes
      if (own === undefined || own.basedOn !== (kept?.version ?? 0)) return Effect.fail(new Conflict({ key }))
      if (own.next !== undefined) kept = { state: own.next, version: own.basedOn + 1 }
      plans.push(plan)
      return Effect.void
    }),
    note: (act, _key, refusal, once) => Effect.sync(() => { notes.push({ act, refusal, once }) }),
    answer: () => unasked, history: () => unasked, journal: () => unasked, keys: () => unasked, ready: Effect.void
  }
  return { records, plans, notes }
}

const along: Circumstances<unknown, unknown, Facts>["along"] = () => []
const given = () => Effect.succeed({ facts, along })
const order = (command: ReturnType<typeof define> | typeof WithdrawPolicy.Type, actor = ada) =>
  ({ actor, command, reason: "as agreed" })
const defined = (hour: number) => Defined.make({ ...ref, ownerId: "acc_1", settings: { hour } })
const onTestClock = <Value, Failure>(effect: Effect.Effect<Value, Failure>) =>
  Effect.runPromise(Effect.scoped(Effect.provide(effect, TestClock.layer())))

describe("what is accepted", () => {
  it("is written with the line that says who, when, why, and by which grant", async () => {
    const { records, plans, notes } = tiny()
    const state = await onTestClock(Effect.andThen(
      TestClock.setTime(Date.UTC(2026, 0, 15)), runner(concept, records)(order(define(3)), given)
    ))
    expect(state).toEqual(defined(3))
    expect(plans).toEqual([{
      act: {
        by: "acc_1", at: "2026-01-15T00:00:00.000Z", reason: "as agreed", grants: [grant],
        command: { _tag: "DefinePolicy", owner: "acme", name: "nightly", settings: { hour: 3 } }
      },
      changes: [{
        ...key, basedOn: 0, next: concept.state.write(defined(3)),
        events: [{ _tag: "PolicyDefined", owner: "acme", name: "nightly", ownerId: "acc_1", settings: { hour: 3 } }]
      }],
      once: [], ledger: [], due: []
    }])
    expect(notes).toEqual([])
  })

  it("and changes nothing is only checked", async () => {
    const { records, plans } = tiny()
    const run = runner(concept, records)
    await onTestClock(Effect.andThen(run(order(define(3)), given), run(order(define(3)), given)))
    expect(plans[1]?.changes).toEqual([{ ...key, basedOn: 1, events: [] }])
  })

  it("is written together with what goes along, which is told what happened", async () => {
    const { records, plans } = tiny()
    const other: Change = { concept: "account", id: "acme", basedOn: 4, events: [] }
    const told: Array<unknown> = []
    await onTestClock(runner(concept, records)(order(define(3)), () => Effect.succeed({
      facts, along: (events, next) => {
        told.push(events, next)
        return [other]
      }
    })))
    expect(plans[0]?.changes.slice(1)).toEqual([other])
    expect(told).toEqual([[expect.objectContaining({ _tag: "PolicyDefined" })], defined(3)])
  })
})

describe("what is refused", () => {
  const withdraw = WithdrawPolicy.make(ref)

  it("is noted without grants, and nothing else is written", async () => {
    const { records, plans, notes } = tiny()
    const refused = await onTestClock(Effect.flip(runner(concept, records)(order(withdraw), given)))
    expect(refused).toEqual(NoSuchPolicy.make({ policy: ref }))
    expect(notes).toEqual([{
      act: expect.objectContaining({ by: "acc_1", grants: [], reason: "as agreed" }),
      refusal: { _tag: "NoSuchPolicy", rule: "POL-1", policy: ref }, once: []
    }])
    expect(plans).toEqual([])
  })

  it("ROL-6 for want of a power, nothing more is found out, and it is noted too", async () => {
    const { records, notes } = tiny()
    const asked: Array<unknown> = []
    const refused = await onTestClock(Effect.flip(runner(concept, records)(order(define(3), stranger), (now) => {
      asked.push(now)
      return given()
    })))
    expect(refused).toEqual(NoSuchAccount.make({ path: acme }))
    expect(asked).toEqual([])
    expect(notes).toMatchObject([{ act: { by: "acc_2", grants: [] }, refusal: { _tag: "NoSuchAccount" } }])
  })

  it("is remembered for who may ask again, and so is what was accepted", async () => {
    const { records, plans, notes } = tiny()
    const remember: Remember<unknown, unknown> = (outcome) =>
      ({ scope: "ada", key: "k", digest: "d", expiresAt: "later", answer: Result.isSuccess(outcome) })
    const run = runner(concept, records)
    await onTestClock(Effect.andThen(
      Effect.flip(run(order(withdraw), given, [remember])), run(order(define(3)), given, [remember])
    ))
    expect(notes[0]?.once).toMatchObject([{ scope: "ada", key: "k", answer: false }])
    expect(plans[0]?.once).toMatchObject([{ scope: "ada", key: "k", answer: true }])
  })
})

describe("when someone is faster", () => {
  const faster = (hour: number, version: number) => (): Kept => ({ state: concept.state.write(defined(hour)), version })
  const lasting = <Value, Failure>(effect: Effect.Effect<Value, Failure>) =>
    onTestClock(Effect.gen(function*() {
      const fiber = yield* Effect.forkChild(effect)
      yield* TestClock.adjust("1 minute")
      return yield* Fiber.join(fiber)
    }))

  it("everything is done again, with fresh facts at a fresh instant, and written once", async () => {
    const { records, plans, notes } = tiny([faster(7, 1), faster(8, 2)])
    const seen: Array<readonly [number, unknown]> = []
    const state = await lasting(runner(concept, records)(order(define(3)), (now, found) => {
      seen.push([now.epochMilliseconds, found])
      return given()
    }))
    expect(state).toEqual(defined(3))
    expect(seen.map(([, found]) => found)).toEqual([concept.initial, defined(7), defined(8)])
    expect(new Set(seen.map(([millis]) => millis)).size).toBe(3)
    expect(plans).toMatchObject([{
      act: { at: DateTime.formatIso(DateTime.makeUnsafe(seen[2]?.[0] ?? 0)) }, changes: [{ basedOn: 2 }]
    }])
    expect(notes).toEqual([])
  })

  it("what is found out then may refuse us", async () => {
    const { records, plans, notes } = tiny([faster(7, 1)])
    const without: Facts = { ownerId: "acc_1", policy: { settings: {}, operator: {} } }
    const refused = await lasting(Effect.flip(runner(concept, records)(order(define(3)), (_now, found) =>
      Effect.succeed({ facts: found._tag === "Defined" ? without : facts, along }))))
    expect(refused).toMatchObject({ _tag: "SettingsUnknown" })
    expect([plans.length, notes.length]).toEqual([0, 1])
  })

  it("again and again, we give up after 40 times and say so", async () => {
    const { records, plans } = tiny(Array.from({ length: 100 }, (_, index) => faster(index, index + 1)))
    let tries = 0
    const failure = await lasting(Effect.flip(runner(concept, records)(order(define(3)), () => {
      tries += 1
      return given()
    })))
    expect([failure._tag, tries, plans.length]).toEqual(["Conflict", 40, 0])
  })

  it("a storage that is down is not asked again", async () => {
    const { records } = tiny()
    let tries = 0
    const down = { ...records, commit: () => Effect.suspend(() => {
      tries += 1
      return Effect.fail(new Unavailable({ cause: "down" }))
    }) }
    expect(await onTestClock(Effect.flip(runner(concept, down)(order(define(3)), given)))).toBeInstanceOf(Unavailable)
    expect(tries).toBe(1)
  })
})
