/** The lists of accounts as indexed questions. Each gives what `pageOf` gives for the listing of the same name. */
import { Account, cut, type Listing, type PageRequest } from "@intendant/core"
import * as DateTime from "effect/DateTime"
import type { Access } from "./access.ts"
import { type Bound, json } from "./database.ts"

/** A part of a question, and the values that it names. */
interface Condition {
  readonly sql: string
  readonly values: ReadonlyArray<Bound>
}

export const makeAccountLists = ({ read }: Access): Account.AccountLists["Service"] => {
  /** The index is named, so that no page depends on what the planner guesses. */
  const ask = (
    { key }: Listing<Account.Known>, index: string, order: "id" | "due_key", holds: ReadonlyArray<Condition>
  ) => ({ after, limit }: PageRequest) =>
    read((database) => {
      const further = after === undefined ? [] : [{ sql: `${order} > ?`, values: [after] }]
      const conditions = [...holds, ...further]
      const rows = database.all(
        `select state from account indexed by ${index} where ${conditions.map(({ sql }) => sql).join(" and ")}
         order by ${order} limit ?`,
        ...conditions.flatMap(({ values }) => values), limit + 1
      )
      const accounts = rows.map((row) => Account.concept.state.read(json(row, "state")))
      return cut(accounts.filter((account) => account._tag !== "Absent"), key, limit)
    })

  return {
    below: (scope, now) => ask(Account.Lists.below(scope, now), "account_shown", "id", [shown(now), ...within(scope)]),

    byStatus: (scope, status) =>
      ask(Account.Lists.byStatus(scope, status), "account_by_status", "id", [
        { sql: "status = ?", values: [status] }, ...within(scope)
      ]),

    dueForErasure: (now) =>
      ask(Account.Lists.dueForErasure(now), "account_due", "due_key", [
        { sql: "status = 'PendingDeletion' and erase_from <= ?", values: [DateTime.formatIso(now)] }
      ])
  }
}

const shown = (now: Parameters<typeof DateTime.formatIso>[0]): Condition => ({
  sql: "status in ('Enabled', 'Disabled', 'PendingDeletion') and (status <> 'PendingDeletion' or undo_until > ?)",
  values: [DateTime.formatIso(now)]
})

/** `?` follows `>`: between the two stands the whole subtree, and nothing else. */
const within = (scope: Account.Scope): ReadonlyArray<Condition> =>
  scope === undefined ? [] : [{ sql: "id > ? and id < ?", values: [`${scope}>`, `${scope}?`] }]
