/** Which value of a setting holds: laws over whatever was ever saved, locked and given, and the guide's example. */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { nothing } from "../kernel/decider.ts"
import { Path } from "../kernel/path.ts"
import type { SettingValue } from "../policy/model.ts"
import { isTaken } from "./catalogue.ts"
import { decide } from "./decide.ts"
import { evolve } from "./evolve.ts"
import * as Setting from "./model.ts"
import { enterpriseOf, userOf } from "./ownership.ts"
import { resolve, valueOf } from "./rules.ts"

const owner = Path.make("acme")
const user = Path.make("acme>usr_1")
const theirs = { changedBy: "enterprise", userMay: "never" } as const
const onOff = { ...theirs, type: { _tag: "YesOrNo" }, default: false } as const
const catalogue: Setting.Blueprint["settings"]["catalogue"] = {
  days: { ...theirs, type: { _tag: "Days", minDays: 1, maxDays: 3 }, default: 2 },
  usersMay: onOff,
  extra: { ...onOff, userMay: { when: "usersMay" } },
  theme: { ...onOff, type: { _tag: "Choice", values: ["light", "dark"] }, default: "light", userMay: "always" },
  brand: { ...onOff, changedBy: "operator" },
  automatic: onOff,
  policy: {
    ...onOff, type: { _tag: "Choice", values: ["approval", "forbidden"] }, default: "approval",
    appliesWhile: { setting: "automatic", is: false }
  },
  notify: { ...onOff, appliesWhile: { setting: "policy", is: "forbidden" } }
}
const names = Object.keys(catalogue)

/** Whatever an earlier catalogue let through is still in the records. */
const value: fc.Arbitrary<SettingValue> =
  fc.constantFrom<SettingValue>(true, false, 0, 1, 2, 3, 4, "", "light", "dark", "approval", "forbidden", "on")
const name = fc.constantFrom(...names, "gone", "constructor")
const values = fc.dictionary(name, value, { noNullPrototype: true })
const taken = <Value extends SettingValue | null>(found: Readonly<Record<string, Value>>): Record<string, Value> =>
  Object.fromEntries(Object.entries(found).filter(([key, one]) => {
    const declared = names.includes(key) ? catalogue[key] : undefined
    return declared !== undefined && (one === null || isTaken(one, declared.type))
  }))
const anyChanges = fc.dictionary(name, fc.option(value), { noNullPrototype: true })
/** Mostly such as can be accepted. */
const changes = fc.oneof(anyChanges, anyChanges.map(taken), anyChanges.map(taken))
const world = fc.record({
  operator: values.map((all) => taken(all)), enterprise: values, user: values, locks: fc.oneof(fc.constant({}), changes)
})
type World = typeof world extends fc.Arbitrary<infer Value> ? Value : never

const blueprint = ({ operator }: World): Setting.Blueprint => ({ settings: { catalogue, operator } })
const enterprise = ({ enterprise: own, locks }: World) =>
  Setting.OfEnterprise.make({ owner, ownerId: "ent_1", revision: 1, values: own, locks })
const ofUser = (own: World) => Setting.OfUser.make({ owner: user, ownerId: "usr_1", revision: 1, values: own.user })
const forEnterprise = (given: World) => resolve(blueprint(given), enterprise(given))
const forUser = (given: World) => resolve(blueprint(given), enterprise(given), ofUser(given))
const facts = (given: World, ownerId: string): Setting.Facts =>
  ({ ...blueprint(given), ownerId, enterprise: enterprise(given) })
const onAny = (law: (given: World) => void) => fc.assert(fc.property(world, law), { numRuns: 300 })
const asSaved = (resolved: ReadonlyArray<Setting.Resolved>) =>
  Object.fromEntries(resolved.map((one) => [one.setting, one.value]))

describe("POL-4", () => {
  it("every setting has exactly one value, of those it takes", () => {
    onAny((given) => {
      for (const resolved of [forEnterprise(given), forUser(given)]) {
        expect(resolved.map(({ setting }) => setting)).toEqual(names)
        for (const one of resolved) {
          expect(catalogue[one.setting]).toSatisfy((declared) => isTaken(one.value, declared.type))
          expect(valueOf(resolved, one.setting)).toBe(one.value)
        }
        expect(["gone", "constructor"].map((none) => valueOf(resolved, none))).toEqual([undefined, undefined])
      }
    })
  })

  it("the value is that of the origin it names, and nobody nearer had one to give", () => {
    const order: ReadonlyArray<Setting.Resolved["origin"]> = ["user", "enterprise", "operator", "default"]
    onAny((given) => {
      const [own, theirOwn, general] = [taken(given.user), taken(given.enterprise), taken(given.operator)]
      for (const one of forUser(given).filter(({ locked }) => !locked)) {
        const { setting } = one
        const mine = one.editable ? own[setting] : undefined
        const company = setting === "brand" ? undefined : theirOwn[setting]
        const ways = [mine, company, general[setting], catalogue[setting]?.default]
        const nearest = ways.findIndex((way) => way !== undefined)
        expect([one.value, one.origin]).toEqual([ways[nearest], order[nearest]])
      }
    })
  })

  it("saving what holds changes nothing, for an enterprise and for a user", () => {
    onAny((given) => {
      const save = Setting.SaveSettings.make({ owner, changes: asSaved(forEnterprise(given)) })
      expect(decide(save, enterprise(given), facts(given, "ent_1"))).toEqual(nothing)
      const own = Setting.SaveOwnSettings.make({ owner: user, changes: asSaved(forUser(given)) })
      expect(decide(own, ofUser(given), facts(given, "usr_1"))).toEqual(nothing)
    })
  })
})

