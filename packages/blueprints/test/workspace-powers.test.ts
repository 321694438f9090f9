/** Who may do what to whom in the secure workspace: the guide's table of roles, and that no way leads beyond it. */
import { secureWorkspace } from "@intendant/blueprints"
import {
  type Actor, Contract, MailAddress, MailDomain, Path, permissionsOf, permitAll, Portals, Role, User
} from "@intendant/core"
import * as DateTime from "effect/DateTime"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"

const blueprint = Schema.decodeUnknownSync(Portals.Blueprint)(secureWorkspace)
const now = DateTime.makeUnsafe("2026-01-15T10:00:00Z")
const [acme, rival] = [Path.make("acme"), Path.make("rival")]
const mail = Schema.decodeSync(MailAddress)("ada@acme.example")
const contact = { name: "Camille", mail }
const contract = Contract.Signed.make({
  enterprise: acme, enterpriseId: "ent_1", signedAt: now, seatsTaken: 0, activeAdmins: ["usr_ada", "usr_bob"],
  terms: {
    domains: [Schema.decodeSync(MailDomain)("acme.example")], usersMax: 9, storageBytesMax: 9, accountManager: contact,
    support: contact
  }
})
const tomorrow = DateTime.add(now, { days: 1 })
const notice = { noticeId: "not_1", expiresAt: now }
const facts: User.Facts = {
  ...blueprint, now, actor: "usr_eve", contract, target: contract, holder: undefined, isAwaited: false,
  invitation: notice, code: notice, reset: notice, hasAuthenticator: false,
  settings: { graceDays: 30, secondaryMailAllowed: true, twoFactorForced: false, freeSignUp: "approval" }
}

const roles = ["user", "manager", "admin"]
const [ada, eve] = [User.UserId.make("usr_ada"), User.UserId.make("usr_eve")]

/** Somebody of this role, in every status in which there is somebody to see. */
const standing = (role: string, userId = ada, enterprise = acme): Readonly<Record<User.Status, User.Known>> => {
  const profile = {
    userId, enterprise, lastName: "Lovelace", firstName: "Ada", mail, role, language: "fr" as const,
    secondaryMail: null, phone: null, channel: "mail" as const, twoFactor: false, createdAt: now, lastSignInAt: null,
    epoch: 0, tokenEpoch: 0, sortKeys: { lastName: "lovelace", firstName: "ada", mail }
  }
  const active = User.Active.make(profile)
  return {
    Active: active, PendingApproval: User.PendingApproval.make(profile),
    NotFinalised: User.NotFinalised.make({ ...profile, activation: notice, lapses: false }),
    CreationBlocked: User.CreationBlocked.make(profile), Locked: User.Locked.make({ ...profile, lockedAt: now }),
    Suspended: User.Suspended.make({
      ...profile, suspendedAt: now, suspendedBy: "usr_bob", lockedAt: null, isFinalised: true
    }),
    Deleted: User.Deleted.make({ ...profile, was: active, deletedAt: now, deletedBy: "usr_bob", eraseFrom: tomorrow })
  }
}

/** Eve, of this role, in the back office of her enterprise. */
const member = (role: string): Actor => ({
  id: eve, name: "Eve",
  grants: Role.membersGrants(blueprint.powers[role] ?? [], acme, Path.make("acme>usr_eve")).map(({ grant }) => grant)
})
const staff = (role: "support" | "operator" | "visitor" | "worker"): Actor =>
  ({ id: role, name: role, grants: Role.grantsOf(blueprint.powers[role] ?? [], undefined) })

const may = (actor: Actor, command: User.Command, user: User.User) =>
  Result.isSuccess(permitAll(
    actor, permissionsOf(User.permissions, command, user), Path.make(`${command.enterprise}>${command.userId}`)))

const order = { enterprise: acme, userId: ada }
const about = (whom = order): ReadonlyArray<User.Command> => [
  ...User.adminActions.map((_tag): User.Command => ({ _tag, ...whom })),
  { _tag: "EditUser", ...whom, lastName: "Byron" }, { _tag: "EditUser", ...whom, mail },
  ...roles.map((role): User.Command => ({ _tag: "EditUser", ...whom, role }))
]

// What the guide offers in each status, to an admin about anybody and to a manager about users and managers.
const offers: Readonly<Record<User.Status, ReadonlyArray<(typeof User.adminActions)[number]>>> = {
  Active: ["EditUser", "SuspendUser", "DeleteUser", "RevokeAccess"],
  Locked: ["EditUser", "ReactivateUser", "SuspendUser", "DeleteUser", "RevokeAccess"],
  Suspended: ["EditUser", "ReactivateUser", "DeleteUser"],
  NotFinalised: ["EditUser", "SuspendUser", "DeleteUser", "SendCodeAgain", "RevokeAccess"],
  PendingApproval: ["EditUser", "ApproveSignUp", "RefuseSignUp"],
  CreationBlocked: ["EditUser", "DeleteUser", "ResumeCreation"],
  Deleted: []
}

