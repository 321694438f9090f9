/** What screens ask about the users of an enterprise. The list is defined once, as data; adapters agree with it. */
import * as Context from "effect/Context"
import * as DateTime from "effect/DateTime"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { Listing, Page, PageRequest } from "../kernel/page.ts"
import type { Path } from "../kernel/path.ts"
import type { Unavailable } from "../kernel/records.ts"
import type { Known, Status } from "./model.ts"
import { rankOf } from "./rules.ts"

/** The columns that a list is sorted by. */
export const Column = Schema.Literals(["status", "lastName", "firstName", "mail", "role", "lastSignInAt"])
export type Column = typeof Column.Type

/** Which users of one enterprise, and in which order. */
export interface UserQuery {
  readonly enterprise: Path
  /** Those of these statuses; of all seven where none is named. */
  readonly statuses: ReadonlyArray<Status>
  readonly sort: Column
  readonly descending: boolean
}

/** What stands before a user's id in the key; no name, address or instant holds this character. */
export const keySeparator = "\u0001"

/** What a user is sorted by. Among equals the name decides, and then the id. */
export const sortValue = (user: Known, column: Column): string => {
  const { lastName, firstName, mail } = user.sortKeys
  switch (column) {
    case "status": return `${rankOf(user._tag)}${keySeparator}${lastName}`
    case "lastName": return `${lastName}${keySeparator}${firstName}`
    case "firstName": return `${firstName}${keySeparator}${lastName}`
    case "mail": return mail
    case "role": return `${user.role}${keySeparator}${lastName}`
    case "lastSignInAt": return user.lastSignInAt === null ? "" : DateTime.formatIso(user.lastSignInAt)
  }
}

/**
 * The users of an enterprise by any column, those who need help first where nothing else is asked. Whoever never
 * signed in comes before all who did.
 *
 * @rule USR-9
 * @source 001, Liste des utilisateurs
 */
export const listing = ({ enterprise, statuses, sort }: UserQuery): Listing<Known> => ({
  holds: (user) => user.enterprise === enterprise && (statuses.length === 0 || statuses.includes(user._tag)),
  key: (user) => `${sortValue(user, sort)}${keySeparator}${user.userId}`
})

export class UserLists extends Context.Service<UserLists, {
  /** A page in the order of `listing`, or in the opposite one. */
  readonly list: (query: UserQuery) => (page: PageRequest) => Effect.Effect<Page<Known>, Unavailable>
  /** How many users of an enterprise are in each of the seven statuses, as of now. */
  readonly counts: (enterprise: Path) => Effect.Effect<Readonly<Record<Status, number>>, Unavailable>
}>()("@intendant/core/UserLists") {}
