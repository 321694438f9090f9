/** Bugs that others have shipped, tried on how people sign in: counting, locking, comparing, one space of addresses. */
import { MailAddress, type User } from "@intendant/core"
import * as Effect from "effect/Effect"
import { afterAll, describe, expect, it } from "vitest"
import {
  acme, commons, expectAll, mailOf, many, newPassword, openPeople, other, password, secret, twice, type World
} from "./people.ts"
import { storages } from "./storages.ts"

const tally = (outcomes: ReadonlyArray<string>) =>
  Object.fromEntries([...new Set(outcomes)].map((tag) => [tag, outcomes.filter((one) => one === tag).length]))

const inTurn = async <Value>(times: number, step: (index: number) => Promise<Value>): Promise<ReadonlyArray<Value>> => {
  const [found, indexes]: [Array<Value>, ReadonlyArray<number>] = [[], many(times)]
  for (const index of indexes) found.push(await step(index))
  return found
}

describe.each(storages)("people's passwords on $name", ({ open, closeAll }) => {
  afterAll(closeAll)

  it("SEC-1 SEC-2 AUT-2 of 200 wrong passwords at once 6 are compared, and the account ends locked", async () => {
    const world = await openPeople(await open())
    const ada = await world.join("ada")
    const before = world.calls("secrets.verify")
    expect(tally(await world.guess(ada.mail, 200))).toEqual({ SignInRefused: 6, SignInLocked: 194 })
    expect(world.calls("secrets.verify") - before).toBe(6)
    expect(await world.status(ada)).toBe("Locked")
    expect(await world.outcome(world.signIn(ada.mail))).toBe("SignInLocked")
  })

  it("SEC-2 two processes on one storage compare no more than one does, and a lock holds in both", async () => {
    const world = await openPeople(await open())
    const ada = await world.join("ada")
    const outcomes = await Promise.all(many(100).map((index) =>
      world.outcome((index % 2 === 0 ? world.portal : world.beside).signInUser(ada.mail, secret(`wrong ${index}`)))))
    expect(tally(outcomes)).toEqual({ SignInRefused: 6, SignInLocked: 94 })
    expect(await world.status(ada)).toBe("Locked")
    expect(await world.outcome(world.beside.signInUser(ada.mail, secret(password)))).toBe("SignInLocked")
  })

  it("SEC-6 USR-5 a lock ends no live session; a manager opens it, and support opens the last admin's", async () => {
    const world = await openPeople(await open())
    const [ada, max] = [await world.join("ada"), await world.join("max", "manager")]
    const root = await world.join("root", "admin")
    const manager = await world.backOffice(max.mail)
    const live = { ada: await world.enter(ada.mail), root: await world.enter(root.mail) }
    for (const { mail } of [ada, root]) await world.guess(mail, 7)
    expect([await world.status(ada), await world.status(root)]).toEqual(["Locked", "Locked"])
    for (const token of Object.values(live)) expect(await world.outcome(world.as(token))).toBe("yes")
    const reactivate = (actor: typeof manager.actor, userId: User.UserId) =>
      world.outcome(world.portal.submitUser({
        actor, command: { _tag: "ReactivateUser", enterprise: acme, userId }, reason: ""
      }))
    expect(await reactivate(manager.actor, ada.userId)).toBe("yes")
    expect(await reactivate(manager.actor, root.userId)).toBe("NotPermitted")
    expect(await reactivate(world.portal.roleDesk("support").actor, root.userId)).toBe("yes")
    for (const { mail } of [ada, root]) expect(await world.outcome(world.signIn(mail))).toBe("yes")
  })

  it("SEC-9 five wrong passwords, a right one, five wrong ones: not locked", async () => {
    const world = await openPeople(await open())
    const ada = await world.join("ada")
    for (const _round of many(2)) {
      expectAll(await world.guess(ada.mail, 5), "SignInRefused")
      expect(await world.outcome(world.signIn(ada.mail))).toBe("yes")
    }
  })

  it("SEC-9 SEC-11 to let somebody in who is not out forgets no guesses: nobody is guessed at for ever", async () => {
    const world = await openPeople(await open())
    const ada = await world.join("ada")
    expectAll(await world.guess(ada.mail, 5), "SignInRefused")
    await world.run(Effect.ignore(world.order("ReactivateUser", ada)))
    await world.guess(ada.mail, 1)
    expect(await world.status(ada)).toBe("Locked")
  })

  it("SEC-9 what a stranger guessed before the account was finished does not lock who finishes it", async () => {
    const world = await openPeople(await open())
    const { mail } = await world.invite("ada")
    await world.guess(mail, 7)
    await world.run(world.portal.finaliseUser(await world.link(mail), twice(password)))
    expectAll(await world.guess(mail, 5), "SignInRefused")
    expect(await world.outcome(world.signIn(mail))).toBe("yes")
  })

  it("SEC-9 five wrong codes of an invitation, the right one, five wrong passwords: not locked", async () => {
    const codes = { seconds: 600, triesMax: 9, sendsMax: 5, sendsSeconds: 900 }
    const world = await openPeople(await open(), { codes })
    const { mail } = await world.invite("ada")
    const code = await world.code(mail)
    expectAll(await world.guess(mail, 5), "SignInRefused")
    const entered = await world.run(world.signIn(mail, code))
    if (entered._tag !== "PasswordToChoose") throw new Error(entered._tag)
    await world.run(world.portal.finaliseUser(entered.ticket, twice(password)))
    expectAll(await world.guess(mail, 5), "SignInRefused")
    expect(await world.outcome(world.signIn(mail))).toBe("yes")
  })

  it("SEC-6 AUT-2 where a portal forgets by itself, a lock ends when it says, and links work", async () => {
    const release = { _tag: "AfterSeconds" as const, seconds: 60 }
    const lockout = { maxFailures: 5, trip: "onExceeding" as const, release }
    const world = await openPeople(await open(), { lockout })
    const ada = await world.join("ada")
    expect(tally(await world.guess(ada.mail, 20))).toEqual({ SignInRefused: 6, SignInLocked: 14 })
    expect(await world.told(world.signIn(ada.mail))).toContain("2026-06-01T10:01:00.000Z")
    await world.run(world.portal.requestReset(ada.mail, "here"))
    const link = await world.link(ada.mail)
    await world.guess(ada.mail, 3)
    world.advance(60)
    expect(await world.outcome(world.signIn(ada.mail))).toBe("yes")
    expect(await world.outcome(world.portal.resetPassword(link, twice(newPassword)))).toBe("yes")
  })

  it("SEC-3 every way to guess a password has the same count: signing in, stepping up, changing it", async () => {
    const world = await openPeople(await open())
    const ada = await world.join("ada")
    const token = await world.enter(ada.mail)
    const { portal } = world
    const stepUp = () => world.outcome(Effect.flatMap(world.as(token), (who) => portal.stepUp(who, secret("wrong"))))
    const change = () => world.outcome(Effect.flatMap(world.as(token), ({ actor, user }) => user === undefined
      ? Effect.void
      : portal.changeUserPassword(actor, user.user, secret("wrong"), twice(newPassword))))
    expectAll(await world.guess(ada.mail, 2), "SignInRefused")
    expectAll(await inTurn(2, stepUp), "WrongPassword")
    expectAll(await inTurn(2, change), "WrongPassword")
    expect(await world.status(ada)).toBe("Locked")
    expect(await change()).toBe("SignInLocked")
    expect(await world.outcome(world.signIn(ada.mail))).toBe("SignInLocked")
  })

  it("SEC-35 a known and an unknown address get the same answers, however often they are tried", async () => {
    const world = await openPeople(await open())
    const [ada, eve] = [await world.join("ada"), await world.join("eve")]
    await world.run(world.order("SuspendUser", eve))
    await world.invite("new")
    const told = (name: string) => inTurn(8, (index) => world.told(world.signIn(mailOf(name), `wrong ${index}`)))
    const unknown = await told("nobody")
    expect(new Set(unknown).size).toBe(2)
    for (const name of ["ada", "eve", "new"]) expect(await told(name)).toEqual(unknown)
    expect(await world.status(ada)).toBe("Locked")
  })

  it("SEC-36 whoever the address belongs to, one password is hashed, and none for what is only sent", async () => {
    const world = await openPeople(await open())
    const [, eve, out] = [await world.join("ada"), await world.join("eve"), await world.join("out")]
    await world.run(world.order("SuspendUser", eve))
    await world.run(world.order("DeleteUser", out))
    await world.invite("new")
    const hashed = async (asked: Effect.Effect<unknown, unknown>) => {
      const count = () => world.calls("secrets.verify") + world.calls("secrets.hash")
      const before = count()
      await world.outcome(asked)
      return count() - before
    }
    for (const name of ["nobody", "ada", "eve", "out", "new"]) {
      const signIn = await hashed(world.signIn(mailOf(name), "wrong"))
      expect([name, signIn, await hashed(world.portal.requestReset(mailOf(name), name))]).toEqual([name, 1, 0])
    }
  })

  it("SEC-36 SEC-35 and as much is asked of every port, so that no answer takes longer than another", async () => {
    const world = await openPeople(await open())
    const [, eve] = [await world.join("ada"), await world.join("eve")]
    await world.run(world.order("SuspendUser", eve))
    await world.invite("new")
    const counted = () => ["records.load", "oneTime.issue", "oneTime.redeem", "throttle.attempt"].map(world.calls)
      .concat(world.calls("records.commit") + world.calls("records.note"))
    const asked = async (asking: Effect.Effect<unknown, unknown>) => {
      const before = counted()
      await world.outcome(asking)
      return counted().map((count, index) => count - (before[index] ?? 0))
    }
    const costs = (name: string) => inTurn(3, async (index) => {
      if (index === 2) await world.guess(mailOf(name), 7)
      return asked(index === 0 ? world.portal.requestReset(mailOf(name), name) : world.signIn(mailOf(name), "wrong"))
    })
    const unknown = await costs("nobody")
    expect(unknown).toEqual([[3, 1, 0, 2, 1], [3, 0, 1, 1, 0], [2, 0, 0, 1, 0]])
    for (const name of ["ada", "eve", "new"]) expect([name, await costs(name)]).toEqual([name, unknown])
  })

  it("SEC-61 every character of a password counts: the 73rd byte, the 1,000th, and those of four bytes", async () => {
    const world = await openPeople(await open())
    const passwords = [`Aa1${"x".repeat(69)}y`, `Aa1${"x".repeat(996)}y`, `Aa1${"\u{1F40E}".repeat(20)}y`]
    for (const [index, right] of passwords.entries()) {
      const { mail } = await world.invite(`user${index}`)
      await world.run(world.portal.finaliseUser(await world.link(mail), twice(right)))
      for (const wrong of [right.slice(0, -1), `${right.slice(0, -1)}z`, `${right}y`]) {
        expect(await world.outcome(world.signIn(mail, wrong))).toBe("SignInRefused")
      }
      expect(await world.outcome(world.signIn(mail, right))).toBe("yes")
    }
  })
})

