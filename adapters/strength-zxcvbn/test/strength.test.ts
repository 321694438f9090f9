/** What the meter says of passwords, in which language, and how long it takes over hostile ones. */
import type { Locale } from "@intendant/core"
import { make } from "@intendant/strength-zxcvbn"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { beforeAll, expect, it } from "vitest"

const meter = make()
const assess = (password: string, locale: Locale = "en") =>
  Effect.runPromise(meter.assess(Redacted.make(password), locale))

beforeAll(() => assess("warmed up"))

it.each(["password", "motdepasse", "azertyuiop", "qwertyuiop", "dimanche", "sunday", "a".repeat(1_000), "1987"])(
  "ACC-6 %s is guessed at once", async (password) => {
    expect((await assess(password)).score).toBeLessThanOrEqual(1)
  }
)

it.each(["kV9#rTz2!mQw8@Lx", "correct cheval agrafe pile", "Ünïcödé ☂ wörter für 山田"])(
  "ACC-6 %s stands, and needs no advice", async (password) => {
    expect(await assess(password)).toEqual({ score: 4, suggestions: [] })
  }
)

it("ACC-6 the advice is given in the language of who reads it", async () => {
  expect((await assess("password", "en")).suggestions).toContain("This is a heavily used password.")
  expect((await assess("password", "fr")).suggestions).toContain("Ce mot de passe est très utilisé.")
})

it("the advice never repeats the password", async () => {
  const { suggestions } = await assess("wombatwombatwombat")
  expect(suggestions.length).toBeGreaterThan(0)
  expect(suggestions.join()).not.toContain("wombat")
})

it("what comes after the part that is looked at changes nothing, whatever its length", async () => {
  const looked = "aB3$".repeat(12)
  expect(await assess(looked.repeat(20))).toEqual(await assess(looked))
  expect(await assess("\u{1f600}".repeat(1_000))).toEqual(await assess("\u{1f600}".repeat(48)))
})

it.each(["", " ", "\u0000", "\ud800", "\ud800".repeat(1_000), "4@8({[<3€6&9#|!1/?0$5+7%2z".repeat(38)])(
  "odd password %# is assessed like any other", async (password) => {
    expect([0, 1, 2, 3, 4]).toContain((await assess(password)).score)
  }
)
