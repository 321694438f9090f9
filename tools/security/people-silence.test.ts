/** Bugs that others have shipped, tried on what is told to whom: enumeration, canaries, floods, ports that are away. */
import { type Actor, PhoneNumber, type User } from "@intendant/core"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { createHash } from "node:crypto"
import { afterAll, describe, expect, it } from "vitest"
import {
  acme, expectAll, mailOf, many, newPassword, openPeople, other, password, secret, twice, type World
} from "./people.ts"
import { storages } from "./storages.ts"

const phone = PhoneNumber.make("+33698765432")
const lettersTo = (world: World, mail: string) => world.post.letters.filter(({ to }) => to === mail)

describe.each(storages)("what strangers learn on $name", ({ open, closeAll }) => {
  afterAll(closeAll)

  it("SEC-35 a reset is answered alike for the known, the unknown, the shut out and the unfinished", async () => {
    const world = await openPeople(await open())
    const [ada, eve] = [await world.join("ada"), await world.join("eve")]
    await world.run(world.order("SuspendUser", eve))
    await world.invite("new")
    const told = await Promise.all(["ada", "eve", "new", "nobody"].map(async (name) =>
      Promise.all(many(7).map((index) => world.told(world.portal.requestReset(mailOf(name), `${name} ${index}`))))))
    const sorted = told.map((answers) => answers.toSorted())
    for (const answers of sorted) expect(answers).toEqual(sorted[0])
    await world.deliver()
    const resets = world.post.letters.filter(({ text }) => text.includes("/reset#"))
    expect(new Set(resets.map(({ to }) => to))).toEqual(new Set([ada.mail]))
  })

  it("SEC-35 somebody shut out, or moved, while a reset is asked for them: the answer is the same", async () => {
    const world = await openPeople(await open())
    const [ada, bob] = [await world.join("ada"), await world.join("bob")]
    const blocked = await world.invite("bob", "user", other)
    const meanwhile: ReadonlyArray<readonly [typeof ada, Effect.Effect<unknown, unknown>]> = [
      [ada, world.order("SuspendUser", ada)],
      [bob, world.portal.attachUser(world.operator, other, blocked.userId, "")]
    ]
    for (const [{ mail }, event] of meanwhile) {
      world.watch.after.set("throttle.attempt", Effect.sync(() => {
        world.watch.after.set("records.load", Effect.sync(() => {
          world.watch.after.set("records.load", event)
        }))
      }))
      expect(await world.outcome(world.portal.requestReset(mail, "here"))).toBe("yes")
      expect(world.watch.after.size).toBe(0)
    }
    expect(await world.status(ada)).toBe("Suspended")
    expect(await world.status({ ...bob, enterprise: other })).toBe("Active")
  })

  const ways = ["automatic", "full", "approval", "forbidden"]
  it.each(ways)("SEC-35 USR-11 sign-ups that are %s: known and unknown addresses are told alike", async (how) => {
    const world = await openPeople(await open())
    const isAutomatic = how === "automatic" || how === "full"
    await world.save(acme, isAutomatic ? { "freeSignUp.automatic": true } : { "freeSignUp.policy": how })
    const [ada] = [await world.join("ada"), await world.join("bob", "user", other)]
    if (how === "full") await world.seats(acme, 1)
    const person = { firstName: "Eve", lastName: "Doe", language: "en" as const }
    const told = (name: string) => world.told(world.portal.signUp(acme, { ...person, mail: mailOf(name) }, name))
    const unknown = await told("nobody")
    expect([await told("ada"), await told("bob")]).toEqual([unknown, unknown])
    await world.deliver()
    expect(lettersTo(world, ada.mail).at(-1)?.text).not.toMatch(/Eve|Doe/)
  })

  it("SEC-63 SEC-64 AUT-7 of 5,000 requests for one person, and of 5,000 by one caller, 5 are heard", async () => {
    const world = await openPeople(await open())
    const [ada] = [await world.join("ada"), await world.join("bob")]
    await world.deliver()
    const before = world.post.letters.length
    const flood = async (asked: (index: number) => Effect.Effect<unknown, unknown>) => {
      const outcomes: Array<string> = []
      for (const round of many(50)) {
        outcomes.push(...await Promise.all(many(100).map((index) => world.outcome(asked(round * 100 + index)))))
      }
      expect(outcomes.filter((one) => one === "yes").length).toBe(5)
    }
    await flood((index) => world.portal.requestReset(index % 2 === 0 ? ada.mail : mailOf("ADA"), `caller ${index}`))
    await flood((index) => world.portal.requestReset(mailOf(`user${index}`), "one caller"))
    await world.deliver()
    expect(world.post.letters.length - before).toBe(5)
    world.advance(900)
    expect(await world.outcome(world.portal.requestReset(ada.mail, "one caller"))).toBe("yes")
  })

  it("SEC-64 codes that prove a telephone or an address are limited by whom they go to, whoever asks", async () => {
    const world = await openPeople(await open())
    await world.save(acme, { "secondaryMail.allowed": true })
    const people = [
      await world.join("ada"), await world.join("bob"), await world.join("eve"), await world.join("max")
    ]
    const flood = async (asked: (actor: Actor, user: User.Known) => Effect.Effect<unknown, unknown>) => {
      const outcomes = await Promise.all(people.map(async ({ mail }) => {
        const { actor, user } = await world.run(world.as(await world.enter(mail)))
        return user === undefined ? [] : Promise.all(many(2).map(() => world.outcome(asked(actor, user.user))))
      }))
      expect(outcomes.flat().toSorted()).toEqual([...many(3).map(() => "TooManyMessages"), ...many(5).map(() => "yes")])
    }
    await flood((actor, user) => world.portal.sendPhoneCode(actor, user, phone))
    await flood((actor, user) => world.portal.sendMailCode(actor, user, mailOf("victim")))
  })

  it("SEC-64 codes are limited in sends too: to step up and to prove a telephone, all together", async () => {
    const world = await openPeople(await open())
    const ada = await world.join("ada")
    const token = await world.enter(ada.mail)
    const { actor, user } = await world.run(world.as(token))
    if (user === undefined) throw new Error("not a user")
    const outcomes = await Promise.all(many(20).map((index) => world.outcome(index % 2 === 0
      ? world.portal.sendPhoneCode(actor, user.user, phone)
      : Effect.flatMap(world.as(token), (who) => world.portal.stepUp(who, secret(password))))))
    expect(outcomes.filter((one) => one === "yes").length).toBe(5)
    expect(new Set(outcomes)).toEqual(new Set(["yes", "TooManyMessages"]))
  })
})

