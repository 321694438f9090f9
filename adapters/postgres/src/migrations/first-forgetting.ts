/** Tidying up: rows that ran out long ago go, a few at a time, along with the writing of new ones. */

/** Nothing depends on it: what ran out is told by the clock. A week is left for clocks that do not agree. */
export const patienceMillis = 7 * 24 * 60 * 60 * 1000

/** A statement that nobody waits for, and that waits for nobody: what is held by others is stepped over. */
export const forgetOld = (
  table: "answer" | "one_time" | "session" | "throttle", until: string, count = "8"
): string => `
  delete from {schema}.${table} where ctid = any(array(
    select ctid from {schema}.${table} where expires_at <= ${until} order by expires_at limit ${count}
    for update skip locked
  ));`
