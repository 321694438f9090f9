/** How often a password may be tried, what it would need, and whether a token holds. */
import type { ThrottleRule } from "../kernel/attempts.ts"
import { isReached, type Moment } from "../kernel/moment.ts"
import type { Lockout, Token, TokenOwner } from "./model.ts"

/**
 * How many passwords are compared before none is any more: the one that exceeds the number of failures is still
 * compared, or not, as the portal wants it.
 *
 * @rule AUT-2
 * @source 001, Statuts: locked after more than five attempts
 */
export const throttleRuleOf = ({ maxFailures, trip, release }: Lockout): ThrottleRule => ({
  attemptsMax: trip === "onExceeding" ? maxFailures + 1 : maxFailures,
  ...(release._tag === "AfterSeconds" ? { rememberSeconds: Math.max(1, release.seconds) } : {})
})

/** Whether a token still gives rights: it was not revoked, and has not run out. */
export const holds = (token: Token, now: Moment): boolean =>
  token._tag === "Active" && (token.expiresAt === undefined || !isReached(token.expiresAt, now))

/** Whether two owners are the same role, or the same account or user by its id. */
export const sameOwner = (one: TokenOwner, other: TokenOwner): boolean => {
  switch (one._tag) {
    case "RoleOwner": return other._tag === "RoleOwner" && one.role === other.role
    case "AccountOwner": return other._tag === "AccountOwner" && one.accountId === other.accountId
    case "UserOwner": return other._tag === "UserOwner" && one.userId === other.userId
  }
}
