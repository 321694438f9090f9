/** Where rules about people meet: what is guessed at, waited for, moved and offered, asked of the whole portal. */
import type { Desk } from "@intendant/core/promises"
import { describe, expect, it } from "vitest"
import { asking, product, searched, user } from "./authzen.ts"
import {
  accepted, enters, farWorld, joins, mailOf, newcomer, passwordOf, person, signing, staffed, stepsUp, twice, type World
} from "./people.ts"
import { provisioned } from "./scim.ts"

/** Anyone may join, and choose their main address. */
const community = () => ({ ...signing("home"), terms: { ...signing("home").terms, domains: null } })
const idOf = (view: { readonly user: object }): string => "userId" in view.user ? String(view.user.userId) : ""
const guesses = async (world: World, name: string, times: number): Promise<void> => {
  for (let time = 0; time < times; time += 1) await world.signInUser(mailOf(name), "wrong")
}
const adminsOf = async (world: World): Promise<number> =>
  accepted(await world.operator.users({ enterprise: "acme", limit: 50 })).items
    .filter(({ user: one }) => "role" in one && one.role === "admin" && one._tag !== "Deleted").length
const about = (_tag: string, userId: string) => ({ _tag, enterprise: "acme", userId })
const whyNot = (answer: { readonly ok: boolean; readonly refusal?: { readonly _tag: string } }) =>
  answer.ok ? "done" : answer.refusal?._tag

/** Somebody with a personal account, in a community. */
const atHome = async (world: World, name: string, mail = mailOf(name)) => {
  accepted(await world.operator.submitContract(community()))
  accepted(await world.operator.createUser(newcomer(name, { enterprise: "home", mail })))
  accepted(await world.finaliseUser(await world.post.linkTo(mail), twice(passwordOf(name))))
  const entered = accepted(await world.signInUser(mail, passwordOf(name)))
  return world.as(entered._tag === "Entered" ? entered.token : "")
}

const idOfOwn = async (own: Desk): Promise<string> => {
  const { user: who } = accepted(await own.whoAmI())
  return who === undefined ? "" : idOf(who)
}

describe("ROL-1 an admin whom strangers have locked is still one that must not be lost", () => {
  it("not by a directory", async () => {
    const { world, scim, admin } = await provisioned()
    expect((await scim("DELETE", `/Users/${admin}`)).status).toBe(409)
    await guesses(world, "ada", 6)
    expect((await scim("DELETE", `/Users/${admin}`)).status).toBe(409)
  })

  it("not by themselves", async () => {
    const world = await farWorld()
    const { token, userId } = await staffed(world)
    await guesses(world, "ada", 6)
    const stepsDown = await world.as(token).submitUser({ ...about("EditUser", userId), role: "user" })
    expect(whyNot(stepsDown)).toBe("LastAdmin")
    expect(await adminsOf(world)).toBe(1)
  })

  it("not by one another", async () => {
    const world = await farWorld()
    const { token, userId } = await staffed(world)
    const zoe = await joins(world, "zoe", { role: "admin" })
    const other = await stepsUp(world, "zoe")
    for (const name of ["ada", "zoe"]) await guesses(world, name, 6)
    const both = await Promise.all([
      world.as(token).submitUser(about("DeleteUser", zoe)), world.as(other).submitUser(about("DeleteUser", userId))
    ])
    expect(both.map(whyNot)).toEqual(["LastAdmin", "LastAdmin"])
  })
})

describe("AUT-2 SEC-7 a lock", () => {
  it("comes with the sixth guess, whatever is ordered of an account that is active", async () => {
    const world = await farWorld()
    const { token } = await staffed(world)
    const bob = await joins(world, "bob", {})
    await guesses(world, "bob", 5)
    accepted(await world.as(token).submitUser(about("ReactivateUser", bob)))
    await guesses(world, "bob", 1)
    expect(accepted(await world.as(token).user("acme", bob)).user._tag).toBe("Locked")
  })

  it("is lifted by somebody else, though a session is still open", async () => {
    const world = await farWorld()
    const { token, userId } = await staffed(world)
    await joins(world, "zoe", { role: "admin" })
    await guesses(world, "ada", 6)
    expect(whyNot(await world.as(token).submitUser(about("ReactivateUser", userId)))).toBe("OwnAccount")
    accepted(await world.as(await stepsUp(world, "zoe")).submitUser(about("ReactivateUser", userId)))
  })

  it("lets nobody make another way in for themselves", async () => {
    const world = await farWorld()
    await staffed(world)
    await joins(world, "bob", {})
    const own = world.as(await enters(world, "bob"))
    accepted(await own.issueToken({ label: "before" }))
    await guesses(world, "bob", 6)
    expect(whyNot(await own.issueToken({ label: "after" }))).toBe("WrongStatus")
  })
})

