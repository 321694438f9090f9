/** What several rules about users ask: whether the user is there, fits, has room, and leaves somebody to administer. */
import type { Contract } from "../contract/model.ts"
import { mayJoin, seatsLeft } from "../contract/rules.ts"
import { type Decision, refuse } from "../kernel/decider.ts"
import { domainOf, type MailAddress } from "../kernel/mail.ts"
import type { Path } from "../kernel/path.ts"
import type { Event, Known, Status, User, UserId } from "./model.ts"
import {
  DomainNotAllowed, type Facts, LastAdmin, MailTaken, NoSeatLeft, NoSuchUser, type Refusal, WrongStatus
} from "./refusals.ts"
import { isKnown } from "./known.ts"

export type Verdict = Decision<Event, Refusal>

/** Whom an order is about: a user, and the enterprise that is said to be theirs. */
export interface Order {
  readonly enterprise: Path
  readonly userId: UserId
}

/** Another enterprise's user is told of like one who never was. */
export const finding = (order: Order, user: User, rule: (user: Known) => Verdict): Verdict =>
  isKnown(user) && user.enterprise === order.enterprise ? rule(user) : unknown(order)

export const unknown = ({ enterprise, userId }: Order): Verdict => refuse(NoSuchUser.make({ enterprise, userId }))

/** The order does not fit the status; those that it fits are told. */
export const unfit = ({ enterprise, userId }: Order, { _tag: status }: Known, ...fits: Array<Status>): Verdict =>
  refuse(WrongStatus.make({ enterprise, userId, status, fits }))

/**
 * Whether enough active admins are left once this user is none any more. Who is none leaves all of them. An admin whom
 * somebody's guesses locked is still one that an enterprise must not lose: a lock is lifted, and what follows is not.
 *
 * @rule ROL-1
 * @source ours: the last active admin is safe under any interleaving
 */
export const adminsLeft = (user: Known, { contract, minAdmins: { floor }, roles }: Facts): boolean => {
  const isAdmin = user.role === roles.admin && (user._tag === "Active" || user._tag === "Locked")
  if (!isAdmin) return true
  const others = contract._tag === "Signed" ? contract.activeAdmins.filter((id) => id !== user.userId) : []
  return others.length >= floor
}

export const lastAdmin = ({ enterprise, userId }: Order, { minAdmins: { floor } }: Facts): Verdict =>
  refuse(LastAdmin.make({ enterprise, userId, floor }))

/** The address must be one that the contract lets in; `undefined` where it is. */
export const strangeDomain = (enterprise: Path, mail: MailAddress, contract: Contract): Verdict | undefined => {
  if (contract._tag === "Signed" && mayJoin(mail, contract.terms)) return undefined
  const allowed = contract._tag === "Signed" ? contract.terms.domains ?? [] : []
  return refuse(DomainNotAllowed.make({ enterprise, domain: domainOf(mail), allowed }))
}

/** There must be a seat; `undefined` where there is. */
export const noSeat = (enterprise: Path, contract: Contract): Verdict | undefined => {
  if (contract._tag === "Signed" && seatsLeft(contract) > 0) return undefined
  const [usersMax, seatsTaken] = contract._tag === "Signed"
    ? [contract.terms.usersMax, contract.seatsTaken]
    : [0, 0]
  return refuse(NoSeatLeft.make({ enterprise, usersMax, seatsTaken }))
}

/** Whether somebody else holds the address that is asked for. */
export const isTaken = ({ userId }: Order, { holder }: Facts): boolean =>
  holder !== undefined && holder.userId !== userId

/** Whether a new or another address may not be this user's: somebody's in the enterprise, or waited for there. */
export const isThere = (order: Order, { holder, isAwaited }: Facts): boolean =>
  isAwaited || (holder?.enterprise === order.enterprise && holder.userId !== order.userId)

/** An enterprise has its people's addresses; in a community everybody has their own. */
export const isCommunity = ({ contract }: Facts): boolean =>
  contract._tag === "Signed" && contract.terms.domains === null

export const taken = ({ enterprise, userId }: Order): Verdict => refuse(MailTaken.make({ enterprise, userId }))
