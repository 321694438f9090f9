/** Tidying up: rows that ran out long ago go, a few at a time, along with the writing of new ones. */
import type { Moment } from "@intendant/core"
import * as DateTime from "effect/DateTime"
import type { Database } from "./database.ts"

/** Nothing depends on it: what ran out is told by the clock. A week is left for clocks that do not agree. */
export const forgetOld = (
  database: Database, table: "once" | "one_time" | "session" | "throttle", now: Moment
): void => {
  database.run(
    `delete from ${table} where rowid in (select rowid from ${table} where expires_at <= ? limit 8)`,
    DateTime.formatIso(DateTime.subtract(now, { days: 7 }))
  )
}
