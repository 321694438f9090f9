/** Bugs that others have shipped, tried on codes: how often they are guessed, how often they work, what ends them. */
import { PhoneNumber, User } from "@intendant/core"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { afterAll, describe, expect, it } from "vitest"
import { acme, appCode, expectAll, many, openPeople, password, secret, type Somebody, type World } from "./people.ts"
import { storages } from "./storages.ts"

const phone = PhoneNumber.make("+33612345678")
const wrongCode = (right: string) => right.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10))
const successes = (outcomes: ReadonlyArray<string>) => outcomes.filter((one) => one === "yes").length

const withForcedFactors = async (world: World) => {
  await world.save(acme, { "factors.forced": true })
  const ada = await world.join("ada")
  const answer = (challenge: Redacted.Redacted<string>, code: string) =>
    world.outcome(world.portal.answerChallenge(challenge, secret(code)))
  const wrong = async (challenge: Redacted.Redacted<string>, times: number) => {
    const code = wrongCode(await world.code(ada.mail))
    return Promise.all(many(times).map(() => answer(challenge, code)))
  }
  return { ada, answer, wrong }
}

describe.each(storages)("guessing codes on $name", ({ open, closeAll }) => {
  afterAll(closeAll)

  it("SEC-12 AUT-7 five wrong answers kill a code: the right one comes too late", async () => {
    const world = await openPeople(await open())
    const { ada, answer, wrong } = await withForcedFactors(world)
    const challenge = await world.challenge(ada.mail)
    const right = await world.code(ada.mail)
    expectAll(await wrong(challenge, 5), "CodeRefused")
    expect(await answer(challenge, right)).toBe("CodeRefused")
    expect(await world.status(ada)).toBe("Locked")
  })

  it("SEC-12 SEC-5 a thousand guesses at once are six comparisons with eight digits, and a lock", async () => {
    const world = await openPeople(await open())
    const { ada, answer } = await withForcedFactors(world)
    const challenge = await world.challenge(ada.mail)
    const before = world.calls("oneTime.redeem")
    const guesses = many(1_000).map((index) => String(index).padStart(8, "0"))
    expectAll(await Promise.all(guesses.map((guess) => answer(challenge, guess))), "CodeRefused")
    expect(world.calls("oneTime.redeem") - before).toBe(6)
    expect(await world.status(ada)).toBe("Locked")
  })

  it("SEC-11 a new challenge brings no new guesses, and a right code forgets the wrong ones", async () => {
    const world = await openPeople(await open())
    const { ada, answer, wrong } = await withForcedFactors(world)
    const enter = async () => answer(await world.challenge(ada.mail), await world.code(ada.mail))
    await wrong(await world.challenge(ada.mail), 3)
    await wrong(await world.challenge(ada.mail), 2)
    expect(await enter()).toBe("yes")
    await wrong(await world.challenge(ada.mail), 3)
    expect(await world.status(ada)).toBe("Active")
    world.advance(901)
    await wrong(await world.challenge(ada.mail), 3)
    expect(await world.status(ada)).toBe("Locked")
  })

  it("SEC-10 a lock kills the open challenges: nothing resumes once the account is opened again", async () => {
    const world = await openPeople(await open())
    const { ada, answer } = await withForcedFactors(world)
    const challenge = await world.challenge(ada.mail)
    const right = await world.code(ada.mail)
    await world.guess(ada.mail, 7)
    expect(await answer(challenge, right)).toBe("CodeRefused")
    await world.run(world.order("ReactivateUser", ada))
    expect(await answer(challenge, right)).toBe("CodeRefused")
    expect(await answer(await world.challenge(ada.mail), await world.code(ada.mail))).toBe("yes")
  })

  it("SEC-5 codes and passwords are counted apart, and codes after a right password alone", async () => {
    const world = await openPeople(await open())
    const { ada, answer, wrong } = await withForcedFactors(world)
    for (const token of ["", "chl_", "chl_wrong", "per_wrong", "\u0000"]) {
      expectAll(await Promise.all(many(4).map(() => answer(secret(token), "12345678"))), "CodeRefused")
    }
    const challenge = await world.challenge(ada.mail)
    expectAll(await world.guess(ada.mail, 5), "SignInRefused")
    expectAll(await wrong(challenge, 4), "CodeRefused")
    expect(await answer(challenge, await world.code(ada.mail))).toBe("yes")
  })
})

// ------------------------------------------------------------------------------------------- once, and no more

const own = async (world: World, mail: Somebody["mail"]) => {
  const { actor, user } = await world.run(world.as(await world.enter(mail)))
  if (user === undefined) throw new Error("not a user")
  return { actor, user: user.user }
}

