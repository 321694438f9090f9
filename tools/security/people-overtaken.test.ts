/** Bugs that others have shipped, tried on what was begun, and overtaken: by another factor, or by being shut out. */
import { PhoneNumber, User } from "@intendant/core"
import * as Effect from "effect/Effect"
import { afterAll, describe, expect, it } from "vitest"
import {
  acme, mailOf, newPassword, openPeople, password, secret, type Somebody, twice, type World
} from "./people.ts"
import { storages } from "./storages.ts"

type Asked = Effect.Effect<unknown, unknown>
const [first, second] = [PhoneNumber.make("+33612345678"), PhoneNumber.make("+33687654321")]

/** What somebody does about themselves, having just given their password. */
const ownOf = async (world: World, { mail, userId }: Somebody) => {
  const { actor, user } = await world.run(world.as(await world.enter(mail)))
  if (user === undefined) throw new Error("not a user")
  return {
    setPhone: async (phone: PhoneNumber) => {
      await world.run(world.portal.sendPhoneCode(actor, user.user, phone))
      await world.run(world.portal.setPhone(actor, user.user, phone, secret(await world.code(phone))))
    },
    choose: (channel: User.Channel, twoFactor = true) =>
      world.run(world.portal.submitOwn(actor, User.ChooseFactor.make({ enterprise: acme, userId, channel, twoFactor })))
  }
}

describe.each(storages)("another factor on $name", ({ open, closeAll }) => {
  afterAll(closeAll)
  const patient = { codes: { seconds: 600, triesMax: 5, sendsMax: 20, sendsSeconds: 900 } }

  const changes: ReadonlyArray<readonly [string, (own: Awaited<ReturnType<typeof ownOf>>) => Promise<unknown>]> = [
    ["the telephone was changed", (own) => own.setPhone(second)],
    ["codes come by mail", (own) => own.choose("mail")]
  ]
  it.each(changes)("SEC-10 AUT-7 a code that went to the old telephone opens nothing once %s", async (_, change) => {
    const world = await openPeople(await open(), patient)
    const ada = await world.join("ada")
    const own = await ownOf(world, ada)
    await own.setPhone(first)
    await own.choose("sms")
    const challenge = await world.challenge(ada.mail)
    const stolen = secret(await world.code(first))
    await change(own)
    expect(await world.outcome(world.portal.answerChallenge(challenge, stolen))).toBe("CodeRefused")
  })

  it("SEC-10 AUT-7 nor does one that went to an address that is the user's no more", async () => {
    const world = await openPeople(await open(), patient)
    await world.save(acme, { "factors.forced": true })
    const ada = await world.join("ada")
    const challenge = await world.challenge(ada.mail)
    const stolen = secret(await world.code(ada.mail))
    world.watch.after.set("sessions.find", world.portal.submitUser({
      actor: world.operator, reason: "",
      command: User.EditUser.make({ enterprise: acme, userId: ada.userId, mail: mailOf("safe") })
    }))
    expect(await world.outcome(world.portal.answerChallenge(challenge, stolen))).toBe("CodeRefused")
  })
})

describe.each(storages)("revoked meanwhile on $name", ({ open, closeAll }) => {
  afterAll(closeAll)
  const enters = async (world: World, mail: Somebody["mail"], chosen: string) =>
    (await world.outcome(world.signIn(mail, chosen))) === "yes"

  it("SEC-27 everything is revoked while a link of a reset is used: no password is set with it", async () => {
    const world = await openPeople(await open())
    const ada = await world.join("ada")
    await world.run(world.portal.requestReset(ada.mail, "here"))
    const link = await world.link(ada.mail)
    world.watch.after.set("secrets.hash", world.order("RevokeAccess", ada))
    expect(await world.outcome(world.portal.resetPassword(link, twice(newPassword)))).toBe("CodeRefused")
    expect([await enters(world, ada.mail, newPassword), await enters(world, ada.mail, password)]).toEqual([false, true])
  })

  it("SEC-27 another password is chosen while somebody with the old one chooses theirs: the link's holds", async () => {
    const world = await openPeople(await open())
    const ada = await world.join("ada")
    const token = await world.enter(ada.mail)
    await world.run(world.portal.requestReset(ada.mail, "here"))
    const link = await world.link(ada.mail)
    const change: Asked = Effect.flatMap(world.as(token), ({ actor, user }) => user === undefined
      ? Effect.void
      : world.portal.changeUserPassword(actor, user.user, secret(password), twice("Stolen-horse-3")))
    world.watch.after.set("secrets.verify", world.portal.resetPassword(link, twice(newPassword)))
    expect(await world.outcome(change)).toBe("NotSignedIn")
    const chosen = ["Stolen-horse-3", newPassword]
    expect([await enters(world, ada.mail, "Stolen-horse-3"), await enters(world, ada.mail, newPassword)])
      .toEqual(chosen.map((one) => one === newPassword))
  })

  it("SEC-34 invited elsewhere while the link is used: whoever had it finishes nothing", async () => {
    const world = await openPeople(await open())
    const { userId, mail } = await world.invite("ada")
    const link = await world.link(mail)
    world.watch.after.set("secrets.hash", world.portal.submitUser({
      actor: world.operator, reason: "",
      command: User.EditUser.make({ enterprise: acme, userId, mail: mailOf("right") })
    }))
    expect(await world.outcome(world.portal.finaliseUser(link, twice(newPassword)))).toBe("CodeRefused")
    expect(await world.status({ userId, mail, enterprise: acme })).toBe("NotFinalised")
  })
})
