/** Who is signed in, in PostgreSQL: a row for each session, gone when it is revoked. */
import { levelOf, type Session, type Sessions } from "@intendant/core"
import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import type { Driver, Row, Statement } from "./driver.ts"
import { answering } from "./failures.ts"

const open: Statement = {
  name: "session_open", text: "select from {schema}.session_open($1, $2, $3, $4, $5, $6, $7)"
}
export const sessionColumns = "digest, subject, place, epoch, level, issued_at, expires_at"
const find: Statement = {
  name: "session_find", text: `select ${sessionColumns} from {schema}.session where digest = $1 and expires_at > $2`
}
const revoke: Statement = { name: "session_revoke", text: "delete from {schema}.session where digest = $1" }
const revokeAll: Statement = {
  name: "session_revoke_all",
  text: "delete from {schema}.session where subject = $1 and ($2::text is null or digest <> $2)"
}

export const makeSessions = ({ ask }: Driver): Sessions["Service"] => ({
  open: ({ digest, subject, place, epoch, level, issuedAt, expiresAt }) =>
    answering(async () =>
      void await ask(open, [
        digest, subject, place, epoch, level, issuedAt.epochMilliseconds, expiresAt.epochMilliseconds
      ])),

  find: (digest, { epochMilliseconds }) =>
    answering(async () => {
      const [row] = await ask(find, [digest, epochMilliseconds])
      return row === undefined ? Option.none() : Option.some(sessionOf(row))
    }),

  revoke: (digest) => answering(async () => void await ask(revoke, [digest])),

  revokeAll: (subject, except) => answering(async () => void await ask(revokeAll, [subject, except ?? null]))
})

/** A session of its columns. */
export const sessionOf = (row: Row): Session => ({
  digest: String(row["digest"]), subject: String(row["subject"]), place: String(row["place"]),
  epoch: Number(row["epoch"]), level: levelOf(row["level"]),
  issuedAt: DateTime.makeUnsafe(Number(row["issued_at"])), expiresAt: DateTime.makeUnsafe(Number(row["expires_at"]))
})
