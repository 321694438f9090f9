/** What may happen to a user. First the list of commands, then the rules, a line per status; more stand beside. */
import * as Match from "effect/Match"
import { accept, nothing, refuse } from "../kernel/decider.ts"
import type { Command } from "./commands.ts"
import { resetFactors, resetPassword } from "./decide-recovery.ts"
import { abandon, attach, resume, sendAgain } from "./decide-creation.ts"
import { approve, create, lapse, noteUndelivered, refuseSignUp, repeatSignUp, signUp } from "./decide-joining.ts"
import { chooseFactor, requestCode, requestReset, setPhone, setSecondaryMail, swapMails } from "./decide-own.ts"
import { confirm, erase, recall, remove } from "./decide-deletion.ts"
import { edit } from "./decide-editing.ts"
import * as User from "./model.ts"
import { adminsLeft, finding, lastAdmin, type Order, unfit, type Verdict } from "./judging.ts"
import { CodeRefused, type Facts, OwnAccount } from "./refusals.ts"
import { boundTo } from "./rules.ts"

type Rule = (user: User.User, facts: Facts) => Verdict

/** The rule of each order. */
const ruleOf = Match.typeTags<Command, Rule>()({
  CreateUser: (order) => (user, facts) => create(order, user, facts),
  SignUp: (order) => (user, facts) => signUp(order, user, facts),
  RepeatSignUp: (order) => (user, facts) => finding(order, user, repeatSignUp(facts)),
  ApproveSignUp: (order) => (user, facts) => finding(order, user, approve(order, facts)),
  RefuseSignUp: (order) => (user, facts) => finding(order, user, refuseSignUp(order, facts)),
  SendCodeAgain: (order) => (user, facts) => finding(order, user, sendAgain(order, facts)),
  ResumeCreation: (order) => (user, facts) => finding(order, user, resume(order, facts)),
  AbandonCreation: (order) => (user, facts) => finding(order, user, abandon(order, facts)),
  AttachUser: (order) => (user, facts) => finding(order, user, attach(order, facts)),
  FinaliseUser: (order) => (user, facts) => finding(order, user, finalise(order, facts)),
  EditUser: (order) => (user, facts) => finding(order, user, edit(order, facts)),
  SuspendUser: (order) => (user, facts) => finding(order, user, suspend(order, facts)),
  ReactivateUser: (order) => (user, facts) => finding(order, user, reactivate(order, facts)),
  DeleteUser: (order) => (user, facts) => finding(order, user, remove(order, facts)),
  RecallUser: (order) => (user, facts) => finding(order, user, recall(order, facts)),
  RevokeAccess: (order) => (user) => finding(order, user, revoke(order)),
  ResetFactors: (order) => (user, facts) => finding(order, user, resetFactors(order, facts)),
  ResetPassword: (order) => (user, facts) => finding(order, user, resetPassword(order, facts)),
  LockUser: (order) => (user, facts) => finding(order, user, lock(facts)),
  NoteUndelivered: (order) => (user, facts) => finding(order, user, noteUndelivered(order, facts)),
  LapseSignUp: (order) => (user, facts) => finding(order, user, lapse(order, facts)),
  EraseUser: (order) => (user, facts) => erase(order, user, facts),
  ConfirmErasure: (order) => (user, facts) => confirm(order, user, facts),
  RecordSignIn: (order) => (user, facts) => whileActive(order, user, () => recordSignIn(order.level, facts)),
  RequestCode: (order) => (user, facts) => whileActive(order, user, (active) => requestCode(order, active, facts)),
  RequestReset: (order) => (user, facts) => whileActive(order, user, () => requestReset(facts)),
  ChangePassword: (order) => (user, facts) => whileActive(order, user, (active) => changePassword(active, facts)),
  SetPhone: (order) => (user, facts) => whileActive(order, user, (active) => setPhone(order, active, facts)),
  SetSecondaryMail: (order) => (user, facts) =>
    whileActive(order, user, (active) => setSecondaryMail(order, active, facts)),
  SwapMails: (order) => (user, facts) => whileActive(order, user, (active) => swapMails(order, active, facts)),
  EnrolAuthenticator: (order) => (user) =>
    whileActive(order, user, () => accept(User.AuthenticatorEnrolled.make({}))),
  ChooseFactor: (order) => (user, facts) => whileActive(order, user, (active) => chooseFactor(order, active, facts))
})

export const decide = (command: Command, user: User.User, facts: Facts): Verdict => ruleOf(command)(user, facts)

/** Only in status active does anyone do anything themselves. */
const whileActive = (order: Order, user: User.User, rule: (user: typeof User.Active.Type) => Verdict): Verdict =>
  finding(order, user, (known) => known._tag === "Active" ? rule(known) : unfit(order, known, "Active"))

