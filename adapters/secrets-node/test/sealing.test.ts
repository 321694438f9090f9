/** Data keys: who knows the password opens them, nobody else does, and a new password leaves the key as it is. */
import { Unavailable } from "@intendant/core"
import { make } from "@intendant/secrets-node"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { expect, it } from "vitest"
import { hasher } from "../src/passwords.ts"
import { sealer } from "../src/sealing.ts"

const cost = { memoryKibibytes: 8, passes: 1, lanes: 1 }
const { sealNewKey, reseal, open } = sealer(hasher(cost).deriveKey, cost)
const run = Effect.runPromise
const [old, next, wrong] = ["old", "new", "wrong"].map((text) => Redacted.make(text)) as [
  // The list above has as many.
  Redacted.Redacted<string>, Redacted.Redacted<string>, Redacted.Redacted<string>
]

it("ACC-5 a sealed key opens with its password and with no other", async () => {
  const sealed = await run(sealNewKey(old))
  expect((await run(open(sealed, old))).length).toBe(32)
  expect(await run(Effect.flip(open(sealed, wrong)))).toBeInstanceOf(Unavailable)
})

it("no two keys, salts or boxes are the same, and none shows the key", async () => {
  const sealed = await run(Effect.all(Array.from({ length: 50 }, () => sealNewKey(old))))
  const keys = await run(Effect.all(sealed.map((text) => open(text, old))))
  const texts = keys.map((key) => key.toString("base64url"))
  expect(new Set(texts).size).toBe(50)
  expect(new Set(sealed.flatMap((text) => text.split("$").slice(3))).size).toBe(150)
  for (const [index, text] of sealed.entries()) expect(text).not.toContain(texts[index])
})

it("ACC-5 another password opens the same key, and the one before opens nothing any more", async () => {
  const sealed = await run(sealNewKey(old))
  const again = await run(reseal(sealed, old, next))
  expect(await run(open(again, next))).toEqual(await run(open(sealed, old)))
  expect(await run(Effect.flip(open(again, old)))).toBeInstanceOf(Unavailable)
})

it("ACC-5 without the current password nobody seals the key anew", async () => {
  const sealed = await run(make({ cost }).sealNewKey(old))
  expect(await run(Effect.flip(make({ cost }).reseal(sealed, wrong, next)))).toBeInstanceOf(Unavailable)
})

it("what was altered anywhere does not open", async () => {
  const sealed = await run(sealNewKey(old))
  for (const at of sealed.split("").keys()) {
    const altered = `${sealed.slice(0, at)}${sealed[at] === "2" ? "3" : "2"}${sealed.slice(at + 1)}`
    expect(await run(Effect.flip(open(altered, old)))).toBeInstanceOf(Unavailable)
  }
  for (const odd of ["", "v1", `${sealed}a`, sealed.slice(0, -1), `v2${sealed.slice(2)}`]) {
    expect(await run(Effect.flip(open(odd, old)))).toBeInstanceOf(Unavailable)
  }
})

it("a key sealed at another cost still opens, and is sealed anew at the present one", async () => {
  const before = { memoryKibibytes: 16, passes: 2, lanes: 1 }
  const sealed = await run(sealer(hasher(before).deriveKey, before).sealNewKey(old))
  expect(sealed).toContain("$m=16,t=2,p=1$")
  const again = await run(reseal(sealed, old, next))
  expect(again).toContain("$m=8,t=1,p=1$")
  expect(await run(open(again, next))).toEqual(await run(open(sealed, old)))
})
