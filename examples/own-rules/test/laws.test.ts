/** The laws of the archive hold in every state, its powers everywhere in the tree, and a wrong law is told in words. */
import { paths } from "@intendant/conformance"
import { isBelow, type Path, permit, Portals, Role } from "@intendant/core"
import { open } from "@intendant/core/promises"
import * as Memory from "@intendant/memory"
import * as Secrets from "@intendant/secrets-node"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { expect, it } from "vitest"
import { archive } from "../src/blueprint.ts"
import { counterexample, disabledFirst, keptForAMonth, steps, undoneAnyTime } from "../src/laws.ts"

const blueprint = Schema.decodeUnknownSync(Portals.Blueprint)(archive)

it.each([keptForAMonth, disabledFirst])("in every state: $says", (law) => {
  expect(counterexample(law)).toBeUndefined()
})

it("the walk reaches every status", () => {
  expect(new Set(steps.map(({ from }) => from._tag)).size).toBe(6)
})

it("a law that does not hold is told by an example", () => {
  const told = counterexample(undoneAnyTime)
  expect(told).toContain("It is not so that whoever deleted an account can undo it at any time.")
  expect(told).toMatch(/acme>archive is PendingDeletion; (ada|bob) orders UndoDeletion at .*; refused: .* \(ACC-14\)$/)
})

it("no account deletes another, wherever the two stand; the operator deletes any", () => {
  fc.assert(fc.property(paths, paths, (place, other) => {
    const actor = (role: Role.Role, at?: Path) =>
      ({ id: role, name: role, grants: Role.grantsOf(blueprint.powers[role] ?? [], at) })
    expect(Result.isFailure(permit(actor("account", place), "account.delete", other))).toBe(true)
    expect(Result.isSuccess(permit(actor("account", place), "account.disable", other))).toBe(isBelow(other, place))
    expect(Result.isSuccess(permit(actor("operator"), "account.delete", other))).toBe(true)
  }))
})

it("a client is told which power is missing", async () => {
  const portal = open({ blueprint: archive, storage: Memory.open(), secrets: Secrets.make() })
  const password = "correct horse battery staple"
  await portal.asRole("operator").submit({ _tag: "OpenRootAccount", name: "acme", password })
  const acme = await portal.signIn("acme", password)
  if (!acme.ok) throw new Error(acme.why.en)
  await acme.value.submit({ _tag: "OpenAccount", under: "acme", name: "nas", password })
  expect(await acme.value.submit({ _tag: "DeleteAccount", path: "acme>nas" })).toMatchObject({
    ok: false, refusal: { _tag: "NotPermitted", permission: "account.delete" }
  })
  await portal.close()
})
