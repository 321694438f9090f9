/** Opens the storage: a pool, a connection or a PGlite, and every port over it. */
import { type Storage, storageLayer, Unavailable } from "@intendant/core"
import * as Effect from "effect/Effect"
import pg from "pg"
import { makeAccountLists } from "./account-lists.ts"
import { makeActivity } from "./activity.ts"
import type { Driver } from "./driver.ts"
import { pgDriver } from "./driver-pg.ts"
import { type PgliteDatabase, pgliteDriver } from "./driver-pglite.ts"
import { makeDue } from "./due.ts"
import { makeLedger } from "./ledger.ts"
import { ledgerDesk } from "./ledger-desk.ts"
import { checkVersion, migrateBy } from "./migrate.ts"
import { makeOneTime } from "./one-time.ts"
import { makeRecords } from "./records.ts"
import { makeResourceLists } from "./resource-lists.ts"
import { makeScreens } from "./screens.ts"
import { makeSessions } from "./sessions.ts"
import { makeThrottle } from "./throttle.ts"
import { makeUserLists } from "./user-lists.ts"

/** Where the database is: a pool that stays its maker's, a connection to make one from, or a PGlite in this process. */
export type Place =
  | { readonly pool: pg.Pool }
  | { readonly connection: pg.PoolConfig }
  | { readonly pglite: PgliteDatabase }

export interface Settings {
  /** The schema in which the tables stand: `intendant`, unless another is named. */
  readonly schema?: string
  /** Whether the server keeps plans by name; `none` behind a pooler that hands connections around. */
  readonly prepare?: "named" | "none"
  /** After so long the server counts as not answering: 10 seconds, unless more or less is said. */
  readonly timeoutMillis?: number
}

export type Options = Place & Settings & {
  /** Whether to bring the tables up to date first. Without it, a database that is not is refused. */
  readonly migrate?: boolean
}

/** A storage in PostgreSQL. */
export interface PostgresStorage extends Storage {
  /** From here on everything fails with `Unavailable`. Ends the pool if it was made here. */
  readonly close: () => Promise<void>
}

const timeoutDefaultMillis = 10_000
const schemaDefault = "intendant"

/**
 * Opens a storage. Fails when the server does not answer, and when its tables are older or newer than this version.
 *
 * @example const storage = await Postgres.open({ connection: { connectionString: url }, migrate: true })
 */
export const open = async (options: Options): Promise<PostgresStorage> => {
  const driver = driverOf(options)
  const schema = options.schema ?? schemaDefault
  try {
    if (options.migrate === true) await migrateBy(driver, schema)
    await checkVersion(driver, schema)
  } catch (cause) {
    await driver.close()
    throw cause
  }
  const desk = ledgerDesk(driver)
  const records = makeRecords(driver, desk)
  const [userLists, sessions] = [makeUserLists(driver), makeSessions(driver)]
  return {
    records, userLists, sessions, screens: makeScreens(driver, { records, userLists, sessions }),
    accountLists: makeAccountLists(driver), resourceLists: makeResourceLists(driver), activity: makeActivity(driver),
    ledger: makeLedger(driver, desk), due: makeDue(driver), throttle: makeThrottle(driver),
    oneTime: makeOneTime(driver), close: driver.close
  }
}

/**
 * Brings the tables up to date, all of it or nothing, and gives the numbers of the migrations that were missing. Any
 * number of processes may do so at once.
 */
export const migrate = async (options: Place & Settings): Promise<ReadonlyArray<number>> => {
  const driver = driverOf(options)
  try {
    return await migrateBy(driver, options.schema ?? schemaDefault)
  } finally {
    await driver.close()
  }
}

/** Every port of one storage, which is closed with its scope. */
export const layer = (options: Options) =>
  storageLayer(Effect.acquireRelease(
    Effect.tryPromise({ try: () => open(options), catch: (cause) => new Unavailable({ cause }) }),
    ({ close }) => Effect.promise(close)
  ))

const driverOf = (options: Place & Settings): Driver => {
  const { schema = schemaDefault, prepare = "named", timeoutMillis = timeoutDefaultMillis } = options
  if ("pglite" in options) return pgliteDriver(options.pglite, schema)
  if ("pool" in options) return pgDriver(options.pool, { schema, prepare, timeoutMillis }, false)
  const pool = new pg.Pool({ connectionTimeoutMillis: timeoutMillis, ...options.connection })
  return pgDriver(pool, { schema, prepare, timeoutMillis }, true)
}
