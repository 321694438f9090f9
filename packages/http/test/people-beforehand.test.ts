/** What is checked before an order is carried out, or told only where it is wanted: without each check a test fails. */
import { secureWorkspace } from "@intendant/blueprints"
import * as Memory from "@intendant/memory"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import {
  accepted, appCode, enters, joins, mailOf, nearWorld, newcomer, passwordOf, person, signing, staffed, stepsUp, twice,
  type World
} from "./people.ts"

const about = (_tag: string, userId: string, enterprise = "acme") => ({ _tag, enterprise, userId })
const whyNot = (answer: { readonly ok: boolean; readonly refusal?: { readonly _tag: string } }) =>
  answer.ok ? "done" : answer.refusal?._tag

/** What became of each of so many, one after the other. */
const inARow = async (times: number, ask: () => Promise<Parameters<typeof whyNot>[0]>) => {
  const outcomes: Array<string | undefined> = []
  while (outcomes.length < times) outcomes.push(whyNot(await ask()))
  return outcomes
}
const guesses = (world: World, name: string, times: number) =>
  inARow(times, () => world.signInUser(mailOf(name), "wrong"))
const refused = (times: number) => Array.from({ length: times }, () => "SignInRefused")

const statusOf = async (world: World, userId: string): Promise<string> =>
  accepted(await world.operator.user("acme", userId)).user._tag

/** An enterprise with an admin in the back office, and a user. */
const opened = async (setup?: Parameters<typeof nearWorld>[0]) => {
  const world = nearWorld(setup)
  const { token, userId: ada } = await staffed(world)
  return { world, ada, admin: world.as(token), bob: await joins(world, "bob", {}) }
}

describe("AUT-2 attempts are counted anew", () => {
  it.each(["Locked", "Suspended"])("for whoever was %s and is let in again, also by codes", async (status) => {
    const { world, bob } = await opened()
    accepted(await world.operator.submitSettings({
      _tag: "SaveSettings", owner: "acme", changes: { "factors.forced": true }
    }))
    const wrongCode = async () => {
      const asked = accepted(await world.signInUser(mailOf("bob"), passwordOf("bob")))
      expect(asked._tag).toBe("CodeAsked")
      return world.answerChallenge(asked._tag === "CodeAsked" ? asked.challenge : "", "00000000")
    }
    await inARow(3, wrongCode)
    await guesses(world, "bob", status === "Locked" ? 6 : 3)
    if (status === "Suspended") accepted(await world.operator.submitUser(about("SuspendUser", bob)))
    expect(await statusOf(world, bob)).toBe(status)
    accepted(await world.operator.submitUser(about("ReactivateUser", bob)))
    world.advance(900)
    expect(await guesses(world, "bob", 4)).toEqual(refused(4))
    await inARow(4, wrongCode)
    expect(await statusOf(world, bob)).toBe("Active")
  })

  it("for nobody else, whatever is ordered by whom", async () => {
    const { world, bob, admin } = await opened()
    accepted(await world.operator.submitContract(signing("rival")))
    await joins(world, "eve", {})
    await joins(world, "rob", { enterprise: "rival", role: "admin" })
    await guesses(world, "bob", 6)
    const [eve, rob] = [await enters(world, "eve"), await stepsUp(world, "rob", "rival")]
    expect(await Promise.all([
      admin.submitUser({ ...about("EditUser", bob), firstName: "Robert" }),
      world.as(eve).submitUser(about("ReactivateUser", bob)),
      world.as(rob).submitUser(about("ReactivateUser", bob)),
      world.as(rob).submitUser(about("ReactivateUser", bob, "rival"))
    ].map(async (order) => whyNot(await order)))).toEqual(["done", "NoSuchAccount", "NoSuchAccount", "NoSuchUser"])
    expect(await guesses(world, "bob", 1)).toEqual(["SignInLocked"])
  })

  it("and where they were counted to the end, whoever is not locked yet is locked by the next", async () => {
    const storage = Memory.open()
    const { world, bob } = await opened({ storage })
    const now = DateTime.makeUnsafe("2026-06-01T10:00:00Z")
    await Effect.runPromise(
      Effect.replicateEffect(storage.throttle.attempt(`subject/${bob}`, { attemptsMax: 6 }, now), 6))
    expect(await statusOf(world, bob)).toBe("Active")
    expect(whyNot(await world.signInUser(mailOf("bob"), passwordOf("bob")))).toBe("SignInLocked")
    expect(await statusOf(world, bob)).toBe("Locked")
  })
})

