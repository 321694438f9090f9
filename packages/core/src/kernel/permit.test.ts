/** Who may do what, and where: powers reach down the tree, and a stranger learns nothing. */
import * as fc from "fast-check"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import { isBelow, Path } from "./path.ts"
import { type Actor, type Grant, grantOf, NoSuchAccount, NotPermitted, permit, permitAll } from "./permit.ts"

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
