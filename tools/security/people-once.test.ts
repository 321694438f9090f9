/** Bugs that others have shipped, tried on every kind of secret at once: a hundred uses, and guesses at every door. */
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { afterAll, describe, expect, it } from "vitest"
import {
  acme, appCode, expectAll, mailOf, many, newPassword, openPeople, password, secret, type Somebody, twice, type World
} from "./people.ts"
import { storages } from "./storages.ts"

type Asked = Effect.Effect<unknown, unknown>
const successes = (outcomes: ReadonlyArray<string>) => outcomes.filter((one) => one === "yes").length
const patient = { codes: { seconds: 600, triesMax: 5, sendsMax: 500, sendsSeconds: 900 } }
const lenient = { lockout: { maxFailures: 100, trip: "onExceeding" as const, release: { _tag: "ByAdmin" as const } } }

const ownOf = async (world: World, { mail }: Somebody) => {
  const who = await world.run(world.as(await world.enter(mail)))
  if (who.user === undefined) throw new Error("not a user")
  return { who, actor: who.actor, user: who.user.user }
}

/** Both processes at once, in turns. */
const atOnce = (world: World, asked: (portal: World["portal"], index: number) => Asked, times = 100) =>
  Promise.all(many(times).map((index) => world.outcome(asked(index % 2 === 0 ? world.portal : world.beside, index))))

describe.each(storages)("every secret works once on $name", ({ open, closeAll }) => {
  afterAll(closeAll)

  it("SEC-26 USR-14 a password that was handed over: of a hundred uses one is given a ticket", async () => {
    const world = await openPeople(await open(), { recovery: { by: "admin", seconds: 3600 } })
    const ada = await world.join("ada")
    const { password: handed } = await world.run(
      world.portal.resetUserPassword(world.operator, acme, ada.userId, ""))
    const tickets: Array<Redacted.Redacted<string>> = []
    const entered = await atOnce(world, (portal) =>
      Effect.map(portal.signInUser(ada.mail, handed), (one) => {
        if (one._tag === "PasswordToChoose") tickets.push(one.ticket)
      }))
    expect([successes(entered), tickets.length]).toEqual([1, 1])
  })

  it("SEC-26 a ticket for a password that was handed over: of a hundred uses one succeeds", async () => {
    const world = await openPeople(await open(), { recovery: { by: "admin", seconds: 3600 } })
    const ada = await world.join("ada")
    const { password: handed } = await world.run(
      world.portal.resetUserPassword(world.operator, acme, ada.userId, ""))
    const entered = await world.run(world.portal.signInUser(ada.mail, handed))
    if (entered._tag !== "PasswordToChoose") throw new Error(entered._tag)
    expect(successes(await atOnce(world, (portal) => portal.finaliseUser(entered.ticket, twice(newPassword))))).toBe(1)
    expect(await world.outcome(world.signIn(ada.mail, newPassword))).toBe("yes")
  })

  it("SEC-26 a proof of an address: of a hundred uses one counts", async () => {
    const world = await openPeople(await open())
    await world.save(acme, { "secondaryMail.allowed": true })
    const { actor, user } = await ownOf(world, await world.join("ada"))
    await world.run(world.portal.sendMailCode(actor, user, mailOf("home")))
    const code = secret(await world.code(mailOf("home")))
    expect(successes(await atOnce(world, (portal) => portal.setSecondaryMail(actor, user, mailOf("home"), code))))
      .toBe(1)
  })

  it("SEC-17 an app is enrolled once, and its codes and recovery codes enter once, of a hundred each", async () => {
    const world = await openPeople(await open(), { ...patient, ...lenient })
    const ada = await world.join("ada")
    const { actor, user } = await ownOf(world, ada)
    const { uri } = await world.run(world.portal.offerAuthenticator(actor, user))
    const now = () => secret(appCode(Redacted.value(uri), Date.parse(world.clock.now())))
    const sets: Array<ReadonlyArray<Redacted.Redacted<string>>> = []
    const enrolled = await atOnce(world, (portal) =>
      Effect.map(portal.enrolAuthenticator(actor, user, now()), (codes) => { sets.push(codes) }))
    expect([successes(enrolled), sets.length]).toEqual([1, 1])
    const challenges = await Promise.all(many(50).map(() => world.challenge(ada.mail)))
    const answers = (code: Redacted.Redacted<string>) =>
      atOnce(world, (portal, index) => portal.answerChallenge(challenges[index] ?? secret(""), code), 50)
    // The code that enrolled the app enters nowhere.
    expect(successes(await answers(now()))).toBe(0)
    world.advance(60)
    expect(successes(await answers(now()))).toBe(1)
    expect(successes(await answers(sets[0]?.[0] ?? secret("")))).toBe(1)
    expect(await world.status(ada)).toBe("Active")
  })

  it("SEC-28 SEC-19 an app is enrolled within ten minutes, by whoever has just given their password", async () => {
    const world = await openPeople(await open())
    const ada = await world.join("ada")
    const { actor, user } = await ownOf(world, ada)
    const { uri } = await world.run(world.portal.offerAuthenticator(actor, user))
    const now = () => secret(appCode(Redacted.value(uri), Date.parse(world.clock.now())))
    world.advance(600)
    expect(await world.outcome(world.portal.enrolAuthenticator(actor, user, now()))).toBe("CodeRefused")
    const token = await world.enter(ada.mail)
    world.advance(300)
    const { actor: late } = await world.run(world.as(token))
    expect(await world.outcome(world.portal.offerAuthenticator(late, user))).toBe("StepUpNeeded")
    expect(await world.outcome(world.portal.enrolAuthenticator(late, user, now()))).toBe("StepUpNeeded")
  })
})

describe.each(storages)("every door has the lock on $name", ({ open, closeAll }) => {
  afterAll(closeAll)

  type Door = (world: World, ada: Somebody) => Promise<(portal: World["portal"], guess: string) => Asked>
  const doors: ReadonlyArray<readonly [string, Door]> = [
    ["stepping up", async (world, ada) => {
      const { who } = await ownOf(world, ada)
      return (portal, guess) => portal.stepUp(who, secret(guess))
    }],
    ["giving the password again", async (world, ada) => {
      const { who } = await ownOf(world, ada)
      return (portal, guess) => portal.confirmPassword(who, secret(guess))
    }],
    ["changing the password", async (world, ada) => {
      const { actor, user } = await ownOf(world, ada)
      return (portal, guess) => portal.changeUserPassword(actor, user, secret(guess), twice(newPassword))
    }]
  ]
  it.each(doors)("SEC-1 SEC-2 SEC-3 of 200 wrong passwords at once for %s 6 are compared", async (_, way) => {
    const world = await openPeople(await open())
    const ada = await world.join("ada")
    const attempt = await way(world, ada)
    const before = world.calls("secrets.verify")
    const outcomes = await Promise.all(many(200).map((index) =>
      world.outcome(attempt(world.portal, `wrong ${index}`))))
    expect(world.calls("secrets.verify") - before).toBe(6)
    expect(outcomes.filter((one) => one === "WrongPassword").length).toBe(6)
    expectAll(outcomes.filter((one) => one !== "WrongPassword"), "SignInLocked")
    expect(await world.status(ada)).toBe("Locked")
    for (const right of [attempt(world.portal, password), world.signIn(ada.mail)]) {
      expect(await world.outcome(right)).toBe("SignInLocked")
    }
  })
})