/** Somebody whose codes come from an app, and their recovery codes. */
const withApp = async (world: World) => {
  const ada = await world.join("ada")
  const { actor, user } = await own(world, ada.mail)
  const { uri } = await world.run(world.portal.offerAuthenticator(actor, user))
  const now = () => appCode(Redacted.value(uri), Date.parse(world.clock.now()))
  const recovery = await world.run(world.portal.enrolAuthenticator(actor, user, secret(now())))
  world.advance(60)
  const choose = ({ userId }: Somebody, channel: User.Channel, twoFactor: boolean) => world.outcome(
    world.portal.submitOwn(actor, User.ChooseFactor.make({ enterprise: acme, userId, channel, twoFactor })))
  return { ada, now, recovery, choose }
}

describe.each(storages)("codes of apps on $name", ({ open, closeAll }) => {
  afterAll(closeAll)

  it("SEC-10 a lock kills the challenges of an app too, though its next codes are right", async () => {
    const world = await openPeople(await open())
    const { ada, now } = await withApp(world)
    const challenge = await world.challenge(ada.mail)
    const answer = () => world.outcome(world.portal.answerChallenge(challenge, secret(now())))
    await world.guess(ada.mail, 7)
    expect(await answer()).toBe("CodeRefused")
    await world.run(world.order("ReactivateUser", ada))
    expect(await answer()).toBe("CodeRefused")
  })

  it("SEC-11 one count for the codes of an app and of recovery: six wrong ones of any kind lock", async () => {
    const world = await openPeople(await open())
    const { ada } = await withApp(world)
    const wrong = ["000000", "aaaa-aaaa-aaaa-aaaa", "00000000", "bbbb-bbbb-bbbb-bbbb", "", "000000"]
    for (const code of wrong) {
      expect(await world.status(ada)).toBe("Active")
      world.advance(300)
      const challenge = await world.challenge(ada.mail)
      expect(await world.outcome(world.portal.answerChallenge(challenge, secret(code)))).toBe("CodeRefused")
    }
    expect(await world.status(ada)).toBe("Locked")
  })
})

