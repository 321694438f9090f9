/** Settings: what may happen to them, step by step in every state there is, on a small catalogue. */
import { describe, expect, it } from "vitest"
import { type Transition, walk } from "../../test/walk.ts"
import { accept, nothing, refuse } from "../kernel/decider.ts"
import { Path } from "../kernel/path.ts"
import { NoSuchAccount } from "../kernel/permit.ts"
import { decide } from "./decide.ts"
import { evolve, initial } from "./evolve.ts"
import * as Setting from "./model.ts"
import { enterpriseOf, revisionOf, userOf } from "./ownership.ts"
import { resolve, valueOf } from "./rules.ts"

const owner = Path.make("acme")
const user = Path.make("acme>usr_1")
const theirs = { changedBy: "enterprise", userMay: "never" } as const
const settings: Setting.Blueprint["settings"] = {
  catalogue: {
    days: { ...theirs, type: { _tag: "Days", minDays: 1, maxDays: 60 }, default: 30 },
    usersMay: { ...theirs, type: { _tag: "YesOrNo" }, default: false },
    extra: { type: { _tag: "YesOrNo" }, default: false, changedBy: "enterprise", userMay: { when: "usersMay" } },
    signUp: { ...theirs, type: { _tag: "Choice", values: ["forbidden", "approval"] }, default: "forbidden" },
    brand: { ...theirs, changedBy: "operator", type: { _tag: "YesOrNo" }, default: true }
  },
  operator: { days: 40 }
}
const none: Setting.EnterpriseValues = { values: {}, locks: {} }
const about = (ownerId: string | undefined, enterprise = none): Setting.Facts => ({ settings, ownerId, enterprise })
const facts = about("ent_1")

type Changes = (typeof Setting.SaveSettings.Type)["changes"]
const save = (changes: Changes, basedOn?: number) =>
  Setting.SaveSettings.make({ owner, changes, ...(basedOn === undefined ? {} : { basedOn }) })
const saveOwn = (changes: Changes) => Setting.SaveOwnSettings.make({ owner: user, changes })
const lock = (locks: Changes) => Setting.LockSettings.make({ owner, locks })
const unlock = (...names: ReadonlyArray<string>) => Setting.UnlockSettings.make({ owner, settings: names })
const saved = (changes: Changes) => accept(Setting.SettingsSaved.make({ owner, ownerId: "ent_1", changes }))
const refused = (...faults: ReadonlyArray<Setting.SettingFault>) => refuse(Setting.SettingsRefused.make({ faults }))
const at = (values: Setting.UserValues["values"], locks: Changes = {}, revision = 7) =>
  Setting.OfEnterprise.make({ owner, ownerId: "ent_1", revision, values, locks })
const fault = (setting: string, obstacle: Setting.SettingFault["obstacle"], expected: string) =>
  ({ setting, obstacle, expected })

describe("POL-5 what is edited is saved all together or not at all", () => {
  it("and every fault is told at once, with what would be taken, or what holds", () => {
    const asked = save({
      days: 61, usersMay: "yes", extra: true, signUp: "maybe", brand: false, constructor: true, colour: null
    })
    const all = "days, usersMay, extra, signUp, brand"
    expect(decide(asked, at({}, { extra: false }), facts)).toEqual(refused(
      fault("days", "range", "1–60"), fault("usersMay", "type", "true, false"), fault("extra", "locked", "false"),
      fault("signUp", "range", "forbidden, approval"), fault("brand", "notYours", "true"),
      fault("constructor", "unknown", all), fault("colour", "unknown", all)
    ))
  })

  it.each([
    ["below the least", { days: 0 }, fault("days", "range", "1–60")],
    ["of another kind", { days: true }, fault("days", "type", "1–60")],
    ["of another kind", { usersMay: 1 }, fault("usersMay", "type", "true, false")],
    ["of another kind", { signUp: 1 }, fault("signUp", "type", "forbidden, approval")]
  ])("a value %s is refused", (_what, changes, expected) => {
    expect(decide(save({ ...changes, extra: true }), initial, facts)).toEqual(refused(expected))
  })

  it("both ends of a range are in it", () => {
    for (const days of [1, 60]) expect(decide(save({ days }), initial, facts)).toEqual(saved({ days }))
  })

  it("only what changes is said to have changed", () => {
    const asked = save({ days: 20, extra: true, signUp: null })
    expect(decide(asked, at({ days: 20 }), facts)).toEqual(saved({ extra: true }))
  })

  it("null goes back to what is inherited, and an empty order changes nothing", () => {
    const back = evolve(at({ days: 20, extra: true }), Setting.SettingsSaved.make({
      owner, ownerId: "ent_1", changes: { days: null }
    }))
    expect(back).toEqual(at({ extra: true }, {}, 8))
    expect(decide(save({}), at({ days: 20 }), facts)).toEqual(nothing)
  })

  it("whoever looked at an earlier revision is told so, before any fault", () => {
    const moved = refuse(Setting.SettingsMoved.make({ owner, basedOn: 6, revision: 7 }))
    for (const changes of [{ days: 20 }, { days: 99 }]) expect(decide(save(changes, 6), at({}), facts)).toEqual(moved)
    expect(decide(save({ days: 20 }, 7), at({}), facts)).toEqual(saved({ days: 20 }))
    expect(decide(save({ days: 20 }, 0), initial, facts)).toEqual(saved({ days: 20 }))
  })

  it("unless what they ask for is so already: an order that is sent again is no quarrel", () => {
    expect(decide(save({ days: 20 }, 6), at({ days: 20 }), facts)).toEqual(nothing)
  })
})