const asOwn = async (world: World, token: string) => {
  const { actor, user } = await world.run(world.as(token))
  if (user === undefined) throw new Error("not a user")
  return { actor, user: user.user }
}

describe.each(storages)("people's addresses on $name", ({ open, closeAll }) => {
  afterAll(closeAll)

  const withSecondary = async (world: World) => {
    await world.save(acme, { "secondaryMail.allowed": true })
    const ada = await world.join("ada")
    const { actor, user } = await asOwn(world, await world.enter(ada.mail))
    const set = async (mail: MailAddress) => {
      await world.run(world.portal.sendMailCode(actor, user, mail))
      return world.outcome(world.portal.setSecondaryMail(actor, user, mail, secret(await world.code(mail))))
    }
    return { ada, set }
  }
  const create = (world: World, enterprise: typeof acme, mail: MailAddress) =>
    world.outcome(Effect.map(
      world.portal.createUser(world.operator, {
        enterprise, mail, role: "user", firstName: "Mike", lastName: "Doe", language: "en"
      }, ""),
      () => undefined))

  it("SEC-8 SEC-54 USR-1 main and secondary addresses are one space, however they are written", async () => {
    const world = await openPeople(await open())
    const { ada, set } = await withSecondary(world)
    await world.join("bob")
    const home = MailAddress.make("Home@acme.example")
    expect(await set(mailOf("bob"))).toBe("MailTaken")
    expect(await set(home)).toBe("yes")
    for (const mail of [home, MailAddress.make("hOME@acme.example"), ada.mail, mailOf("ADA")]) {
      expect(await create(world, acme, mail)).toBe("MailTaken")
    }
    expect(await world.outcome(world.signIn(home))).toBe("yes")
  })

  it("SEC-8 USR-7 who is called back gets no address again that another has by now", async () => {
    const world = await openPeople(await open())
    const { ada, set } = await withSecondary(world)
    await set(mailOf("home"))
    await world.run(world.order("DeleteUser", ada))
    const home = await world.join("home", "user", other)
    expect(await world.outcome(world.order("RecallUser", ada))).toBe("yes")
    const { user } = await world.run(world.as(await world.enter(home.mail)))
    expect(user?.user.userId).toBe(home.userId)
    expect(await world.outcome(world.signIn(ada.mail))).toBe("yes")
  })

  it("SEC-22 an address that only looks like another is another, and a reset goes to the one kept", async () => {
    const world = await openPeople(await open())
    const mike = await world.join("mike")
    const lookalikes = ["m\u0131ke", "mik\u0435", "m\u00eeke"].map(mailOf)
    for (const [index, mail] of lookalikes.entries()) {
      await world.run(world.portal.requestReset(mail, `from ${index}`))
      expect(await world.outcome(world.signIn(mail))).toBe("SignInRefused")
    }
    await world.deliver()
    const before = world.post.letters.length
    await world.run(world.portal.requestReset(mailOf("MIKE"), "here"))
    await world.deliver()
    expect(world.post.letters.slice(before).map(({ to }) => to)).toEqual([mike.mail])
    expect(await create(world, acme, lookalikes[0] ?? mike.mail)).toBe("yes")
  })

  it("SEC-8 USR-1 of 20 who are given one address at once one holds it, and the others wait for it", async () => {
    const world = await openPeople(await open())
    const mail = mailOf("ada")
    const enterprises = many(20).map((index) => index % 2 === 0 ? acme : other)
    await Promise.all(enterprises.map((enterprise) => create(world, enterprise, mail)))
    const standing = (enterprise: typeof acme) => world.run(world.portal.usersByStatus(world.operator, enterprise))
    const [own, others] = [await standing(acme), await standing(other)]
    expect(own.NotFinalised + others.NotFinalised).toBe(1)
    expect((own.NotFinalised === 1 ? own : others).CreationBlocked).toBeLessThanOrEqual(9)
    expect(await create(world, commons, mail)).toBe("yes")
    expect((await standing(commons)).CreationBlocked).toBe(1)
  })
})
