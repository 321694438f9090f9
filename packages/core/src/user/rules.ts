/** What follows from how a user stands: status, seat, offered actions. Plain calculations. */
import * as Record from "effect/Record"
import type { RosterEvent, Signed } from "../contract/model.ts"
import { AdminJoined, AdminLeft, SeatsGivenBack, SeatsTaken } from "../contract/model.ts"
import { descend, Path } from "../kernel/path.ts"
import { isKnown } from "./known.ts"
import { type Blueprint, type Known, statuses, type Status, type User, type UserId } from "./model.ts"

/** A user's place in the tree: right below the enterprise, by its id, which no name ever equals by accident. */
export const placeOf = (enterprise: Path, userId: UserId): Path => descend(enterprise, Path.make(userId))

/**
 * What the secrets of a user are bound to: the message that invited them, or the count of their sign-outs. Once it is
 * another, a secret that was right a moment ago came too late.
 */
export const boundTo = (user: Known): string =>
  user._tag === "NotFinalised" ? `invited by ${user.activation.noticeId}` : `signed out ${user.epoch} times`

/** Where a status stands in the list: who needs help first, then the rest. */
export const rankOf = (status: Status): number => statuses.indexOf(status)

/**
 * The colour of each status, the same on every screen.
 *
 * @rule USR-9
 * @source 001, Statuts des utilisateurs
 */
export const colours: Readonly<Record<Status, string>> = {
  Locked: "red", Suspended: "orange", PendingApproval: "violet", CreationBlocked: "brown", NotFinalised: "blue",
  Active: "green", Deleted: "grey"
}

/** Something of each of the seven statuses, by its name. */
export const eachStatus = <Value>(of: (status: Status) => Value): Readonly<Record<Status, Value>> =>
  Record.map(colours, (_, status) => of(status))

/**
 * Whether a user counts among those whom the contract allows. Who waits for approval or for an address has no account
 * yet, and who was deleted has none any more.
 *
 * @rule CTR-9
 * @source 001, Informations générales
 */
export const holdsSeat = (user: User): boolean => {
  switch (user._tag) {
    case "NotFinalised":
    case "Active":
    case "Locked":
    case "Suspended": return true
    case "Absent":
    case "PendingApproval":
    case "CreationBlocked":
    case "Deleted":
    case "Erasing":
    case "Erased": return false
  }
}

/**
 * Whether a user holds its addresses: nobody else may have them. Who was deleted keeps them only while nobody asks.
 *
 * @rule USR-1
 * @source 001, Statuts des utilisateurs: Création bloquée
 */
export const holdsMail = (user: User): boolean =>
  user._tag === "PendingApproval" || holdsSeat(user)

/**
 * Whether a user is one of those who can administer the enterprise now: locked or suspended admins cannot.
 *
 * @rule ROL-1
 * @source 001, Introduction: at least two admins, so that one can be out
 */
export const isActiveAdmin = (user: User, { roles }: Pick<Blueprint, "roles">): boolean =>
  user._tag === "Active" && user.role === roles.admin

/**
 * How many more active admins an enterprise is advised to have, so that one can be out. Nothing is refused for it.
 *
 * @rule ROL-1
 * @source 001, Introduction: at least two admins are advised
 */
export const adminsAdvised = (
  { activeAdmins }: Pick<Signed, "activeAdmins">, { minAdmins: { advised } }: Pick<Blueprint, "minAdmins">
): number => Math.max(0, advised - activeAdmins.length)

/** What a change of one user means for the roster of the enterprise. */
export const rosterEvents = (
  before: User, after: User, blueprint: Pick<Blueprint, "roles">
): ReadonlyArray<RosterEvent> => {
  const userId = isKnown(after) ? after.userId : isKnown(before) ? before.userId : undefined
  const [hadSeat, hasSeat] = [holdsSeat(before), holdsSeat(after)]
  const [wasAdmin, isAdmin] = [isActiveAdmin(before, blueprint), isActiveAdmin(after, blueprint)]
  return [
    ...(hasSeat && !hadSeat ? [SeatsTaken.make({ count: 1 })] : []),
    ...(hadSeat && !hasSeat ? [SeatsGivenBack.make({ count: 1 })] : []),
    ...(isAdmin && !wasAdmin && userId !== undefined ? [AdminJoined.make({ userId })] : []),
    ...(wasAdmin && !isAdmin && userId !== undefined ? [AdminLeft.make({ userId })] : [])
  ]
}
