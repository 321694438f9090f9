/** What may happen to a user: the guide's own cases, and those at the edge of each rule. */
import * as DateTime from "effect/DateTime"
import { describe, expect, it } from "vitest"
import {
  acme, ada, bob, community, domainNamed, eraseFrom, facts, mailOf, notice, now, order, ordersAbout,
  profile, rival, settings, signed, users
} from "../../test/people.ts"
import { accept, type Decision, nothing, refuse } from "../kernel/decider.ts"
import type { Command } from "./commands.ts"
import { decide } from "./decide.ts"
import * as User from "./model.ts"
import * as Refusals from "./refusals.ts"

type Then = Decision<User.Event, Refusals.Refusal>
type Case = readonly [rule: string, what: string, Command, User.User, Partial<Refusals.Facts>, Then]

const orders = ordersAbout()
const { Absent, Active, CreationBlocked, Deleted, Locked, NotFinalised, PendingApproval, Suspended } = users
const lapsing = { ...NotFinalised, lapses: true }
const another = { userId: User.UserId.make("usr_eve"), enterprise: acme }
const elsewhere = { ...another, enterprise: rival }
const taken = refuse(Refusals.MailTaken.make(order))
const lastAdmin = refuse(Refusals.LastAdmin.make({ ...order, floor: 1 }))
const alone = { contract: signed({ activeAdmins: [ada] }) }
const locked = { contract: signed({ activeAdmins: [] }) }
const full = { contract: signed({ seatsTaken: 5 }) }
const noSeat = refuse(Refusals.NoSeatLeft.make({ enterprise: acme, usersMax: 5, seatsTaken: 5 }))
const withSignUp = (freeSignUp: Refusals.Settings["freeSignUp"]) => ({ settings: { ...settings, freeSignUp } })

const created = (
  standing: (typeof User.UserCreated.Type)["standing"], role: string, signedUp: boolean
): Then => {
  const { lastName, firstName, mail, language } = profile
  return accept(User.UserCreated.make({
    ...order, lastName, firstName, mail, language, role, at: now, standing, signedUp,
    ...(standing === "NotFinalised" ? { activation: notice } : {})
  }))
}
const stranger = mailOf("ada@gmail.example")
const strange = refuse(Refusals.DomainNotAllowed.make({
  enterprise: acme, domain: domainNamed("gmail.example"), allowed: [domainNamed("acme.example")]
}))

