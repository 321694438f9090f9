/** Randomness, digests and ids: what a portal's secrets and names are made of. */
import { make } from "@intendant/secrets-node"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/testing/TestClock"
import * as fc from "fast-check"
import { expect, it } from "vitest"

const secrets = make()
const at = (millis: number) => Effect.andThen(TestClock.setTime(millis), secrets.newId("acc"))
const onTestClock = <Value>(effect: Effect.Effect<Value>) =>
  Effect.runPromise(Effect.scoped(Effect.provide(effect, TestClock.layer())))

it("an id is its prefix and a UUID of version 7", async () => {
  const ids = await Effect.runPromise(Effect.all(Array.from({ length: 100 }, () => secrets.newId("acc"))))
  for (const id of ids) expect(id).toMatch(/^acc_[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
})

it("the time of an id stands first in it", async () => {
  const id = await onTestClock(at(Date.UTC(2097, 5, 1)))
  expect(Number.parseInt(id.slice(4).replaceAll("-", "").slice(0, 12), 16)).toBe(Date.UTC(2097, 5, 1))
})

it("SEC-45 ids are never given twice and keep their order, within a millisecond and when the clock is set back", () =>
  onTestClock(Effect.gen(function*() {
    const latest = Date.UTC(2098, 0, 1)
    const ids = [yield* at(latest - 1), yield* at(latest), yield* at(0)]
    for (let count = 0; count < 10_000; count++) ids.push(yield* secrets.newId("acc"))
    ids.push(yield* at(Date.UTC(2099, 0, 1)))
    expect(ids).toEqual([...ids].sort())
    expect(new Set(ids).size).toBe(ids.length)
  })))

it("a token is 256 random bits that need no escape, and prints as nothing", async () => {
  const tokens = await Effect.runPromise(Effect.all(Array.from({ length: 1_000 }, () => secrets.newToken)))
  const texts = tokens.map(Redacted.value)
  for (const text of texts) expect(text).toMatch(/^[\w-]{43}$/)
  expect(new Set(texts).size).toBe(1_000)
  expect(`${String(tokens[0])}${JSON.stringify(tokens[0])}`).not.toContain(texts[0])
})

it("a digest is SHA-256 in hex, as the standard's own example has it", async () => {
  expect(await Effect.runPromise(secrets.digest("abc")))
    .toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
})

it("SEC-50 digests are the same when every character is, whatever their lengths", () =>
  fc.assert(fc.asyncProperty(fc.string(), fc.string(), async (one, two) => {
    const same = (left: string, right: string) => Effect.runPromise(secrets.same(left, right))
    expect(await same(one, two)).toBe(one === two)
    expect(await same(one, one)).toBe(true)
    expect(await same(one, `${one}a`)).toBe(false)
    expect(await same(one, "")).toBe(one === "")
  })))
