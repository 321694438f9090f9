/** What ran out long ago is swept. */
import { DatabaseSync } from "node:sqlite"
import * as Sqlite from "@intendant/sqlite"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { expect, it } from "vitest"
import { freshFile } from "./fresh.ts"
import { act, now, planOf } from "./hot-root.ts"

const daysLater = (days: number) => DateTime.add(now, { days })
const secondsLater = (seconds: number) => DateTime.add(now, { seconds })

it("what ran out long ago takes no room any more, and what may still count stays", async () => {
  const { file, remove } = freshFile()
  const { close, oneTime, records, sessions, throttle } = await Sqlite.open({ file })
  const minute = { attemptsMax: 1, rememberSeconds: 60 }
  const write = (name: string, at: DateTime.Utc, until: DateTime.Utc) =>
    Effect.gen(function*() {
      const issued = { issuedAt: at, expiresAt: until }
      yield* sessions.open({ digest: name, subject: name, place: "acme", epoch: 0, level: 1, ...issued })
      yield* throttle.attempt(name, minute, at)
      const secret = { kind: "code", subject: name, purpose: "test" }
      yield* oneTime.issue({ ...secret, digest: name, expiresAt: until, triesMax: 3 })
      yield* oneTime.redeem(secret, "wrong", at)
      const answer = { scope: name, key: "k", digest: name, answer: null, expiresAt: DateTime.formatIso(until) }
      yield* records.commit(planOf({ act: { ...act, at: DateTime.formatIso(at) }, once: [answer] }))
    })
  await Effect.runPromise(Effect.gen(function*() {
    yield* write("old", now, secondsLater(60))
    yield* throttle.attempt("forever", { attemptsMax: 1 }, now)
    yield* write("long", now, daysLater(30))
    yield* write("new", daysLater(8), daysLater(9))
  }))
  const other = new DatabaseSync(file)
  const columnOf = (table: string, column: string) =>
    other.prepare(`select ${column} as name from ${table} order by 1`).all().map(({ name }) => name)
  expect(columnOf("session", "subject")).toEqual(["long", "new"])
  expect(columnOf("one_time", "subject")).toEqual(["long", "new"])
  expect(columnOf("once", "scope")).toEqual(["long", "new"])
  expect(columnOf("throttle", "key")).toEqual(["forever", "new"])
  other.close()
  await close()
  remove()
})