const joining: ReadonlyArray<Case> = [
  ["USR-2", "whoever is created is invited, and has not finished", orders.CreateUser, Absent, {},
    created("NotFinalised", "admin", false)],
  ["USR-1", "an address outside the enterprise's domains is nobody's here", { ...orders.CreateUser, mail: stranger },
    Absent, {}, strange],
  ["USR-1", "nor one of a domain below", { ...orders.CreateUser, mail: mailOf("ada@mail.acme.example") }, Absent, {},
    refuse(Refusals.DomainNotAllowed.make({
      enterprise: acme, domain: domainNamed("mail.acme.example"), allowed: [domainNamed("acme.example")]
    }))],
  ["USR-1", "in a community any address will do", { ...orders.CreateUser, mail: stranger }, Absent,
    { contract: community() }, accept(User.UserCreated.make({
      ...order, lastName: "Lovelace", firstName: "Ada", language: "fr", mail: stranger, role: "admin", at: now,
      standing: "NotFinalised", signedUp: false, activation: notice
    }))],
  ["USR-1", "an address is one account's", orders.CreateUser, Absent, { holder: another }, taken],
  ["USR-6", "where an account outside the enterprise has it, the creation is blocked", orders.CreateUser, Absent,
    { holder: elsewhere }, created("CreationBlocked", "admin", false)],
  ["USR-6", "which takes no seat", orders.CreateUser, Absent, { holder: elsewhere, ...full },
    created("CreationBlocked", "admin", false)],
  ["CTR-9", "nobody joins beyond what the contract allows", orders.CreateUser, Absent, full, noSeat],
  ["CTR-9", "nor without a contract", orders.CreateUser, Absent, { contract: { _tag: "Unsigned" } },
    refuse(Refusals.DomainNotAllowed.make({ enterprise: acme, domain: domainNamed("acme.example"), allowed: [] }))],
  ["USR-11", "whoever signs up waits for approval", orders.SignUp, Absent, {},
    created("PendingApproval", "user", true)],
  ["USR-11", "which takes no seat before it is given", orders.SignUp, Absent, full,
    created("PendingApproval", "user", true)],
  ["USR-11", "or is invited at once", orders.SignUp, Absent, withSignUp("automatic"),
    created("NotFinalised", "user", true)],
  ["USR-11", "while there is a seat", orders.SignUp, Absent, { ...withSignUp("automatic"), ...full }, noSeat],
  ["USR-11", "or is told that the enterprise forbids it", orders.SignUp, Absent, withSignUp("forbidden"),
    refuse(Refusals.SignUpForbidden.make({ enterprise: acme }))],
  ["USR-11", "an approval is a seat", orders.ApproveSignUp, PendingApproval, full, noSeat],
  ["USR-11", "and an invitation", orders.ApproveSignUp, PendingApproval, {},
    accept(User.SignUpApproved.make({ activation: notice }))],
  ["SEC-30", "and only of an address that is still the enterprise's", orders.ApproveSignUp, PendingApproval,
    { contract: signed({}, { domains: [domainNamed("new.example")] }) },
    refuse(Refusals.DomainNotAllowed.make({
      enterprise: acme, domain: domainNamed("acme.example"), allowed: [domainNamed("new.example")]
    }))],
  ["USR-11", "whoever signs up again before they have finished is invited again", orders.RepeatSignUp, NotFinalised, {},
    accept(User.CodeSent.make({ activation: notice }))],
  ["USR-11", "whoever has finished is told", orders.RepeatSignUp, Active, {},
    accept(User.SignUpRepeated.make({ noticeId: notice.noticeId }))],
  ["USR-2", "an invitation that will never arrive is told with the user", orders.NoteUndelivered, NotFinalised, {},
    accept(User.InvitationUndelivered.make({ noticeId: notice.noticeId, at: now, reason: "no such box" }))],
  ["USR-2", "and not one that another has overtaken", { ...orders.NoteUndelivered, noticeId: "not_before" },
    NotFinalised, {}, nothing],
  ["USR-11", "a sign-up that nobody vouches for ends with its invitation", orders.LapseSignUp, lapsing,
    { now: notice.expiresAt }, accept(User.SignUpLapsed.make({ at: notice.expiresAt }))],
  ["USR-11", "and not an instant before", orders.LapseSignUp, lapsing,
    { now: DateTime.subtract(notice.expiresAt, { milliseconds: 1 }) },
    refuse(Refusals.SignUpHolds.make({ ...order, until: notice.expiresAt }))],
  ["USR-11", "whoever an administrator invited stays", orders.LapseSignUp, NotFinalised, { now: eraseFrom },
    nothing],
  ["USR-11", "who is refused is told, and that is all that is kept", orders.RefuseSignUp, PendingApproval, {},
    accept(User.SignUpRefused.make({
      at: now, mail: profile.mail, language: "fr", firstName: "Ada", lastName: "Lovelace"
    }))]
]

const factors: ReadonlyArray<Case> = [
  ["AUT-3", "who has no factor has none to give up", orders.ResetFactors, Active, {}, nothing],
  ["AUT-3", "an app is one, though codes come by mail", orders.ResetFactors, Active, { hasAuthenticator: true },
    accept(User.FactorsReset.make({}))]
]

