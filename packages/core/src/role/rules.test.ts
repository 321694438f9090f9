/** From a role's powers to grants. */
import { expect, it } from "vitest"
import { Path } from "../kernel/path.ts"
import { grantOf } from "../kernel/permit.ts"
import type { Power } from "./model.ts"
import { grantsOf } from "./rules.ts"

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
