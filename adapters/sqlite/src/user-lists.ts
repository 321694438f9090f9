/** The lists of users as indexed questions. A page is what `pageOf` gives for `User.listing`, read either way. */
import { cut, type PageRequest, User } from "@intendant/core"
import type { Access } from "./access.ts"
import { type Database, integer, json, text } from "./database.ts"

/** The column by which the users of one status stand in the order that is asked for. */
const columns: Readonly<Record<User.Column, string>> = {
  status: "by_status", lastName: "by_last_name", firstName: "by_first_name", mail: "by_mail", role: "by_role",
  lastSignInAt: "by_last_sign_in"
}

export const makeUserLists = ({ read }: Access): User.UserLists["Service"] => ({
  list: (query) => (page) =>
    read((database) => {
      const users = rowsOf(database, query, page).map((row) => User.concept.state.read(json(row, "state")))
      return cut(users.filter(User.isKnown), User.listing(query).key, page.limit)
    }),

  counts: (enterprise) =>
    read((database) => {
      const rows = database.all("select status, count from user_count where enterprise = ?", enterprise)
      const counts = new Map(rows.map((row) => [text(row, "status"), integer(row, "count")]))
      return User.eachStatus((status) => counts.get(status) ?? 0)
    })
})

/**
 * Each status is walked in its own order, no further than a page, and the walks are merged: so a page costs the same
 * whichever statuses are asked for. The index is named, so that nothing depends on what the planner guesses.
 */
const rowsOf = (
  database: Database, { enterprise, statuses, sort, descending }: User.UserQuery, { after, limit }: PageRequest
) => {
  const asked = [...new Set(statuses.length === 0 ? User.statuses : statuses)]
  const column = columns[sort]
  const [further, direction] = descending ? ["<", "desc"] : [">", "asc"]
  const walk = `select * from (
    select ${column} as key, state from user indexed by user_${column}
    where enterprise = ? and status = ? ${after === undefined ? "" : `and ${column} ${further} ?`}
    order by ${column} ${direction} limit ?)`
  const from = after === undefined ? [] : [after]
  return database.all(
    `select state from (${asked.map(() => walk).join(" union all ")}) order by key ${direction} limit ?`,
    ...asked.flatMap((status) => [enterprise, status, ...from, limit + 1]), limit + 1
  )
}
