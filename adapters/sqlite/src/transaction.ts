/** A transaction: what is done in it stands as a whole, or not at all. */
import type { Database } from "./database.ts"

/** Nobody else writes while one that is exclusive is under way; one that reads sees everything at one instant. */
export type Begin = "begin immediate" | "begin"

export const within = <Answer>(database: Database, begin: Begin, action: () => Answer): Answer => {
  database.run(begin)
  try {
    const answer = action()
    database.run("commit")
    return answer
  } catch (cause) {
    if (database.isInTransaction()) database.run("rollback")
    throw cause
  }
}
