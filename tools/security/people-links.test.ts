/** Bugs that others have shipped, tried on links and on what a change of password ends. */
import { User } from "@intendant/core"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { afterAll, describe, expect, it } from "vitest"
import {
  acme, expectAll, mailOf, many, newPassword, openPeople, password, secret, type Somebody, twice, type World
} from "./people.ts"
import { storages } from "./storages.ts"

const successes = (outcomes: ReadonlyArray<string>) => outcomes.filter((one) => one === "yes").length

const ways = (world: World) => ({
  atOnce: (asked: () => Effect.Effect<unknown, unknown>, times = 100) =>
    Promise.all(many(times).map(() => world.outcome(asked()))),
  reset: (link: Redacted.Redacted<string>, chosen = newPassword) => world.portal.resetPassword(link, twice(chosen)),
  finalise: (link: Redacted.Redacted<string>, chosen = newPassword) => world.portal.finaliseUser(link, twice(chosen)),
  /** Asks for a reset, and reads its link. */
  sent: async (mail: Somebody["mail"]) => {
    await world.run(world.portal.requestReset(mail, "here"))
    return world.link(mail)
  },
  edit: (userId: User.UserId, mail: Somebody["mail"]) =>
    world.portal.submitUser({
      actor: world.operator, command: User.EditUser.make({ enterprise: acme, userId, mail }), reason: ""
    }),
  enters: async (mail: Somebody["mail"], chosen: string) => (await world.outcome(world.signIn(mail, chosen))) === "yes"
})

