/** Settings on records that others write too: who may, what is guarded, and what comes of being late. */
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as TestClock from "effect/testing/TestClock"
import { describe, expect, it } from "vitest"
import { Path, Segment } from "../kernel/path.ts"
import type { Actor, Grant } from "../kernel/permit.ts"
import type { Change, Kept, Plan } from "../kernel/plan.ts"
import { Conflict, type Records } from "../kernel/records.ts"
import type { Owner } from "../policy/index.ts"
import { type Blueprint, type Command, LockSettings, SaveOwnSettings, SaveSettings, UnlockSettings } from "./model.ts"
import { valueOf } from "./rules.ts"
import { type Bearers, resolver, submitter } from "./use-cases.ts"

const theirs = { type: { _tag: "YesOrNo" }, default: false, changedBy: "enterprise", userMay: "never" } as const
const blueprint: Blueprint = {
  settings: {
    catalogue: { usersMay: theirs, forced: theirs, extra: { ...theirs, userMay: { when: "usersMay" } } }, operator: {}
  }
}
const acme = Path.make("acme")
const place = Path.make("acme>usr_1")
const grantsOver = (reach: "within" | "itself", at: Path, ...permissions: ReadonlyArray<Grant["permission"]>) =>
  permissions.map((permission): Grant => ({ permission, reach, place: at }))
const see = "account.see"
const admin: Actor = { id: "usr_9", name: "ada", grants: grantsOver("within", acme, see, "setting.save") }
const user: Actor = { id: "usr_1", name: "bob", grants: grantsOver("itself", place, see, "setting.own") }
const operator: Actor = {
  id: "op", name: "op", grants: [see, "setting.lock"].map((permission) =>
    ({ permission, reach: "everywhere" }) as Grant)
}

/** Records by key, which refuse what is late, and which others may write between our reading and our writing. */
const shelf = () => {
  const kept = new Map<string, Kept>()
  const plans: Array<Plan> = []
  const meanwhile: Array<Effect.Effect<unknown>> = []
  const unasked = Effect.die("nobody asks for this here")
  const idOf = ({ concept, id }: { readonly concept: string; readonly id: string }) => `${concept}/${id}`
  const put = ({ next, basedOn, ...key }: Change) => {
    if (next !== undefined) kept.set(idOf(key), { state: next, version: basedOn + 1 })
  }
  const records: Records["Service"] = {
    loadMany: () => unasked,
    load: (key) => Effect.sync(() => Option.fromUndefinedOr(kept.get(idOf(key)))),
    commit: (plan) => Effect.andThen(Effect.suspend(() => meanwhile.shift() ?? Effect.void), Effect.suspend(() => {
      const late = plan.changes.find((change) => change.basedOn !== (kept.get(idOf(change))?.version ?? 0))
      if (late !== undefined) return Effect.fail(new Conflict({ key: late }))
      plan.changes.forEach(put)
      plans.push(plan)
      return Effect.void
    })),
    note: () => Effect.void,
    answer: () => unasked, history: () => unasked, journal: () => unasked, keys: () => unasked, ready: Effect.void
  }
  /** Somebody bears this name from now on, or nobody any more. */
  const bear = (concept: string, id: string, state: string | null) =>
    void kept.set(`${concept}/${id}`, { state, version: (kept.get(`${concept}/${id}`)?.version ?? 0) + 1 })
  const bearer = (concept: string) => (id: Path): Effect.Effect<Owner> => Effect.sync(() => {
    const found = kept.get(`${concept}/${id}`)
    const ownerId = typeof found?.state === "string" ? found.state : undefined
    return { ownerId, guard: { concept, id, basedOn: found?.version ?? 0, events: [] } }
  })
  const bearers: Bearers = { enterprise: bearer("enterprise"), user: bearer("user") }
  bear("enterprise", "acme", "ent_1")
  bear("user", place, "usr_1")
  return {
    plans, meanwhile, bear, submit: submitter(records, blueprint, bearers),
    resolved: resolver(records, blueprint, bearers)
  }
}
type Shelf = ReturnType<typeof shelf>

