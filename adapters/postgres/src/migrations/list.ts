/** Every migration in its order. What was published is never changed: a correction is another migration. */
import { firstCommitPlans } from "./first-commit.ts"
import { guardFunctions } from "./first-guards.ts"
import { ledgerFunctions } from "./first-ledger.ts"
import { firstConcepts, tables } from "./first-tables.ts"
import { commitPlansOf } from "./people-commit.ts"
import { eras } from "./people-eras.ts"
import { peopleConcepts, peopleTables, surerSessions } from "./people-tables.ts"

export interface Migration {
  readonly number: number
  readonly script: string
}

/** The concepts that have a table each. */
export const concepts: ReadonlyArray<string> = [...firstConcepts, ...peopleConcepts]

export const migrations: ReadonlyArray<Migration> = [
  {
    number: 1,
    script: [tables, firstCommitPlans(firstConcepts), ledgerFunctions, guardFunctions].join("")
  },
  { number: 2, script: [peopleTables, eras, commitPlansOf(concepts), surerSessions].join("") }
]

/** The number that a database must have reached for this version of the adapter. */
export const schemaVersion = 2
