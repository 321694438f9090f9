/** What screens and jobs ask about many accounts. Each list is defined once, as data; adapters must agree with it. */
import * as Context from "effect/Context"
import * as DateTime from "effect/DateTime"
import type * as Effect from "effect/Effect"
import { isReached, type Moment } from "../kernel/moment.ts"
import type { Listing, Page, PageRequest } from "../kernel/page.ts"
import { isBelow, type Path } from "../kernel/path.ts"
import type { Unavailable } from "../kernel/records.ts"
import type { Account, Status } from "./model.ts"

/** An account that was opened at least once. Only these are ever listed. */
export type Known = Exclude<Account, { readonly _tag: "Absent" }>

/** Below a group, or in the whole installation. */
export type Scope = Path | undefined

const isIn = ({ path }: Known, scope: Scope): boolean => scope === undefined || isBelow(path, scope)

/**
 * The account list of a group, by name, without the group itself. A deleted account stays in it for as long as whoever
 * deleted it may undo; then it leaves the list, and so does what is erased.
 *
 * @rule ACC-14
 * @source 004, Deleting a backup account
 */
export const below = (scope: Scope, now: Moment): Listing<Known> => ({
  holds: (account) => isIn(account, scope) && isShown(account, now),
  key: ({ path }) => path
})

const isShown = (account: Known, now: Moment): boolean => {
  switch (account._tag) {
    case "Enabled": return true
    case "Disabled": return true
    case "PendingDeletion": return !isReached(account.undoUntil, now)
    case "Erasing": return false
    case "Erased": return false
  }
}

/** By name: the accounts of one status below a group, hidden ones included. For who looks after them. */
export const byStatus = (scope: Scope, status: typeof Status.Type): Listing<Known> =>
  ({ holds: (account) => isIn(account, scope) && account._tag === status, key: ({ path }) => path })

/** The most urgent first: deleted accounts whose time has come. It shows them; the worker finds them by what is due. */
export const dueForErasure = (now: Moment): Listing<Known> => ({
  holds: (account) => account._tag === "PendingDeletion" && isReached(account.eraseFrom, now),
  key: (account) => account._tag === "PendingDeletion"
    ? `${DateTime.formatIso(account.eraseBy)} ${account.path}`
    : account.path
})

type Ask = (page: PageRequest) => Effect.Effect<Page<Known>, Unavailable>

export class AccountLists extends Context.Service<AccountLists, {
  readonly below: (scope: Scope, now: Moment) => Ask
  readonly byStatus: (scope: Scope, status: typeof Status.Type) => Ask
  readonly dueForErasure: (now: Moment) => Ask
}>()("@intendant/core/AccountLists") {}
