/** What an administrator may do about a user now. Nothing is listed by hand: the rules themselves are asked. */
import * as Result from "effect/Result"
import { isBelow, type Path } from "../kernel/path.ts"
import { type Actor, grantOf, permissionsOf } from "../kernel/permit.ts"
import { AdminCommand, type Command, ResetPassword } from "./commands.ts"
import { decide } from "./decide.ts"
import type { Known } from "./model.ts"
import { permissions } from "./permissions.ts"
import type { Facts } from "./refusals.ts"
import { placeOf } from "./rules.ts"

export type AdminAction = (AdminCommand | typeof ResetPassword.Type)["_tag"]

/** Every order that an administrator can give, in the order in which screens show them. */
export const adminActions: ReadonlyArray<AdminAction> =
  [...AdminCommand.members, ResetPassword].map(({ fields }) => fields._tag.schema.literal)

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

/** Whether an actor's powers reach everyone of an enterprise alike, but for what they may do about themselves. */
const isEven = ({ id, grants }: Actor, enterprise: Path): boolean =>
  grants.every((grant) => grant.reach === "everywhere" || !isBelow(grant.place, enterprise)
    || grant.place === `${enterprise}>${id}`)

/** What alone decides about a user; nothing where more does: their address, who else is an admin, who is asked. */
const standingOf = (user: Known, actor: Actor, { roles }: Facts): string | undefined => {
  if (user.userId === actor.id || user.role === roles.admin) return undefined
  const { _tag, role, channel, phone, twoFactor } = user
  const alike = [_tag, role, channel, phone === null, twoFactor].join(" ")
  switch (_tag) {
    case "NotFinalised":
    case "Active":
    case "Locked":
    case "Suspended": return alike
    case "PendingApproval":
    case "CreationBlocked":
    case "Deleted": return undefined
  }
}

/** The same of many of one enterprise, as on a page of a list: those who stand alike are judged once. */
export const offeredTo = (
  actor: Actor, enterprise: Path
): (user: Known, facts: Facts) => ReadonlyArray<AdminAction> => {
  const judged = isEven(actor, enterprise) ? new Map<string, ReadonlyArray<AdminAction>>() : undefined
  return (user, facts) => {
    const standing = user.enterprise === enterprise ? standingOf(user, actor, facts) : undefined
    if (judged === undefined || standing === undefined) return offered(actor, user, facts)
    const actions = judged.get(standing) ?? offered(actor, user, facts)
    judged.set(standing, actions)
    return actions
  }
}
