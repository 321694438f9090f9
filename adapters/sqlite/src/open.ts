/** Opening a file: made for its owner alone, set to be durable, and brought up to date. */
import { closeSync, openSync } from "node:fs"
import { resolve } from "node:path"
import type { Storage } from "@intendant/core"
import { makeAccountLists } from "./account-lists.ts"
import { accessTo } from "./access.ts"
import { makeActivity } from "./activity.ts"
import { databaseOn } from "./database.ts"
import type { Connection, Driver } from "./driver.ts"
import { makeDue } from "./due.ts"
import { makeLedger } from "./ledger.ts"
import { bringUpToDate } from "./migrations.ts"
import { nodeDriver } from "./node-driver.ts"
import { makeOneTime } from "./one-time.ts"
import { type Patiently, patience } from "./patience.ts"
import { makeRecords } from "./records.ts"
import { makeResourceLists } from "./resource-lists.ts"
import { makeSessions } from "./sessions.ts"
import { makeThrottle } from "./throttle.ts"
import { makeUserLists } from "./user-lists.ts"

/** Which file, and how it is reached. */
export interface SqliteOptions {
  /** Where the file is, or shall be. Two more stand beside it while it is open: they belong to it. */
  readonly file: string
  /** The library that opens the file: `node:sqlite` where nothing is said. */
  readonly driver?: Driver
  /** For how long a caller waits for others that hold the file; 10 seconds where nothing is said. */
  readonly lockWaitSeconds?: number
}

/** A storage in one file. Several processes may have the same file open. */
export interface SqliteStorage extends Storage {
  /** From here on everything fails with `Unavailable`. */
  readonly close: () => Promise<void>
}

/**
 * Opens a file with everything that a portal keeps. The file is made where there is none, and brought up to date.
 *
 * @example const storage = await open({ file: "portal.db" })
 */
export const open = async (options: SqliteOptions): Promise<SqliteStorage> => {
  const { connection, database, patiently } = await reach(options)
  const access = accessTo(database, connection, patiently)
  let isClosed = false
  return {
    records: makeRecords(access), accountLists: makeAccountLists(access), userLists: makeUserLists(access),
    resourceLists: makeResourceLists(access), activity: makeActivity(access), ledger: makeLedger(access),
    due: makeDue(access), throttle: makeThrottle(access), oneTime: makeOneTime(access),
    sessions: makeSessions(access),
    close: async () => {
      if (!isClosed) connection.close()
      isClosed = true
    }
  }
}

/** Brings a file up to date, and gives the numbers of the migrations that were missing. */
export const migrate = async (options: SqliteOptions): Promise<ReadonlyArray<number>> => {
  const { connection, applied } = await reach(options)
  connection.close()
  return applied
}

const reach = async ({ file: named, driver = nodeDriver, lockWaitSeconds = 10 }: SqliteOptions) => {
  // Whole, a name such as `:memory:` is a file like any other, and nothing that is lost with the process.
  const file = resolve(named)
  makePrivate(file)
  const connection = driver(file)
  try {
    const patiently = patience(connection, lockWaitSeconds * 1000)
    await makeDurable(connection, patiently)
    const database = databaseOn(connection)
    const applied = await bringUpToDate(database, patiently)
    return { connection, database, patiently, applied }
  } catch (cause) {
    connection.close()
    throw cause
  }
}

/** A new file is for its owner alone; the engine gives the files beside it the same rights. */
const makePrivate = (file: string): void => closeSync(openSync(file, "a", 0o600))

/**
 * What is acknowledged is on the disk, and what is erased is overwritten there. A wait inside the engine would hold up
 * the loop, so it is a short one. Parts of a transaction are noted down in memory, and there is some for the pages.
 */
const settings = `
  pragma busy_timeout = 4;
  pragma synchronous = full;
  pragma foreign_keys = on;
  pragma secure_delete = on;
  pragma temp_store = memory;
  pragma cache_size = -16384;
`

const makeDurable = async (connection: Connection, patiently: Patiently): Promise<void> => {
  const [mode] = await patiently(() => {
    connection.exec(settings)
    return connection.prepare("pragma journal_mode = wal").all()
  })
  if (mode?.["journal_mode"] !== "wal") throw new Error("the file cannot have a write-ahead log where it is")
}
