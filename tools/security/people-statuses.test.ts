/** Bugs that others have shipped, tried on the seven statuses: only who is active enters, whichever way is tried. */
import type { User } from "@intendant/core"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { afterAll, describe, expect, it } from "vitest"
import {
  acme, mailOf, newPassword, openPeople, other, password, secret, type Somebody, twice, type World
} from "./people.ts"
import { storages } from "./storages.ts"

type Asked = Effect.Effect<unknown, unknown>

/** Signs in with what is believed to be a password, and fails unless that opens a session. */
const entering = (world: World, mail: Somebody["mail"], tried: string): Asked =>
  Effect.flatMap(world.signIn(mail, tried), (entered): Asked =>
    entered._tag === "PasswordToChoose" ? Effect.fail(entered) : Effect.void)

/** Everything that somebody who was active can hold in their hands, and each way in that it opens. */
const keysOf = async (world: World, { userId, mail }: Somebody) => {
  const token = await world.enter(mail)
  const signedIn = await world.run(world.as(token))
  const { actor, owner } = signedIn
  const { token: api } = await world.run(world.portal.issueToken(actor, { owner, label: "api" }))
  const { token: challenge } = await world.run(world.portal.stepUp(signedIn, secret(password)))
  const code = secret(await world.code(mail))
  await world.run(world.portal.requestReset(mail, mail))
  const reset = await world.link(mail)
  const bearer = Redacted.value(api ?? secret(""))
  return {
    password: () => entering(world, mail, password),
    "a challenge": () => world.portal.answerChallenge(challenge, code),
    "a link of a reset": () => world.portal.resetPassword(reset, twice(newPassword)),
    "a link that was used": () => world.portal.finaliseUser(secret(`${userId}.used`), twice(newPassword)),
    "a step up": () => world.portal.stepUp(signedIn, secret(password)),
    "a step up anew": () => Effect.flatMap(world.as(token), (who) => world.portal.stepUp(who, secret(password))),
    session: () => world.as(token),
    "an API token": () => world.as(bearer)
  }
}
type Way = keyof Awaited<ReturnType<typeof keysOf>>

type Becoming = (world: World, who: Somebody) => Promise<unknown>
const becoming: Readonly<Record<"Locked" | "Suspended" | "Deleted", Becoming>> = {
  Locked: (world, { mail }) => world.guess(mail, 7),
  Suspended: (world, who) => world.run(world.order("SuspendUser", who)),
  Deleted: (world, who) => world.run(world.order("DeleteUser", who))
}
/** Being locked throws nobody out who is in: others guessed. */
const stays: Readonly<Record<string, ReadonlyArray<string>>> = { Locked: ["session", "an API token"] }
const outs = ["Locked", "Suspended", "Deleted"] as const

/** Statuses before a password was ever chosen. */
const newcomers: Readonly<Record<string, (world: World) => Promise<unknown>>> = {
  NotFinalised: (world) => world.invite("ada"),
  PendingApproval: async (world) => {
    await world.save(acme, { "freeSignUp.policy": "approval" })
    const person = { firstName: "Ada", lastName: "Doe", language: "en" as const, mail: mailOf("ada") }
    return world.run(world.portal.signUp(acme, person, "here"))
  },
  CreationBlocked: async (world) => {
    await world.join("ada", "user", other)
    return world.invite("ada")
  }
}