const lasting = <Value, Failure>(effect: Effect.Effect<Value, Failure>) =>
  Effect.runPromise(Effect.provide(Effect.gen(function*() {
    const fiber = yield* Effect.forkChild(effect)
    yield* TestClock.adjust("1 minute")
    return yield* Fiber.join(fiber)
  }), TestClock.layer()))

const order = ({ submit }: Shelf, actor: Actor, command: Command) =>
  lasting(Effect.result(submit({ actor, command, reason: "" })))
/** What is there afterwards: settings by name. */
const shown = async ({ resolved }: Shelf, id?: string) => {
  const view = await lasting(resolved(acme, id === undefined ? undefined : Segment.make(id)))
  return { revision: view.revision, ...Object.fromEntries(view.settings.map((one) => [one.setting, one.value])) }
}

type Changes = (typeof SaveSettings.Type)["changes"]
const save = (changes: Changes, basedOn?: number) =>
  SaveSettings.make({ owner: acme, changes, ...(basedOn === undefined ? {} : { basedOn }) })
const own = (changes: Changes) => SaveOwnSettings.make({ owner: place, changes })
const lock = (locks: Changes) => LockSettings.make({ owner: acme, locks })

describe("who may", () => {
  it("POL-3 the enterprise saves, the operator alone locks and unlocks, a user saves their own alone", async () => {
    const world = shelf()
    const unlock = UnlockSettings.make({ owner: acme, settings: ["extra"] })
    const denied: ReadonlyArray<readonly [Actor, Command]> = [
      [admin, lock({ extra: true })], [admin, unlock], [operator, save({ extra: true })], [user, own({ extra: true })],
      [admin, own({ extra: true })], [user, save({ extra: true })], [user, lock({ extra: true })],
      [user, SaveOwnSettings.make({ owner: Path.make("acme>usr_2"), changes: {} })]
    ]
    const tags = await Promise.all(denied.map(async ([actor, command]) => {
      const result = await order(world, actor, command)
      return result._tag === "Failure" ? result.failure._tag : "done"
    }))
    expect(tags).toEqual([
      "NotPermitted", "NotPermitted", "NotPermitted", "SettingsRefused",
      "NotPermitted", "NoSuchAccount", "NoSuchAccount", "NoSuchAccount"
    ])
    expect(world.plans).toEqual([])
  })

  it("POL-2 a user's place is no enterprise: nothing of an enterprise's is saved or locked there", async () => {
    const world = shelf()
    const wrong: ReadonlyArray<readonly [Actor, Command]> = [
      [admin, SaveSettings.make({ owner: place, changes: { forced: true } })],
      [operator, LockSettings.make({ owner: place, locks: { forced: true } })]
    ]
    for (const [actor, command] of wrong) {
      expect(await order(world, actor, command)).toMatchObject({ failure: { _tag: "NoSuchAccount", path: place } })
    }
    const root: Actor = { ...user, grants: grantsOver("itself", acme, see, "setting.own") }
    expect(await order(world, root, SaveOwnSettings.make({ owner: acme, changes: { extra: true } })))
      .toMatchObject({ failure: { _tag: "NoSuchAccount" } })
  })
})

