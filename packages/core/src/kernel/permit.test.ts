/** Who may do what, and where: powers reach down the tree, and a stranger learns nothing. */
import * as fc from "fast-check"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import { isBelow, Path } from "./path.ts"
import {
  type Actor, type Grant, grantOf, NoSuchAccount, NotPermitted, permit, permitAll, permitBelow, type Proof, seeing,
  StepUpNeeded, type Withheld
} from "./permit.ts"

const acme = Path.make("acme")
const grant = (reach: "itself" | "below" | "within", permission: Grant["permission"] = "account.edit"): Grant =>
  ({ permission, reach, place: acme })
const everywhere: Grant = { permission: "account.edit", reach: "everywhere" }
const ada = (...grants: ReadonlyArray<Grant>): Actor => ({ id: "acc_1", name: "ada", grants })
const may = (given: Grant, place: string | undefined) =>
  grantOf(ada(given), "account.edit", place === undefined ? undefined : Path.make(place)) !== undefined

//                                     acme   acme>a acme>a>b acme2  other  Acme>a everything
const reaches: ReadonlyArray<readonly [string, Grant, ReadonlyArray<boolean>]> = [
  ["itself", grant("itself"),           [true,  false, false, false, false, false, false]],
  ["below", grant("below"),             [false, true,  true,  false, false, false, false]],
  ["within", grant("within"),           [true,  true,  true,  false, false, false, false]],
  ["everywhere", everywhere,            [true,  true,  true,  true,  true,  true,  true]],
  ["another power", grant("within", "account.delete"), [false, false, false, false, false, false, false]]
]

it.each(reaches)("ROL-6 a grant of reach %s", (_reach, given, expected) => {
  const places = ["acme", "acme>a", "acme>a>b", "acme2", "other", "Acme>a", undefined]
  expect(places.map((place) => may(given, place))).toEqual(expected)
})

it("ROL-6 nobody acts outside their own subtree, whatever they are granted", () => {
  const place = fc.array(fc.constantFrom("a", "b", "ab"), { minLength: 1, maxLength: 4 })
    .map((segments) => Path.make(segments.join(">")))
  const reach = fc.constantFrom("itself" as const, "below" as const, "within" as const)
  fc.assert(fc.property(place, reach, place, (granted, how, asked) => {
    const actor = ada({ permission: "account.edit", reach: how, place: granted })
    const allowed = Result.isSuccess(permit(actor, "account.edit", asked))
    expect(allowed).toBe((how !== "below" && asked === granted) || (how !== "itself" && isBelow(asked, granted)))
  }))
})

describe("ROL-7 the answer is explained", () => {
  const nas = Path.make("acme>nas")

  it("a yes by the grant that allowed it, and the place it comes from", () => {
    expect(permit(ada(grant("itself"), grant("below"), everywhere), "account.edit", nas))
      .toEqual(Result.succeed(grant("below")))
  })

  it("a no to who sees the place, by the power that is missing there", () => {
    expect(permit(ada(grant("within", "account.see")), "account.edit", nas)).toEqual(Result.fail(
      NotPermitted.make({ actor: "ada", permission: "account.edit", path: nas })
    ))
  })

  it("a no for the whole installation, without a place", () => {
    expect(permit(ada(grant("within")), "account.edit", undefined)).toEqual(Result.fail(
      NotPermitted.make({ actor: "ada", permission: "account.edit" })
    ))
  })

  it("several powers are needed all, and the first that is missing is named", () => {
    const some = ada(grant("within", "account.see"), grant("within"))
    expect(permitAll(some, ["account.see", "account.edit"], nas))
      .toEqual(Result.succeed([grant("within", "account.see"), grant("within")]))
    expect(permitAll(some, ["account.see", "account.quota", "account.policy"], nas))
      .toMatchObject({ failure: { permission: "account.quota" } })
  })
})

it("SEC-35 who may not see a place is told what anybody is told of a name that was never given", () => {
  const hidden = permit(ada(grant("within", "account.see")), "account.see", Path.make("rival>nas"))
  expect(hidden).toEqual(Result.fail(NoSuchAccount.make({ path: Path.make("rival>nas") })))
  const writes = Schema.encodeSync(NoSuchAccount)
  expect(Object.keys(writes(NoSuchAccount.make({ path: acme })))).toEqual(["_tag", "rule", "path"])
})

it("SEC-39 the power to do a thing does not let a place be seen", () => {
  const blind = ada(grant("within", "account.delete"))
  expect(permit(blind, "account.edit", acme)).toMatchObject({ failure: { _tag: "NoSuchAccount" } })
})

