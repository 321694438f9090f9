/** The two ways to the file: reading at one instant, and writing in a transaction that many callers share. */
import type { Unavailable } from "@intendant/core"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type { Database } from "./database.ts"
import type { Connection } from "./driver.ts"
import { laneOf, unavailable } from "./lane.ts"
import type { Patiently } from "./patience.ts"
import { within } from "./transaction.ts"

export interface Access {
  /** Everything that is asked in one question is answered as of one instant. */
  readonly read: <Answer>(question: (database: Database) => Answer) => Effect.Effect<Answer, Unavailable>
  /**
   * Nobody else writes meanwhile, in any process. A job that gives a failure, or throws, leaves nothing behind; the
   * jobs that share its transaction are not touched by it.
   */
  readonly write: <Answer, Failure = never>(
    job: (database: Database) => Exit.Exit<Answer, Failure>
  ) => Effect.Effect<Answer, Failure | Unavailable>
}

export const accessTo = (database: Database, connection: Connection, patiently: Patiently): Access => {
  const lane = laneOf(database, patiently)
  return {
    read: (question) => {
      const answer = () => within(database, "begin", () => question(database))
      return Effect.suspend(() => {
        try {
          return Effect.succeed(answer())
        } catch (cause) {
          if (!connection.isBusy(cause)) return Effect.fail(unavailable(cause))
          return Effect.tryPromise({ try: () => patiently(answer), catch: unavailable })
        }
      })
    },

    write: <Answer, Failure>(job: (database: Database) => Exit.Exit<Answer, Failure>) =>
      Effect.suspend(() => {
        const told: { exit?: Exit.Exit<Answer, Failure> } = {}
        const asked = lane(() => {
          const exit = job(database)
          told.exit = exit
          return Exit.isSuccess(exit)
        })
        return Effect.flatMap(asked, (): Effect.Effect<Answer, Failure | Unavailable> =>
          told.exit ?? Effect.fail(unavailable("a job that was not carried out")))
      })
  }
}
