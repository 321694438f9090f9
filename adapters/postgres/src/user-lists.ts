/** The lists of users as indexed questions. A page is what `pageOf` gives for `User.listing`, read either way. */
import { cut, type PageRequest, User } from "@intendant/core"
import { textArray } from "./array-literal.ts"
import type { Driver, Statement } from "./driver.ts"
import { answering } from "./failures.ts"
import { keyLengthMax, type UserColumn, userKeys } from "./migrations/people-keys.ts"

/** The column in which the users of one status stand in the order that is asked for. */
const columns: Readonly<Record<User.Column, UserColumn>> = {
  status: "by_status", lastName: "by_last_name", firstName: "by_first_name", mail: "by_mail", role: "by_role",
  lastSignInAt: "by_last_sign_in"
}

/**
 * Each status is walked in its own order, no further than a page, and the walks are merged: a page costs the same
 * whichever statuses are asked for, and the planner has no choice. Keys whose beginnings tie are walked together, and
 * told apart by the whole of them.
 */
const walks = (column: UserColumn, [further, direction]: readonly [">", "asc"] | ["<", "desc"]): Statement => ({
  name: `user_${column}_${direction}`,
  text: `select walked.state from unnest($1::text[], $2::text[]) part(low, high)
    cross join lateral (
      select state, ${userKeys[column]} as key from {schema}."user"
      where ${column} >= part.low and ${column} <= part.high
        and ($3::text is null or ${userKeys[column]} ${further} $3)
      order by ${column} ${direction} fetch first ($4::bigint) rows with ties
    ) walked
    order by walked.key ${direction} limit $4::bigint`
})

const statements = (order: Parameters<typeof walks>[1]): Readonly<Record<UserColumn, Statement>> => ({
  by_status: walks("by_status", order), by_last_name: walks("by_last_name", order),
  by_first_name: walks("by_first_name", order), by_mail: walks("by_mail", order), by_role: walks("by_role", order),
  by_last_sign_in: walks("by_last_sign_in", order)
})
const ascending = statements([">", "asc"])
const descending = statements(["<", "desc"])

const counts: Statement = {
  name: "user_counts",
  text: `select (select count(*) from {schema}."user" where by_status >= part.low and by_status <= part.high) as count
    from unnest($1::text[], $2::text[]) with ordinality part(low, high, place) order by part.place`
}

export const makeUserLists = ({ ask }: Driver): User.UserLists["Service"] => ({
  list: (query) => (page) =>
    answering(async () => {
      const statement = (query.descending ? descending : ascending)[columns[query.sort]]
      const rows = await ask(statement, [...boundsOf(query, page.after), page.after ?? null, page.limit + 1])
      const users = rows.map(({ state }) => User.concept.state.read(state))
      return cut(users.filter(User.isKnown), User.listing(query).key, page.limit)
    }),

  counts: (enterprise) =>
    answering(async () => {
      const rows = await ask(counts, boundsOf({ enterprise, statuses: User.statuses, descending: false }, undefined))
      const count = (status: User.Status) => Number(rows[User.rankOf(status)]?.["count"])
      return {
        Locked: count("Locked"), Suspended: count("Suspended"), PendingApproval: count("PendingApproval"),
        CreationBlocked: count("CreationBlocked"), NotFinalised: count("NotFinalised"), Active: count("Active"),
        Deleted: count("Deleted")
      }
    })
})

/** Between which texts the users stand, for each status that is asked for: all of it, or what follows a key. */
const boundsOf = (
  { enterprise, statuses, descending: isDescending }: Omit<User.UserQuery, "sort">, after: PageRequest["after"]
): readonly [low: string, high: string] => {
  const asked = [...new Set(statuses.length === 0 ? User.statuses : statuses)]
  const begun = after === undefined ? undefined : Array.from(after).slice(0, keyLengthMax).join("")
  const parts = asked.map((status) => {
    const place = `${enterprise}${User.keySeparator}${User.rankOf(status)}`
    const first = `${place}${User.keySeparator}`
    // No text of this part reaches the one that follows the separator.
    const [low, high] = [first, `${place}\u0002`]
    if (begun === undefined) return [low, high] as const
    return isDescending ? [low, first + begun] as const : [first + begun, high] as const
  })
  return [textArray(parts.map(([low]) => low)), textArray(parts.map(([, high]) => high))]
}
