/** The named rules that portals choose from: what each takes, and the last password that it refuses. */
import { passwordPolicies } from "@intendant/blueprints"
import { Credential } from "@intendant/core"
import * as Schema from "effect/Schema"
import { expect, it } from "vitest"

type Name = keyof typeof passwordPolicies
const said = (name: Name, password: string, isCommon = false) =>
  Credential.weaknessesOf(password, passwordPolicies[name], { isCommon, personal: ["ada.byron@example.org"] })
    .map(({ _tag }) => _tag)

it.each(Object.entries(passwordPolicies))("%s is a rule", (_name, rule) => {
  expect(Schema.is(Credential.PasswordRule)(rule)).toBe(true)
})

it.each<readonly [Name, string, ReadonlyArray<string>]>([
  ["portal", "Abcdefg12", []],
  ["portal", "Abcdefg1", ["TooShort"]],
  ["portal", "abcdefg12", ["TooFewClasses"]],
  ["nist", "abcdefghijklmno", []],
  ["nist", "abcdefghijklmn", ["TooShort"]],
  ["nist", "aB3$".repeat(3), ["TooShort"]],
  ["nist", "a".repeat(64), []],
  ["nist-second-factor", "abcdefgh", []],
  ["nist-second-factor", "aB3$567", ["TooShort"]],
  ["cnil", "Abcdefghi12!", []],
  ["cnil", "Abcdefgh12!", ["TooShort"]],
  ["cnil", "Abcdefghijk12", ["TooFewClasses"]],
  ["cnil", "Abcdefghijkl12", []],
  ["cnil", "étang zèbre sol mur lac col pré", []],
  ["cnil", "étangzèbresolmurlaccolpré", ["TooFewClasses"]],
  ["cnil-limited", "Abcdef12", []],
  ["cnil-limited", "Abcdef1", ["TooShort"]],
  ["cnil-limited", "abcdef12", ["TooFewClasses"]],
  ["pgssi-s", "Abcdefghij12", []],
  ["pgssi-s", "Abcdefghi12", ["TooShort"]],
  ["pgssi-s", "abcdefghij12", ["TooFewClasses"]]
])("USR-3 under %s, %s: %j", (name, password, weaknesses) => {
  expect(said(name, password)).toEqual(weaknesses)
})

it("USR-3 all but the guide's own rule refuse common passwords", () => {
  const names: ReadonlyArray<Name> = ["portal", "nist", "nist-second-factor", "cnil", "cnil-limited", "pgssi-s"]
  const password = "Password-12345678"
  expect(names.filter((name) => said(name, password, true).length === 0)).toEqual(["portal"])
  expect(names.filter((name) => said(name, password).length > 0)).toEqual([])
})

it("USR-3 names within the password count for CNIL and PGSSI-S, not for NIST, which compares whole passwords", () => {
  const names: ReadonlyArray<Name> = ["portal", "nist", "nist-second-factor", "cnil", "cnil-limited", "pgssi-s"]
  expect(names.filter((name) => said(name, "Byron-1815-and-more").includes("TooPersonal")))
    .toEqual(["cnil", "cnil-limited", "pgssi-s"])
})
