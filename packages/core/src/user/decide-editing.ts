/** How what is known of a user changes: names, language, address, role. */
import { accept, type Decision } from "../kernel/decider.ts"
import { mailKey } from "../kernel/mail.ts"
import type { EditUser } from "./commands.ts"
import { adminsLeft, isTaken, isThere, lastAdmin, strangeDomain, taken, unfit, type Verdict } from "./judging.ts"
import * as User from "./model.ts"
import type { Facts } from "./refusals.ts"
import { holdsMail } from "./rules.ts"

/**
 * One save changes everything named in it, or nothing. A new address follows the rules of a first one; a role is given
 * by who holds the power for both roles, and the last active admin keeps theirs.
 *
 * @rule USR-8
 * @source 001, Gérer les utilisateurs
 */
export const edit = (order: typeof EditUser.Type, facts: Facts) => (user: User.Known): Verdict => {
  if (user._tag === "Deleted") {
    return unfit(order, user, "Active", "Locked", "Suspended", "NotFinalised", "PendingApproval", "CreationBlocked")
  }
  const { mail, role } = order
  if (mail !== undefined && mail !== user.mail) {
    const obstacle = strangeDomain(order.enterprise, mail, facts.contract)
      ?? (isOthers(order, user, facts) ? taken(order) : undefined)
    if (obstacle !== undefined) return obstacle
  }
  if (role !== undefined && role !== user.role && !adminsLeft(user, facts)) return lastAdmin(order, facts)
  return accept(...detailsOf(order, user), ...addressOf(order, user, facts), ...roleOf(order, user))
}

/** A blocked creation may wait for an address that is another enterprise's; everybody else holds theirs. */
const isOthers = (order: typeof EditUser.Type, user: User.Known, facts: Facts): boolean =>
  isThere(order, facts) || (holdsMail(user) && isTaken(order, facts))

type Events = Extract<Decision<User.Event, never>, { readonly _tag: "Success" }>["success"]

const changed = <Value>(asked: Value | undefined, before: Value): asked is Value =>
  asked !== undefined && asked !== before

const detailsOf = ({ lastName, firstName, language }: typeof EditUser.Type, user: User.Known): Events => {
  const details = {
    ...(changed(lastName, user.lastName) ? { lastName } : {}),
    ...(changed(firstName, user.firstName) ? { firstName } : {}),
    ...(changed(language, user.language) ? { language } : {})
  }
  return Object.keys(details).length === 0 ? [] : [User.DetailsChanged.make(details)]
}

/**
 * Whoever was invited at an address that was wrong is invited anew at the right one. A second address that becomes the
 * main one is no second one any more.
 */
const addressOf = ({ mail }: typeof EditUser.Type, user: User.Known, { invitation }: Facts): Events => {
  if (!changed(mail, user.mail)) return []
  const moved = User.MailChanged.make({ from: user.mail, to: mail })
  const { secondaryMail } = user
  const isSecond = secondaryMail !== null && mailKey(secondaryMail) === mailKey(mail)
  return [
    moved,
    ...(isSecond ? [User.SecondaryMailSet.make({ mail: null })] : []),
    ...(user._tag === "NotFinalised" ? [User.CodeSent.make({ activation: invitation })] : [])
  ]
}

const roleOf = ({ role }: typeof EditUser.Type, user: User.Known): Events =>
  changed(role, user.role) ? [User.RoleChanged.make({ role })] : []
