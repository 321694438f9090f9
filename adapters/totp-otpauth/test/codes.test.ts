/** Codes: those of the standard, for how long they are taken, and what is no code. */
import { make } from "@intendant/totp-otpauth"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Redacted from "effect/Redacted"
import * as fc from "fast-check"
import { createHmac } from "node:crypto"
import { expect, it } from "vitest"

const { newSecret, stepOf } = make()
const run = Effect.runPromise
/** The secret of the standard's own examples: the text 12345678901234567890. */
const standard = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
const stepAt = (code: string, seconds: number, secret = standard) =>
  run(stepOf(Redacted.make(secret), code, DateTime.makeUnsafe(Math.round(seconds * 1_000))))

/** RFC 6238 as it is written, with nothing of the adapter: secrets here are the bytes themselves. */
const codeOf = (secret: Uint8Array, step: number): string => {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const digest = createHmac("sha1", secret).update(counter).digest()
  const number = digest.readUInt32BE(digest.readUInt8(19) & 0xf) & 0x7fff_ffff
  return String(number % 1_000_000).padStart(6, "0")
}
const standardCode = (step: number) => codeOf(Buffer.from("12345678901234567890"), step)

it.each([
  [59, "287082", 1], [1_111_111_109, "081804", 37_037_036], [1_111_111_111, "050471", 37_037_037],
  [1_234_567_890, "005924", 41_152_263], [2_000_000_000, "279037", 66_666_666],
  [20_000_000_000, "353130", 666_666_666]
])("AUT-3 at %i seconds the code of RFC 6238 is %s, of step %i", async (seconds, code, step) => {
  expect(await stepAt(code, seconds)).toBe(step)
})

it("AUT-3 a code is taken from 30 seconds before its own half minute until 30 seconds after it", async () => {
  const from = 41_152_263 * 30
  const seconds = [-30.001, -30, -0.001, 0, 29.999, 30, 59.999, 60]
  expect(await Promise.all(seconds.map((second) => stepAt("005924", from + second)))).toEqual(
    [undefined, 41_152_263, 41_152_263, 41_152_263, 41_152_263, 41_152_263, 41_152_263, undefined]
  )
})

it("AUT-3 of any secret and moment, the codes of three steps are right and those around them are not", () =>
  fc.assert(fc.asyncProperty(
    fc.integer({ min: 2, max: 200_000_000 }), fc.integer({ min: 0, max: 29 }), async (present, second) => {
      const steps = [-2, -1, 0, 1, 2].map((drift) => present + drift)
      const codes = steps.map(standardCode)
      fc.pre(new Set(codes).size === codes.length)
      expect(await Promise.all(codes.map((code) => stepAt(code, present * 30 + second))))
        .toEqual([undefined, present - 1, present, present + 1, undefined])
    }
  )))

it.each([[50_424_280, 1], [50_897_033, 2]])(
  "SEC-17 two steps from %i on, %i apart, that share a code: it is the earlier one's, so that no code is used twice",
  async (early, apart) => {
    const code = standardCode(early)
    expect(standardCode(early + apart)).toBe(code)
    expect(await stepAt(code, (early + 1) * 30)).toBe(early)
    expect(await stepAt(code, (early + 2) * 30)).toBe(early + apart)
  }
)

it.each([
  ["nothing", ""], ["five digits", "05924"], ["a sign before them", "+05924"], ["seven digits", "0005924"],
  ["eight digits, as the standard has them", "89005924"], ["a gap", "005 924"], ["blanks around", " 005924 "],
  ["a line break behind", "005924\n"], ["another script's digits", "\u0660\u0660\u0665\u0669\u0662\u0664"],
  ["wide digits", "\uff10\uff10\uff15\uff19\uff12\uff14"], ["hexadecimal", "0x1719"], ["an exponent", "5924e0"],
  ["a million digits", "0".repeat(1_000_000)]
])("SEC-12 %s is no code", async (_what, code) => {
  expect(await stepAt(code, 1_234_567_890)).toBeUndefined()
})

it("AUT-3 a new secret is 160 random bits in base 32, works at once, and prints as nothing", async () => {
  const secrets = await run(Effect.all(Array.from({ length: 200 }, () => newSecret)))
  const texts = secrets.map(Redacted.value)
  for (const text of texts) expect(text).toMatch(/^[A-Z2-7]{32}$/)
  expect(new Set(texts).size).toBe(200)
  expect(new Set(texts.flatMap((text) => [...text])).size).toBe(32)
  expect(`${String(secrets[0])}${JSON.stringify(secrets[0])}`).not.toContain(texts[0])
})

it("SEC-3 a code of one secret is none of another", async () => {
  expect(await stepAt("005924", 1_234_567_890, `${standard.slice(0, -1)}R`)).toBeUndefined()
})

it.each([
  ["none at all", ""], ["80 bits", standard.slice(16)], ["more than 160 bits", `${standard}GEZDGNBV`],
  ["a letter that is none", `${standard.slice(0, -1)}1`], ["lower case", standard.toLowerCase()]
])("SEC-65 with %s for a secret no code is right or wrong: it fails, and is not repeated", async (_what, secret) => {
  const exit = await run(Effect.exit(stepOf(Redacted.make(secret), "005924", DateTime.makeUnsafe(0))))
  expect(Exit.isSuccess(exit)).toBe(false)
  expect(String(exit)).toContain("no secret of 160 bits")
  if (secret !== "") expect(String(exit)).not.toContain(secret)
})
