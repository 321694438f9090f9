/** A user in every status, an order of every kind, contracts, and what is known: where tests on people begin. */
import * as DateTime from "effect/DateTime"
import * as Schema from "effect/Schema"
import { Contract, MailAddress, MailDomain, Path, PhoneNumber, User } from "../src/index.ts"
import { at } from "./accounts.ts"

export const now = at("2026-01-15T10:00:00Z")
export const mailOf = Schema.decodeSync(MailAddress)
export const domainNamed = Schema.decodeSync(MailDomain)
export const phone = Schema.decodeSync(PhoneNumber)("+33612345678")

export const [acme, rival, home] = [Path.make("acme"), Path.make("rival"), Path.make("home")]
export const [ada, bob] = [User.UserId.make("usr_ada"), User.UserId.make("usr_bob")]
export const order = { enterprise: acme, userId: ada }

const blueprint: User.Blueprint = {
  roles: { joining: "user", admin: "admin" }, minAdmins: { floor: 1, advised: 2 },
  activation: { seconds: 604_800 }, recovery: { by: "selfService", seconds: 3_600 },
  factors: { kinds: ["mail", "sms", "totp"], required: "byTenant" },
  codes: { seconds: 600, triesMax: 5, sendsMax: 5, sendsSeconds: 900 }, stepUp: { seconds: 3_600, freshSeconds: 300 }
}

const contact = { name: "Camille", mail: mailOf("camille@vendor.example") }
export const terms = (more: Partial<Contract.Terms> = {}): Contract.Terms => ({
  domains: [domainNamed("acme.example")], usersMax: 5, storageBytesMax: 1_000, accountManager: contact,
  support: contact, ...more
})

/** In force, with these active admins. */
export const signed = (
  more: Partial<Contract.Signed> = {}, agreed: Partial<Contract.Terms> = {}
): Contract.Signed =>
  Contract.Signed.make({
    enterprise: acme, enterpriseId: "ent_1", signedAt: at("2026-01-01T00:00:00Z"), terms: terms(agreed), seatsTaken: 2,
    activeAdmins: [ada, bob], ...more
  })
/** The contract of those who have no enterprise: anyone may join. */
export const community = (more: Partial<Contract.Signed> = {}): Contract.Signed =>
  signed({ enterprise: home, enterpriseId: "ent_2", ...more }, { domains: null })

export const notice = { noticeId: "not_1", expiresAt: DateTime.add(now, { days: 7 }) }
export const settings: User.Settings =
  { graceDays: 30, secondaryMailAllowed: true, twoFactorForced: false, freeSignUp: "approval" }

/** What a decision knows, unless the test says otherwise: there is room, another admin, and nobody has the address. */
export const facts = (more: Partial<User.Facts> = {}): User.Facts => ({
  ...blueprint, now, actor: bob, contract: signed(), target: signed({ enterprise: rival, enterpriseId: "ent_3" }),
  settings, holder: undefined, isAwaited: false, invitation: notice, code: notice, reset: notice,
  hasAuthenticator: false, ...more
})

const person = { lastName: "Lovelace", firstName: "Ada", mail: mailOf("ada@acme.example"), language: "fr" } as const
export const profile: Omit<typeof User.Active.Type, "_tag"> = {
  ...order, ...person, role: "admin", secondaryMail: null, phone: null, channel: "mail", twoFactor: false,
  createdAt: at("2026-01-02T00:00:00Z"), lastSignInAt: null, epoch: 0, tokenEpoch: 0,
  sortKeys: { lastName: "lovelace", firstName: "ada", mail: "ada@acme.example" }
}
export const eraseFrom = DateTime.add(now, { days: 30 })
const active = User.Active.make(profile)

/** One user, an admin by role, in each status. */
export const users = {
  Absent: User.Absent.make({}),
  PendingApproval: User.PendingApproval.make(profile),
  NotFinalised: User.NotFinalised.make({ ...profile, activation: notice, lapses: false }),
  CreationBlocked: User.CreationBlocked.make(profile),
  Active: active,
  Locked: User.Locked.make({ ...profile, lockedAt: now }),
  Suspended: User.Suspended.make({ ...profile, suspendedAt: now, suspendedBy: bob, lockedAt: null, isFinalised: true }),
  Deleted: User.Deleted.make({ ...profile, was: active, deletedAt: now, deletedBy: bob, eraseFrom }),
  Erasing: User.Erasing.make(order),
  Erased: User.Erased.make({ ...order, erasedAt: now })
}

type Orders = { readonly [Tag in User.Command["_tag"]]: Extract<User.Command, { readonly _tag: Tag }> }

/** An order of every kind, about one user of one enterprise. */
export const ordersAbout = (whom: { readonly enterprise: Path; readonly userId: User.UserId } = order): Orders => ({
  CreateUser: User.CreateUser.make({ ...whom, ...person, role: "admin" }),
  SignUp: User.SignUp.make({ ...whom, ...person }),
  ApproveSignUp: User.ApproveSignUp.make(whom),
  RefuseSignUp: User.RefuseSignUp.make(whom),
  SendCodeAgain: User.SendCodeAgain.make(whom),
  ResumeCreation: User.ResumeCreation.make(whom),
  AbandonCreation: User.AbandonCreation.make(whom),
  AttachUser: User.AttachUser.make({ ...whom, to: rival, role: "user", mail: person.mail }),
  FinaliseUser: User.FinaliseUser.make(whom),
  EditUser: User.EditUser.make({ ...whom, firstName: "Augusta" }),
  SuspendUser: User.SuspendUser.make(whom),
  ReactivateUser: User.ReactivateUser.make(whom),
  DeleteUser: User.DeleteUser.make(whom),
  RecallUser: User.RecallUser.make(whom),
  RevokeAccess: User.RevokeAccess.make(whom),
  ResetFactors: User.ResetFactors.make(whom),
  ResetPassword: User.ResetPassword.make(whom),
  LockUser: User.LockUser.make(whom),
  NoteUndelivered: User.NoteUndelivered.make({ ...whom, noticeId: notice.noticeId, reason: "no such box" }),
  LapseSignUp: User.LapseSignUp.make(whom),
  EraseUser: User.EraseUser.make(whom),
  ConfirmErasure: User.ConfirmErasure.make(whom),
  RecordSignIn: User.RecordSignIn.make({ ...whom, level: 2 }),
  RequestCode: User.RequestCode.make({ ...whom, purpose: "signIn", channel: "mail" }),
  RequestReset: User.RequestReset.make(whom),
  EnrolAuthenticator: User.EnrolAuthenticator.make(whom),
  RepeatSignUp: User.RepeatSignUp.make(whom),
  ChangePassword: User.ChangePassword.make(whom),
  SetPhone: User.SetPhone.make({ ...whom, phone }),
  SetSecondaryMail: User.SetSecondaryMail.make({ ...whom, mail: mailOf("ada@home.example") }),
  SwapMails: User.SwapMails.make(whom),
  ChooseFactor: User.ChooseFactor.make({ ...whom, channel: "mail", twoFactor: true })
})
