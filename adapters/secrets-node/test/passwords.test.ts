/** Passwords: every byte of them counts, unknown accounts cost the same, and no crowd of them slows the rest down. */
import { Unavailable } from "@intendant/core"
import { make } from "@intendant/secrets-node"
import { parseOptions } from "@node-rs/argon2"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Redacted from "effect/Redacted"
import * as fc from "fast-check"
import { expect, it } from "vitest"
import { hasher } from "../src/passwords.ts"

const quick = { memoryKibibytes: 8, passes: 1, lanes: 1 }
const secrets = make({ cost: quick })
const portal = make()
const run = Effect.runPromise
const hash = (password: string) => run(secrets.hash(Redacted.make(password)))
const isRight = (kept: string | undefined, password: string) => run(secrets.verify(kept, Redacted.make(password)))

it("a hash is argon2id at the least that OWASP recommends, with a salt of its own", async () => {
  const [one, other] = await run(Effect.all([1, 2].map(() => portal.hash(Redacted.make("sesame")))))
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(parseOptions(one ?? "")).toMatchObject({ memoryCost: 19_456, timeCost: 2, parallelism: 1, saltLen: 16 })
  expect(one).not.toBe(other)
  expect(await run(portal.verify(one, Redacted.make("sesame")))).toBe(true)
})

it("the right password is right and no other is", () =>
  fc.assert(fc.asyncProperty(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), async (one, other) => {
    const kept = await hash(one)
    expect(await isRight(kept, one)).toBe(true)
    expect(await isRight(kept, other)).toBe(one.normalize("NFKC") === other.normalize("NFKC"))
  }), { numRuns: 50 }))

const wide = "\u{1f511}"
it.each([
  ["the 73rd byte", `${"a".repeat(72)}b`, `${"a".repeat(72)}c`],
  ["the last of 1,000 characters", `${"a".repeat(999)}b`, `${"a".repeat(999)}c`],
  ["the last of 1,000 characters of four bytes", wide.repeat(1_000), `${wide.repeat(999)}\u{1f512}`],
  ["the length", "a".repeat(1_000), "a".repeat(999)],
  ["what follows U+0000", "a\u0000b", "a\u0000c"],
  ["a space at the end", "sesame", "sesame "],
  ["case", "sesame", "Sesame"],
  ["which half of a pair is missing its other", "a\ud800", "a\ud801"],
  ["a lone half, which is no replacement character", "a\ud800", "a\ufffd"]
])("SEC-61 %s counts", async (_what, password, other) => {
  const kept = await hash(password)
  expect([await isRight(kept, password), await isRight(kept, other)]).toEqual([true, false])
})

it.each([["e\u0301t\u00e9", "\u00e9te\u0301"], ["\ufb01n", "fin"], ["\uff11\uff12", "12"]])(
  "%s and %s are the same password, however the keyboard writes it", async (typed, otherwise) => {
    expect(await isRight(await hash(typed), otherwise)).toBe(true)
  }
)

it("SEC-36 without an account no password is right, and it is compared at the cost of a real one", async () => {
  expect(await isRight(undefined, "sesame")).toBe(false)
  const kept = await run(portal.hash(Redacted.make("sesame")))
  const time = async (against: string | undefined) => {
    const from = process.cpuUsage()
    await run(portal.verify(against, Redacted.make("open")))
    const { user, system } = process.cpuUsage(from)
    return user + system
  }
  const [known, unknown]: [Array<number>, Array<number>] = [[], []]
  for (let round = 0; round < 15; round++) {
    known.push(await time(kept))
    unknown.push(await time(undefined))
  }
  const median = (times: Array<number>) => times.sort((one, two) => one - two)[7] ?? 0
  expect(median(unknown) / median(known)).toBeGreaterThan(0.5)
  expect(median(unknown) / median(known)).toBeLessThan(2)
})

it("SEC-65 a hash that cannot be read is a failure, and no yes", async () => {
  for (const kept of ["", "sesame", "$argon2id$v=19$m=8,t=1,p=1$AAAA", "$2b$10$abcdefghijklmnopqrstuv"]) {
    expect(await run(Effect.flip(secrets.verify(kept, Redacted.make("sesame"))))).toBeInstanceOf(Unavailable)
  }
})

it("a crowd waits in line while everything else goes on, and who gives up is not hashed for", async () => {
  const { hash } = hasher({ memoryKibibytes: 1_024, passes: 1, lanes: 1 })
  const line: Array<string> = []
  const join = (who: string) =>
    Effect.runFork(Effect.andThen(hash(Redacted.make(who)), Effect.sync(() => line.push(who))))
  const crowd = Array.from({ length: 60 }, (_, place) => join(`early ${place}`))
  const last = join("last")
  for (const fiber of crowd.slice(10)) fiber.interruptUnsafe()
  await run(Effect.all([Fiber.await(last), ...crowd.map((fiber) => Fiber.await(fiber))]))
  expect(line.filter((who) => who !== "last")).toHaveLength(10)
  expect(line.indexOf("last")).toBeGreaterThanOrEqual(7)
})