describe.each(storages)("codes work once on $name", ({ open, closeAll }) => {
  afterAll(closeAll)
  const atOnce = (world: World, asked: () => Effect.Effect<unknown, unknown>, times = 100) =>
    Promise.all(many(times).map(() => world.outcome(asked())))

  it("SEC-17 a hundred answers to a challenge with its code at once: one enters", async () => {
    const world = await openPeople(await open())
    const { ada } = await withForcedFactors(world)
    const challenge = await world.challenge(ada.mail)
    const code = secret(await world.code(ada.mail))
    expect(successes(await atOnce(world, () => world.portal.answerChallenge(challenge, code)))).toBe(1)
    expect(await world.status(ada)).toBe("Active")
  })

  it("SEC-17 SEC-26 a hundred uses of the code of an invitation at once: one is given a ticket", async () => {
    const world = await openPeople(await open())
    const { mail } = await world.invite("ada")
    const code = await world.code(mail)
    expect(successes(await atOnce(world, () => world.signIn(mail, code)))).toBe(1)
    expect(await world.outcome(world.signIn(mail, code))).not.toBe("yes")
  })

  it("SEC-26 a hundred proofs of one telephone at once: one counts", async () => {
    const world = await openPeople(await open())
    const { actor, user } = await own(world, (await world.join("ada")).mail)
    await world.run(world.portal.sendPhoneCode(actor, user, phone))
    const code = secret(await world.code(phone))
    expect(successes(await atOnce(world, () => world.portal.setPhone(actor, user, phone, code)))).toBe(1)
  })

  it("SEC-32 AUT-4 a code that proves a telephone is not used up by who has to give the password first", async () => {
    const world = await openPeople(await open())
    const { mail } = await world.join("ada")
    const token = await world.enter(mail)
    const { actor, user } = await own(world, mail)
    await world.run(world.portal.sendPhoneCode(actor, user, phone))
    const code = secret(await world.code(phone))
    world.advance(300)
    const late = await world.run(world.as(token))
    expect(await world.outcome(world.portal.setPhone(late.actor, user, phone, code))).toBe("StepUpNeeded")
    const { token: again } = await world.run(world.portal.confirmPassword(late, secret(password)))
    const { actor: sure } = await world.run(world.as(Redacted.value(again)))
    expect(await world.outcome(world.portal.setPhone(sure, user, phone, code))).toBe("yes")
  })

  it("SEC-17 a code of an app works once, over any number of challenges, and so does each recovery code", async () => {
    const world = await openPeople(await open())
    const { ada, now, recovery } = await withApp(world)
    const answers = async (code: string, times: number) => {
      const challenges = await Promise.all(many(times).map(() => world.challenge(ada.mail)))
      return Promise.all(challenges.map((one) => world.outcome(world.portal.answerChallenge(one, secret(code)))))
    }
    expect(successes(await answers(now(), 3))).toBe(1)
    expect(successes(await answers(now(), 1))).toBe(0)
    const [first, second] = recovery.map((one) => Redacted.value(one))
    expect(successes(await answers(first ?? "", 2))).toBe(1)
    expect(successes(await answers(first ?? "", 1))).toBe(0)
    expect(successes(await answers(second ?? "", 1))).toBe(1)
  })

  it("SEC-18 recovery codes are kept as digests alone, also after one was used", async () => {
    const storage = await open()
    const world = await openPeople(storage)
    const { ada, recovery } = await withApp(world)
    const codes = recovery.map((one) => Redacted.value(one))
    const enter = async (code: string) =>
      world.outcome(world.portal.answerChallenge(await world.challenge(ada.mail), secret(code)))
    const outcomes: Array<string> = []
    for (const code of codes) outcomes.push(await enter(code))
    expectAll(outcomes, "yes")
    expect(await enter(codes.at(-1) ?? "")).toBe("CodeRefused")
    const kept = await storage.dump()
    for (const code of codes) expect(kept).not.toContain(code)
  })

  it("SEC-16 AUT-3 an app that was offered and not tried gates nothing, and a wrong code enrols none", async () => {
    const world = await openPeople(await open())
    const ada = await world.join("ada")
    const { actor, user } = await own(world, ada.mail)
    await world.run(world.portal.offerAuthenticator(actor, user))
    expect(await world.outcome(world.portal.enrolAuthenticator(actor, user, secret("000000")))).toBe("CodeRefused")
    const command = User.ChooseFactor.make({ enterprise: acme, userId: ada.userId, channel: "totp", twoFactor: true })
    expect(await world.outcome(world.portal.submitOwn(actor, command))).toBe("ChannelUnavailable")
    expect((await world.run(world.signIn(ada.mail)))._tag).toBe("Entered")
    await world.save(acme, { "factors.forced": true })
    const challenge = await world.challenge(ada.mail)
    expect(await world.outcome(world.portal.answerChallenge(challenge, secret(await world.code(ada.mail))))).toBe("yes")
  })

  it("SEC-18 AUT-3 lost factors given up are forgotten, though codes came by mail by then", async () => {
    const world = await openPeople(await open())
    const { ada, recovery, choose } = await withApp(world)
    expect(await choose(ada, "mail", false)).toBe("yes")
    await world.run(world.order("ResetFactors", ada))
    expect(await choose(ada, "totp", true)).toBe("ChannelUnavailable")
    const who = await world.run(world.as(await world.enter(ada.mail)))
    const { token } = await world.run(world.portal.stepUp(who, secret(password)))
    const [code = secret("")] = recovery
    expect(await world.outcome(world.portal.answerChallenge(token, code))).toBe("CodeRefused")
  })

  it("SEC-28 a code is over at its instant, with no worker and no dispatcher, and so is its challenge", async () => {
    const world = await openPeople(await open())
    const { ada, answer } = await withForcedFactors(world)
    const early = await world.challenge(ada.mail)
    const code = await world.code(ada.mail)
    world.advance(600)
    expect(await answer(early, code)).toBe("CodeRefused")
    const again = await world.challenge(ada.mail)
    const fresh = await world.code(ada.mail)
    world.advance(599)
    expect(await answer(again, fresh)).toBe("yes")
  })

  it("SEC-14 AUT-1 what a session is worth was proved in it: one, two and three, and none rises", async () => {
    const world = await openPeople(await open())
    const ada = await world.join("ada", "admin")
    const [plain, level] = [await world.enter(ada.mail), async (token: string) =>
      (await world.run(world.as(token))).user?.level]
    const save = async (token: string) => world.outcome(Effect.flatMap(world.as(token), ({ actor }) =>
      world.portal.enterpriseSettings(actor, acme)))
    expect([await level(plain), await save(plain)]).toEqual([1, "StepUpNeeded"])
    world.advance(60)
    const { token: confirmed, expiresAt } = await world.run(
      Effect.flatMap(world.as(plain), (who) => world.portal.confirmPassword(who, secret(password))))
    const sure = Redacted.value(confirmed)
    expect([await level(sure), await save(sure)]).toEqual([1, "StepUpNeeded"])
    // It ends with the session before, twelve hours after that began.
    expect(JSON.stringify(expiresAt)).toContain("2026-06-01T22:00:00")
    await world.save(acme, { "factors.forced": true })
    const challenge = await world.challenge(ada.mail)
    const { token } = await world.run(world.portal.answerChallenge(challenge, secret(await world.code(ada.mail))))
    const second = Redacted.value(token)
    expect([await level(second), await save(second)]).toEqual([2, "StepUpNeeded"])
    const third = await world.rise(second, ada.mail)
    expect([await level(third), await save(third)]).toEqual([3, "yes"])
    expect([await level(plain), await level(second)]).toEqual([1, 2])
    const { actor, owner } = await world.run(world.as(third))
    const { token: api = secret("") } = await world.run(world.portal.issueToken(actor, { owner, label: "mine" }))
    const rising = Effect.flatMap(world.as(Redacted.value(api)), (who) => world.portal.stepUp(who, secret(password)))
    expect(await world.outcome(rising)).toBe("NotSignedIn")
    world.advance(3_600)
    expect(await world.outcome(world.as(third))).toBe("NotSignedIn")
    expect(await world.outcome(world.signIn(ada.mail, password))).toBe("yes")
  })
})
