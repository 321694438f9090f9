/** Bugs that others have shipped, tried on who may do what to whom: seats, admins, roles, places, revocations. */
import { type Actor, Credential, MailAddress, type Path, User } from "@intendant/core"
import type * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import fc from "fast-check"
import { afterAll, describe, expect, it } from "vitest"
import {
  acme, commons, expectAll, mailOf, many, openPeople, other, password, secret, type Somebody, type World
} from "./people.ts"
import { storages } from "./storages.ts"

const successes = (outcomes: ReadonlyArray<string>) => outcomes.filter((one) => one === "yes").length

const ordering = (world: World) => ({
  /** An order as somebody gives it. */
  by: (actor: Actor, command: User.AdminCommand) =>
    world.outcome(world.portal.submitUser({ actor, command, reason: "" })),
  create: (actor: Actor, name: string, role = "user", enterprise: Path = acme) =>
    world.outcome(world.portal.createUser(actor, {
      enterprise, role, firstName: name, lastName: "Doe", mail: mailOf(name), language: "en"
    }, "")),
  roleOf: async ({ enterprise, userId }: Somebody) => {
    const { user } = await world.run(world.portal.user(world.operator, enterprise, userId))
    return User.isKnown(user) ? user.role : "nobody"
  },
  contract: () => world.run(world.portal.contract(world.operator, acme))
})

/** Every order about somebody, as an administrator could word it. */
const ordersAbout = (
  { enterprise, userId }: Pick<Somebody, "enterprise" | "userId">
): ReadonlyArray<User.AdminCommand> => {
  const order = { enterprise, userId }
  const tags = [
    "SuspendUser", "ReactivateUser", "DeleteUser", "SendCodeAgain", "RevokeAccess", "ApproveSignUp", "RefuseSignUp",
    "ResumeCreation", "RecallUser"
  ] as const
  return [
    ...tags.map((_tag) => ({ _tag, ...order })),
    User.EditUser.make({ ...order, lastName: "Mallory" }), User.EditUser.make({ ...order, mail: mailOf("mallory") }),
    User.EditUser.make({ ...order, role: "user" }), User.EditUser.make({ ...order, role: "admin" })
  ]
}

describe.each(storages)("seats and admins on $name", ({ open, closeAll }) => {
  afterAll(closeAll)
  const openWorld = async () => {
    const world = await openPeople(await open())
    return { ...world, ...ordering(world) }
  }

  it("SEC-33 SEC-32 CTR-9 twenty creations at once for one seat: one has it, and nobody is called back", async () => {
    const world = await openWorld()
    const [ada] = [await world.join("ada"), await world.join("bob")]
    await world.run(world.order("DeleteUser", ada))
    await world.seats(acme, 2)
    const outcomes = await Promise.all(many(20).map((index) => world.create(world.operator, `user${index}`)))
    expect([successes(outcomes), new Set(outcomes)]).toEqual([1, new Set(["yes", "NoSeatLeft"])])
    expect(await world.outcome(world.order("RecallUser", ada))).toBe("NoSeatLeft")
    expect((await world.contract()).seatsTaken).toBe(2)
  })

  it.each([
    ["demote", (one: Somebody) => User.EditUser.make({ enterprise: one.enterprise, userId: one.userId, role: "user" })],
    ["suspend", (one: Somebody) => User.SuspendUser.make({ enterprise: one.enterprise, userId: one.userId })],
    ["delete", (one: Somebody) => User.DeleteUser.make({ enterprise: one.enterprise, userId: one.userId })]
  ] as const)("SEC-6 ROL-1 two admins %s each other at once, many times: one remains", async (_, order) => {
    const world = await openWorld()
    for (const round of many(8)) {
      const [ada, bob] = [await world.join(`ada${round}`, "admin"), await world.join(`bob${round}`, "admin")]
      const left = (await world.contract()).activeAdmins.filter((id) => id !== ada.userId && id !== bob.userId)
      for (const id of left) await world.run(world.order("DeleteUser", { ...ada, userId: User.UserId.make(id) }))
      const [byAda, byBob] = [(await world.backOffice(ada.mail)).actor, (await world.backOffice(bob.mail)).actor]
      const outcomes = await Promise.all([world.by(byAda, order(bob)), world.by(byBob, order(ada))])
      expect(outcomes.toSorted()).toEqual(["LastAdmin", "yes"])
      const { activeAdmins } = await world.contract()
      expect(activeAdmins).toEqual([outcomes[0] === "yes" ? ada.userId : bob.userId])
    }
  })

  it("SEC-6 ROL-1 ten admins leave at once, each by another way: the last stays", async () => {
    const world = await openWorld()
    const admins: Array<Somebody> = []
    for (const index of many(10)) admins.push(await world.join(`admin${index}`, "admin"))
    const ways = ["SuspendUser", "DeleteUser"] as const
    const outcomes = await Promise.all(admins.map((admin, index) =>
      world.outcome(index % 3 === 2
        ? world.portal.submitUser({
          actor: world.operator, reason: "",
          command: User.EditUser.make({ enterprise: acme, userId: admin.userId, role: "manager" })
        })
        : world.order(ways[index % 3] ?? "SuspendUser", admin))))
    expect(outcomes.toSorted()).toEqual(["LastAdmin", ...many(9).map(() => "yes")])
    expect((await world.contract()).activeAdmins.length).toBe(1)
  })
})

