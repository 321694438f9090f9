/** Counts room in PostgreSQL. Whoever comes while a batch is under way goes along with the next. */
import { gather, type Quota, Unavailable } from "@intendant/core"
import type { Driver, Row, Statement } from "./driver.ts"
import { answering } from "./failures.ts"
import type { LedgerDesk } from "./ledger-desk.ts"
import { type Errand, errandOf } from "./ledger-errand.ts"
import { counterOf, rootOf } from "./ledger-view.ts"

const columns = "node, resource, quota_limit, own_held, own_reserved, group_held, group_reserved"

/** What ran out at and below a place, whether or not anybody has written that down: by node. */
const over = `over as materialized (
    select node, sum(amount) as amount from {schema}.ledger_entry
    where root = $4 and phase = 'reserved' and until <= $3 and resource = $2 group by node
  )`
const overBelow = (node: string): string =>
  `coalesce((select sum(o.amount) from over o
    where o.node = ${node} or (o.node >= ${node} || '>' and o.node < ${node} || '?')), 0)`
const overAt = (node: string): string => `coalesce((select o.amount from over o where o.node = ${node}), 0)`

const counter: Statement = {
  name: "ledger_counter",
  text: `with ${over}
    select ${columns}, ${overAt("c.node")} as own_over, ${overBelow("c.node")} as group_over
    from {schema}.ledger_counter c where c.node = $1 and c.resource = $2`
}

const heaviest: Statement = {
  name: "ledger_heaviest",
  text: `with ${over}, used as (
      select c.*, c.own_held + c.own_reserved - ${overAt("c.node")} as own_used, ${overAt("c.node")} as own_over
      from {schema}.ledger_counter c
      where c.resource = $2 and (c.node = $1 or (c.node >= $1 || '>' and c.node < $1 || '?'))
        and c.own_held + c.own_reserved > 0
    ), top as materialized (
      select * from used where own_used > 0 order by own_used desc, node limit $5
    )
    select ${columns}, own_over, ${overBelow("top.node")} as group_over from top order by own_used desc, node`
}

export const makeLedger = ({ ask }: Driver, desk: LedgerDesk): Quota.Ledger["Service"] => {
  const take = gather<Errand, void, Quota.Refusal | Unavailable>(desk.take, (cause) => new Unavailable({ cause }))
  return {
    take: (step, asker) => take(errandOf(step, asker)),

    counter: (node, resource, { epochMilliseconds }) =>
      answering(async () => {
        const [row] = await ask(counter, [node, resource, epochMilliseconds, rootOf(node)])
        return row === undefined ? { node, resource, limit: null, own: nothing, group: nothing } : currentOf(row)
      }),

    heaviest: (node, resource, limit, { epochMilliseconds }) =>
      answering(async () =>
        (await ask(heaviest, [node, resource, epochMilliseconds, rootOf(node), limit])).map(currentOf))
  }
}

const nothing: Quota.Tally = { held: 0, reserved: 0 }

/** Without what ran out. */
const currentOf = (row: Row): Quota.Counter => {
  const amount = (column: string): number => Number(row[column])
  return counterOf([
    String(row["node"]), String(row["resource"]),
    // Written by this adapter from a `Limit`, or null.
    row["quota_limit"] as Quota.Limit | null,
    amount("own_held"), amount("own_reserved") - amount("own_over"),
    amount("group_held"), amount("group_reserved") - amount("group_over")
  ])
}
