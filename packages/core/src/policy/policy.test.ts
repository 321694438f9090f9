/** Policies: what may happen to one, and which value of a setting holds for an account, and why. */
import * as fc from "fast-check"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import { walk } from "../../test/walk.ts"
import { accept, type Decision, nothing, refuse } from "../kernel/decider.ts"
import { lineage, Path, Segment } from "../kernel/path.ts"
import { NoSuchAccount } from "../kernel/permit.ts"
import { decide } from "./decide.ts"
import { evolve, initial } from "./evolve.ts"
import * as Policy from "./model.ts"
import { type Given, isOf, resolve } from "./rules.ts"
import { keyOf } from "./use-cases.ts"

const ref = { owner: Path.make("company"), name: Segment.make("nightly") }
const ownerId = "acc_1"
const facts: Policy.Facts = {
  ownerId,
  policy: {
    settings: {
      hour: { type: "integer", default: 2 }, encrypted: { type: "boolean", default: true },
      folder: { type: "text", default: "" }
    },
    operator: { folder: "/home" }
  }
}
const define = (settings: Record<string, Policy.SettingValue>) => Policy.DefinePolicy.make({ ...ref, settings })
const withdraw = Policy.WithdrawPolicy.make(ref)
const at = (hour: number) => Policy.Defined.make({ ...ref, ownerId, settings: { hour } })
const defined = (hour: number) => accept(Policy.PolicyDefined.make({ ...ref, ownerId, settings: { hour } }))
const withdrawn = Policy.Withdrawn.make(ref)

type Row = readonly [rule: string, Policy.Command, Policy.Policy, Decision<Policy.Event, Policy.Refusal>]
const table: ReadonlyArray<Row> = [
  ["POL-1", define({ hour: 3 }), initial, defined(3)],
  ["POL-1", define({ hour: 3 }), at(2), defined(3)],
  ["POL-1", define({ hour: 2 }), at(2), nothing],
  ["POL-1", define({ hour: 3 }), withdrawn, defined(3)],
  ["POL-1", withdraw, initial, refuse(Policy.NoSuchPolicy.make({ policy: ref }))],
  ["POL-1", withdraw, at(2), accept(Policy.PolicyWithdrawn.make({}))],
  ["POL-1", withdraw, withdrawn, nothing]
]

it("POL-1 a policy is its maker's: who bears the same name later has none, and makes it anew", () => {
  const heir: Policy.Facts = { ...facts, ownerId: "acc_2" }
  const unknown = refuse(Policy.NoSuchPolicy.make({ policy: ref }))
  expect(decide(withdraw, at(2), heir)).toEqual(unknown)
  const made = Policy.PolicyDefined.make({ ...ref, ownerId: "acc_2", settings: { hour: 2 } })
  expect(decide(define({ hour: 2 }), at(2), heir)).toEqual(accept(made))
  expect(isOf(at(2), "acc_2")).toBe(false)
  expect(decide(define({ hour: 2 }), initial, { ...facts, ownerId: undefined }))
    .toEqual(refuse(NoSuchAccount.make({ path: ref.owner })))
})

it.each(table)("%s $1._tag, $2._tag", (_rule, command, policy, then) => {
  expect(decide(command, policy, facts)).toEqual(then)
})

it("POL-5 every fault is told at once, with what would be accepted, and nothing is defined", () => {
  const faulty = define({ hour: "two", encrypted: 1, colour: "red", folder: "/" })
  expect(decide(faulty, initial, facts)).toEqual(refuse(Policy.SettingsUnknown.make({
    faults: [
      { setting: "hour", expected: "integer" }, { setting: "encrypted", expected: "boolean" },
      { setting: "colour", expected: "one of: hour, encrypted, folder" }
    ]
  })))
})

it("a setting named like something that every object has is unknown like any other", () => {
  for (const name of ["constructor", "toString", "hasOwnProperty"]) {
    expect(decide(define({ [name]: 1 }), initial, facts)).toMatchObject({ failure: { faults: [{ setting: name }] } })
  }
})

it("POL-1 ordering twice is ordering once, in every state there is", () => {
  const steps = walk({ initial, decide, evolve }, [define({ hour: 1 }), define({ hour: 2 }), withdraw], [facts])
  expect(new Set(steps.map(({ from }) => from._tag)).size).toBe(3)
  const accepted = steps.filter(({ decision }) => decision._tag === "Success")
  for (const { command, to } of accepted) expect(decide(command, to, facts)).toEqual(nothing)
})

it("two policies never share a record", () => {
  const segment = fc.string({ minLength: 1, maxLength: 4, unit: fc.constantFrom("a", "b", ">", " ") })
    .filter((text) => Schema.is(Path)(text))
  fc.assert(fc.property(segment, segment, segment, segment, (owner, name, otherOwner, otherName) => {
    fc.pre(!name.includes(">") && !otherName.includes(">"))
    const [one, other] = [[owner, name], [otherOwner, otherName]].map(([place = "", text = ""]) =>
      keyOf({ owner: Path.make(place), name: Segment.make(text) }))
    expect(one === other).toBe(owner === otherOwner && name === otherName)
  }))
})

describe("POL-4 which value holds, and where it comes from", () => {
  const places = lineage(Path.make("company>client>nas"))
  const given = (...policies: ReadonlyArray<Policy.Policy | undefined>): ReadonlyArray<Given> =>
    places.map((path, index) => ({ path, ...(policies[index] === undefined ? {} : { policy: policies[index] }) }))
  const of = (all: ReadonlyArray<Given>, setting: string) => resolve(all, facts).find((one) => one.setting === setting)

  it("without any policy it is the operator's, and the catalogue's where the operator says nothing", () => {
    expect(resolve(given(), facts)).toEqual([
      { setting: "hour", value: 2, origin: "default" }, { setting: "encrypted", value: true, origin: "default" },
      { setting: "folder", value: "/home", origin: "operator" }
    ])
  })

  it("the account's own policy comes first", () => {
    expect(of(given(at(4), at(5), at(6)), "hour"))
      .toEqual({ setting: "hour", value: 4, origin: "own", through: places[0], policy: ref })
  })

  it("POL-1 else the nearest one up the tree", () => {
    expect(of(given(undefined, at(5), at(6)), "hour"))
      .toEqual({ setting: "hour", value: 5, origin: "ancestor", through: places[1], policy: ref })
  })

  it("the nearest applies as a whole: what it leaves open is not looked for further up", () => {
    const open = Policy.Defined.make({ ...ref, ownerId, settings: { encrypted: false } })
    const all = given(undefined, open, at(6))
    expect(of(all, "hour")).toEqual({ setting: "hour", value: 2, origin: "default" })
    expect(of(all, "folder")).toMatchObject({ value: "/home", origin: "operator" })
    expect(of(all, "encrypted")).toMatchObject({ value: false, origin: "ancestor" })
  })

  it("one that was withdrawn is as if it had never been given", () => {
    expect(of(given(withdrawn, initial, at(6)), "hour"))
      .toMatchObject({ value: 6, origin: "ancestor", through: places[2] })
  })

  it("a value of a policy goes before the operator's, also when it is empty, 0 or no", () => {
    const empty = Policy.Defined.make({ ...ref, ownerId, settings: { folder: "", hour: 0, encrypted: false } })
    expect(resolve(given(empty), facts).map(({ value }) => value)).toEqual([0, false, ""])
  })
})
