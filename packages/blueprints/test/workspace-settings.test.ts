/** The settings of the secure workspace: all twelve of the guide, and what they are before anybody saves. */
import { Setting } from "@intendant/core"
import * as Schema from "effect/Schema"
import { expect, it } from "vitest"
import { workspaceSettings } from "../src/workspace-settings.ts"

const settings = { catalogue: workspaceSettings, operator: {} }
const read = Schema.decodeUnknownSync(Setting.Blueprint, { errors: "all", onExcessProperty: "error" })
const blueprint = read({ settings })
const of = (values: Setting.UserValues["values"], user?: Setting.UserValues["values"]) => {
  const resolved = Setting.resolve(
    blueprint, { values, locks: {} }, ...(user === undefined ? [] : [{ values: user }] as const)
  )
  return (name: string) => resolved.find(({ setting }) => setting === name)
}

it("POL-2 the catalogue is read through its schema, and written as it was", () => {
  expect(Schema.encodeSync(Setting.Blueprint)(blueprint)).toEqual({ settings })
})

it("POL-8 USR-12 users change encryption and the display of their address only where they are let", () => {
  const gates = { "encryption.extra": "encryption.usersMayChange", "mail.shown": "mail.usersMayChange" }
  for (const name of Object.keys(workspaceSettings)) expect(of({}, {})(name)?.editable).toBe(false)
  const may = of(Object.fromEntries(Object.values(gates).map((gate) => [gate, true])), {})
  expect(Object.keys(workspaceSettings).filter((name) => may(name)?.editable)).toEqual(Object.keys(gates))
})

it("POL-9 USR-11 the policy for free accounts applies only while their validation is not automatic", () => {
  const applying = (values: Setting.UserValues["values"]) =>
    ["freeSignUp.policy", "freeSignUp.notifyAdmins"].map((name) => of(values)(name)?.applies)
  expect(applying({})).toEqual([true, true])
  expect(applying({ "freeSignUp.policy": "approval" })).toEqual([true, false])
  expect(applying({ "freeSignUp.automatic": true })).toEqual([false, false])
})
