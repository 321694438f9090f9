/** What the rules are walked with: every order, under every circumstance that a rule looks at. */
import { backupAccounts, backupAccountsClassic, secureWorkspace } from "@intendant/blueprints"
import {
  Account, type Contract, Credential, isReached, later, MailAddress, MailDomain, Path, PhoneNumber, Policy, Portals,
  Quota, Segment, User
} from "@intendant/core"
import * as DateTime from "effect/DateTime"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"

const now = DateTime.makeUnsafe("2026-01-15T10:00:00Z")
const moments = [{ seconds: 0 }, { seconds: 9 }, { hours: 20 }, { days: 30 }].map((after) => DateTime.add(now, after))
const group = Path.make("acme")
const path = Path.make("acme>nas")
const order = { path }
const password = Redacted.make("correct horse battery staple")
const readBlueprint = Schema.decodeUnknownSync(Portals.Blueprint)

type Orders = { readonly [Tag in Account.Command["_tag"]]: Extract<Account.Command, { readonly _tag: Tag }> }

/** One of each: the compiler sees to it. */
const orders: Omit<Orders, "OpenRootAccount"> = {
  OpenAccount: Account.OpenAccount.make({ under: group, name: Path.make("nas"), password }),
  EditAccount: Account.EditAccount.make({
    ...order, policy: { owner: group, name: Segment.make("nightly") }, quota: { [Quota.Resource.make("bytes")]: 500 }
  }),
  ChangePassword: Account.ChangePassword.make({ ...order, current: password, next: password, again: password }),
  ReleaseLock: Account.ReleaseLock.make(order),
  SetSupervisor: Account.SetSupervisor.make(order),
  AssignToCloud: Account.AssignToCloud.make(order),
  AssignToMachine: Account.AssignToMachine.make(order),
  ConnectMachine: Account.ConnectMachine.make({ ...order, machineId: "nas-1" }),
  DisableAccount: Account.DisableAccount.make(order),
  EnableAccount: Account.EnableAccount.make(order),
  DeleteAccount: Account.DeleteAccount.make(order),
  UndoDeletion: Account.UndoDeletion.make(order),
  RecallAccount: Account.RecallAccount.make(order),
  EraseAccount: Account.EraseAccount.make(order),
  ConfirmErasure: Account.ConfirmErasure.make({ ...order, accountId: Account.AccountId.make("acc_1") })
}

const factsOf = (blueprint: Portals.Blueprint, more: Partial<Account.Facts>): Account.Facts => ({
  ...blueprint, now, actor: "ada", newId: Account.AccountId.make("acc_1"), password: "right", passwordsMatch: true,
  policyKnown: true, ...more
})

/** Nothing that is described, counted or limited opens or closes a door: such states are looked at once. */
const doorsOf = (account: Account.Account): unknown =>
  Account.isLiving(account)
    ? { ...account, openedAt: 0, epoch: 0, comment: "", policy: null, quota: {} }
    : account._tag

const accountWalk = (encoded: typeof Portals.Blueprint.Encoded) => {
  const blueprint = readBlueprint(encoded)
  const { initial, decide, evolve } = Account.concept
  const others: ReadonlyArray<Partial<Account.Facts>> =
    [{ password: "wrong" }, { passwordsMatch: false }, { policyKnown: false }]
  const undoSeconds = blueprint.deletion.undo.selfServiceSeconds
  return {
    initial, decide, evolve, name: doorsOf,
    /** Whether a step is taken no earlier than the deletion that it follows. */
    isForward: ({ from, facts }: { readonly from: Account.Account; readonly facts: Account.Facts }): boolean =>
      from._tag !== "PendingDeletion" || isReached(later(from.undoUntil, -undoSeconds), facts.now),
    commands: [
      ...Object.values(orders), Account.ConnectMachine.make({ ...order, machineId: "nas-2" })
    ] satisfies ReadonlyArray<Account.Command>,
    circumstances: [
      ...moments.flatMap((moment) => ["ada", "bob"].map((actor) => factsOf(blueprint, { now: moment, actor }))),
      ...others.map((more) => factsOf(blueprint, more))
    ]
  }
}