describe("USR-8 what is offered", () => {
  const reaches: ReadonlyArray<readonly [actor: string, over: ReadonlyArray<string>]> = [
    ["admin", roles], ["manager", ["user", "manager"]], ["user", []]
  ]
  it.each(reaches)("to %s", (role, over) => {
    for (const whose of roles) {
      for (const [status, user] of Object.entries(standing(whose))) {
        const expected = Object.entries(offers).find(([name]) => name === status)?.[1] ?? []
        expect(User.offered(member(role), user, facts)).toEqual(over.includes(whose) ? expected : [])
      }
    }
  })

  it("USR-7 to the support desk: a deleted user is recalled, whoever is shut out is let in", () => {
    const told = Object.entries(standing("admin")).flatMap(([status, user]) =>
      User.offered(staff("support"), user, facts).map((action) => `${status} ${action}`))
    expect(told.sort()).toEqual(["Deleted RecallUser", "Locked ReactivateUser", "Suspended ReactivateUser"])
  })

  it("ROL-1 to the last admin, about themselves: nothing that would leave none", () => {
    const alone = { ...facts, contract: { ...contract, activeAdmins: [eve] } }
    const self = standing("admin", eve).Active
    expect(User.offered(member("admin"), self, alone)).toEqual(["EditUser", "RevokeAccess"])
  })
})

describe("ROL-1", () => {
  it("SEC-38 a manager touches no admin, whatever the order and the status, and makes none", () => {
    for (const user of Object.values(standing("admin"))) {
      expect(about().filter((command) => may(member("manager"), command, user))).toEqual([])
    }
    const [promoting, creating] = [{ _tag: "EditUser", ...order, role: "admin" }, {
      _tag: "CreateUser", ...order, lastName: "L", firstName: "A", mail, language: "fr", role: "admin"
    }] as const
    for (const role of ["user", "manager"]) expect(may(member("manager"), promoting, standing(role).Active)).toBe(false)
    expect(may(member("manager"), creating, { _tag: "Absent" })).toBe(false)
  })

  it("a manager turns users into managers and back; an admin anybody into anything", () => {
    const changes = (actor: string) => roles.flatMap((from) => roles.flatMap((role) =>
      may(member(actor), { _tag: "EditUser", ...order, role }, standing(from).Active) ? [`${from} ${role}`] : []))
    expect(changes("manager")).toEqual(["user user", "user manager", "manager user", "manager manager"])
    expect(changes("admin")).toHaveLength(9)
  })

  it("USR-1 a sign-in address is changed by an admin, and by no manager", () => {
    const edit = { _tag: "EditUser", ...order, mail } as const
    const changes = (actor: string) => roles.filter((role) => may(member(actor), edit, standing(role).Active))
    expect([changes("admin"), changes("manager"), changes("user")]).toEqual([roles, [], []])
    expect(may(member("manager"), { ...edit, lastName: "Byron" }, standing("user").Active)).toBe(false)
  })

  it("an admin can do all that a manager can", () => {
    const held = (role: string) =>
      (blueprint.powers[role] ?? []).map(({ permission, reach }) => `${reach} ${permission}`)
    expect(held("admin")).toEqual(expect.arrayContaining(held("manager")))
  })

  it("a plain user administers nobody, and sees nobody else", () => {
    for (const role of roles) {
      for (const user of Object.values(standing(role))) {
        expect(about().filter((command) => may(member("user"), command, user))).toEqual([])
      }
    }
  })
})

it("ROL-6 SEC-39 no order that anybody may give, nor any that follows, gives the role of an actor more powers", () => {
  const powersOf = (role: string) =>
    new Set((blueprint.powers[role] ?? []).map(({ permission, reach }) => `${reach} ${permission}`))
  for (const actor of roles) {
    const [reached, frontier] = [new Set([actor]), [actor]]
    for (let role = frontier.pop(); role !== undefined; role = frontier.pop()) {
      // What somebody of this role may make of themselves, and of anybody whose account they then could use.
      for (const to of [...roles, ...Object.keys(blueprint.powers)]) {
        const own = { _tag: "EditUser", enterprise: acme, userId: eve, role: to } as const
        if (reached.has(to) || !may(member(role), own, standing(role, eve).Active)) continue
        reached.add(to)
        frontier.push(to)
      }
    }
    for (const role of reached) expect([...powersOf(actor)]).toEqual(expect.arrayContaining([...powersOf(role)]))
  }
})

it("ROL-6 the roles of the portal itself are given to no user, by nobody", () => {
  const internal = Object.keys(blueprint.powers).filter((role) => !roles.includes(role))
  const actors = [...roles.map(member), staff("support"), staff("operator"), staff("visitor"), staff("worker")]
  for (const actor of actors) {
    for (const role of [...internal, "nobody", "constructor"]) {
      expect(may(actor, { _tag: "EditUser", ...order, role }, standing("user").Active)).toBe(false)
    }
  }
})

it("ROL-6 nobody of an enterprise gives an order about another's", () => {
  for (const actor of roles.map(member)) {
    for (const role of roles) {
      const there = standing(role, ada, rival).Active
      expect(about({ enterprise: rival, userId: ada }).filter((command) => may(actor, command, there))).toEqual([])
    }
  }
})

it("AUT-1 every power over others asks for the back office, and none over oneself does", () => {
  for (const role of roles) {
    for (const { reach, level = 1 } of blueprint.powers[role] ?? []) expect(level).toBe(reach === "itself" ? 1 : 3)
  }
})
