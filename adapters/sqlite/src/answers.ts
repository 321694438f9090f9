/** Answers that are given again: kept under the caller's scope and key until they expire. */
import type { Once } from "@intendant/core"
import * as DateTime from "effect/DateTime"
import { type Database, json, jsonOf, text } from "./database.ts"
import { forgetOld } from "./expiry.ts"

/** The answer under this scope and key, unless it expired by `at`. */
export const answerOf = (database: Database, scope: string, key: string, at: string): Once | undefined => {
  const row = database.one("select * from once where scope = ? and key = ? and expires_at > ?", scope, key, at)
  return row && {
    scope, key, digest: text(row, "digest"), answer: json(row, "answer"), expiresAt: text(row, "expires_at")
  }
}

/** The first of these answers that was given before. */
export const answeredBefore = (database: Database, once: ReadonlyArray<Once>, at: string): Once | undefined => {
  for (const { scope, key } of once) {
    const before = answerOf(database, scope, key, at)
    if (before !== undefined) return before
  }
  return undefined
}

/** Keeps answers. One that expired makes room for the new one. */
export const keepAnswers = (database: Database, once: ReadonlyArray<Once>, at: string): void => {
  for (const { scope, key, digest, answer, expiresAt } of once) {
    database.run(
      "insert or replace into once (scope, key, digest, answer, expires_at) values (?, ?, ?, ?, ?)",
      scope, key, digest, jsonOf(answer), expiresAt
    )
    forgetOld(database, "once", DateTime.makeUnsafe(at))
  }
}
