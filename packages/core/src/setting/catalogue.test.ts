/** A catalogue of settings is checked when it is read: what contradicts itself never becomes a portal. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import { reader } from "../kernel/input.ts"
import { Blueprint, Command } from "./model.ts"

const read = reader(Blueprint)
const onOff = { type: { _tag: "YesOrNo" }, default: false, changedBy: "enterprise", userMay: "never" }
const days = { ...onOff, type: { _tag: "Days", minDays: 1, maxDays: 60 }, default: 30 }
const choice = { ...onOff, type: { _tag: "Choice", values: ["a", "b"] }, default: "a" }
const good = { onOff, days, choice }

const fieldsOf = (catalogue: object, operator: object = {}) =>
  Result.match(read({ settings: { catalogue, operator } }), {
    onSuccess: () => [], onFailure: ({ faults }) => faults.map(({ field }) => field)
  })

it("POL-2 a catalogue that holds together is read, and written as it was", () => {
  const settings = {
    catalogue: {
      ...good, extra: { ...onOff, userMay: { when: "onOff" } },
      policy: { ...choice, appliesWhile: { setting: "onOff", is: false } },
      notify: { ...onOff, appliesWhile: { setting: "policy", is: "b" } }
    },
    operator: { days: 40 }
  }
  expect(Schema.encodeSync(Blueprint)(Result.getOrThrow(read({ settings })))).toEqual({ settings })
})

describe("POL-2 what is refused, and where", () => {
  const at = (name: string, field: string) => [`settings.catalogue.${name}.${field}`]

  it.each([
    ["of another type", { bad: { ...onOff, default: 1 } }],
    ["outside the range", { bad: { ...days, default: 61 } }],
    ["not among the choices", { bad: { ...choice, default: "c" } }]
  ])("a default %s", (_what, catalogue) => {
    expect(fieldsOf({ ...good, ...catalogue })).toEqual(at("bad", "default"))
  })

  it.each([
    ["that is not declared", "nobody", {}],
    ["that every object has", "constructor", {}],
    ["that is not on or off", "days", {}],
    ["that users change themselves", "gate", { gate: { ...onOff, userMay: "always" } }],
    ["that does not always apply", "gate", { gate: { ...onOff, appliesWhile: { setting: "onOff", is: true } } }],
    ["that is itself", "bad", {}]
  ])("users who may while another setting is on %s", (_what, when, more) => {
    expect(fieldsOf({ ...good, ...more, bad: { ...onOff, userMay: { when } } })).toEqual(at("bad", "userMay"))
  })

  it.each([
    ["a setting that is not declared", { setting: "nobody", is: true }],
    ["a value that it never has", { setting: "choice", is: "c" }],
    ["itself", { setting: "bad", is: true }]
  ])("what applies while %s", (_what, appliesWhile) => {
    expect(fieldsOf({ ...good, bad: { ...onOff, appliesWhile } })).toEqual(at("bad", "appliesWhile"))
  })

  it("settings that wait for each other", () => {
    const after = (setting: string) => ({ ...onOff, appliesWhile: { setting, is: true } })
    expect(fieldsOf({ one: after("two"), two: after("three"), three: after("one") })).toEqual([
      "settings.catalogue.one.appliesWhile", "settings.catalogue.two.appliesWhile",
      "settings.catalogue.three.appliesWhile"
    ])
  })

  it("values of the operator that the catalogue does not take", () => {
    expect(fieldsOf(good, { days: 61, colour: "red", choice: "b" }))
      .toEqual(["settings.operator.days", "settings.operator.colour"])
  })

  it.each([
    ["least days above the most", { ...days, type: { _tag: "Days", minDays: 2, maxDays: 1 } }],
    ["no choice at all", { ...choice, type: { _tag: "Choice", values: [] } }],
    ["the same choice twice", { ...choice, type: { _tag: "Choice", values: ["a", "a"] } }]
  ])("%s", (_what, bad) => {
    expect(fieldsOf({ ...good, bad })).not.toEqual([])
  })
})

describe("POL-5 an order that cannot be meant is not even looked at", () => {
  const isRead = (sent: object) => Result.isSuccess(reader(Command)(sent))
  const save = (changes: unknown, more = {}) => ({ _tag: "SaveSettings", owner: "acme", changes, ...more })

  it("a name no setting can have, a value of no kind, a revision below none", () => {
    expect(isRead(save({ days: 20, onOff: null }, { basedOn: 0 }))).toBe(true)
    const wrong = [{ "Days!": 1 }, JSON.parse("{\"__proto__\":1}"), { days: 1.5 }, { days: [1] }, { a: "\0" }, [1]]
    expect(wrong.filter((changes) => isRead(save(changes)))).toEqual([])
    expect(isRead(save({}, { basedOn: -1 }))).toBe(false)
  })

  it("more changes than any screen has", () => {
    const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`s${at}`, true]))
    expect([isRead(save(many(100))), isRead(save(many(101)))]).toEqual([true, false])
    const unlock = (settings: ReadonlyArray<string>) => isRead({ _tag: "UnlockSettings", owner: "acme", settings })
    expect([unlock(["a", "b"]), unlock(["a", "a"]), unlock(Object.keys(many(101)))]).toEqual([true, false, false])
  })
})
