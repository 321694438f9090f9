/** Secrets that work once. The newest of a key is the only one kept. */
import type { OneTime, OneTimeKey, Redemption } from "@intendant/core"
import * as DateTime from "effect/DateTime"
import * as Exit from "effect/Exit"
import type { Access } from "./access.ts"
import { type Database, integer, text } from "./database.ts"
import { forgetOld } from "./expiry.ts"

export const makeOneTime = ({ write }: Access): OneTime["Service"] => ({
  issue: ({ kind, subject, purpose, digest, expiresAt, triesMax }) =>
    write((database) => {
      database.run(
        `insert or replace into one_time (subject, kind, purpose, digest, expires_at, tries, tries_max)
         values (?, ?, ?, ?, ?, 0, ?)`,
        subject, kind, purpose, digest, DateTime.formatIso(expiresAt), triesMax
      )
      return Exit.void
    }),

  redeem: (key, digest, now) =>
    write((database) => {
      const redemption = redeemed(database, key, digest, DateTime.formatIso(now))
      forgetOld(database, "one_time", now)
      return Exit.succeed(redemption)
    }),

  revokeAll: (subject) =>
    write((database) => {
      database.run("delete from one_time where subject = ?", subject)
      return Exit.void
    })
})

const named = "subject = ? and kind = ? and purpose = ?"

const redeemed = (
  database: Database, { subject, kind, purpose }: OneTimeKey, digest: string, now: string
): Redemption => {
  const key = [subject, kind, purpose]
  const row = database.one(`select * from one_time where ${named}`, ...key)
  if (row === undefined || text(row, "expires_at") <= now) return "gone"
  if (integer(row, "tries") >= integer(row, "tries_max")) return "gone"
  if (text(row, "digest") !== digest) {
    database.run(`update one_time set tries = tries + 1 where ${named}`, ...key)
    return "wrong"
  }
  database.run(`delete from one_time where ${named}`, ...key)
  return "accepted"
}
