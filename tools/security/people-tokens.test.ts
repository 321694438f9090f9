/** Bugs that others have shipped, tried on what tokens say, on what their use writes, and on what is counted down. */
import { User } from "@intendant/core"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { afterAll, describe, expect, it } from "vitest"
import { acme, expectAll, many, openPeople, other, password, secret, type Somebody, twice } from "./people.ts"
import { storages } from "./storages.ts"

describe.each(storages)("tokens on $name", ({ open, closeAll }) => {
  afterAll(closeAll)

  it("SEC-29 an invitation says nothing of its own: whose account it opens, and where, is what was kept", async () => {
    const world = await openPeople(await open())
    const invited = [await world.invite("ann"), await world.invite("ben", "user", other)]
    const linkOf = async (index: number) => Redacted.value(await world.link(invited[index]?.mail ?? ""))
    const [first, second] = [await linkOf(0), await linkOf(1)]
    const [ann, annsSecret = ""] = first.split(".")
    const [ben, bensSecret = ""] = second.split(".")
    const read = [annsSecret, bensSecret].map((one) => String(Buffer.from(one, "base64url")))
    for (const text of [first, second, ...read]) {
      for (const told of ["acme", "other", ...invited.map(({ mail }) => mail)]) expect(text).not.toContain(told)
    }
    for (const forged of [`${ann}.${bensSecret}`, `${ben}.${annsSecret}`]) {
      expect(await world.outcome(world.portal.finaliseUser(secret(forged), twice(password)))).toBe("CodeRefused")
    }
    for (const link of [first, second]) await world.run(world.portal.finaliseUser(secret(link), twice(password)))
    const entered = await Promise.all(invited.map(async ({ mail }) => world.run(world.as(await world.enter(mail)))))
    expect(entered.map(({ user }) => user?.user)).toMatchObject([
      { userId: ann, enterprise: acme, mail: "ann@acme.example" },
      { userId: ben, enterprise: other, mail: "ben@acme.example" }
    ])
  })

  it("SEC-47 AUT-5 a token revoked during 1,000 uses of it stays revoked: a use writes nothing", async () => {
    const world = await openPeople(await open())
    const ada = await world.join("ada")
    const { actor, owner } = await world.run(world.as(await world.enter(ada.mail)))
    const { token = secret(""), tokenId } = await world.run(world.portal.issueToken(actor, { owner, label: "mine" }))
    const uses = (times: number) => Promise.all(many(times).map(() => world.outcome(world.as(Redacted.value(token)))))
    const before = await world.storage.dump()
    expectAll(await uses(20), "yes")
    expect(await world.storage.dump()).toBe(before)
    const [early, , late] = await Promise.all([
      uses(500), world.run(world.portal.revokeToken(actor, owner, tokenId)), uses(500)
    ])
    for (const outcome of [...early, ...late]) expect(["yes", "NotSignedIn"]).toContain(outcome)
    expectAll(await uses(20), "NotSignedIn")
  })

  it("SEC-7 AUT-5 who is locked goes on in their session, and makes no token in it, also meanwhile", async () => {
    const world = await openPeople(await open())
    const lock = (mail: Somebody["mail"]) => Effect.promise(() => world.guess(mail, 7))
    for (const [name, when] of [["ada", "before"], ["bob", "meanwhile"]] as const) {
      const { mail } = await world.join(name)
      const token = await world.enter(mail)
      const { actor, owner } = await world.run(world.as(token))
      if (when === "before") await world.run(lock(mail))
      else world.watch.after.set("records.load", Effect.sync(() => {
        world.watch.after.set("records.load", lock(mail))
      }))
      expect(await world.outcome(world.portal.issueToken(actor, { owner, label: "mine" }))).toBe("WrongStatus")
      expect(world.watch.after.size).toBe(0)
      expect(await world.outcome(world.as(token))).toBe("yes")
    }
  })

  it("SEC-19 AUT-4 nobody gives a password with a token: what asks for one is never done with it", async () => {
    const world = await openPeople(await open())
    const { mail, userId } = await world.join("ada")
    const { actor, owner } = await world.run(world.as(await world.enter(mail)))
    const { token = secret("") } = await world.run(world.portal.issueToken(actor, { owner, label: "mine" }))
    const { actor: script, user } = await world.run(world.as(Redacted.value(token)))
    if (user === undefined) throw new Error("not a user")
    const command = User.ChooseFactor.make({ enterprise: acme, userId, channel: "mail", twoFactor: true })
    const asked: ReadonlyArray<Effect.Effect<unknown, unknown>> = [
      world.portal.offerAuthenticator(script, user.user), world.portal.submitOwn(script, command),
      world.portal.enrolAuthenticator(script, user.user, secret("000000")),
      world.portal.setPhone(script, user.user, null, secret("")),
      world.portal.setSecondaryMail(script, user.user, null, secret(""))
    ]
    for (const one of asked) {
      expect(await world.run(Effect.flip(one))).toMatchObject({ _tag: "StepUpNeeded", rule: "AUT-4" })
    }
  })

  it("SEC-48 AUT-7 what may be done five times is done five times, of 100 at once, and nothing is owed or saved up",
    async () => {
      const world = await openPeople(await open())
      const ada = await world.join("ada")
      for (const round of many(3)) {
        const asked = many(100).map((index) => world.portal.requestReset(ada.mail, `caller ${round} ${index}`))
        const outcomes = await Promise.all(asked.map((one) => world.outcome(one)))
        expect(outcomes.filter((outcome) => outcome === "yes").length).toBe(5)
        world.advance(900)
      }
    })
})
