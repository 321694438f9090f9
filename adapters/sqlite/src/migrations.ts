/** The shape of the file, in numbered steps. A file remembers how many of them it has taken. */
import { type Database, integer } from "./database.ts"
import { foundation } from "./migrations/001-foundation.ts"
import { people } from "./migrations/002-people.ts"
import type { Patiently } from "./patience.ts"
import { within } from "./transaction.ts"

/** The steps in order: the first is number 1. A step that was published never changes. */
const migrations: ReadonlyArray<string> = [foundation, people]

/** Written into the head of every file, so that nobody else's file is taken for one of ours: "Intd". */
const applicationId = 0x496e7464

/**
 * Takes the steps that the file has not taken yet, all in one transaction, and gives their numbers. Of several
 * processes that open a new file at once, one does it, and the others find it done.
 */
export const bringUpToDate = (database: Database, patiently: Patiently): Promise<ReadonlyArray<number>> =>
  patiently(() => {
    // Whoever finds nothing to do writes nothing, and so waits for no writer. What is read here must be of one instant:
    // a file that somebody else is just making looks like another program's.
    if (within(database, "begin", () => taken(database)) === migrations.length) return []
    return within(database, "begin immediate", () => {
      const before = taken(database)
      const missing = migrations.slice(before)
      for (const sql of missing) database.exec(sql)
      database.exec(`pragma application_id = ${applicationId}; pragma user_version = ${migrations.length}`)
      return missing.map((_, index) => before + index + 1)
    })
  })

/** How many steps a file has taken. One that is not ours, or was written by a later version, is refused. */
const taken = (database: Database): number => {
  const count = pragma(database, "user_version")
  if (pragma(database, "application_id") !== applicationId) {
    if (count === 0 && database.one("select 1 from sqlite_schema") === undefined) return 0
    throw new Error("the file is a database of another program")
  }
  if (count > migrations.length) {
    throw new Error(`the file is of version ${count}, and this program knows versions up to ${migrations.length} only`)
  }
  return count
}

const pragma = (database: Database, name: string): number => integer(database.one(`pragma ${name}`) ?? {}, name)