describe.each(storages)("links on $name", ({ open, closeAll }) => {
  afterAll(closeAll)
  const openWorld = async () => {
    const world = await openPeople(await open())
    return { ...world, ...ways(world) }
  }

  it("SEC-26 of a hundred uses at once of a link, a ticket or a reset one succeeds, and none after it", async () => {
    const world = await openWorld()
    const [ada, bob] = [await world.invite("ada"), await world.invite("bob")]
    const link = await world.link(ada.mail)
    expect(successes(await world.atOnce(() => world.finalise(link)))).toBe(1)
    const entered = await world.run(world.signIn(bob.mail, await world.code(bob.mail)))
    if (entered._tag !== "PasswordToChoose") throw new Error(entered._tag)
    expect(successes(await world.atOnce(() => world.finalise(entered.ticket)))).toBe(1)
    const reset = await world.sent(ada.mail)
    expect(successes(await world.atOnce(() => world.reset(reset, password)))).toBe(1)
    for (const used of [link, entered.ticket, reset]) {
      expect(await world.outcome(world.finalise(used, "Third-horse-3"))).toBe("CodeRefused")
      expect(await world.outcome(world.reset(used, "Third-horse-3"))).toBe("CodeRefused")
    }
    expect(await world.enters(ada.mail, password)).toBe(true)
  })

  it("SEC-26 two processes on one storage: of all uses of one link, and of one code, one succeeds", async () => {
    const world = await openWorld()
    const ada = await world.invite("ada")
    const link = await world.link(ada.mail)
    const portals = many(40).map((index) => index % 2 === 0 ? world.portal : world.beside)
    const finished = portals.map((portal) => world.outcome(portal.finaliseUser(link, twice(password))))
    expect(successes(await Promise.all(finished))).toBe(1)
    await world.save(acme, { "factors.forced": true })
    const challenge = await world.challenge(ada.mail)
    const code = secret(await world.code(ada.mail))
    const answered = portals.map((portal) => world.outcome(portal.answerChallenge(challenge, code)))
    expect(successes(await Promise.all(answered))).toBe(1)
  })

  it("SEC-17 the link and the ticket of one invitation at once: one password is chosen", async () => {
    const world = await openWorld()
    const ada = await world.invite("ada")
    const link = await world.link(ada.mail)
    const entered = await world.run(world.signIn(ada.mail, await world.code(ada.mail)))
    if (entered._tag !== "PasswordToChoose") throw new Error(entered._tag)
    const outcomes = await Promise.all([
      world.outcome(world.finalise(link, password)), world.outcome(world.finalise(entered.ticket, newPassword))
    ])
    expect(successes(outcomes)).toBe(1)
    expect(await world.enters(ada.mail, outcomes[0] === "yes" ? password : newPassword)).toBe(true)
  })

  it("SEC-19 SEC-23 a secret is bound to its user and purpose: whoever is named in front decides nothing", async () => {
    const world = await openWorld()
    const [ada, bob] = [await world.join("ada"), await world.join("bob")]
    const fresh = await world.invite("new")
    const activation = Redacted.value(await world.link(fresh.mail))
    const reset = Redacted.value(await world.sent(ada.mail))
    const secretOf = (token: string) => token.slice(token.indexOf(".") + 1)
    for (const token of [
      `${bob.userId}.${secretOf(reset)}`, `${fresh.userId}.${secretOf(reset)}`, `${bob.userId}.${secretOf(activation)}`,
      `${ada.userId}.${secretOf(activation)}`, `${ada.userId}.`, secretOf(reset), "", ".", "\u0000.\u0000",
      `${ada.userId}\u0000.${secretOf(reset)}`, `.${reset}`, "x".repeat(100_000)
    ]) {
      expect(await world.outcome(world.reset(secret(token)))).toBe("CodeRefused")
      expect(await world.outcome(world.finalise(secret(token)))).toBe("CodeRefused")
    }
    expect(await world.outcome(world.finalise(secret(reset)))).toBe("CodeRefused")
    expect(await world.outcome(world.reset(secret(activation)))).toBe("CodeRefused")
    expect([await world.enters(ada.mail, password), await world.enters(bob.mail, password)]).toEqual([true, true])
    expect(await world.outcome(world.reset(secret(reset)))).toBe("yes")
    expect(await world.outcome(world.finalise(secret(activation)))).toBe("yes")
  })

  it("SEC-25 of several links of a reset the newest works, and its use ends all of them", async () => {
    const world = await openWorld()
    const ada = await world.join("ada")
    const [first, second, third] = [await world.sent(ada.mail), await world.sent(ada.mail), await world.sent(ada.mail)]
    for (const old of [first, second]) expect(await world.outcome(world.reset(old))).toBe("CodeRefused")
    expect(await world.outcome(world.reset(third))).toBe("yes")
    for (const used of [first, second, third]) expect(await world.outcome(world.reset(used))).toBe("CodeRefused")
    expect([await world.enters(ada.mail, password), await world.enters(ada.mail, newPassword)]).toEqual([false, true])
  })

  it("SEC-32 a password that will not do uses nothing up", async () => {
    const world = await openWorld()
    const ada = await world.invite("ada")
    const link = await world.link(ada.mail)
    expect(await world.outcome(world.finalise(link, "short"))).toBe("PasswordTooWeak")
    const differing = { next: secret(password), again: secret(newPassword) }
    expect(await world.outcome(world.portal.finaliseUser(link, differing))).toBe("PasswordsDiffer")
    expect(await world.outcome(world.finalise(link))).toBe("yes")
    const reset = await world.sent(ada.mail)
    expect(await world.outcome(world.reset(reset, "short"))).toBe("PasswordTooWeak")
    expect(await world.outcome(world.reset(reset))).toBe("yes")
  })

  it("SEC-35 a password that will not do is told as such to anyone, and tells nothing of whose link", async () => {
    const world = await openWorld()
    const [ada, fresh, eve] = [await world.join("ada"), await world.invite("new"), await world.join("eve")]
    await world.run(world.order("SuspendUser", eve))
    const differing = { next: secret(password), again: secret(newPassword) }
    for (const id of [ada.userId, fresh.userId, eve.userId, "usr_ghost", "", "."]) {
      for (const use of [world.portal.finaliseUser, world.portal.resetPassword]) {
        const told = (chosen: typeof differing) => world.outcome(use(secret(`${id}.guess`), chosen))
        expect([await told(twice("short")), await told(differing), await told(twice(newPassword))])
          .toEqual(["PasswordTooWeak", "PasswordsDiffer", "CodeRefused"])
      }
    }
  })

  it("SEC-28 links are over at their instant, though nothing ever came by to clean up", async () => {
    const world = await openWorld()
    const [ada, bob] = [await world.join("ada"), await world.invite("bob")]
    const activation = await world.link(bob.mail)
    const reset = await world.sent(ada.mail)
    world.advance(3_600)
    expect(await world.outcome(world.reset(reset))).toBe("CodeRefused")
    const entered = await world.run(world.signIn(bob.mail, await world.code(bob.mail)))
    if (entered._tag !== "PasswordToChoose") throw new Error(entered._tag)
    world.advance(1_800)
    expect(await world.outcome(world.finalise(entered.ticket))).toBe("CodeRefused")
    world.advance(7 * 86_400 - 5_400)
    expect(await world.outcome(world.finalise(activation))).toBe("CodeRefused")
  })

  it("SEC-34 whoever is invited anew, or elsewhere, is so at once: what went out before opens nothing", async () => {
    const world = await openWorld()
    const ada = await world.invite("ada")
    const old = { link: await world.link(ada.mail), code: await world.code(ada.mail) }
    const isOver = async ({ link, code }: typeof old, mail: Somebody["mail"]) => {
      expect(await world.outcome(world.finalise(link))).toBe("CodeRefused")
      expect(await world.outcome(world.signIn(mail, code))).toBe("SignInRefused")
    }
    await world.run(world.edit(ada.userId, mailOf("right")))
    await isOver(old, mailOf("right"))
    const moved = { link: await world.link(mailOf("right")), code: await world.code(mailOf("right")) }
    await world.run(world.order("SendCodeAgain", { ...ada, enterprise: acme }))
    await isOver(moved, mailOf("right"))
    const entered = await world.run(world.signIn(mailOf("right"), await world.code(mailOf("right"))))
    if (entered._tag !== "PasswordToChoose") throw new Error(entered._tag)
    await world.run(world.order("SendCodeAgain", { ...ada, enterprise: acme }))
    expect(await world.outcome(world.finalise(entered.ticket))).toBe("CodeRefused")
    expect(await world.outcome(world.finalise(await world.link(mailOf("right"))))).toBe("yes")
  })

  it("SEC-34 USR-8 another address ends the links that went to the one before", async () => {
    const world = await openWorld()
    const ada = await world.join("ada")
    const stolen = await world.sent(ada.mail)
    await world.run(world.edit(ada.userId, mailOf("safe")))
    expect(await world.outcome(world.reset(stolen))).toBe("CodeRefused")
    await world.run(world.portal.requestReset(ada.mail, "there"))
    expect(await world.outcome(world.reset(await world.sent(mailOf("safe"))))).toBe("yes")
  })

  it("SEC-34 who signs up with somebody's address gets nothing: the mailed link sets the password", async () => {
    const world = await openWorld()
    await world.save(acme, { "freeSignUp.automatic": true })
    const person = { firstName: "Eve", lastName: "Doe", language: "en" as const, mail: mailOf("victim") }
    expect(await world.told(world.portal.signUp(acme, person, "eve"))).toBe(await world.told(Effect.void))
    expectAll(await world.guess(person.mail, 2), "SignInRefused")
    const link = await world.link(person.mail)
    await world.run(world.finalise(link))
    expect(await world.enters(person.mail, newPassword)).toBe(true)
  })
})