describe.each(storages)("canaries on $name", ({ open, closeAll }) => {
  afterAll(closeAll)

  /** A life with everything in it that is secret; what was secret, and every answer that was given. */
  const lived = async (world: World) => {
    const ada = await world.invite("canary-ada", "admin")
    const [code, link] = [await world.code(ada.mail), await world.link(ada.mail)]
    const ticket = await world.run(world.signIn(ada.mail, code))
    await world.run(world.portal.finaliseUser(link, twice(password)))
    const session = await world.enter(ada.mail)
    const { token: challenge } = await world.run(
      Effect.flatMap(world.as(session), (who) => world.portal.stepUp(who, secret(password))))
    const stepUpCode = await world.code(ada.mail)
    const { token: risen } = await world.run(world.portal.answerChallenge(challenge, secret(stepUpCode)))
    const { actor, owner, user } = await world.run(world.as(Redacted.value(risen)))
    const { token: api = secret("") } = await world.run(world.portal.issueToken(actor, { owner, label: "mine" }, "key"))
    if (user === undefined) throw new Error("not a user")
    await world.run(world.portal.sendPhoneCode(actor, user.user, phone))
    const phoneCode = await world.code(phone)
    await world.run(world.portal.setPhone(actor, user.user, phone, secret(phoneCode)))
    await world.run(world.portal.requestReset(ada.mail, "canary-caller"))
    const reset = await world.link(ada.mail)
    await world.guess(ada.mail, 2)
    await world.outcome(world.portal.resetPassword(secret(`${ada.userId}.canary-wrong`), twice("Canary-wrong-1")))
    const query = { enterprise: acme, statuses: [], sort: "status", descending: false } as const
    const answers = await Promise.all([
      world.portal.user(actor, acme, ada.userId), world.portal.users(actor, query, { limit: 9 }),
      world.portal.contract(actor, acme), world.portal.issueToken(actor, { owner, label: "mine" }, "key"),
      world.signIn(ada.mail, "wrong"), world.portal.createUser(actor, { ...ada, role: "user" }, ""),
      world.portal.resetPassword(reset, twice(newPassword))
    ].map((one: Effect.Effect<unknown, unknown>) => world.told(one)))
    const bob = await world.invite("canary-bob")
    const open = { code: await world.code(bob.mail), link: Redacted.value(await world.link(bob.mail)) }
    const long = [link, reset, api].map((one) => Redacted.value(one))
    const halves = long.flatMap((one) => [one, one.split(".")[1] ?? one])
    const codes = [code, stepUpCode, phoneCode, open.code]
    const secrets = [
      ...codes, ...codes.map((one) => createHash("sha256").update(one).digest("hex")),
      open.link, session, Redacted.value(challenge), Redacted.value(risen), password, newPassword, "wrong 0",
      "canary-wrong", "Canary-wrong-1", ...halves,
      ...("ticket" in ticket ? [Redacted.value(ticket.ticket)] : [])
    ]
    return { secrets, answers, personal: [ada.mail, phone, "canary"] }
  }

  it("SEC-31 SEC-56 no password, link, ticket, token or code is kept, told again or logged", async () => {
    const storage = await open()
    const world = await openPeople(storage)
    const { secrets, answers } = await lived(world)
    const kept = await storage.dump()
    expect(kept).toContain("canary-ada")
    for (const found of secrets) {
      expect(found.length).toBeGreaterThan(6)
      expect(kept).not.toContain(found)
      expect(answers.join("\n")).not.toContain(found)
      expect(world.logs.join("\n")).not.toContain(found)
    }
  })

  it("SEC-56 no address, name or telephone is logged, nor when letters are refused and storages are away", async () => {
    const world = await openPeople(await open())
    const { personal, secrets } = await lived(world)
    world.post.delivery = { _tag: "Refused", reason: "no such mailbox" }
    await world.run(world.portal.requestReset(mailOf("canary-ada"), "there"))
    await world.deliver()
    world.post.delivery = { _tag: "Later", reason: "busy" }
    world.advance(901)
    await world.run(world.portal.requestReset(mailOf("canary-ada"), "there"))
    await world.deliver()
    for (const port of ["oneTime", "records", "throttle", "sessions"]) {
      world.watch.down.add(port)
      await world.outcome(world.signIn(mailOf("canary-ada"), newPassword))
      await world.outcome(world.portal.dispatch())
      world.watch.down.clear()
    }
    expect(world.logs.length).toBeGreaterThan(0)
    for (const found of [...personal, ...secrets]) expect(world.logs.join("\n")).not.toContain(found)
  })
})