describe("AUT-1 AUT-4 what is withheld until more is proved", () => {
  const proof: Proof = { level: 3, fresh: false }
  const withholding = (grants: ReadonlyArray<Grant>, ...withheld: ReadonlyArray<Withheld>): Actor =>
    ({ ...ada(...grants), withheld })
  const nas = Path.make("acme>nas")

  const segment = fc.constantFrom("a", "b", "ab")
  const place = fc.array(segment, { minLength: 1, maxLength: 3 }).map((segments) => Path.make(segments.join(">")))
  const permission = fc.constantFrom<Grant["permission"]>(seeing, "account.edit", "account.delete")
  const anyGrant: fc.Arbitrary<Grant> = fc.oneof(
    fc.record({ permission, reach: fc.constantFrom("itself" as const, "below" as const, "within" as const), place }),
    fc.record({ permission, reach: fc.constant("everywhere" as const) })
  )
  const anyWithheld: fc.Arbitrary<Withheld> = fc.record({
    grant: anyGrant,
    proof: fc.record({ level: fc.constantFrom(1 as const, 2 as const, 3 as const), fresh: fc.boolean() })
  })
  const anyActor = fc.tuple(fc.array(anyGrant, { maxLength: 4 }), fc.array(anyWithheld, { maxLength: 4 }))
    .map(([grants, withheld]) => withholding(grants, ...withheld))
  const asked = fc.option(place, { nil: undefined })
  const both = [permit, permitBelow]

  it("is told as such, with what it takes", () => {
    const actor = withholding([], { grant: grant("within"), proof })
    expect(permit(actor, "account.edit", nas)).toEqual(Result.fail(
      StepUpNeeded.make({ rule: "AUT-1", permission: "account.edit", path: nas, proof })
    ))
    expect(permit(withholding([], { grant: everywhere, proof: { level: 1, fresh: true } }), "account.edit", undefined))
      .toEqual(Result.fail(
        StepUpNeeded.make({ rule: "AUT-4", permission: "account.edit", proof: { level: 1, fresh: true } })))
  })

  it("names the rule by what is missing: the password alone of who is known surely enough, else a code too", () => {
    const levels = [1, 2, 3] as const
    const rules = levels.map((level) => {
      const actor = { ...withholding([], { grant: grant("within"), proof: { level: 2, fresh: true } }), level }
      return Result.match(permit(actor, "account.edit", nas), {
        onSuccess: () => "held", onFailure: ({ rule }) => rule
      })
    })
    expect(rules).toEqual(["AUT-1", "AUT-4", "AUT-4"])
  })

  it("never permits: whoever holds nothing else may do nothing", () => {
    fc.assert(fc.property(anyActor, permission, asked, (actor, power, where) => {
      for (const may of both) {
        const { withheld: _none, ...bare } = actor
        expect(Result.isSuccess(may(actor, power, where))).toBe(Result.isSuccess(may(bare, power, where)))
      }
    }))
  })

  it("is asked for exactly where it would help, and nowhere else", () => {
    fc.assert(fc.property(anyActor, permission, asked, (actor, power, where) => {
      for (const may of both) {
        const proven = { ...actor, grants: [...actor.grants, ...(actor.withheld ?? []).map((one) => one.grant)] }
        const [answer, later] = [may(actor, power, where), may(proven, power, where)]
        const isStepUp = Result.isFailure(answer) && answer.failure._tag === "StepUpNeeded"
        expect(isStepUp).toBe(Result.isFailure(answer) && Result.isSuccess(later))
      }
    }))
  })

  it("SEC-35 tells a stranger nothing: who neither sees a place nor would, is told that there is none", () => {
    fc.assert(fc.property(anyActor, permission, place, (actor, power, where) => {
      const grants = [...actor.grants, ...(actor.withheld ?? []).map((one) => one.grant)]
      const isStranger = grantOf({ ...actor, grants }, seeing, where) === undefined
        && grantOf({ ...actor, grants }, power, where) === undefined
      const answer = permit(actor, power, where)
      const isHidden = Result.isFailure(answer) && answer.failure._tag === "NoSuchAccount"
      expect(isHidden).toBe(isStranger)
      if (isHidden) expect(answer).toEqual(Result.fail(NoSuchAccount.make({ path: where })))
    }))
  })

  it("a place that is seen only after more is proved is no stranger's", () => {
    const actor = withholding([], { grant: grant("within", seeing), proof })
    expect(permit(actor, "account.edit", nas)).toMatchObject({ failure: { _tag: "NotPermitted" } })
  })

  it("of several powers the first that is missing decides what is asked", () => {
    const actor = withholding([grant("within", seeing)], { grant: grant("within"), proof })
    expect(permitAll(actor, [seeing, "account.edit", "account.delete"], nas))
      .toMatchObject({ failure: { _tag: "StepUpNeeded", permission: "account.edit" } })
    expect(permitAll(actor, ["account.delete", "account.edit"], nas))
      .toMatchObject({ failure: { _tag: "NotPermitted" } })
  })
})
