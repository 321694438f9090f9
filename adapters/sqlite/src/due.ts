/** Work that falls due, and the leases of those who carry it out. */
import { randomUUID } from "node:crypto"
import type { Due } from "@intendant/core"
import * as DateTime from "effect/DateTime"
import * as Exit from "effect/Exit"
import type { Access } from "./access.ts"
import { text } from "./database.ts"

export const makeDue = ({ write }: Access): Due["Service"] => ({
  claim: (kind, now, limit, leaseSeconds) =>
    write((database) => {
      const until = DateTime.formatIso(DateTime.add(DateTime.makeUnsafe(now), { seconds: leaseSeconds }))
      const rows = database.all(
        `select id, at from due where kind = ? and at <= ? and (leased_until is null or leased_until <= ?)
         order by at, id limit ?`,
        kind, now, now, limit
      )
      return Exit.succeed(rows.map((row) => {
        const item = { kind, id: text(row, "id"), at: text(row, "at"), lease: randomUUID() }
        database.run(
          "update due set lease = ?, leased_until = ? where kind = ? and id = ?", item.lease, until, kind, item.id)
        return item
      }))
    }),

  done: ({ kind, id, lease }) =>
    write((database) => {
      database.run("delete from due where kind = ? and id = ? and lease = ?", kind, id, lease)
      return Exit.void
    }),

  again: ({ kind, id, lease }, at) =>
    write((database) => {
      database.run(
        "update due set at = ?, lease = null, leased_until = null where kind = ? and id = ? and lease = ?",
        at, kind, id, lease
      )
      return Exit.void
    })
})