const blocked: ReadonlyArray<Case> = [
  ["USR-6", "as long as the other account has the address, the creation waits", orders.ResumeCreation,
    CreationBlocked, { holder: elsewhere }, refuse(Refusals.StillBlocked.make(order))],
  ["USR-6", "once it is free, the creation goes on", orders.ResumeCreation, CreationBlocked, {},
    accept(User.CreationUnblocked.make({ activation: notice }))],
  ["USR-6", "where a seat is left", orders.ResumeCreation, CreationBlocked, full, noSeat],
  ["USR-6", "and the domain is still the enterprise's", orders.ResumeCreation, CreationBlocked,
    { contract: signed({}, { domains: [domainNamed("new.example")] }) },
    refuse(Refusals.DomainNotAllowed.make({
      enterprise: acme, domain: domainNamed("acme.example"), allowed: [domainNamed("new.example")]
    }))],
  ["USR-6", "support attaches the account that has the address", orders.AttachUser, Active, {},
    accept(User.UserAttached.make({ from: acme, enterprise: rival, role: "user" }))],
  ["USR-6", "under the address that was asked for, also where it was the second one",
    { ...orders.AttachUser, mail: mailOf("Ada@home.example") },
    { ...Active, secondaryMail: mailOf("ada@home.example") },
    { target: signed({ enterprise: rival }, { domains: [domainNamed("home.example")] }) },
    accept<User.Event>(
      User.UserAttached.make({ from: acme, enterprise: rival, role: "user" }), User.MailsSwapped.make({})
    )],
  ["USR-6", "nobody waits twice in one enterprise", orders.CreateUser, Absent, { holder: elsewhere, isAwaited: true },
    taken],
  ["USR-6", "nor is created beside who waits", orders.CreateUser, Absent, { isAwaited: true }, taken],
  ["USR-6", "nor is moved to an address that is waited for",
    { ...orders.EditUser, mail: mailOf("eve@acme.example") }, CreationBlocked, { isAwaited: true }, taken],
  ["USR-6", "nor to a colleague's", { ...orders.EditUser, mail: mailOf("eve@acme.example") }, CreationBlocked,
    { holder: another }, taken],
  ["USR-6", "into a seat", orders.AttachUser, Active, { target: signed({ enterprise: rival, seatsTaken: 5 }) },
    refuse(Refusals.NoSeatLeft.make({ enterprise: rival, usersMax: 5, seatsTaken: 5 }))],
  ["USR-6", "of a domain of that enterprise", orders.AttachUser, Active,
    { target: signed({ enterprise: rival }, { domains: [domainNamed("rival.example")] }) },
    refuse(Refusals.DomainNotAllowed.make({
      enterprise: rival, domain: domainNamed("acme.example"), allowed: [domainNamed("rival.example")]
    }))],
  ["USR-6", "and never the last admin of another", orders.AttachUser, Active, alone, lastAdmin],
  ["USR-6", "nor anybody to where they are, which would count them twice", { ...orders.AttachUser, to: acme }, Active,
    {}, taken],
  ["USR-6", "in a community people choose their main address", orders.SwapMails,
    { ...Active, secondaryMail: stranger }, { contract: community() }, accept(User.MailsSwapped.make({}))],
  ["USR-1", "in an enterprise they never do", orders.SwapMails, { ...Active, secondaryMail: stranger }, {},
    refuse(Refusals.MainMailFixed.make(order))],
  ["USR-12", "nor where there is no second one", orders.SwapMails, Active, { contract: community() },
    refuse(Refusals.NoSecondaryMail.make(order))]
]

