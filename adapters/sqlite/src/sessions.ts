/** Who is signed in. Every question is answered from the file, so that a revocation holds in every process at once. */
import { levelOf, type Session, type Sessions } from "@intendant/core"
import * as DateTime from "effect/DateTime"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import type { Access } from "./access.ts"
import { integer, text } from "./database.ts"
import type { Row } from "./driver.ts"
import { forgetOld } from "./expiry.ts"

export const makeSessions = ({ read, write }: Access): Sessions["Service"] => ({
  open: ({ digest, subject, place, epoch, level, issuedAt, expiresAt }) =>
    write((database) => {
      database.run(
        `insert into session (digest, subject, place, epoch, level, issued_at, expires_at)
         values (?, ?, ?, ?, ?, ?, ?)`,
        digest, subject, place, epoch, level, DateTime.formatIso(issuedAt), DateTime.formatIso(expiresAt)
      )
      forgetOld(database, "session", issuedAt)
      return Exit.void
    }),

  find: (digest, now) =>
    read((database) => {
      const row = database.one(
        "select * from session where digest = ? and expires_at > ?", digest, DateTime.formatIso(now))
      return Option.map(Option.fromUndefinedOr(row), sessionOf)
    }),

  revoke: (digest) =>
    write((database) => {
      database.run("delete from session where digest = ?", digest)
      return Exit.void
    }),

  revokeAll: (subject, except) =>
    write((database) => {
      database.run("delete from session where subject = ? and digest is not ?", subject, except ?? null)
      return Exit.void
    })
})

const sessionOf = (row: Row): Session => ({
  digest: text(row, "digest"), subject: text(row, "subject"), place: text(row, "place"), epoch: integer(row, "epoch"),
  level: levelOf(integer(row, "level")),
  issuedAt: DateTime.makeUnsafe(text(row, "issued_at")), expiresAt: DateTime.makeUnsafe(text(row, "expires_at"))
})