describe.each(storages)("the seven statuses on $name", ({ open, closeAll }) => {
  afterAll(closeAll)

  it("SEC-7 SEC-15 SEC-42 active: every way in opens, one after the other", async () => {
    const world = await openPeople(await open())
    const ways: ReadonlyArray<Way> = [
      "session", "an API token", "password", "a step up", "a step up anew", "a challenge", "a link of a reset"
    ]
    const keys = await keysOf(world, await world.join("ada"))
    for (const way of ways) expect([way, await world.outcome(keys[way]())]).toEqual([way, "yes"])
    expect(await world.outcome(keys["a link that was used"]())).toBe("CodeRefused")
  })

  it.each(outs)("SEC-7 SEC-15 SEC-42 USR-5 USR-7 %s: no way in opens that was prepared before", async (status) => {
    const world = await openPeople(await open())
    const ada = await world.join("ada")
    const keys = await keysOf(world, ada)
    await becoming[status](world, ada)
    expect(await world.status(ada)).toBe(status)
    const opened = await Promise.all(Object.entries(keys).map(async ([way, asked]) =>
      (await world.outcome(asked())) === "yes" ? [way] : []))
    expect(opened.flat()).toEqual(stays[status] ?? [])
    expect(await world.outcome(keys.password())).toBe(status === "Locked" ? "SignInLocked" : "SignInRefused")
    expect(await world.status(ada)).toBe(status)
  })

  it.each(outs)("SEC-7 %s and back again: nothing of before works but what a lock leaves", async (status) => {
    const world = await openPeople(await open())
    const ada = await world.join("ada")
    const keys = await keysOf(world, ada)
    await becoming[status](world, ada)
    await world.run(world.order(status === "Deleted" ? "RecallUser" : "ReactivateUser", ada))
    expect(await world.status(ada)).toBe("Active")
    const closed = [
      "a challenge", "a link of a reset", "a link that was used",
      ...(status === "Locked" ? [] : ["session", "an API token", "a step up anew"])
    ]
    for (const [way, asked] of Object.entries(keys)) {
      if (closed.includes(way)) expect([way, await world.outcome(asked())]).not.toEqual([way, "yes"])
    }
    expect(await world.outcome(keys.password())).toBe("yes")
  })

  it.each(["Suspended", "Deleted"] as const)(
    "SEC-7 %s while it is under way: nobody enters, and no password is set",
    async (status) => {
      const world = await openPeople(await open())
      const during: Readonly<Partial<Record<Way, string>>> = {
        password: "secrets.verify", "a step up anew": "secrets.verify", "a challenge": "oneTime.redeem",
        "a link of a reset": "oneTime.redeem"
      }
      for (const [index, [way, call]] of Object.entries(during).entries()) {
        const ada = await world.join(`ada${index}`)
        const keys: Readonly<Record<string, () => Asked>> = await keysOf(world, ada)
        world.watch.after.set(call, world.order(status === "Deleted" ? "DeleteUser" : "SuspendUser", ada))
        expect([way, await world.outcome(keys[way]?.() ?? Effect.void)]).not.toEqual([way, "yes"])
        expect(world.watch.after.size).toBe(0)
        expect(await world.status(ada)).toBe(status)
        await world.run(world.order(status === "Deleted" ? "RecallUser" : "ReactivateUser", ada))
        expect([way, await world.outcome(world.signIn(ada.mail))]).toEqual([way, "yes"])
      }
    }
  )

  it("SEC-7 deleted while the account is finished: it is not finished, and the password is nobody's", async () => {
    const world = await openPeople(await open())
    const { userId, mail } = await world.invite("ada")
    const ada = { userId, mail, enterprise: acme }
    const link = await world.link(mail)
    world.watch.after.set("oneTime.redeem", world.order("DeleteUser", ada))
    expect(await world.outcome(world.portal.finaliseUser(link, twice(password)))).toBe("WrongStatus")
    await world.run(world.order("RecallUser", ada))
    expect(await world.status(ada)).toBe("NotFinalised")
    expect(await world.outcome(world.signIn(mail))).toBe("SignInRefused")
    expect(await world.outcome(world.portal.finaliseUser(link, twice(password)))).toBe("CodeRefused")
  })

  const begun = Object.keys(newcomers)
  it.each(begun)("SEC-7 SEC-42 USR-4 %s: no password opens it, and no link is sent to it", async (status) => {
    const world = await openPeople(await open())
    await newcomers[status]?.(world)
    const people = await world.run(world.portal.users(world.operator, {
      enterprise: acme, statuses: [], sort: "status", descending: false
    }, { limit: 10 }))
    expect(people.items.map(({ user }) => user._tag)).toEqual([status])
    const mine = (mail: string) => world.post.letters.filter(({ to, text }) => to === mail && text.includes("/reset#"))
    const { userId, mail } = knownOf(people.items)
    await world.run(world.portal.requestReset(mail, "here"))
    await world.deliver()
    expect(mine(mail).length).toBe(status === "CreationBlocked" ? 1 : 0)
    const expected = status === "CreationBlocked" ? "yes" : "SignInRefused"
    expect(await world.outcome(entering(world, mail, password))).toBe(expected)
    for (const asked of [world.portal.resetPassword, world.portal.finaliseUser]) {
      expect(await world.outcome(asked(secret(`${userId}.guess`), twice(newPassword)))).toBe("CodeRefused")
    }
  })
})

const knownOf = (items: ReadonlyArray<{ readonly user: User.User }>) => {
  const user = items[0]?.user
  if (user === undefined || !("mail" in user)) throw new Error("nobody is there")
  return user
}