const shut: ReadonlyArray<Case> = [
  ["USR-4", "too many wrong guesses lock an account", orders.LockUser, Active, {},
    accept(User.UserLocked.make({ at: now }))],
  ["SEC-6", "the last admin's too: guessing is stopped whoever is guessed at", orders.LockUser, Active, alone,
    accept(User.UserLocked.make({ at: now }))],
  ["USR-4", "once is enough", orders.LockUser, Locked, {}, nothing],
  ["USR-5", "who is locked is suspended as well", orders.SuspendUser, Locked, {},
    accept(User.UserSuspended.make({ at: now, by: bob }))],
  ["ROL-1", "the last active admin is not suspended", orders.SuspendUser, Active, alone, lastAdmin],
  ["ROL-1", "nor deleted", orders.DeleteUser, Active, alone, lastAdmin],
  ["ROL-1", "nor made anything else", { ...orders.EditUser, role: "user" }, Active, alone, lastAdmin],
  ["ROL-1", "but may be renamed", orders.EditUser, Active, alone,
    accept(User.DetailsChanged.make({ firstName: "Augusta" }))],
  ["ROL-1", "and may be told to stay an admin", { ...orders.EditUser, firstName: "Ada", role: "admin" }, Active,
    alone, nothing],
  ["ROL-1", "nor, once a stranger's guesses have locked them, suspended", orders.SuspendUser, Locked, locked,
    lastAdmin],
  ["ROL-1", "or deleted", orders.DeleteUser, Locked, locked, lastAdmin],
  ["ROL-1", "or made anything else", { ...orders.EditUser, role: "user" }, Locked, locked, lastAdmin],
  ["ROL-1", "or attached elsewhere", orders.AttachUser, Locked, locked, lastAdmin],
  ["ROL-1", "beside another admin a locked one is shut out like anybody", orders.SuspendUser, Locked, {},
    accept(User.UserSuspended.make({ at: now, by: bob }))],
  ["USR-5", "who has not finished is shut out too", orders.SuspendUser, NotFinalised, {},
    accept(User.UserSuspended.make({ at: now, by: bob }))],
  ["USR-5", "and invited anew when let in again", orders.ReactivateUser, { ...Suspended, isFinalised: false }, {},
    accept(User.UserReactivated.make({ activation: notice }))],
  ["USR-5", "nobody lifts their own lock", orders.ReactivateUser, Locked, { actor: ada },
    refuse(Refusals.OwnAccount.make(order))],
  ["ROL-1", "a floor of two keeps two", orders.SuspendUser, Active, { minAdmins: { floor: 2, advised: 2 } },
    refuse(Refusals.LastAdmin.make({ ...order, floor: 2 }))],
  ["ROL-1", "a portal may keep none", orders.SuspendUser, Active, { ...alone, minAdmins: { floor: 0, advised: 0 } },
    accept(User.UserSuspended.make({ at: now, by: bob }))],
  ["USR-8", "who lost every session is asked for nothing more", orders.RevokeAccess, Suspended, {}, nothing]
]

const ended: ReadonlyArray<Case> = [
  ["USR-7", "the wait is the enterprise's own", orders.DeleteUser, Active, { settings: { ...settings, graceDays: 1 } },
    accept(User.UserDeleted.make({ at: now, by: bob, eraseFrom: DateTime.add(now, { days: 1 }) }))],
  ["USR-7", "who is deleted twice is deleted once", orders.DeleteUser, Deleted, {}, nothing],
  ["USR-7", "an instant too early nothing is erased", orders.EraseUser, Deleted,
    { now: DateTime.add(eraseFrom, { milliseconds: -1 }) },
    refuse(Refusals.ErasureTooEarly.make({ ...order, eraseFrom }))],
  ["USR-7", "from the instant announced on it is", orders.EraseUser, Deleted, { now: eraseFrom },
    accept(User.ErasureStarted.make({}))],
  ["USR-7", "recalled until then", orders.RecallUser, Deleted, { now: DateTime.add(eraseFrom, { milliseconds: -1 }) },
    accept(User.UserRecalled.make({}))],
  ["SEC-28", "and not from then on, though nobody came to erase", orders.RecallUser, Deleted, { now: eraseFrom },
    refuse(Refusals.RecallTooLate.make({ ...order, eraseFrom }))],
  ["SEC-30", "where the domain is still the enterprise's", orders.RecallUser, Deleted,
    { contract: signed({}, { domains: [domainNamed("new.example")] }) },
    refuse(Refusals.DomainNotAllowed.make({
      enterprise: acme, domain: domainNamed("acme.example"), allowed: [domainNamed("new.example")]
    }))],
  ["USR-6", "in an enterprise nobody closes their own account", orders.DeleteUser, Active, { actor: ada },
    refuse(Refusals.AccountOfEnterprise.make(order))],
  ["USR-6", "a personal one its owner does", orders.DeleteUser, Active,
    { actor: ada, contract: community({ activeAdmins: [ada, bob] }) },
    accept(User.UserDeleted.make({ at: now, by: ada, eraseFrom }))],
  ["USR-7", "where there is still a seat", orders.RecallUser, Deleted, full, noSeat],
  ["USR-7", "and nobody took the address", orders.RecallUser, Deleted, { holder: another }, taken],
  ["USR-7", "a second address is proved again", orders.RecallUser,
    { ...Deleted, was: { ...Active, secondaryMail: stranger } }, {},
    accept<User.Event>(User.UserRecalled.make({}), User.SecondaryMailSet.make({ mail: null }))],
  ["USR-6", "a blocked creation not beside another that waits", orders.RecallUser, { ...Deleted, was: CreationBlocked },
    { holder: elsewhere, isAwaited: true }, taken],
  ["USR-7", "a blocked creation is recalled without a seat", orders.RecallUser, { ...Deleted, was: CreationBlocked },
    { ...full, holder: elsewhere }, accept(User.UserRecalled.make({}))]
]

