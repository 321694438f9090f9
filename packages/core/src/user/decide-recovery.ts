/** How administrators help who cannot sign in any more: the telephone is lost, or the password. */
import * as Match from "effect/Match"
import { accept, nothing, refuse } from "../kernel/decider.ts"
import { type Order, unfit, type Verdict } from "./judging.ts"
import * as User from "./model.ts"
import { type Facts, ResetElsewhere } from "./refusals.ts"

/**
 * Whoever lost the telephone or the app that their codes come by gets them by mail again, and enrols anew. What was
 * opened with the old ones is over.
 *
 * @rule AUT-3
 * @source ours: nobody stays shut out for want of a telephone
 */
export const resetFactors = (order: Order, { hasAuthenticator }: Facts) => (user: User.Known): Verdict => {
  // An app goes on working, and its recovery codes with it, though codes come by mail by now.
  const reset = user.channel === "mail" && user.phone === null && !user.twoFactor && !hasAuthenticator
    ? nothing
    : accept(User.FactorsReset.make({}))
  const unfitting = unfit(order, user, "Active", "Locked", "Suspended")
  return Match.valueTags(user, {
    PendingApproval: () => unfitting,
    NotFinalised: () => unfitting,
    CreationBlocked: () => unfitting,
    Active: () => reset,
    Locked: () => reset,
    Suspended: () => reset,
    Deleted: () => unfitting
  })
}

/**
 * Where the portal has administrators hand over new passwords, the old one ends with the order, and so does everything
 * that was opened with it.
 *
 * @rule USR-14
 * @source 002, Gestion des utilisateurs: a password is generated, and handed over by a safe channel
 */
export const resetPassword = (order: Order, { recovery: { by } }: Facts) => (user: User.Known): Verdict => {
  if (by !== "admin") return refuse(ResetElsewhere.make({ by }))
  const reset = accept(User.PasswordReset.make({}))
  const unfitting = unfit(order, user, "Active", "Locked")
  return Match.valueTags(user, {
    PendingApproval: () => unfitting,
    NotFinalised: () => unfitting,
    CreationBlocked: () => unfitting,
    Active: () => reset,
    Locked: () => reset,
    Suspended: () => unfitting,
    Deleted: () => unfitting
  })
}
