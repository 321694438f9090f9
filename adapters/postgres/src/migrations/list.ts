/** Every migration in its order. What was published is never changed: a correction is another migration. */
import { commitPlans } from "./first-commit.ts"
import { guardFunctions } from "./first-guards.ts"
import { ledgerFunctions } from "./first-ledger.ts"
import { tables } from "./first-tables.ts"

export interface Migration {
  readonly number: number
  readonly script: string
}

export const migrations: ReadonlyArray<Migration> = [
  { number: 1, script: [tables, commitPlans, ledgerFunctions, guardFunctions].join("") }
]

/** The number that a database must have reached for this version of the adapter. */
export const schemaVersion = 1
