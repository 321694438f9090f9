/** Which passwords are common: those of the list, however they are written, and no others. */
import { make } from "@intendant/strength-zxcvbn"
import { dictionary } from "@zxcvbn-ts/language-common"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as fc from "fast-check"
import { expect, it } from "vitest"

const meter = make()
const isCommon = (password: string) => Effect.runPromise(meter.isCommon(Redacted.make(password)))
const list = dictionary["passwords-common"]

it.each([
  "123456", "password", "PASSWORD", "PassWord123", "motdepasse", "azertyuiop", "AzertyUiop", "p@ssw0rd", "1234567890"
])("USR-3 %s is common", async (password) => {
  expect(await isCommon(password)).toBe(true)
})

it.each([
  "", " ", "password ", " password", "pass word", "passwordpassword!", "kV9#rTz2!mQw8@Lx", "constructor", "__proto__",
  "hasOwnProperty", "p\u00e1ssword", "passw\u03bfrd", "\ud800", "\u{1f511}".repeat(9)
])("USR-3 %j is not common: the whole password counts, as it is typed", async (password) => {
  expect(await isCommon(password)).toBe(false)
})

it.each([["wide letters", "\uff50assword"], ["letters of mathematics", "\u{1d429}\u{1d41a}ssword"],
  ["a long s", "pa\u017f\u017fword"], ["the sign for kelvin", "\u212ailler"]])(
  "USR-3 %s change nothing, since the same password is kept", async (_what, password) => {
    expect(list).toContain(password.normalize("NFKC").toLowerCase())
    expect(await isCommon(password)).toBe(true)
  }
)

it("USR-3 every password of the list is found, in capitals too", async () => {
  expect(list.length).toBeGreaterThan(40_000)
  const found = await Effect.runPromise(Effect.forEach(list, (password) =>
    Effect.all([meter.isCommon(Redacted.make(password)), meter.isCommon(Redacted.make(password.toUpperCase()))])))
  expect(found.every(([lower, upper]) => lower && upper)).toBe(true)
})

it("USR-3 no other password is", () => {
  const known = new Set(list)
  return fc.assert(fc.asyncProperty(fc.string({ unit: "grapheme" }), async (password) => {
    expect(await isCommon(password)).toBe(known.has(password.normalize("NFKC").toLowerCase()))
  }))
})

it.each([
  ["1,000 characters", "password".repeat(125)], ["1,000 characters of four bytes", "\u{1f511}".repeat(1_000)],
  ["a million marks in the order that is slowest to sort", "a" + "\u0301\u0323".repeat(500_000)]
])("SEC-61 %s are answered at once, and are not common", async (_what, password) => {
  expect(await isCommon(password)).toBe(false)
})

it("a thousand who ask at once before anything is loaded are all answered right", async () => {
  const fresh = make()
  const asked = Array.from({ length: 1_000 }, (_, at) => Redacted.make(at % 2 === 0 ? "qwerty" : "qw3rty but longer"))
  const answers = await Effect.runPromise(
    Effect.all(asked.map((password) => fresh.isCommon(password)), { concurrency: "unbounded" }))
  expect(answers).toEqual(asked.map((_, at) => at % 2 === 0))
})