describe.each(storages)("another password on $name", ({ open, closeAll }) => {
  afterAll(closeAll)
  const openWorld = async () => {
    const world = await openPeople(await open())
    return { ...world, ...ways(world) }
  }

  it("SEC-27 ends every session, every challenge and every link, by whichever way it was chosen", async () => {
    const world = await openWorld()
    const ada = await world.join("ada")
    const before = async () => {
      const token = await world.enter(ada.mail)
      const { token: challenge } = await world.run(
        Effect.flatMap(world.as(token), (who) => world.portal.stepUp(who, secret(password))))
      const code = await world.code(ada.mail)
      return { token, challenge, code, link: await world.sent(ada.mail) }
    }
    const expectOver = async ({ token, challenge, code, link }: Awaited<ReturnType<typeof before>>) => {
      expect(await world.outcome(world.as(token))).toBe("NotSignedIn")
      expect(await world.outcome(world.portal.answerChallenge(challenge, secret(code)))).toBe("CodeRefused")
      expect(await world.outcome(world.reset(link))).toBe("CodeRefused")
    }
    const first = await before()
    await world.run(world.reset(await world.sent(ada.mail), password))
    await expectOver(first)
    const second = await before()
    await world.run(Effect.flatMap(world.as(second.token), ({ actor, user }) => user === undefined
      ? Effect.void
      : world.portal.changeUserPassword(actor, user.user, secret(password), twice(newPassword))))
    await expectOver(second)
  })

  it("SEC-27 chosen while somebody signs in with the old one: they are not in", async () => {
    const world = await openWorld()
    const ada = await world.join("ada")
    const link = await world.sent(ada.mail)
    world.watch.after.set("secrets.verify", world.reset(link))
    expect(await world.outcome(world.signIn(ada.mail))).toBe("SignInRefused")
    expect(await world.enters(ada.mail, newPassword)).toBe(true)
  })

  it("SEC-27 chosen while somebody answers a challenge of the old one: they are not in", async () => {
    const world = await openWorld()
    await world.save(acme, { "factors.forced": true })
    const ada = await world.join("ada")
    const challenge = await world.challenge(ada.mail)
    const [code, link] = [await world.code(ada.mail), await world.sent(ada.mail)]
    world.watch.after.set("throttle.attempt", world.reset(link))
    expect(await world.outcome(world.portal.answerChallenge(challenge, secret(code)))).toBe("CodeRefused")
  })
})
