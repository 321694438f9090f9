/** From a role's powers to grants. */
import { expect, it } from "vitest"
import { Path } from "../kernel/path.ts"
import { grantOf } from "../kernel/permit.ts"
import type { Power } from "./model.ts"
import { grantsOf, membersGrants } from "./rules.ts"

const place = Path.make("company>client")
const powers: ReadonlyArray<Power> = [
  { permission: "account.see", reach: "within" }, { permission: "account.open", reach: "below" },
  { permission: "account.backUp", reach: "itself" }, { permission: "account.recall", reach: "everywhere" }
]

it("ACC-4 a role has its powers from the place of who bears it", () => {
  expect(grantsOf(powers, place)).toEqual([
    { permission: "account.see", reach: "within", place }, { permission: "account.open", reach: "below", place },
    { permission: "account.backUp", reach: "itself", place }, { permission: "account.recall", reach: "everywhere" }
  ])
})

it("ACC-11 an account that administers nothing keeps only what it may do with itself", () => {
  const grants = grantsOf(powers, place, false)
  expect(grants).toEqual([{ permission: "account.backUp", reach: "itself", place }])
  const actor = { id: "acc_1", name: place, grants }
  expect(grantOf(actor, "account.see", Path.make("company>client>nas"))).toBe(undefined)
})

it("without a place, only what reaches everywhere is left", () => {
  expect(grantsOf(powers, undefined)).toEqual([{ permission: "account.recall", reach: "everywhere" }])
})

it("ROL-6 a role without powers has no grants", () => {
  expect(grantsOf([], place)).toEqual([])
})

it("ROL-1 a member holds powers over others from the enterprise down, and over themselves at their own place", () => {
  const [enterprise, own] = [Path.make("acme"), Path.make("acme>usr_ada")]
  expect(membersGrants(powers, enterprise, own).map(({ grant }) => grant)).toEqual([
    { permission: "account.see", reach: "within", place: enterprise },
    { permission: "account.open", reach: "below", place: enterprise },
    { permission: "account.backUp", reach: "itself", place: own },
    { permission: "account.recall", reach: "everywhere" }
  ])
})

it("AUT-1 AUT-4 each power of a member says what its holder must have proved; one factor where nothing is said", () => {
  const proofs = membersGrants([
    { permission: "user.see", reach: "within", level: 3 },
    { permission: "resource.create", reach: "within", fresh: true }, { permission: "setting.see", reach: "itself" }
  ], Path.make("acme"), place).map(({ proof }) => proof)
  expect(proofs).toEqual([{ level: 3, fresh: false }, { level: 1, fresh: true }, { level: 1, fresh: false }])
})
