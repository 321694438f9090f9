/** How people join: created by an admin or manager, or signed up by themselves. */
import * as Match from "effect/Match"
import { accept, nothing, refuse } from "../kernel/decider.ts"
import { isReached } from "../kernel/moment.ts"
import type { CreateUser, NoteUndelivered, SignUp } from "./commands.ts"
import { isTaken, isThere, noSeat, type Order, strangeDomain, taken, unfit, type Verdict } from "./judging.ts"
import * as User from "./model.ts"
import { type Facts, SignUpForbidden, SignUpHolds } from "./refusals.ts"

type Person = Pick<typeof CreateUser.Type, "enterprise" | "userId" | "lastName" | "firstName" | "mail" | "language">

/**
 * The address must be in one of the enterprise's own domains, and no other account's. Where another account outside
 * the enterprise holds it, the creation is blocked until that account lets go; the enterprise's own is simply there,
 * and so is one that waits for the address already.
 *
 * @rule USR-1
 * @source 001, Créer un utilisateur; Statuts des utilisateurs: Création bloquée
 */
export const create = (order: typeof CreateUser.Type, user: User.User, facts: Facts): Verdict => {
  if (user._tag !== "Absent") return nothing
  const { enterprise, mail, role } = order
  const obstacle = strangeDomain(enterprise, mail, facts.contract)
  if (obstacle !== undefined) return obstacle
  if (isThere(order, facts)) return taken(order)
  if (isTaken(order, facts)) return created(order, role, facts, "CreationBlocked", false)
  return noSeat(enterprise, facts.contract) ?? created(order, role, facts, "NotFinalised", false)
}

/**
 * Who has an address of the enterprise may ask for an account: it is given at once, or an admin or manager approves,
 * or it is forbidden. The address is proved by the message that finishes the account, before anything else.
 *
 * @rule USR-11
 * @source 001, Options globales
 */
export const signUp = (order: typeof SignUp.Type, user: User.User, facts: Facts): Verdict => {
  if (user._tag !== "Absent") return nothing
  const { enterprise, mail } = order
  const obstacle = strangeDomain(enterprise, mail, facts.contract)
  if (obstacle !== undefined) return obstacle
  const standing = joiningAs(enterprise, facts)
  if (typeof standing !== "string") return standing
  // Asked last: what is answered before is the same whoever holds the address.
  return isTaken(order, facts) ? taken(order) : created(order, facts.roles.joining, facts, standing, true)
}

/** In which status whoever signs up begins, or why nobody may now. */
const joiningAs = (
  enterprise: Person["enterprise"], { settings, contract }: Facts
): "NotFinalised" | "PendingApproval" | Verdict => {
  switch (settings.freeSignUp) {
    case "automatic": return noSeat(enterprise, contract) ?? "NotFinalised"
    case "approval": return "PendingApproval"
    case "forbidden": return refuse(SignUpForbidden.make({ enterprise }))
  }
}

const created = (
  { userId, enterprise, lastName, firstName, mail, language }: Person, role: string,
  { now, invitation }: Facts, standing: (typeof User.UserCreated.Type)["standing"], signedUp: boolean
): Verdict =>
  accept(User.UserCreated.make({
    userId, enterprise, lastName, firstName, mail, role, language, at: now, standing, signedUp,
    ...(standing === "NotFinalised" ? { activation: invitation } : {})
  }))

/**
 * Somebody signed up with this user's address: the user is told, and whoever asked learns nothing. Who has not finished
 * is invited anew: they may be asking for the invitation that they lost, or that ran out.
 *
 * @rule USR-11
 * @source ours: an address that is not proved yet is no dead end
 */
export const repeatSignUp = ({ invitation }: Facts) => (user: User.Known): Verdict =>
  user._tag === "NotFinalised"
    ? accept(User.CodeSent.make({ activation: invitation }))
    : accept(User.SignUpRepeated.make({ noticeId: invitation.noticeId }))

/**
 * An invitation that will never arrive is told with the user, so that an admin sees it and sends another. What another
 * message has overtaken says nothing of the one that counts.
 *
 * @rule USR-2
 * @source ours: nobody waits for an invitation that a mail server refused
 */
export const noteUndelivered = (
  { noticeId, reason, ...order }: typeof NoteUndelivered.Type, { now }: Facts
) => (user: User.Known): Verdict => {
  if (user._tag !== "NotFinalised") return unfit(order, user, "NotFinalised")
  const { activation } = user
  return activation.noticeId !== noticeId || activation.undelivered !== undefined
    ? nothing
    : accept(User.InvitationUndelivered.make({ noticeId, at: now, reason }))
}

/**
 * Who signed up by themselves and let the invitation run out is forgotten: the address was never proved, and is free
 * for whoever it belongs to. Whom somebody of the enterprise invited, or approved, stays.
 *
 * @rule USR-11
 * @source ours: nobody holds an address for ever that they did not prove
 */
export const lapse = (order: Order, { now }: Facts) => (user: User.Known): Verdict => {
  if (user._tag !== "NotFinalised") return unfit(order, user, "NotFinalised")
  const { enterprise, userId, lapses, activation: { expiresAt } } = user
  if (!lapses) return nothing
  return isReached(expiresAt, now)
    ? accept(User.SignUpLapsed.make({ at: now }))
    : refuse(SignUpHolds.make({ enterprise, userId, until: expiresAt }))
}

/**
 * An admin or manager lets somebody in who signed up; from here they finish the account like anyone invited.
 *
 * @rule USR-11
 * @source 001, Statuts des utilisateurs: En attente d'approbation
 */
export const approve = (order: Order, facts: Facts) => (user: User.Known): Verdict => {
  const unfitting = unfit(order, user, "PendingApproval")
  const approved = accept(User.SignUpApproved.make({ activation: facts.invitation }))
  return Match.valueTags(user, {
    PendingApproval: ({ mail }) =>
      strangeDomain(order.enterprise, mail, facts.contract) ?? noSeat(order.enterprise, facts.contract) ?? approved,
    NotFinalised: () => nothing,
    CreationBlocked: () => unfitting,
    Active: () => unfitting,
    Locked: () => unfitting,
    Suspended: () => unfitting,
    Deleted: () => unfitting
  })
}

/**
 * Whoever is not let in is told so. Nothing was theirs yet, so nothing is kept.
 *
 * @rule USR-11
 * @source 001, Statuts des utilisateurs: En attente d'approbation
 */
export const refuseSignUp = (order: Order, { now }: Facts) => (user: User.Known): Verdict => {
  const { mail, language, firstName, lastName } = user
  return user._tag === "PendingApproval"
    ? accept(User.SignUpRefused.make({ at: now, mail, language, firstName, lastName }))
    : unfit(order, user, "PendingApproval")
}