describe("ROL-7 whether she may, who may, and on what, agree", () => {
  it("in an enterprise that stands below a group", async () => {
    const world = await farWorld()
    const enterprise = "group>acme"
    accepted(await world.operator.submitContract({ ...signing("acme"), enterprise }))
    const join = async (name: string, role: string): Promise<string> => {
      const view = accepted(await world.operator.createUser(newcomer(name, { enterprise, role })))
      accepted(await world.finaliseUser(await world.post.linkTo(mailOf(name)), twice(passwordOf(name))))
      return idOf(view)
    }
    await join("ada", "admin")
    const bob = await join("bob", "user")
    const desk = world.as(await stepsUp(world, "ada"))
    const { nodeId, place } = accepted(await desk.createResource({ kind: "company", client: enterprise }))
    const to = { _tag: "User", userId: bob }
    accepted(await desk.submitResource({ _tag: "GrantAccess", nodeId, place, to, actions: ["read"] }))
    const mayShe = accepted(await world.as(await enters(world, "bob")).explain("company.read", place))
    const who = accepted(await desk.whoMay("company.read", place, { limit: 9 }))
    const what = accepted(await desk.onWhat(enterprise, bob, "company.read", { limit: 9 }))
    expect([mayShe.allowed, who.items.map(({ userId }) => userId).includes(bob), what.items.length])
      .toEqual([true, true, 1])
  })

  it("SEC-38 about people: a power over users does nothing to an admin", async () => {
    const setup = await product()
    const max = await joins(setup.world, "max", { role: "manager" })
    const desk = setup.world.as(await stepsUp(setup.world, "max"))
    const asked = asking(user(max), "user.suspend.user", user(setup.ada))
    const on = await searched(setup, "resource", asking(user(max), "user.suspend.user", { type: "user" }), 50)
    expect((await setup.post("evaluation", asked)).body["decision"]).toBe(false)
    expect(on).not.toContainEqual(user(setup.ada))
    expect(accepted(await desk.explain("user.suspend.user", `acme>${setup.ada}`)).allowed).toBe(false)
    expect(whyNot(await desk.submitUser(about("SuspendUser", setup.ada)))).toBe("NotPermitted")
  })
})

describe("USR-8 what is offered is carried out", () => {
  it("a blocked creation goes on only once the address is free", async () => {
    const world = await farWorld()
    const { token } = await staffed(world)
    const own = await atHome(world, "kim")
    const view = accepted(await world.as(token).createUser(newcomer("kim")))
    expect(view.actions).not.toContain("ResumeCreation")
    accepted(await own.submitUser({ _tag: "DeleteUser", enterprise: "home", userId: await idOfOwn(own) }))
    expect(accepted(await world.as(token).user("acme", idOf(view))).actions).toContain("ResumeCreation")
  })

  it("nobody is recalled whose address is another's by now", async () => {
    const world = await farWorld()
    const { token } = await staffed(world)
    const bob = await joins(world, "bob", {})
    accepted(await world.as(token).submitUser(about("DeleteUser", bob)))
    expect(accepted(await world.support.user("acme", bob)).actions).toContain("RecallUser")
    await joins(world, "bob", {})
    expect(accepted(await world.support.user("acme", bob)).actions).not.toContain("RecallUser")
    expect(whyNot(await world.support.submitUser(about("RecallUser", bob)))).toBe("MailTaken")
  })
})

describe("USR-6", () => {
  it("one creation of an enterprise waits for an address, and no second one", async () => {
    const world = await farWorld()
    const { token } = await staffed(world)
    await atHome(world, "kim")
    const created = () => world.as(token).createUser(newcomer("kim"))
    expect((await Promise.all([created(), created(), created()])).map(whyNot).sort())
      .toEqual(["MailTaken", "MailTaken", "done"])
  })

  it("support attaches an account that holds the address as its second, with what it stores", async () => {
    const world = await farWorld()
    const { token } = await staffed(world)
    accepted(await world.operator.submitContract(community()))
    const changes = { "secondaryMail.allowed": true }
    accepted(await world.operator.submitSettings({ _tag: "SaveSettings", owner: "home", changes }))
    const gmail = "kim@gmail.example"
    accepted(await world.operator.createUser(newcomer("kim", { enterprise: "home", mail: gmail })))
    accepted(await world.finaliseUser(await world.post.linkTo(gmail), twice(passwordOf("kim"))))
    const entered = accepted(await world.signInUser(gmail, passwordOf("kim")))
    const own = world.as(entered._tag === "Entered" ? entered.token : "")
    accepted(await own.sendMailCode(mailOf("kim")))
    accepted(await own.setSecondaryMail(mailOf("kim"), await world.post.codeTo(mailOf("kim"))))
    accepted(await own.reserve({ id: "a", resource: "bytes", amount: 300 }))
    accepted(await own.commit("a"))
    const blocked = accepted(await world.as(token).createUser(newcomer("kim")))
    const { user: attached } = accepted(await world.support.attachUser("acme", idOf(blocked)))
    expect(attached).toMatchObject({ enterprise: "acme", mail: mailOf("kim"), secondaryMail: gmail })
    const stored = async (enterprise: string) => accepted(await world.operator.storageByUser(enterprise, 9)).usage
    expect([(await stored("acme")).groupAmount, (await stored("home")).groupAmount]).toEqual([300, 0])
  })

  it("in an enterprise nobody closes their own account", async () => {
    const world = await farWorld()
    await staffed(world)
    const bob = await joins(world, "bob", {})
    const own = world.as(await enters(world, "bob"))
    expect(whyNot(await own.submitUser(about("DeleteUser", bob)))).toBe("AccountOfEnterprise")
  })
})