/**
 * The person has chosen a password: the account is finished, and they sign in with it from now on. Nothing else makes
 * an account active that was never used.
 *
 * @rule USR-2
 * @source 001, Création compte côté utilisateur
 */
const finalise = (order: Order, facts: Facts) => (user: User.Known): Verdict => {
  if (user._tag !== "NotFinalised") return unfit(order, user, "NotFinalised")
  return isOvertaken(user, facts) ? tooLate : accept(User.UserFinalised.make({}))
}

/**
 * Another password from now on. Whoever was signed out of everything while theirs was hashed, or invited anew, proved
 * in vain who they are.
 *
 * @rule AUT-7
 * @source ours: what was revoked opens nothing, however far it had come
 */
const changePassword = (user: typeof User.Active.Type, facts: Facts): Verdict =>
  isOvertaken(user, facts) ? tooLate : accept(User.PasswordChanged.make({}))

const tooLate: Verdict = refuse(CodeRefused.make({}))
const isOvertaken = (user: User.Known, { provenFor }: Facts): boolean =>
  provenFor !== undefined && provenFor !== boundTo(user)

/**
 * Too many failed sign-ins lock an account, and it loses nothing. Nobody is spared, since whoever guesses does not care
 * whose account it is; an admin who is locked no longer counts among the active ones. A suspended account is locked
 * too, so that lifting one cause is a decision about both.
 *
 * @rule USR-4
 * @source 001, Statuts des utilisateurs: Bloqué
 */
const lock = ({ now }: Facts) => (user: User.Known): Verdict => {
  const locked = accept(User.UserLocked.make({ at: now }))
  return Match.valueTags(user, {
    PendingApproval: () => nothing,
    NotFinalised: () => nothing,
    CreationBlocked: () => nothing,
    Active: () => locked,
    Locked: () => nothing,
    Suspended: ({ lockedAt }) => lockedAt === null ? locked : nothing,
    Deleted: () => nothing
  })
}

/**
 * An admin or manager shuts somebody out: they sign in no more, and lose nothing. Who has not finished their account
 * cannot finish it any more.
 *
 * @rule USR-5
 * @source 001, Statuts des utilisateurs: Suspendu
 */
const suspend = (order: Order, facts: Facts) => (user: User.Known): Verdict => {
  const unfitting = unfit(order, user, "Active", "Locked", "NotFinalised")
  const suspended = accept(User.UserSuspended.make({ at: facts.now, by: facts.actor }))
  const leaving = (known: User.Known) => adminsLeft(known, facts) ? suspended : lastAdmin(order, facts)
  return Match.valueTags(user, {
    PendingApproval: () => unfitting,
    NotFinalised: () => suspended,
    CreationBlocked: () => unfitting,
    Active: leaving,
    Locked: leaving,
    Suspended: () => nothing,
    Deleted: () => unfitting
  })
}

/**
 * Opens a locked or suspended account again, whichever of the two it was, and both if it was both. One that was never
 * finished is invited anew. Nobody lifts their own lock, though they may still be signed in.
 *
 * @rule USR-5
 * @source 001, Profils des utilisateurs; Statuts des utilisateurs
 */
const reactivate = (order: Order, { actor, invitation }: Facts) => (user: User.Known): Verdict => {
  const { enterprise, userId } = order
  const opened = accept(User.UserReactivated.make({}))
  const invited = accept(User.UserReactivated.make({ activation: invitation }))
  const unfitting = unfit(order, user, "Locked", "Suspended")
  return Match.valueTags(user, {
    PendingApproval: () => unfitting,
    NotFinalised: () => nothing,
    CreationBlocked: () => unfitting,
    Active: () => nothing,
    Locked: () => actor === userId ? refuse(OwnAccount.make({ enterprise, userId })) : opened,
    Suspended: ({ isFinalised }) => isFinalised ? opened : invited,
    Deleted: () => unfitting
  })
}

/**
 * Ends every session, token and open code. Who is suspended or deleted lost them then, and who waits for an account
 * has none yet.
 *
 * @rule USR-8
 * @source ours: what is offered changes something
 */
const revoke = (order: Order) => (user: User.Known): Verdict => {
  const revoked = accept(User.AccessRevoked.make({}))
  const unfitting = unfit(order, user, "Active", "Locked", "NotFinalised")
  return Match.valueTags(user, {
    PendingApproval: () => unfitting,
    NotFinalised: () => revoked,
    CreationBlocked: () => unfitting,
    Active: () => revoked,
    Locked: () => revoked,
    Suspended: () => nothing,
    Deleted: () => nothing
  })
}

const recordSignIn = (level: 1 | 2 | 3, { now }: Facts): Verdict => accept(User.SignedIn.make({ at: now, level }))
