/** What an administrator may do about a user now. Nothing is listed by hand: the rules themselves are asked. */
import * as Result from "effect/Result"
import { type Actor, grantOf, permissionsOf } from "../kernel/permit.ts"
import type { AdminCommand, Command, ResetPassword } from "./commands.ts"
import { decide } from "./decide.ts"
import type { Known } from "./model.ts"
import { permissions } from "./permissions.ts"
import type { Facts } from "./refusals.ts"
import { placeOf } from "./rules.ts"

/** Every order that an administrator can give, in the order in which screens show them. */
export const adminActions = [
  "EditUser", "ReactivateUser", "SuspendUser", "DeleteUser", "SendCodeAgain", "ApproveSignUp", "RefuseSignUp",
  "ResumeCreation", "RecallUser", "RevokeAccess", "ResetFactors", "ResetPassword"
] as const satisfies ReadonlyArray<(AdminCommand | typeof ResetPassword.Type)["_tag"]>
export type AdminAction = (typeof adminActions)[number]

/** The order itself; one that edits changes a name, since an edit without a change would tell nothing. */
const probe = (action: AdminAction, { enterprise, userId, lastName }: Known): Command => {
  const order = { enterprise, userId }
  return action === "EditUser" ? { _tag: action, ...order, lastName: other(lastName) } : { _tag: action, ...order }
}

const other = (name: string): string => name === "A" ? "B" : "A"

/**
 * The actions that would be carried out if they were ordered now: those that the actor may order, that fit the status,
 * and that change something.
 *
 * @rule USR-8
 * @source 001, Gérer les utilisateurs: the actions depend on the status
 */
export const offered = (actor: Actor, user: Known, facts: Facts): ReadonlyArray<AdminAction> => {
  const place = placeOf(user.enterprise, user.userId)
  return adminActions.filter((action) => {
    const command = probe(action, user)
    const needed = permissionsOf(permissions, command, user)
    // A denial would be told to nobody here.
    if (needed.some((permission) => grantOf(actor, permission, place) === undefined)) return false
    return Result.getOrElse(decide(command, user, facts), () => []).length > 0
  })
}