it("POL-5 what was asked for holds in full once it is accepted, and nothing else has changed", () => {
  fc.assert(fc.property(world, changes, (given, asked) => {
    const before = enterprise(given)
    const decision = decide(Setting.SaveSettings.make({ owner, changes: asked }), before, facts(given, "ent_1"))
    if (decision._tag === "Failure") return
    const after = enterpriseOf(decision.success.reduce(evolve, before), "ent_1")
    const resolved = resolve(blueprint(given), after)
    for (const [key, wanted] of Object.entries(asked)) {
      if (wanted === null) expect(Object.hasOwn(after.values, key)).toBe(false)
      else expect(valueOf(resolved, key)).toBe(wanted)
    }
    for (const one of forEnterprise(given)) {
      if (Object.hasOwn(asked, one.setting)) continue
      expect(valueOf(resolved, one.setting)).toBe(one.value)
    }
  }), { numRuns: 1000 })
})

it("POL-3 a lock wins from its instant over everybody, at its value or at what holds", () => {
  fc.assert(fc.property(world, changes, (given, locks) => {
    const before = enterprise(given)
    const decision = decide(Setting.LockSettings.make({ owner, locks }), before, facts(given, "ent_1"))
    if (decision._tag === "Failure") return
    const after = enterpriseOf(decision.success.reduce(evolve, before), "ent_1")
    for (const resolved of [resolve(blueprint(given), after), resolve(blueprint(given), after, ofUser(given))]) {
      for (const [setting, locked] of Object.entries(locks)) {
        const one = resolved.find((each) => each.setting === setting)
        expect(one).toMatchObject({ locked: true, editable: false })
        if (locked !== null) expect(one).toMatchObject({ value: locked, origin: "operator" })
        else expect(one?.origin).not.toBe("user")
      }
    }
  }), { numRuns: 1000 })
})

it("POL-8 where users may no longer change it their value sleeps, and holds again when they may", () => {
  onAny((any) => {
    const given = { ...any, locks: {} }
    const turned = (on: boolean) => resolve(
      blueprint(given), { values: { ...given.enterprise, usersMay: on }, locks: {} }, userOf(ofUser(given), "usr_1")
    ).find(({ setting }) => setting === "extra")
    expect(turned(false)).toMatchObject({ editable: false })
    expect(turned(false)?.origin).not.toBe("user")
    const own = taken(given.user)["extra"]
    expect(turned(true)).toMatchObject(own === undefined ? { editable: true } : { value: own, origin: "user" })
  })
})

describe("POL-9 the policy for free accounts", () => {
  const given = (own: Setting.UserValues["values"]) =>
    resolve({ settings: { catalogue, operator: {} } }, { values: own, locks: {} })
  const of = (own: Setting.UserValues["values"], setting: string) =>
    given(own).find((one) => one.setting === setting)

  it("applies only while automatic validation is off, and can be edited all the same", () => {
    expect(of({}, "policy")).toMatchObject({ applies: true, editable: true })
    expect(of({ automatic: true, policy: "forbidden" }, "policy"))
      .toMatchObject({ applies: false, editable: true, value: "forbidden", origin: "enterprise" })
  })

  it("takes along what depends on it: nobody is told of what is not forbidden", () => {
    const appliesWith = (own: Setting.UserValues["values"]) => of(own, "notify")?.applies
    expect(appliesWith({ policy: "forbidden" })).toBe(true)
    expect(appliesWith({ policy: "approval" })).toBe(false)
    expect(appliesWith({ policy: "forbidden", automatic: true })).toBe(false)
  })
})

it("POL-8 the guide's example: extra encryption of files, which each user may turn off for their own account", () => {
  const blueprintOnly = { settings: { catalogue, operator: {} } }
  const company = { values: { extra: true, usersMay: true }, locks: {} }
  const of = (own: Setting.UserValues["values"], from = company) =>
    resolve(blueprintOnly, from, { values: own }).find(({ setting }) => setting === "extra")
  expect(of({})).toMatchObject({ value: true, origin: "enterprise", editable: true })
  expect(of({ extra: false })).toMatchObject({ value: false, origin: "user", editable: true })
  expect(of({ extra: false }, { values: { extra: true, usersMay: false }, locks: {} }))
    .toMatchObject({ value: true, origin: "enterprise", editable: false })
})
