/** The order of steps, drawn at random: no session without a code where one is forced, no password without a link. */
import { User } from "@intendant/core"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import fc from "fast-check"
import { afterAll, describe, expect, it } from "vitest"
import {
  acme, mailOf, newPassword, openPeople, password, secret, type Somebody, twice, type World
} from "./people.ts"
import { storages } from "./storages.ts"

type Text = Redacted.Redacted<string>
type Who = Effect.Success<ReturnType<World["as"]>>

/** Somebody who holds what they are given, and gives it back in any order. */
const handsOf = (world: World, { mail, userId }: Somebody) => {
  const held = { bearers: new Array<string>(), challenges: new Array<Text>(), tickets: new Array<Text>() }
  const someOf = <Value>(among: ReadonlyArray<Value>, which: number) => among[which % Math.max(1, among.length)]
  const done = (asked: Effect.Effect<unknown, unknown>) => world.outcome(asked)
  const asThey = (which: number, then: (who: Who) => Effect.Effect<unknown, unknown>) =>
    done(Effect.flatMap(world.as(someOf(held.bearers, which) ?? "none"), then))
  const took = (entered: Effect.Success<ReturnType<World["signIn"]>>) => Effect.sync(() => {
    if (entered._tag === "Entered") held.bearers.push(Redacted.value(entered.token))
    if (entered._tag === "CodeAsked") held.challenges.push(entered.token)
    if (entered._tag === "PasswordToChoose") held.tickets.push(entered.ticket)
  })
  const steps: Readonly<Record<string, (which: number) => Promise<unknown>>> = {
    "sign in": () => done(Effect.flatMap(world.signIn(mail), took)),
    "sign in with a code": () => done(Effect.flatMap(world.signIn(mail, "00000000"), took)),
    "sign in with another password": () => done(Effect.flatMap(world.signIn(mail, newPassword), took)),
    "give a challenge as a session": (which) =>
      done(Effect.map(world.as(Redacted.value(someOf(held.challenges, which) ?? secret("none"))), () => {
        held.bearers.push("a challenge")
      })),
    "step up": (which) => asThey(which, (who) =>
      Effect.map(world.portal.stepUp(who, secret(password)), ({ token }) => { held.challenges.push(token) })),
    "answer with a guess": (which) =>
      done(world.portal.answerChallenge(someOf(held.challenges, which) ?? secret("none"), secret("00000000"))),
    "finish with what there is": (which) =>
      done(world.portal.finaliseUser(someOf(held.tickets, which) ?? secret(`${userId}.none`), twice(newPassword))),
    "reset with what there is": (which) =>
      done(world.portal.resetPassword(someOf(held.tickets, which) ?? secret(`${userId}.none`), twice(newPassword))),
    "ask for a reset": () => done(world.portal.requestReset(mail, mail)),
    "take the factor off": (which) => asThey(which, ({ actor }) => world.portal.submitOwn(actor,
      User.ChooseFactor.make({ enterprise: acme, userId, channel: "mail", twoFactor: false }))),
    "make a token": (which) => asThey(which, ({ actor, owner }) =>
      Effect.map(world.portal.issueToken(actor, { owner, label: "mine" }), ({ token }) => {
        held.bearers.push(Redacted.value(token ?? secret("")))
      })),
    wait: async (which) => world.advance(which * 60)
  }
  return { held, steps }
}

/** Runs a walk, and tells how surely each thing that was given is taken for somebody. */
const walk = async (world: World, who: Somebody, walked: ReadonlyArray<readonly [string, number]>) => {
  const { held, steps } = handsOf(world, who)
  for (const [name, which] of walked) await steps[name]?.(which)
  const known = await Promise.all(held.bearers.map((bearer) =>
    world.run(Effect.result(Effect.map(world.as(bearer), ({ user }) => user?.level)))))
  return known.flatMap((found) => found._tag === "Success" ? [found.success] : [])
}

const names = [
  "sign in", "sign in with a code", "sign in with another password", "give a challenge as a session", "step up",
  "answer with a guess", "finish with what there is", "reset with what there is", "ask for a reset",
  "take the factor off", "make a token", "wait"
] as const
const walks = fc.array(fc.tuple(fc.constantFrom(...names), fc.nat(5)), { minLength: 1, maxLength: 12 })

describe.each(storages)("the order of steps on $name", ({ name, open, closeAll }) => {
  afterAll(closeAll)
  const numRuns = name === "memory" ? 150 : 12

  it("SEC-13 AUT-3 forced: whatever the order of steps, without a code there is no session", async () => {
    const world = await openPeople(await open())
    await world.save(acme, { "factors.forced": true })
    let index = 0
    await fc.assert(fc.asyncProperty(walks, async (walked) => {
      const ada = await world.join(`ada${index += 1}`)
      expect(await walk(world, ada, walked)).toEqual([])
    }), { numRuns, seed: 13 })
  })

  it("SEC-13 the same walks open sessions where nothing is forced, and none reaches the back office", async () => {
    const world = await openPeople(await open())
    let index = 0
    const levels = new Set<number | undefined>()
    await fc.assert(fc.asyncProperty(walks, async (walked) => {
      const ada = await world.join(`ada${index += 1}`)
      for (const level of await walk(world, ada, [["sign in", 0], ...walked])) levels.add(level)
    }), { numRuns, seed: 13 })
    expect(levels).toEqual(new Set([1]))
  })

  it("SEC-20 whatever the order of steps, without the link that was mailed no other password is set", async () => {
    const world = await openPeople(await open())
    let index = 0
    await fc.assert(fc.asyncProperty(walks, fc.boolean(), async (walked, isInvited) => {
      const mail = mailOf(`ada${index += 1}`)
      const { userId } = isInvited ? await world.invite(`ada${index}`) : await world.join(`ada${index}`)
      const ada = { userId, mail, enterprise: acme }
      await walk(world, ada, walked)
      await world.run(Effect.ignore(world.order(isInvited ? "SendCodeAgain" : "ReactivateUser", ada)))
      expect(await world.outcome(world.signIn(mail, newPassword))).toBe("SignInRefused")
      expect(await world.outcome(world.signIn(mail))).toBe(isInvited ? "SignInRefused" : "yes")
    }), { numRuns, seed: 20 })
  })
})