describe("POL-3 what the operator locks", () => {
  it("cannot be saved by the enterprise, nor can what sleeps below it be taken back", () => {
    const stays = refused(fault("days", "locked", "50"))
    for (const changes of [{ days: 20 }, { days: null }]) {
      expect(decide(save(changes), at({ days: 10 }, { days: 50 }), facts)).toEqual(stays)
    }
  })

  it("is still shown, and may be sent back as it is shown", () => {
    const held = at({ days: 10 }, { days: 50 })
    expect(resolve(facts, held)[0]).toEqual({
      setting: "days", value: 50, origin: "operator", locked: true, editable: false, applies: true
    })
    expect(decide(save({ days: 50, extra: true }), held, facts)).toEqual(saved({ extra: true }))
  })

  it("without a value stays at what holds", () => {
    expect(resolve(facts, at({ days: 10 }, { days: null }))[0]).toMatchObject({ value: 10, origin: "enterprise" })
    expect(resolve(facts, at({}, { days: null }))[0]).toMatchObject({ value: 40, origin: "operator", locked: true })
  })

  it("must be a setting and a value that it takes", () => {
    expect(decide(lock({ days: 61, colour: null, extra: 1 }), initial, facts)).toMatchObject({
      failure: { faults: [{ obstacle: "range" }, { obstacle: "unknown" }, { obstacle: "type" }] }
    })
    expect(decide(unlock("colour"), initial, facts)).toMatchObject({ failure: { faults: [{ obstacle: "unknown" }] } })
  })

  it("is unlocked also where the catalogue no longer has it", () => {
    expect(decide(unlock("colour", "days"), at({}, { colour: null }), facts))
      .toEqual(accept(Setting.SettingsUnlocked.make({ owner, ownerId: "ent_1", settings: ["colour"] })))
  })

  it("also moves the revision, so that no editor saves over it unseen", () => {
    const before = at({})
    const locked = evolve(before, Setting.SettingsLocked.make({ owner, ownerId: "ent_1", locks: { extra: true } }))
    expect(decide(save({ days: 20 }, 7), locked, facts))
      .toEqual(refuse(Setting.SettingsMoved.make({ owner, basedOn: 7, revision: 8 })))
  })
})

describe("whose settings they are", () => {
  it("POL-2 of nobody, nothing is saved or locked", () => {
    const commands = [save({ days: 20 }), saveOwn({ extra: true }), lock({ days: 20 }), unlock("days")]
    for (const command of commands) {
      expect(decide(command, initial, about(undefined))).toEqual(refuse(NoSuchAccount.make({ path: command.owner })))
    }
  })

  it("POL-2 who is given the name later inherits no value and no lock, and revisions go on", () => {
    const before = at({ days: 10 }, { extra: true })
    const heir = about("ent_2")
    expect(decide(unlock("extra"), before, heir)).toEqual(nothing)
    const event = Setting.SettingsSaved.make({ owner, ownerId: "ent_2", changes: { extra: true } })
    expect(decide(save({ extra: true }), before, heir)).toEqual(accept(event))
    expect(evolve(before, event)).toEqual(
      Setting.OfEnterprise.make({ owner, ownerId: "ent_2", revision: 8, values: { extra: true }, locks: {} })
    )
  })

  it("a user has a value only where users may, and never of what the enterprise keeps", () => {
    const mine = about("usr_1", at({ usersMay: true }))
    const own = (changes: Changes) => accept(Setting.OwnSettingsSaved.make({ owner: user, ownerId: "usr_1", changes }))
    expect(decide(saveOwn({ extra: true }), initial, mine)).toEqual(own({ extra: true }))
    expect(decide(saveOwn({ days: 20 }), initial, mine)).toEqual(refused(fault("days", "notYours", "40")))
    expect(decide(saveOwn({ usersMay: false }), initial, mine)).toEqual(refused(fault("usersMay", "notYours", "true")))
    expect(decide(saveOwn({ extra: true }), initial, about("usr_1")))
      .toEqual(refused(fault("extra", "notYours", "false")))
    expect(decide(saveOwn({ extra: true }), initial, about("usr_1", at({ usersMay: true }, { extra: null }))))
      .toEqual(refused(fault("extra", "locked", "false")))
  })
})

