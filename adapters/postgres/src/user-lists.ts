/** The lists of users as indexed questions. A page is what `pageOf` gives for `User.listing`, read either way. */
import { cut, type PageRequest, remembering, User } from "@intendant/core"
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
const walk = (column: UserColumn, [further, direction]: Order): string =>
  `select walked.state::text as state from unnest($1::text[], $2::text[]) part(low, high)
    cross join lateral (
      select state, ${userKeys[column]} as key from {schema}."user"
      where ${column} >= part.low and ${column} <= part.high
        and ($3::text is null or ${userKeys[column]} ${further} $3)
      order by ${column} ${direction} fetch first ($4::bigint) rows with ties
    ) walked
    order by walked.key ${direction} limit $4::bigint`

type Order = readonly [">", "asc"] | readonly ["<", "desc"]

/** A statement for each order in which users are asked for, with the walk in it. */
export const inEachOrder = (name: string, textWith: (walk: string) => string) => {
  const statement = (column: UserColumn, order: Order): Statement =>
    ({ name: `${name}_${column}_${order[1]}`, text: textWith(walk(column, order)) })
  const inOrder = (order: Order): Readonly<Record<UserColumn, Statement>> => ({
    by_status: statement("by_status", order), by_last_name: statement("by_last_name", order),
    by_first_name: statement("by_first_name", order), by_mail: statement("by_mail", order),
    by_role: statement("by_role", order), by_last_sign_in: statement("by_last_sign_in", order)
  })
  const [ascending, descending] = [inOrder([">", "asc"]), inOrder(["<", "desc"])]
  return ({ sort, descending: isDescending }: User.UserQuery): Statement =>
    (isDescending ? descending : ascending)[columns[sort]]
}

const walks = inEachOrder("user", (text) => text)

const counts: Statement = {
  name: "user_counts",
  text: `select (select count(*) from {schema}."user" where by_status >= part.low and by_status <= part.high) as count
    from unnest($1::text[], $2::text[]) with ordinality part(low, high, place) order by part.place`
}

/** Whoever is on a screen mostly is on the next one: each is read once. */
const read = remembering(User.concept.state)

/** What the walk is bounded by: its parameters, in their order. */
export const boundsOf = (query: User.UserQuery, { after, limit }: PageRequest) =>
  [...partsOf(query, after), after ?? null, limit + 1] as const

/** The page of the users that were walked. */
export const pageFrom = (texts: ReadonlyArray<string>, query: User.UserQuery, { limit }: PageRequest) =>
  cut(texts.map(read).filter(User.isKnown), User.listing(query).key, limit)

export const makeUserLists = ({ ask }: Driver): User.UserLists["Service"] => ({
  list: (query) => (page) =>
    answering(async () => {
      const rows = await ask(walks(query), boundsOf(query, page))
      return pageFrom(rows.map(({ state }) => String(state)), query, page)
    }),

  counts: (enterprise) =>
    answering(async () => {
      const rows = await ask(counts, partsOf({ enterprise, statuses: User.statuses, descending: false }, undefined))
      return User.eachStatus((status) => Number(rows[User.rankOf(status)]?.["count"]))
    })
})

/** Between which texts the users stand, for each status that is asked for: all of it, or what follows a key. */
const partsOf = (
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
