/** Where the portal is kept: one durable file, or the PostgreSQL server that was named. */
import type { Storage } from "@intendant/core"
import * as Postgres from "@intendant/postgres"
import * as Sqlite from "@intendant/sqlite"
import { mkdir } from "node:fs/promises"
import { dirname } from "node:path"
import type { Settings } from "./settings.ts"

export interface OpenedStorage extends Storage {
  readonly close: () => Promise<void>
}

/** Opens the storage, brought up to date. The folder of the file is made for its owner alone. */
export const openStorage = async ({ databaseUrl, file }: Settings): Promise<OpenedStorage> => {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  return databaseUrl === undefined
    ? Sqlite.open({ file })
    : Postgres.open({ connection: { connectionString: databaseUrl }, migrate: true })
}

/** What is told of it: never a password that a URL may hold. */
export const describeStorage = ({ databaseUrl, file }: Settings): string =>
  databaseUrl === undefined ? `SQLite in ${file}` : "PostgreSQL as DATABASE_URL says"