describe("USR-11 SEC-34 an address that nobody proved", () => {
  const vic = mailOf("vic")
  const squatted = async () => {
    const world = await farWorld()
    const { token } = await staffed(world)
    accepted(await world.operator.submitContract(community()))
    const changes = { "freeSignUp.automatic": true }
    accepted(await world.operator.submitSettings({ _tag: "SaveSettings", owner: "home", changes }))
    accepted(await world.signUp("home", person(vic)))
    await world.post.letters()
    return { world, desk: world.as(token) }
  }

  it("is no dead end: whoever reads its mail is invited again", async () => {
    const { world } = await squatted()
    world.advance(8 * 86_400)
    accepted(await world.signUp("home", person(vic)))
    accepted(await world.finaliseUser(await world.post.linkTo(vic), twice(passwordOf("vic"))))
    expect(await enters(world, "vic")).not.toBe("")
  })

  it("is free again once the invitation has run out", async () => {
    const { world, desk } = await squatted()
    const view = accepted(await desk.createUser(newcomer("vic")))
    expect(view.user._tag).toBe("CreationBlocked")
    world.advance(8 * 86_400)
    await world.work()
    expect(whyNot(await desk.submitUser(about("ResumeCreation", idOf(view))))).toBe("NotSignedIn")
    const anew = world.as(await stepsUp(world, "ada"))
    accepted(await anew.submitUser(about("ResumeCreation", idOf(view))))
  })
})

describe("what was changed meanwhile counts", () => {
  it("SEC-30 whoever signed up at a domain that is the enterprise's no more is not let in", async () => {
    const world = await farWorld()
    const { token } = await staffed(world)
    const desk = world.as(token)
    const change = (domains: ReadonlyArray<string>) => world.operator.submitContract({
      _tag: "ChangeTerms", enterprise: "acme", terms: { ...signing().terms, domains }
    })
    accepted(await change(["acme.example", "old.example"]))
    const changes = { "freeSignUp.policy": "approval" }
    accepted(await desk.submitSettings({ _tag: "SaveSettings", owner: "acme", changes }))
    accepted(await world.signUp("acme", person("al@old.example")))
    accepted(await change(["acme.example"]))
    const [waiting] = accepted(await desk.users({ enterprise: "acme", statuses: ["PendingApproval"], limit: 5 })).items
    if (waiting === undefined) throw new Error("somebody waits")
    expect(whyNot(await desk.submitUser(about("ApproveSignUp", idOf(waiting))))).toBe("DomainNotAllowed")
  })

  it("USR-7 SEC-28 nobody is recalled once the delay has ended, though no worker came", async () => {
    const world = await farWorld()
    const { token } = await staffed(world)
    const bob = await joins(world, "bob", {})
    accepted(await world.as(token).submitUser(about("DeleteUser", bob)))
    world.advance(30 * 86_400)
    expect(whyNot(await world.support.submitUser(about("RecallUser", bob)))).toBe("RecallTooLate")
  })
})

it("USR-5 whoever is shut out before they have finished cannot finish, and is invited anew when let in", async () => {
  const world = await farWorld()
  const { token } = await staffed(world)
  const desk = world.as(token)
  const bob = idOf(accepted(await desk.createUser(newcomer("bob"))))
  const link = await world.post.linkTo(mailOf("bob"))
  accepted(await desk.submitUser(about("SuspendUser", bob)))
  expect(whyNot(await world.finaliseUser(link, twice(passwordOf("bob"))))).toBe("CodeRefused")
  accepted(await desk.submitUser(about("ReactivateUser", bob)))
  expect(whyNot(await world.finaliseUser(link, twice(passwordOf("bob"))))).toBe("CodeRefused")
  accepted(await world.finaliseUser(await world.post.linkTo(mailOf("bob")), twice(passwordOf("bob"))))
  await enters(world, "bob")
})

it("ROL-1 an enterprise is told how many more admins are advised, and is refused nothing for it", async () => {
  const world = await farWorld()
  const missing = async (desk: Pick<Desk, "contract"> = world.operator) =>
    accepted(await desk.contract("acme")).adminsAdvised
  expect(accepted(await world.operator.submitContract(signing())).adminsAdvised).toBe(2)
  await joins(world, "ada", { role: "admin" })
  expect(await missing(world.as(await stepsUp(world, "ada")))).toBe(1)
  for (const name of ["zoe", "ann"]) await joins(world, name, { role: "admin" })
  expect(await missing()).toBe(0)
})