describe("AUT-7 SEC-64 an invitation is sent again", () => {
  it("so many times, and does not count where nobody may order it", async () => {
    const { world, admin } = await opened()
    const bob = world.as(await enters(world, "bob"))
    const { user } = accepted(await admin.createUser(newcomer("ivy")))
    const ivy = "userId" in user ? user.userId : ""
    expect(await inARow(2, () => bob.submitUser(about("SendCodeAgain", ivy))))
      .toEqual(["NoSuchAccount", "NoSuchAccount"])
    expect(await inARow(6, () => admin.submitUser(about("SendCodeAgain", ivy))))
      .toEqual(["done", "done", "done", "done", "done", "TooManyMessages"])
  })

  it("and the new code is guessed at anew", async () => {
    const { world, admin } = await opened()
    const { user } = accepted(await admin.createUser(newcomer("ivy")))
    expect((await guesses(world, "ivy", 7)).at(-1)).toBe("SignInLocked")
    accepted(await admin.submitUser(about("SendCodeAgain", "userId" in user ? user.userId : "")))
    const entered = accepted(await world.signInUser(mailOf("ivy"), await world.post.codeTo(mailOf("ivy"))))
    expect(entered._tag).toBe("PasswordToChoose")
  })
})

describe("AUT-5 a token", () => {
  it("never stands for a password given just before, however fresh the session it was made in", async () => {
    const { world, admin } = await opened()
    const wish = { kind: "container", client: "acme" }
    const { token = "" } = accepted(await admin.issueToken({ label: "connector" }))
    expect(whyNot(await world.as(token).createResource(wish))).toBe("StepUpNeeded")
    accepted(await admin.createResource(wish))
  })

  it("is revoked by its owner and by nobody else, who is told of no such token", async () => {
    const { world, admin } = await opened()
    const { token = "", tokenId } = accepted(await admin.issueToken({ label: "mine" }))
    const bob = world.as(await enters(world, "bob"))
    expect([whyNot(await bob.revokeToken(tokenId)), whyNot(await world.as(token).whoAmI())])
      .toEqual(["NoSuchToken", "done"])
    expect([whyNot(await admin.revokeToken(tokenId)), whyNot(await world.as(token).whoAmI())])
      .toEqual(["done", "NotSignedIn"])
  })
})

describe("one's own", () => {
  it("USR-3 password follows the policy whoever changes it, and the one before stays where it does not", async () => {
    const { world } = await opened()
    const bob = world.as(await enters(world, "bob"))
    expect(whyNot(await bob.changeMyPassword(passwordOf("bob"), twice("short")))).toBe("PasswordTooWeak")
    expect(whyNot(await bob.changeMyPassword(passwordOf("bob"), { next: passwordOf("a"), again: passwordOf("b") })))
      .toBe("PasswordsDiffer")
    expect(await enters(world, "bob")).not.toBe("")
  })

  it("AUT-3 app is enrolled as long as the offer holds, and not at its end", async () => {
    const { world } = await opened()
    const bob = world.as(await enters(world, "bob"))
    const freshly = async () => {
      const again = accepted(await bob.confirmPassword(passwordOf("bob")))
      return world.as(again._tag === "Entered" ? again.token : "")
    }
    accepted(await (await freshly()).offerAuthenticator())
    world.advance(600)
    expect(whyNot(await (await freshly()).enrolAuthenticator(appCode))).toBe("CodeRefused")
    accepted(await (await freshly()).offerAuthenticator())
    world.advance(599)
    accepted(await (await freshly()).enrolAuthenticator(appCode))
  })

  it("AUT-3 AUT-4 app is offered to whoever has just given the password, and so is its enrolment", async () => {
    const { world } = await opened()
    const bob = world.as(await enters(world, "bob"))
    accepted(await bob.offerAuthenticator())
    world.advance(300)
    expect([whyNot(await bob.offerAuthenticator()), whyNot(await bob.enrolAuthenticator("1"))])
      .toEqual(["StepUpNeeded", "StepUpNeeded"])
  })
})