describe.each(storages)("powers on $name", ({ open, closeAll }) => {
  afterAll(closeAll)
  const openWorld = async () => {
    const world = await openPeople(await open())
    return { ...world, ...ordering(world) }
  }

  it("SEC-38 ROL-1 a manager does nothing to an admin, by any order, nor gives the role, nor an address", async () => {
    const world = await openWorld()
    const [max, root, ada] = [
      await world.join("max", "manager"), await world.join("root", "admin"), await world.join("ada")
    ]
    const { actor } = await world.backOffice(max.mail)
    for (const command of ordersAbout(root)) {
      expect([command._tag, await world.by(actor, command)]).toEqual([command._tag, "NotPermitted"])
    }
    expect(await world.create(actor, "mallory", "admin")).toBe("NotPermitted")
    for (const { userId } of [max, ada]) {
      const order = { enterprise: acme, userId }
      expect(await world.by(actor, User.EditUser.make({ ...order, role: "admin" }))).toBe("NotPermitted")
      expect(await world.by(actor, User.EditUser.make({ ...order, mail: mailOf("mallory") }))).toBe("NotPermitted")
    }
    expect([await world.roleOf(root), await world.status(root)]).toEqual(["admin", "Active"])
  })

  it("SEC-37 SEC-40 of another enterprise an admin learns and changes nothing: all are told alike", async () => {
    const world = await openWorld()
    const root = await world.join("root", "admin")
    const { actor } = await world.backOffice(root.mail)
    const ada = await world.join("canary-ada", "user", other)
    const ghost = { enterprise: other, userId: User.UserId.make("usr_ghost") }
    const asked = ({ enterprise, userId }: typeof ghost): ReadonlyArray<Effect.Effect<unknown, unknown>> => {
      const query = { enterprise, statuses: [], sort: "status", descending: false } as const
      return [
        world.portal.user(actor, enterprise, userId), world.portal.users(actor, query, { limit: 10 }),
        world.portal.usersByStatus(actor, enterprise), world.portal.contract(actor, enterprise),
        world.portal.storageByUser(actor, enterprise, 5), world.portal.activity(actor, enterprise, "week"),
        world.portal.enterpriseSettings(actor, enterprise), world.portal.userSettings(actor, enterprise, userId),
        ...ordersAbout({ enterprise, userId }).map((command) =>
          world.portal.submitUser({ actor, command, reason: "" }))
      ]
    }
    const told = (whom: typeof ghost) => Promise.all(asked(whom).map(async (one) =>
      (await world.told(one)).replaceAll(whom.userId, "ID")))
    const [known, unknown] = [await told(ada), await told(ghost)]
    expect(known).toEqual(unknown)
    for (const answer of known) expect(answer).not.toMatch(/canary|"yes"/)
    expect(await world.create(actor, "mallory", "user", other)).not.toBe("yes")
    // Named as if they were one's own, they are nobody.
    for (const command of ordersAbout({ ...ada, enterprise: acme })) {
      expect(`${command._tag} ${await world.by(actor, command)}`).toMatch(/ (NoSuchUser|NotPermitted)$/)
    }
    expect([await world.roleOf(ada), await world.status(ada)]).toEqual(["user", "Active"])
  })

  it("SEC-39 ROL-6 no sequence of orders raises anybody: whatever managers try, nobody becomes an admin", async () => {
    const world = await openWorld()
    const root = await world.join("root", "admin")
    const people = [await world.join("max", "manager"), await world.join("mia", "manager"), await world.join("ada")]
    const actors = [
      (await world.backOffice(mailOf("max"))).actor, (await world.backOffice(mailOf("mia"))).actor,
      (await world.run(world.as(await world.enter(mailOf("ada"))))).actor
    ]
    const step = fc.record({
      actor: fc.constantFrom(...actors), whom: fc.constantFrom(...people, root),
      what: fc.nat({ max: ordersAbout(root).length - 1 })
    })
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      for (const { actor, whom, what } of steps) {
        const command = ordersAbout(whom)[what]
        if (command !== undefined) await world.by(actor, command)
      }
      expect((await world.contract()).activeAdmins).toEqual([root.userId])
      for (const one of people) expect(await world.roleOf(one)).not.toBe("admin")
      expect(await world.roleOf(root)).toBe("admin")
    }), { numRuns: 15, seed: 7 })
  })

  it("SEC-41 what is named besides what is asked for changes nothing: id, status and counts are ours", async () => {
    const world = await openWorld()
    const [root, ada] = [await world.join("root", "admin"), await world.join("ada")]
    const { actor } = await world.backOffice(root.mail)
    const more = {
      userId: ada.userId, status: "Active", epoch: 99, tokenEpoch: 99, twoFactor: true, createdAt: 0,
      secondaryMail: ada.mail
    }
    const mallory = {
      enterprise: acme, role: "user", firstName: "M", lastName: "Doe", mail: mailOf("mallory"),
      language: "en" as const, ...more
    }
    const made = await world.run(world.portal.createUser(actor, mallory, ""))
    expect(made).toMatchObject({ _tag: "NotFinalised", epoch: 0, tokenEpoch: 0, twoFactor: false, secondaryMail: null })
    expect(JSON.stringify(made)).not.toContain(ada.userId)
    const edit = { ...more, _tag: "EditUser" as const, enterprise: acme, lastName: "Byron" }
    const edited = await world.run(world.portal.submitUser({ actor, command: edit, reason: "" }))
    expect(edited).toMatchObject({ _tag: "Active", lastName: "Byron", epoch: 0, twoFactor: false, secondaryMail: null })
  })

  it("SEC-46 AUT-5 a token is made for oneself alone, whoever is named as its owner", async () => {
    const world = await openWorld()
    const [ada, root] = [await world.join("ada"), await world.join("root", "admin")]
    const { actor, owner } = await world.run(world.as(await world.enter(ada.mail)))
    const issue = (named: Credential.TokenOwner) =>
      world.outcome(world.portal.issueToken(actor, { owner: named, label: "mine" }))
    expect(await issue(owner)).toBe("yes")
    for (const level of [2, 3] as const) {
      expect(await issue(Credential.UserOwner.make({ enterprise: acme, userId: ada.userId, tokenEpoch: 0, level })))
        .toBe("StepUpNeeded")
    }
    const rootOwner = Credential.UserOwner.make({ enterprise: acme, userId: root.userId, tokenEpoch: 0, level: 3 })
    for (const named of [rootOwner, Credential.RoleOwner.make({ role: "operator" })]) {
      expect(await issue(named)).toMatch(/NoSuchAccount|NotPermitted/)
    }
  })

  it("SEC-43 USR-5 revoked, demoted, suspended or deleted: on the next request nobody bears it", async () => {
    const world = await openWorld()
    const events: ReadonlyArray<(who: Somebody) => Effect.Effect<unknown, unknown>> = [
      (who) => world.order("RevokeAccess", who), (who) => world.order("SuspendUser", who),
      (who) => world.order("DeleteUser", who),
      ({ userId }) => world.portal.submitUser({
        actor: world.operator, command: User.EditUser.make({ enterprise: acme, userId, role: "user" }), reason: ""
      })
    ]
    for (const [index, event] of events.entries()) {
      const max = await world.join(`max${index}`, "manager")
      const session = await world.rise(await world.enter(max.mail), max.mail)
      const { actor, owner } = await world.run(world.as(session))
      const { token = secret("") } = await world.run(world.portal.issueToken(actor, { owner, label: "mine" }))
      const bearers = [session, Redacted.value(token)]
      const ask = () => Promise.all(bearers.map((bearer) => world.outcome(world.as(bearer))))
      expect(await ask()).toEqual(["yes", "yes"])
      await world.run(event(max))
      expect(await ask()).toEqual(["NotSignedIn", "NotSignedIn"])
    }
  })

  it("SEC-44 USR-10 a file with a known address blocks that creation, and adopts nobody", async () => {
    const world = await openWorld()
    const ada = await world.join("ada", "user", other)
    const source = async function*() {
      for (const [index, name] of ["ada", "bob"].entries()) {
        yield { line: index + 1, cells: ["Doe", name, mailOf(name), "en"] }
      }
    }
    const options = { dryRun: false, reason: "" }
    const imported = await world.run(world.portal.importUsers(world.operator, acme, source, options))
    expect(imported).toMatchObject({ created: 1, blocked: 1, faultsTotal: 0 })
    expect([await world.roleOf(ada), await world.status(ada)]).toEqual(["user", "Active"])
    expect((await world.run(world.signIn(ada.mail, password)))._tag).toBe("Entered")
    const again = await world.run(world.portal.importUsers(world.operator, acme, source, options))
    expect(again).toMatchObject({ created: 0 })
  })

  it("SEC-45 every sign-in has a token of its own, and whoever bears one is themselves", async () => {
    const world = await openWorld()
    const [ada, bob] = [await world.join("ada"), await world.join("bob")]
    const tokens = await Promise.all(many(40).map((index) => world.enter(index % 2 === 0 ? ada.mail : bob.mail)))
    expect(new Set(tokens).size).toBe(40)
    for (const [index, token] of tokens.entries()) {
      expect((await world.run(world.as(token))).user?.user.userId).toBe(index % 2 === 0 ? ada.userId : bob.userId)
    }
  })

  it("SEC-30 USR-1 only addresses of the enterprise are let in, by creation, by edit and by sign-up", async () => {
    const world = await openWorld()
    await world.save(acme, { "freeSignUp.automatic": true })
    const ada = await world.join("ada")
    const person = { firstName: "M", lastName: "Doe", language: "en" as const }
    for (const domain of ["evil.example", "acme.example.evil.example", "sub.acme.example", "acme.xn--exmple-cua"]) {
      const mail = MailAddress.make(`m@${domain}`)
      const create = world.portal.createUser(world.operator, { ...person, mail, enterprise: acme, role: "user" }, "")
      const edit = world.by(world.operator, User.EditUser.make({ enterprise: acme, userId: ada.userId, mail }))
      const signUp = world.portal.signUp(acme, { ...person, mail }, domain)
      expectAll([await world.outcome(create), await edit, await world.outcome(signUp)], "DomainNotAllowed")
    }
    const anywhere = MailAddress.make("m@evil.example")
    expect(await world.outcome(world.portal.createUser(
      world.operator, { ...person, mail: anywhere, enterprise: commons, role: "user" }, ""))).toBe("yes")
  })
})