describe("POL-8 what a user saves depends on their enterprise", () => {
  it("so the enterprise, what it saved and the user must all still be so when it is written", async () => {
    const world = shelf()
    await order(world, admin, save({ usersMay: true }))
    await order(world, user, own({ extra: true }))
    const [change, ...guards] = world.plans[1]?.changes ?? []
    expect(change).toMatchObject({ concept: "setting", id: place, basedOn: 0, next: { values: { extra: true } } })
    expect(guards).toEqual([
      { concept: "user", id: place, basedOn: 1, events: [] },
      { concept: "enterprise", id: "acme", basedOn: 1, events: [] },
      { concept: "setting", id: "acme", basedOn: 1, events: [] }
    ])
    expect(await shown(world, "usr_1")).toEqual({ revision: 1, usersMay: true, forced: false, extra: true })
    expect(await shown(world)).toEqual({ revision: 1, usersMay: true, forced: false, extra: false })
  })

  it.each([
    ["no longer lets them", admin, save({ usersMay: false }), "notYours"],
    ["has it locked", operator, lock({ extra: null }), "locked"]
  ])("whoever is slower than an enterprise that %s is refused", async (_what, actor, command, obstacle) => {
    const world = shelf()
    await order(world, admin, save({ usersMay: true }))
    world.meanwhile.push(Effect.result(world.submit({ actor, command, reason: "" })))
    expect(await order(world, user, own({ extra: true }))).toMatchObject({
      failure: { faults: [{ setting: "extra", obstacle, expected: "false" }] }
    })
    expect(world.plans).toHaveLength(2)
    expect(await shown(world, "usr_1")).toMatchObject({ revision: 0, extra: false })
  })

  it.each([
    ["as an enterprise", "enterprise", "acme", admin, save({ forced: true })],
    ["as a user", "user", place, user, own({ extra: true })],
    ["as a user's enterprise", "enterprise", "acme", user, own({ extra: true })]
  ])("whoever is erased meanwhile %s leaves nothing behind", async (_how, what, id, actor, command) => {
    const world = shelf()
    await order(world, admin, save({ usersMay: true }))
    world.meanwhile.push(Effect.sync(() => world.bear(what, id, null)))
    const unknown = { _tag: "NoSuchAccount", path: command.owner }
    expect(await order(world, actor, command)).toMatchObject({ failure: unknown })
    expect(world.plans).toHaveLength(1)
  })
})

describe("POL-5 of two editors who saw the same revision", () => {
  it("one saves, and the other is told, also when both save at once", async () => {
    const world = shelf()
    const results = await Promise.all([
      order(world, admin, save({ forced: true }, 0)), order(world, admin, save({ extra: true, forced: false }, 0))
    ])
    const failures = results.flatMap((result) => result._tag === "Failure" ? [result.failure] : [])
    expect(failures).toMatchObject([{ _tag: "SettingsMoved", basedOn: 0, revision: 1 }])
    expect(world.plans).toHaveLength(1)
    expect(await order(world, admin, save({ extra: true, forced: false }, 1))).toMatchObject({ _tag: "Success" })
    expect(await shown(world)).toEqual({ revision: 2, usersMay: false, forced: false, extra: true })
  })

  it("an editor who is overtaken by a lock does not save over it", async () => {
    const world = shelf()
    world.meanwhile.push(Effect.result(world.submit({ actor: operator, command: lock({ forced: true }), reason: "" })))
    expect(await order(world, admin, save({ forced: true, extra: true }, 0)))
      .toMatchObject({ failure: { _tag: "SettingsMoved", revision: 1 } })
    expect(await order(world, admin, save({ forced: false }))).toMatchObject({
      failure: { faults: [{ setting: "forced", obstacle: "locked", expected: "true" }] }
    })
  })
})

describe("POL-2 who is given a name later", () => {
  it("inherits neither values nor locks, whether an enterprise or a user", async () => {
    const world = shelf()
    await order(world, admin, save({ usersMay: true }))
    await order(world, operator, lock({ forced: true }))
    await order(world, user, own({ extra: true }))
    world.bear("user", place, "usr_1b")
    expect(await shown(world, "usr_1")).toMatchObject({ forced: true, extra: false })
    world.bear("enterprise", "acme", "ent_2")
    expect(await shown(world)).toEqual({ revision: 2, usersMay: false, forced: false, extra: false })
    expect(await order(world, admin, save({ extra: true }, 2))).toMatchObject({ _tag: "Success" })
    expect(await shown(world)).toEqual({ revision: 3, usersMay: false, forced: false, extra: true })
  })

  it("and while nobody bears it there are no settings to read: what is forced is never read as off", async () => {
    const world = shelf()
    const { settings } = await lasting(world.resolved(acme))
    expect(valueOf(settings, "forced")).toBe(false)
    world.bear("user", place, null)
    expect(await lasting(Effect.flip(world.resolved(acme, Segment.make("usr_1")))))
      .toMatchObject({ _tag: "NoSuchAccount", path: place })
    world.bear("enterprise", "acme", null)
    expect(await lasting(Effect.flip(world.resolved(acme)))).toMatchObject({ _tag: "NoSuchAccount", path: acme })
  })
})
