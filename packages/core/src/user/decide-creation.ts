/** How the creation of an account goes on: its code sent again, its obstacle removed, or another taken in its place. */
import * as Match from "effect/Match"
import { accept, nothing, refuse } from "../kernel/decider.ts"
import { mailKey } from "../kernel/mail.ts"
import type { AttachUser } from "./commands.ts"
import { adminsLeft, isTaken, lastAdmin, noSeat, type Order, strangeDomain, unfit, type Verdict } from "./judging.ts"
import * as User from "./model.ts"
import { type Facts, MailTaken, StillBlocked } from "./refusals.ts"

/**
 * Sends the code and the link once more, as long as the account is not finished; those sent before no longer work.
 *
 * @rule USR-8
 * @source 001, Gérer les utilisateurs
 */
export const sendAgain = (order: Order, { invitation }: Facts) => (user: User.Known): Verdict =>
  user._tag === "NotFinalised"
    ? accept(User.CodeSent.make({ activation: invitation }))
    : unfit(order, user, "NotFinalised")

/**
 * A blocked creation goes on once the address is free: the person deleted the other account, or gave it another main
 * address and took this one off.
 *
 * @rule USR-6
 * @source 001, Statuts des utilisateurs: Création bloquée
 */
export const resume = (order: Order, facts: Facts) => (user: User.Known): Verdict => {
  const unfitting = unfit(order, user, "CreationBlocked")
  return Match.valueTags(user, {
    PendingApproval: () => unfitting,
    NotFinalised: () => nothing,
    CreationBlocked: ({ enterprise, userId, mail }) => {
      if (isTaken(order, facts)) return refuse(StillBlocked.make({ enterprise, userId }))
      return strangeDomain(enterprise, mail, facts.contract) ?? noSeat(enterprise, facts.contract)
        ?? accept(User.CreationUnblocked.make({ activation: facts.invitation }))
    },
    Active: () => unfitting,
    Locked: () => unfitting,
    Suspended: () => unfitting,
    Deleted: () => unfitting
  })
}

/**
 * The half of an attachment that concerns the blocked creation: it is given up.
 *
 * @rule USR-6
 * @source 001, Statuts des utilisateurs: Création bloquée
 */
export const abandon = (order: Order, { now }: Facts) => (user: User.Known): Verdict =>
  user._tag === "CreationBlocked"
    ? accept(User.CreationAbandoned.make({ at: now }))
    : unfit(order, user, "CreationBlocked")

/**
 * Support gives the enterprise the account that holds the address. The user keeps password, lines and files, and is
 * administered by the enterprise from now on, in the role that was meant for the blocked account, and under the address
 * that the enterprise knows: where that was the second one, the two change places. Who is the enterprise's already
 * cannot be attached to it: the blocked account is one too many.
 *
 * @rule USR-6
 * @source 001, Statuts des utilisateurs: Création bloquée
 */
export const attach = (
  order: typeof AttachUser.Type, facts: Facts
) => (user: User.Known): Verdict => {
  if (order.to === user.enterprise) return refuse(MailTaken.make({ enterprise: order.to, userId: order.userId }))
  const attached = accept<User.Event>(
    User.UserAttached.make({ from: user.enterprise, enterprise: order.to, role: order.role }),
    ...(mailKey(order.mail) === mailKey(user.mail) ? [] : [User.MailsSwapped.make({})])
  )
  const unfitting = unfit(order, user, "Active", "Locked", "Suspended")
  const admitted = strangeDomain(order.to, order.mail, facts.target) ?? noSeat(order.to, facts.target) ?? attached
  const leaving = (known: User.Known) => adminsLeft(known, facts) ? admitted : lastAdmin(order, facts)
  return Match.valueTags(user, {
    PendingApproval: () => unfitting,
    NotFinalised: () => unfitting,
    CreationBlocked: () => unfitting,
    Active: leaving,
    Locked: leaving,
    Suspended: leaving,
    Deleted: () => unfitting
  })
}