// ------------------------------------------------------------------------------------- every state there is

type Step = Transition<Setting.Saved, Setting.Command, Setting.Event, Setting.Refusal, Setting.Facts>

/** Revisions grow for ever, and the order in which settings were saved says nothing: states differ by the rest. */
const nameOf = (state: Setting.Saved): string => {
  if (state._tag === "Unset") return "Unset"
  const sorted = (record: object) => Object.entries(record).sort(([one], [other]) => one < other ? -1 : 1)
  return JSON.stringify([state._tag, sorted(state.values), "locks" in state ? sorted(state.locks) : []])
}
const decider = { initial, decide, evolve }
const each = (order: (changes: Changes) => Setting.Command) =>
  [true, false, null].flatMap((value) => [order({ usersMay: value }), order({ extra: value })])
const both = [save({ usersMay: true, extra: true }), save({ extra: true, days: 99 }), unlock("usersMay", "extra")]
const steps: ReadonlyArray<Step> = walk(
  decider, [...each(save), ...each(lock), unlock("usersMay"), unlock("extra"), ...both], [facts], nameOf
)
const circumstances = [{}, { usersMay: true }, { usersMay: true, extra: true }].flatMap((values) =>
  [{}, { extra: null }, { usersMay: false }].map((locks) => about("usr_1", { values, locks })))
const ownSteps: ReadonlyArray<Step> = walk(decider, each(saveOwn), circumstances, nameOf)
const resolvedAt = (saved: Setting.Saved) => resolve(facts, enterpriseOf(saved, "ent_1"))

describe("in every state", () => {
  it("all that two settings and their locks can be is looked at, and all that a user can have chosen", () => {
    expect(new Set(steps.map(({ from }) => nameOf(from))).size).toBe(3 * 3 * 4 * 4 + 1)
    expect(new Set(ownSteps.map(({ from }) => nameOf(from))).size).toBe(3 + 1)
  })

  it("POL-5 ordering twice is ordering once, and each change counts one revision", () => {
    for (const { command, from, to, facts: known, decision } of [...steps, ...ownSteps]) {
      if (decision._tag === "Failure") continue
      expect(decide(command, to, known)).toEqual(nothing)
      expect(revisionOf(to) - revisionOf(from)).toBe(decision.success.length)
      expect(decision.success.length).toBeLessThanOrEqual(1)
    }
  })

  it("POL-5 one fault keeps all the rest from being saved", () => {
    const faulty = steps.filter(({ command }) => command._tag === "SaveSettings" && command.changes["days"] === 99)
    expect(new Set(faulty.map(({ decision }) => decision._tag))).toEqual(new Set(["Failure"]))
  })

  it("POL-3 no enterprise and no user changes what is locked", () => {
    for (const { command, from, to } of steps) {
      if (command._tag !== "SaveSettings") continue
      const before = resolvedAt(from).filter(({ locked }) => locked)
      expect(resolvedAt(to).filter(({ locked }) => locked)).toEqual(before)
      expect(enterpriseOf(to, "ent_1").locks).toEqual(enterpriseOf(from, "ent_1").locks)
    }
    for (const { from, to, facts: known } of ownSteps) {
      if (Object.hasOwn(known.enterprise.locks, "extra")) expect(to).toEqual(from)
    }
  })

  it("POL-3 unlocking gives back exactly what the enterprise had", () => {
    for (const { command, from, to } of steps) {
      if (command._tag !== "LockSettings") continue
      expect(enterpriseOf(to, "ent_1").values).toEqual(enterpriseOf(from, "ent_1").values)
      if (Object.keys(command.locks).some((name) => Object.hasOwn(enterpriseOf(from, "ent_1").locks, name))) continue
      const opened = decide(unlock(...Object.keys(command.locks)), to, facts)
      const events = opened._tag === "Success" ? opened.success : []
      expect(resolvedAt(events.reduce(evolve, to))).toEqual(resolvedAt(from))
    }
  })

  it("POL-8 what a user is told they may change is what they may change", () => {
    for (const { command, from, facts: known, decision } of ownSteps) {
      if (command._tag !== "SaveOwnSettings") continue
      const mine = resolve(known, known.enterprise, userOf(from, "usr_1"))
      for (const [name, value] of Object.entries(command.changes)) {
        if (decision._tag === "Success" && decision.success.length === 0) continue
        expect(mine.find(({ setting }) => setting === name)?.editable).toBe(decision._tag === "Success")
        if (value !== null) expect(valueOf(mine, name)).not.toBe(value)
      }
    }
  })
})