export const accountWalks = {
  "backup-accounts": accountWalk(backupAccounts),
  "backup-accounts-classic": accountWalk(backupAccountsClassic)
}

const policy = { owner: group, name: Segment.make("nightly") }

export const policyWalk = {
  ...Policy.concept,
  commands: [
    Policy.DefinePolicy.make({ ...policy, settings: { "schedule.hour": 3 } }),
    Policy.DefinePolicy.make({ ...policy, settings: { "schedule.hour": "three" } }),
    Policy.WithdrawPolicy.make(policy)
  ] satisfies ReadonlyArray<Policy.Command>,
  circumstances: [{ ...readBlueprint(backupAccounts), ownerId: "acc_1" }],
  name: (state: Policy.Policy): unknown => state
}

const tokenId = Credential.TokenId.make("tok_1")
const owner = Credential.AccountOwner.make({ path, accountId: "acc_1" })

export const tokenWalk = {
  ...Credential.tokens,
  commands: [
    Credential.IssueToken.make({ tokenId, owner, label: "agent" }),
    Credential.RevokeToken.make({ tokenId, owner }),
    Credential.RevokeToken.make({ tokenId, owner: Credential.RoleOwner.make({ role: "operator" }) })
  ] satisfies ReadonlyArray<Credential.Command>,
  circumstances: [{ now, digest: "digest" }],
  name: (state: Credential.Token): unknown => state
}

// ------------------------------------------------------------------------------------------------- users

const readMail = Schema.decodeUnknownSync(MailAddress)
const readDomain = Schema.decodeUnknownSync(MailDomain)
const [mail, other] = [readMail("ada@acme.example"), readMail("ada@home.example")]
const phone = Schema.decodeUnknownSync(PhoneNumber)("+33612345678")
const [enterprise, elsewhere] = [Path.make("acme"), Path.make("home")]
const whom = { enterprise, userId: User.UserId.make("usr_1") }
const person = { lastName: "Lovelace", firstName: "Ada", mail, language: "en" as const }
const contact = { name: "Camille", mail }

const contractOf = (more: Partial<Contract.Signed> = {}, agreed: Partial<Contract.Terms> = {}): Contract.Signed => ({
  _tag: "Signed", enterprise, enterpriseId: "ent_1", signedAt: now, seatsTaken: 1,
  activeAdmins: [whom.userId, "usr_2"], ...more,
  terms: {
    domains: [readDomain("acme.example")], usersMax: 9, storageBytesMax: 9, accountManager: contact, support: contact,
    ...agreed
  }
})

type UserOrders = { readonly [Tag in User.Command["_tag"]]: Extract<User.Command, { readonly _tag: Tag }> }

