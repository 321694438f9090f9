/** How a user ends: deleted, recalled until the erasure begins, and erased with data and keys. */
import * as Match from "effect/Match"
import { accept, nothing, refuse } from "../kernel/decider.ts"
import { isReached, later } from "../kernel/moment.ts"
import {
  adminsLeft, finding, isCommunity, isTaken, isThere, lastAdmin, noSeat, type Order, strangeDomain, taken, unknown,
  unfit, type Verdict
} from "./judging.ts"
import * as User from "./model.ts"
import { AccountOfEnterprise, ErasureTooEarly, type Facts, RecallTooLate } from "./refusals.ts"
import { holdsMail, holdsSeat } from "./rules.ts"

const daySeconds = 86_400

/**
 * Deleting shuts a user out and starts a wait, which the enterprise sets; nothing is lost before it ends. Who only
 * waits for approval is refused instead, and nobody deletes the last active admin. In an enterprise nobody deletes
 * themselves; a personal account is closed by its owner.
 *
 * @rule USR-7
 * @source 001, Statuts des utilisateurs: Supprimé; Options globales
 */
export const remove = (order: Order, facts: Facts) => (user: User.Known): Verdict => {
  const eraseFrom = later(facts.now, facts.settings.graceDays * daySeconds)
  const deleted = accept(User.UserDeleted.make({ at: facts.now, by: facts.actor, eraseFrom }))
  const { enterprise, userId } = order
  const isOwn = facts.actor === userId && !isCommunity(facts)
  const leaving = (known: User.Known): Verdict => {
    if (!adminsLeft(known, facts)) return lastAdmin(order, facts)
    return isOwn ? refuse(AccountOfEnterprise.make({ enterprise, userId })) : deleted
  }
  return Match.valueTags(user, {
    PendingApproval: () => unfit(order, user, ...deletable),
    NotFinalised: () => deleted,
    CreationBlocked: () => deleted,
    Active: leaving,
    Locked: leaving,
    Suspended: () => deleted,
    Deleted: () => nothing
  })
}

const deletable: Array<User.Status> = ["Active", "Locked", "Suspended", "NotFinalised", "CreationBlocked"]

/**
 * Until the time that was announced, support brings a deleted user back, on the enterprise's request, as they stood
 * before: where there is a seat for them, and nobody else took their address meanwhile. A second address, which they
 * let go of, they prove again: it may be another's by now.
 *
 * @rule USR-7
 * @source 001, Statuts des utilisateurs: Supprimé
 */
export const recall = (order: Order, facts: Facts) => (user: User.Known): Verdict => {
  if (user._tag !== "Deleted") return unfit(order, user, "Deleted")
  const { enterprise, userId, eraseFrom, was } = user
  // Nobody has to have come for it: a worker that is late brings nobody back.
  if (isReached(eraseFrom, facts.now)) return refuse(RecallTooLate.make({ enterprise, userId, eraseFrom }))
  if (holdsMail(was) ? isTaken(order, facts) : isThere(order, facts)) return taken(order)
  const obstacle = strangeDomain(enterprise, was.mail, facts.contract)
    ?? (holdsSeat(was) ? noSeat(enterprise, facts.contract) : undefined)
  const letGo = was.secondaryMail === null ? [] : [User.SecondaryMailSet.make({ mail: null })]
  return obstacle ?? accept<User.Event>(User.UserRecalled.make({}), ...letGo)
}

/**
 * The worker comes: not before the time, and from here nothing leads back.
 *
 * @rule USR-7
 * @source 001, Statuts des utilisateurs: Supprimé
 */
export const erase = (order: Order, user: User.User, { now }: Facts): Verdict => {
  if (user._tag === "Erasing" && isOf(order, user)) return nothing
  return finding(order, user, (known) => {
    if (known._tag !== "Deleted") return unfit(order, known, "Deleted")
    const { enterprise, userId, eraseFrom } = known
    return isReached(eraseFrom, now)
      ? accept(User.ErasureStarted.make({}))
      : refuse(ErasureTooEarly.make({ enterprise, userId, eraseFrom }))
  })
}

/** Whether the user is, or was, of the enterprise that is said to be theirs. */
const isOf = ({ enterprise }: Order, user: User.User): boolean =>
  user._tag !== "Absent" && user.enterprise === enterprise

/**
 * Said once data and keys are gone.
 *
 * @rule USR-7
 * @source 001, Statuts des utilisateurs: Supprimé
 */
export const confirm = (order: Order, user: User.User, { now }: Facts): Verdict => {
  if (!isOf(order, user)) return unknown(order)
  if (user._tag === "Erased") return nothing
  return user._tag === "Erasing" ? accept(User.UserErased.make({ at: now })) : unknown(order)
}