describe("USR-11 a sign-up that is forbidden", () => {
  const blocked = async (changes: object) => {
    const { world, admin } = await opened()
    accepted(await admin.submitSettings({ _tag: "SaveSettings", owner: "acme", changes }))
    expect(whyNot(await world.signUp("acme", person(mailOf("stranger"))))).toBe("SignUpForbidden")
    return (await world.post.letters()).filter(({ text }) => text.includes(mailOf("stranger"))).map(({ to }) => to)
  }

  it("is told like one for whom there is no seat, though the enterprise takes everybody", async () => {
    const { world, admin } = await opened()
    const changes = { "freeSignUp.automatic": true }
    accepted(await admin.submitSettings({ _tag: "SaveSettings", owner: "acme", changes }))
    accepted(await world.operator.submitContract({ ...signing("acme", 2), _tag: "ChangeTerms" }))
    expect(whyNot(await world.signUp("acme", person(mailOf("stranger"))))).toBe("SignUpForbidden")
  })

  it("AUT-7 or that is not: nobody is written to for ever because somebody names them again and again", async () => {
    const { world, admin } = await opened()
    const changes = { "freeSignUp.policy": "approval" }
    accepted(await admin.submitSettings({ _tag: "SaveSettings", owner: "acme", changes }))
    let caller = 0
    expect((await inARow(6, () => world.signUp("acme", person(mailOf("vic")), `caller ${caller += 1}`))).at(-1))
      .toBe("TooManyMessages")
  })

  it("is told to the admins where the enterprise wants it told, and to nobody where it does not", async () => {
    expect(await blocked({})).toEqual([mailOf("ada")])
    expect(await blocked({ "freeSignUp.notifyAdmins": false })).toEqual([])
  })
})

it("SEC-35 a reset that is asked for nobody costs a line of the journal, as one for somebody does", async () => {
  const storage = Memory.open()
  const { world, bob } = await opened({ storage })
  const lines = async (id: string) =>
    (await Effect.runPromise(storage.records.history({ concept: "user", id }))).length
  const before = await lines(bob)
  for (const name of ["bob", "stranger"]) accepted(await world.requestReset(mailOf(name), name))
  expect([await lines(bob) - before, await lines("nobody")]).toEqual([1, 1])
})

describe("USR-14 a password that was handed over", () => {
  const handing = async (guessed: number) => {
    const { world, bob } = await opened({ changes: { recovery: { by: "admin", seconds: 3_600 } } })
    await guesses(world, "bob", guessed)
    const { password } = accepted(await world.operator.resetUserPassword("acme", bob))
    return { world, bob, entered: await world.signInUser(mailOf("bob"), password) }
  }

  it("forgets the guesses at the one before", async () => {
    const { world, bob, entered } = await handing(5)
    expect(accepted(entered)._tag).toBe("PasswordToChoose")
    await guesses(world, "bob", 5)
    expect(await statusOf(world, bob)).toBe("Active")
  })

  it("opens nothing for whoever is locked", async () => {
    expect(whyNot((await handing(6)).entered)).toBe("SignInLocked")
  })
})

it("USR-3 a password is held against names and address of whoever chooses it, where the policy asks", async () => {
  const rule = { alternatives: [{ charactersMin: 9, classesMin: 3 }], commonRefused: false, personalRefused: true }
  const world = nearWorld({ changes: { password: { policy: { mode: "enforce", name: "own", rule, shown: {} } } } })
  accepted(await world.operator.submitContract(signing()))
  accepted(await world.operator.createUser(newcomer("countess", { firstName: "Imogen", lastName: "Lovelace" })))
  const link = await world.post.linkTo(mailOf("countess"))
  const chosen = ["My Imogen 4 ever", "The Lovelace 42", "A countess of 42", "Correct horse 42"]
  const outcomes: Array<string | undefined> = []
  for (const password of chosen) outcomes.push(whyNot(await world.finaliseUser(link, twice(password))))
  expect(outcomes).toEqual(["PasswordTooWeak", "PasswordTooWeak", "PasswordTooWeak", "done"])
})

it("USR-12 the directory is shown to whoever holds the power for it, and to nobody else", async () => {
  const powers = { ...secureWorkspace.powers, user: [] }
  const { world } = await opened({ changes: { powers } })
  expect(whyNot(await world.as(await enters(world, "bob")).directory({ limit: 5 }))).toBe("NoSuchAccount")
})

it("STA-2 whoever steps up has signed in once, and is counted once", async () => {
  const { admin } = await opened()
  const { days } = accepted(await admin.activity("acme", "week"))
  expect(days.reduce((sum, { counts }) => sum + (counts["signIns"] ?? 0), 0)).toBe(1)
})