describe.each(storages)("ports that are away on $name", ({ open, closeAll }) => {
  afterAll(closeAll)

  it.each(["sessions", "throttle", "oneTime", "records"])(
    "SEC-65 %s: nobody enters, nothing is unlocked, no password is set, and nothing works twice afterwards",
    async (port) => {
      const world = await openPeople(await open())
      await world.save(acme, { "factors.forced": true })
      const [ada, locked, bob] = [await world.join("ada"), await world.join("locked"), await world.join("bob")]
      await world.guess(locked.mail, 7)
      const challenge = await world.challenge(ada.mail)
      const code = secret(await world.code(ada.mail))
      await world.run(world.portal.requestReset(bob.mail, "here"))
      const reset = await world.link(bob.mail)
      const tries: ReadonlyArray<() => Effect.Effect<unknown, unknown>> = [
        () => world.portal.answerChallenge(challenge, code), () => world.signIn(locked.mail),
        () => world.signIn(mailOf("no")), () => world.order("ReactivateUser", locked)
      ]
      world.watch.down.add(port)
      const outcomes = await Promise.all(tries.map((asked) => world.outcome(asked())))
      const set = await world.outcome(world.portal.resetPassword(reset, twice(newPassword)))
      world.watch.down.clear()
      expect(outcomes.slice(0, 2)).not.toContain("yes")
      expect(outcomes[3] === "yes").toBe((await world.status(locked)) === "Active")
      expect(set).toBe("Unavailable")
      const again = () => Promise.all([
        world.outcome(world.portal.resetPassword(reset, twice(newPassword))),
        world.outcome(world.portal.answerChallenge(challenge, code))
      ])
      const [one, two] = await Promise.all([again(), again()])
      expect([one[0], two[0]]).not.toEqual(["yes", "yes"])
      expect([one[1], two[1]]).not.toEqual(["yes", "yes"])
    }
  )

  it("SEC-65 SEC-7 what could not be ended when somebody was shut out is over once they are back", async () => {
    const world = await openPeople(await open())
    await world.save(acme, { "factors.forced": true })
    const ada = await world.join("ada")
    const challenge = await world.challenge(ada.mail)
    const code = secret(await world.code(ada.mail))
    await world.run(world.portal.requestReset(ada.mail, "here"))
    const reset = await world.link(ada.mail)
    for (const port of ["oneTime", "sessions"]) world.watch.down.add(port)
    expect(await world.outcome(world.order("SuspendUser", ada))).toBe("Unavailable")
    world.watch.down.clear()
    expect(await world.status(ada)).toBe("Suspended")
    await world.run(world.order("ReactivateUser", ada))
    expect(await world.outcome(world.portal.answerChallenge(challenge, code))).toBe("CodeRefused")
    expect(await world.outcome(world.portal.resetPassword(reset, twice(newPassword)))).toBe("CodeRefused")
  })

  it("SEC-65 SEC-7 USR-14 nor does a password that was handed over open anything then, nor its ticket", async () => {
    const world = await openPeople(await open(), { recovery: { by: "admin", seconds: 3600 } })
    const [ada, bob] = [await world.join("ada"), await world.join("bob")]
    const hand = ({ userId }: typeof ada) =>
      world.run(world.portal.resetUserPassword(world.operator, acme, userId, ""))
    const [hers, his] = [await hand(ada), await hand(bob)]
    const entered = await world.run(world.portal.signInUser(bob.mail, his.password))
    if (entered._tag !== "PasswordToChoose") throw new Error(entered._tag)
    world.watch.down.add("oneTime")
    for (const one of [ada, bob]) expect(await world.outcome(world.order("SuspendUser", one))).toBe("Unavailable")
    world.watch.down.clear()
    for (const one of [ada, bob]) await world.run(world.order("ReactivateUser", one))
    expect(await world.outcome(world.portal.signInUser(ada.mail, hers.password))).toBe("SignInRefused")
    expect(await world.outcome(world.portal.finaliseUser(entered.ticket, twice(newPassword)))).toBe("CodeRefused")
  })

  it("SEC-65 where attempts cannot be counted no password is compared, and no code", async () => {
    const world = await openPeople(await open())
    const ada = await world.join("ada")
    const before = [world.calls("secrets.verify"), world.calls("oneTime.redeem")]
    world.watch.down.add("throttle")
    expectAll(await world.guess(ada.mail, 20), "Unavailable")
    expect(await world.outcome(world.portal.requestReset(ada.mail, "here"))).toBe("Unavailable")
    expect([world.calls("secrets.verify"), world.calls("oneTime.redeem")]).toEqual(before)
  })

  it("SEC-65 NTF-4 letters that cannot leave wait: nobody enters without, and each leaves once", async () => {
    const world = await openPeople(await open())
    await world.save(acme, { "factors.forced": true })
    const ada = await world.join("ada")
    const before = lettersTo(world, ada.mail).length
    world.post.delivery = { _tag: "Later", reason: "busy" }
    const challenge = await world.challenge(ada.mail)
    expect(await world.deliver()).toMatchObject({ sent: 0, waiting: 1 })
    expect(await world.outcome(world.portal.answerChallenge(challenge, secret("00000000")))).toBe("CodeRefused")
    world.post.delivery = { _tag: "Sent" }
    world.advance(60)
    const code = await world.code(ada.mail)
    for (const _again of many(3)) await world.deliver()
    expect(lettersTo(world, ada.mail).length - before).toBe(1)
    expect(await world.outcome(world.portal.answerChallenge(challenge, secret(code)))).toBe("yes")
  })
})
