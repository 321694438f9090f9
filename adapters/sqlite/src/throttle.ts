/** Attempts, a row for each, remembered for as long as the rule said when it was let through. */
import { type Attempt, later, type Moment, type Throttle, type ThrottleRule } from "@intendant/core"
import * as DateTime from "effect/DateTime"
import * as Exit from "effect/Exit"
import type { Access } from "./access.ts"
import { type Database, textOrNull } from "./database.ts"
import { forgetOld } from "./expiry.ts"

export const makeThrottle = ({ read, write }: Access): Throttle["Service"] => ({
  attempt: (key, rule, now) =>
    write((database) => {
      const before = remembered(database, key, now)
      if (before.length >= rule.attemptsMax) return Exit.succeed(refused(before, rule))
      const until = rule.rememberSeconds === undefined ? null : DateTime.formatIso(later(now, rule.rememberSeconds))
      database.run("insert into throttle (key, expires_at) values (?, ?)", key, until)
      forgetOld(database, "throttle", now)
      return Exit.succeed<Attempt>({ admitted: true, count: before.length + 1 })
    }),

  reset: (key) =>
    write((database) => {
      database.run("delete from throttle where key = ?", key)
      return Exit.void
    }),

  count: (key, now) => read((database) => remembered(database, key, now).length)
})

/** When each attempt of a key is forgotten, the first one first; those without an end stand last. */
const remembered = (database: Database, key: string, now: Moment): ReadonlyArray<string | null> =>
  database.all(
    `select expires_at from throttle where key = ? and (expires_at is null or expires_at > ?)
     order by expires_at nulls last`,
    key, DateTime.formatIso(now)
  ).map((row) => textOrNull(row, "expires_at"))

/** Attempts are let through again once so many are forgotten that there is room for one. */
const refused = (before: ReadonlyArray<string | null>, { attemptsMax }: ThrottleRule): Attempt => {
  const retryAt = before[before.length - attemptsMax] ?? null
  return {
    admitted: false, count: before.length, ...(retryAt === null ? {} : { retryAt: DateTime.makeUnsafe(retryAt) })
  }
}
