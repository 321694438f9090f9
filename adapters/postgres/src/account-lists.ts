/** The lists of accounts as indexed questions. Each must give what `pageOf` gives for the listing of the same name. */
import { Account, byCodePoint, cut, type Listing, type PageRequest } from "@intendant/core"
import * as DateTime from "effect/DateTime"
import type { Driver, Statement, Value } from "./driver.ts"
import { answering } from "./failures.ts"

/**
 * Where a choice is left to the planner, it guesses wrong for some scope. So each question fits one index only: the
 * accounts of a status stand together in the order of their names, by a key of both. `!` follows the blank in it.
 */
const within = (status: string, scope: "scoped" | "whole"): string =>
  `status_key > ${status} || ' ' || $1 and status_key < ${status} || ${
    scope === "scoped" ? "' ' || $2" : "'!' || $2"} order by status_key limit $3`

const ofStatus = (scope: "scoped" | "whole"): Statement => ({
  name: `account_by_status_${scope}`,
  text: `select state from {schema}.account where ${within("$4::text", scope)}`
})

/**
 * Deleted accounts are shown for a short while only, so they are mostly hidden: those that are shown are found by their
 * time as long as they are few, and in the order of their names otherwise. Beyond so many, walking costs less.
 */
const fewMax = 2300
const inScope = (scope: "scoped" | "whole"): string => scope === "scoped" ? "id > $1 and id < $2" : "id > $1"

const shown = (scope: "scoped" | "whole"): Statement => ({
  name: `account_below_${scope}`,
  text: `with fresh as materialized (
      select id from {schema}.account where undo_until > $4 order by undo_until desc limit ${fewMax}
    )
    select state from (
      (select id, state from {schema}.account where ${within("'Enabled'", scope)})
      union all
      (select id, state from {schema}.account where ${within("'Disabled'", scope)})
      union all
      (select f.id, a.state
       from (select id from fresh where ${inScope(scope)} order by id limit $3) f
       cross join lateral (
         select state from {schema}.account a where a.id = f.id limit 1
       ) a
       where (select count(*) from fresh) < ${fewMax})
      union all
      (select id, state from {schema}.account
       where (select count(*) from fresh) >= ${fewMax} and undo_until > $4 and ${within("'PendingDeletion'", scope)})
    ) listed order by id limit $3`
})

const dueForErasure: Statement = {
  name: "account_due_for_erasure",
  text: `with over as materialized (
      select due_key from {schema}.account where erase_from <= $2 order by erase_from limit ${fewMax}
    )
    select state from (
      (select o.due_key, a.state
       from (select due_key from over where due_key > $1 order by due_key limit $3) o
       cross join lateral (select state from {schema}.account a where a.due_key = o.due_key limit 1) a
       where (select count(*) from over) < ${fewMax})
      union all
      (select due_key, state from {schema}.account
       where (select count(*) from over) >= ${fewMax} and due_key > $1 and erase_from <= $2
       order by due_key limit $3)
    ) listed order by due_key`
}

const statements = {
  below: { scoped: shown("scoped"), whole: shown("whole") },
  byStatus: { scoped: ofStatus("scoped"), whole: ofStatus("whole") }
}

export const makeAccountLists = ({ ask }: Driver): Account.AccountLists["Service"] => {
  const list = (
    { key }: Listing<Account.Known>, limit: number, statement: Statement, values: ReadonlyArray<Value>
  ) =>
    answering(async () => {
      const accounts = (await ask(statement, values)).map(({ state }) => Account.concept.state.read(state))
      return cut(accounts.filter((account) => account._tag !== "Absent"), key, limit)
    })

  return {
    below: (scope, now) => (page) =>
      list(Account.Lists.below(scope, now), page.limit, statements.below[kindOf(scope)],
        [...boundsOf(scope, page), DateTime.formatIso(now)]),

    byStatus: (scope, status) => (page) =>
      list(Account.Lists.byStatus(scope, status), page.limit, statements.byStatus[kindOf(scope)],
        [...boundsOf(scope, page), status]),

    dueForErasure: (now) => ({ after, limit }) =>
      list(Account.Lists.dueForErasure(now), limit, dueForErasure, [after ?? "", DateTime.formatIso(now), limit + 1])
  }
}

const kindOf = (scope: Account.Scope): "scoped" | "whole" => scope === undefined ? "whole" : "scoped"

/** `?` follows `>`: between the two stands everything below a group, and nothing else. One row more tells of a page. */
const boundsOf = (scope: Account.Scope, { after = "", limit }: PageRequest): ReadonlyArray<Value> => {
  if (scope === undefined) return [after, "", limit + 1]
  const first = `${scope}>`
  return [byCodePoint(after, first) > 0 ? after : first, `${scope}?`, limit + 1]
}
