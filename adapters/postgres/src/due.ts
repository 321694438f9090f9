/** Work that falls due, in PostgreSQL. Workers step over what another is claiming at this moment. */
import type { Due } from "@intendant/core"
import * as DateTime from "effect/DateTime"
import type { Driver, Statement } from "./driver.ts"
import { answering } from "./failures.ts"

const claim: Statement = {
  name: "due_claim",
  text: `with picked as materialized (
      select kind, id from {schema}.due
      where kind = $1 and at <= $2 and (leased_until is null or leased_until <= $2)
      order by kind, at, id limit $3 for update skip locked
    ), claimed as (
      update {schema}.due d set lease = gen_random_uuid(), leased_until = $4
      from picked p where d.kind = p.kind and d.id = p.id
      returning d.kind, d.id, d.at, d.lease
    )
    select kind, id, at, lease::text as lease from claimed order by at, id`
}
const done: Statement = {
  name: "due_done", text: "delete from {schema}.due where kind = $1 and id = $2 and lease::text = $3"
}
const again: Statement = {
  name: "due_again",
  text: `update {schema}.due set at = $4, lease = null, leased_until = null
    where kind = $1 and id = $2 and lease::text = $3`
}

export const makeDue = ({ ask }: Driver): Due["Service"] => ({
  claim: (kind, now, limit, leaseSeconds) =>
    answering(async () => {
      const until = DateTime.formatIso(DateTime.add(DateTime.makeUnsafe(now), { seconds: leaseSeconds }))
      const rows = await ask(claim, [kind, now, limit, until])
      return rows.map(({ id, at, lease }) => ({ kind, id: String(id), at: String(at), lease: String(lease) }))
    }),

  done: ({ kind, id, lease }) => answering(async () => void await ask(done, [kind, id, lease])),

  again: ({ kind, id, lease }, at) => answering(async () => void await ask(again, [kind, id, lease, at]))
})