const edited: ReadonlyArray<Case> = [
  ["USR-8", "one save changes all of it", { ...orders.EditUser, mail: mailOf("augusta@acme.example"), role: "user" },
    Active, {}, accept<User.Event>(
      User.DetailsChanged.make({ firstName: "Augusta" }),
      User.MailChanged.make({ from: profile.mail, to: mailOf("augusta@acme.example") }),
      User.RoleChanged.make({ role: "user" })
    )],
  ["USR-8", "or nothing", { ...orders.EditUser, mail: stranger, role: "user" }, Active, {}, strange],
  ["USR-8", "what is as it was is not told", { ...orders.EditUser, firstName: "Ada", mail: profile.mail }, Active, {},
    nothing],
  ["USR-1", "a new address is nobody else's", { ...orders.EditUser, mail: mailOf("eve@acme.example") }, Active,
    { holder: another }, taken],
  ["USR-1", "one's own in other letters is one's own", { ...orders.EditUser, mail: mailOf("Ada@acme.example") },
    { ...Active, firstName: "Augusta" }, { holder: { userId: ada, enterprise: acme } },
    accept(User.MailChanged.make({ from: profile.mail, to: mailOf("Ada@acme.example") }))],
  ["USR-12", "a second address that becomes the main one is no second one any more",
    { ...orders.EditUser, mail: mailOf("Lovelace@acme.example"), firstName: "Ada" },
    { ...Active, secondaryMail: mailOf("lovelace@acme.example") }, { holder: { userId: ada, enterprise: acme } },
    accept<User.Event>(
      User.MailChanged.make({ from: profile.mail, to: mailOf("Lovelace@acme.example") }),
      User.SecondaryMailSet.make({ mail: null })
    )],
  ["USR-8", "who was invited at a wrong address is invited at the right one",
    { ...orders.EditUser, mail: mailOf("augusta@acme.example"), firstName: "Ada" }, NotFinalised, {},
    accept<User.Event>(
      User.MailChanged.make({ from: profile.mail, to: mailOf("augusta@acme.example") }),
      User.CodeSent.make({ activation: notice })
    )],
  ["USR-8", "the code goes again to who has not finished", orders.SendCodeAgain, NotFinalised, {},
    accept(User.CodeSent.make({ activation: notice }))]
]

describe.each([
  ["joining", joining], ["blocked creations", blocked], ["shutting out", shut], ["the end", ended], ["editing", edited],
  ["lost factors", factors]
])("%s", (_theme, cases) => {
  it.each(cases)("%s %s", (_rule, _what, command, user, more, then) => {
    expect(decide(command, user, facts(more))).toEqual(then)
  })
})

it.each(["forbidden", "automatic"] as const)(
  "SEC-35 where nobody is let in (%s), a stranger is told the same of a known and an unknown address", (freeSignUp) => {
    const closed = { ...withSignUp(freeSignUp), ...full }
    const [free, held] = [undefined, another].map((holder) =>
      decide(orders.SignUp, Absent, facts({ ...closed, ...(holder === undefined ? {} : { holder }) })))
    expect(held).toEqual(free)
  })
