/** A portal that promises what nothing can keep does not open, and says what is missing. */
import { backupAccounts, passwordPolicies, secureWorkspace } from "@intendant/blueprints"
import { open, type Options } from "@intendant/core/promises"
import * as Memory from "@intendant/memory"
import * as Secrets from "@intendant/secrets-node"
import * as Effect from "effect/Effect"
import { expect, it } from "vitest"

const opening = (changes: object, ports: Partial<Options> = {}) => () => {
  const blueprint = { ...secureWorkspace, ...changes }
  return open({ blueprint, storage: Memory.open(), secrets: Secrets.make(), ...ports }).close()
}

/** In which nothing asks more of people than a password. */
const plain = { powers: { ...secureWorkspace.powers, admin: [], manager: [] } }
const kinds = (...ways: ReadonlyArray<string>) => ({ factors: { kinds: ways, required: "never" } })

const idle = Effect.die("nothing is asked of it here")
const gateways = {
  mailer: { send: () => idle }, templates: { variables: () => idle, render: () => idle },
  portalUrl: "https://portal.example"
}
const texter = { send: () => idle }
const authenticator = { newSecret: idle, enrolment: () => idle, stepOf: () => idle }
const strength = { assess: () => idle, isCommon: () => idle }

const refusing = { mode: "enforce", name: "nist", rule: passwordPolicies.nist, shown: {} }

it.each<readonly [string, object, Partial<Options>, RegExp]>([
  ["no strength meter", { password: { policy: refusing } }, {}, /^the password policy nist refuses common .* meter$/],
  ["codes of an app, and no authenticator", { ...plain, ...kinds("totp") }, {},
    /^codes come by totp alone, .* give the portal an authenticator$/],
  ["text messages, and no texter", { ...plain, ...kinds("sms") }, { gateways },
    /^codes come by sms alone, .* give the gateways a texter$/],
  ["codes for everybody, and none by mail", { ...plain, factors: { kinds: ["totp"], required: "always" } },
    { authenticator }, /^codes go by mail to whoever has enrolled nothing else, .*no mail/],
  ["a back office behind a code, and none by mail", kinds("sms"), { gateways: { ...gateways, texter } },
    /^codes go by mail to whoever has enrolled nothing else/],
  ["whoever joins is given a role without powers", { roles: { joining: "guest", admin: "admin" } }, {},
    /^people are given the role guest, of which the powers say nothing/],
  ["everything at once", { ...kinds("totp"), roles: { joining: "user", admin: "toString" } }, {},
    /role toString, .*; codes come by totp alone, .*; codes go by mail/]
])("a portal is not opened: %s", (_what, changes, ports, said) => {
  expect(opening(changes, ports)).toThrow(said)
})

it.each<readonly [string, object, Partial<Options>]>([
  ["with a strength meter", { password: { policy: refusing } }, { strength }],
  ["with codes of an app alone, which nobody has to have", { ...plain, ...kinds("totp") }, { authenticator }],
  ["with text messages alone, where another process sends them", { ...plain, ...kinds("sms") }, {}],
  ["with mail, whatever else cannot be carried out", kinds("mail", "sms", "totp"), { gateways }],
  ["whose accounts are no people, whatever is said of them",
    { ...backupAccounts, roles: { joining: "guest", admin: "guest" } }, {}]
])("a portal is opened: %s", async (_what, changes, ports) => {
  await expect(opening(changes, ports)()).resolves.toBeUndefined()
})