/** One of each: the compiler sees to it. */
const userOrders: UserOrders = {
  CreateUser: User.CreateUser.make({ ...whom, ...person, role: "admin" }),
  SignUp: User.SignUp.make({ ...whom, ...person }),
  ApproveSignUp: User.ApproveSignUp.make(whom),
  RefuseSignUp: User.RefuseSignUp.make(whom),
  SendCodeAgain: User.SendCodeAgain.make(whom),
  ResumeCreation: User.ResumeCreation.make(whom),
  AbandonCreation: User.AbandonCreation.make(whom),
  AttachUser: User.AttachUser.make({ ...whom, to: elsewhere, role: "user", mail }),
  FinaliseUser: User.FinaliseUser.make(whom),
  EditUser: User.EditUser.make({ ...whom, mail: readMail("augusta@acme.example"), role: "user" }),
  SuspendUser: User.SuspendUser.make(whom),
  ReactivateUser: User.ReactivateUser.make(whom),
  DeleteUser: User.DeleteUser.make(whom),
  RecallUser: User.RecallUser.make(whom),
  RevokeAccess: User.RevokeAccess.make(whom),
  ResetFactors: User.ResetFactors.make(whom),
  ResetPassword: User.ResetPassword.make(whom),
  LockUser: User.LockUser.make(whom),
  NoteUndelivered: User.NoteUndelivered.make({ ...whom, noticeId: "not_1", reason: "no such box" }),
  LapseSignUp: User.LapseSignUp.make(whom),
  EraseUser: User.EraseUser.make(whom),
  ConfirmErasure: User.ConfirmErasure.make(whom),
  RecordSignIn: User.RecordSignIn.make({ ...whom, level: 1 }),
  RequestCode: User.RequestCode.make({ ...whom, purpose: "signIn", channel: "mail" }),
  RequestReset: User.RequestReset.make(whom),
  EnrolAuthenticator: User.EnrolAuthenticator.make(whom),
  RepeatSignUp: User.RepeatSignUp.make(whom),
  ChangePassword: User.ChangePassword.make(whom),
  SetPhone: User.SetPhone.make({ ...whom, phone }),
  SetSecondaryMail: User.SetSecondaryMail.make({ ...whom, mail: other }),
  SwapMails: User.SwapMails.make(whom),
  ChooseFactor: User.ChooseFactor.make({ ...whom, channel: "sms", twoFactor: false })
}

const settings = { graceDays: 30, secondaryMailAllowed: true, twoFactorForced: false, freeSignUp: "approval" as const }
const stranger = User.UserId.make("usr_3")
const notice = { noticeId: "not_1", expiresAt: later(now, 600) }

/** Each differs from the first in one thing that some rule looks at. */
const userVariants: ReadonlyArray<Partial<User.Facts>> = [
  {}, { holder: { userId: stranger, enterprise } }, { holder: { userId: stranger, enterprise: elsewhere } },
  { contract: contractOf({ seatsTaken: 9 }) }, { contract: contractOf({ activeAdmins: [whom.userId] }) },
  { contract: contractOf({}, { domains: [readDomain("else.example")] }) },
  { contract: contractOf({}, { domains: null }) },
  { target: contractOf({ seatsTaken: 9 }) }, { target: { _tag: "Unsigned" } },
  { settings: { ...settings, freeSignUp: "automatic" } }, { settings: { ...settings, freeSignUp: "forbidden" } },
  { settings: { ...settings, secondaryMailAllowed: false } }, { settings: { ...settings, twoFactorForced: true } },
  { now: later(now, 600) }, { now: later(now, 30 * 86_400) }
]

/** Nothing that is described or counted opens or closes a door, but role, second address and telephone. */
const doorsOfUser = (user: User.User): unknown => {
  if (!User.isKnown(user)) return user._tag
  const { _tag, role, secondaryMail, phone: number, enterprise: theirs } = user
  const isLockedToo = _tag === "Suspended" && user.lockedAt !== null
  const isUnfinished = (_tag === "Suspended" && !user.isFinalised) || (_tag === "NotFinalised" && user.lapses)
  const ending = _tag === "Deleted" ? [user.eraseFrom, doorsOfUser(user.was)] : []
  return [_tag, role, secondaryMail, number, theirs, isLockedToo, isUnfinished, ...ending]
}

const userFacts: User.Facts = {
  ...readBlueprint(secureWorkspace), now, actor: "usr_2", contract: contractOf(),
  target: contractOf({ enterprise: elsewhere }), settings, holder: undefined, isAwaited: false,
  invitation: notice, code: notice, reset: notice, hasAuthenticator: false
}

export const userWalk = {
  initial: User.initial, decide: User.decide, evolve: User.evolve, name: doorsOfUser,
  /** Whether a step is about somebody who is still of the enterprise that every order names. */
  isHere: ({ from }: { readonly from: User.User }): boolean => !User.isKnown(from) || from.enterprise === enterprise,
  commands: Object.values(userOrders) satisfies ReadonlyArray<User.Command>,
  circumstances: userVariants.map((more) => ({ ...userFacts, ...more }))
}
