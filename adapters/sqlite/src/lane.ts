/** The one lane of all that writes: callers are gathered, and share a transaction with its one wait for the disk. */
import { setImmediate as nextTurn } from "node:timers/promises"
import { gather, Unavailable } from "@intendant/core"
import type * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type { Database } from "./database.ts"
import type { Patiently } from "./patience.ts"
import { within } from "./transaction.ts"

/** Part of a transaction. It says whether what it did is to stay; if it throws, it does not. */
export type Job = () => boolean

/** The engine gave up the transaction in the middle: nothing that was done in it stands. */
class TransactionLost extends Error {}

/** A job took back what it did. */
class TakenBack extends Error {}

export const unavailable = (cause: unknown): Unavailable =>
  cause instanceof Unavailable ? cause : new Unavailable({ cause })

export const laneOf = (database: Database, patiently: Patiently): (job: Job) => Effect.Effect<void, Unavailable> => {
  const together = (jobs: ReadonlyArray<Job>) =>
    patiently(() => within(database, "begin immediate", () => jobs.map((job) => carried(database, job))))

  /** Whoever makes the engine give up a transaction shall be alone in it. */
  const oneByOne = async (jobs: ReadonlyArray<Job>) => {
    const exits: Array<Exit.Exit<void, Unavailable>> = []
    for (const job of jobs) {
      exits.push(...await together([job]).catch((cause: unknown) => [Exit.fail(unavailable(cause))]))
    }
    return exits
  }

  return gather<Job, void, Unavailable>(async (jobs) => {
    // A transaction is one piece of work for the loop; between two of them, everybody else has a turn.
    await nextTurn()
    try {
      return await together(jobs)
    } catch (cause) {
      if (cause instanceof TransactionLost && jobs.length > 1) return oneByOne(jobs)
      throw cause
    }
  }, unavailable)
}

const carried = (database: Database, job: Job): Exit.Exit<void, Unavailable> => {
  try {
    database.attempt(() => { if (!job()) throw new TakenBack() })
  } catch (cause) {
    if (!database.isInTransaction()) throw new TransactionLost("the transaction was given up", { cause })
    if (!(cause instanceof TakenBack)) return Exit.fail(unavailable(cause))
  }
  return Exit.void
}
