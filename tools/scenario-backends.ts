/** The storages on which scenarios are carried out: each gives an empty one for every scenario. */
import * as Memory from "@intendant/memory"
import * as Postgres from "@intendant/postgres"
import * as Sqlite from "@intendant/sqlite"
import type { Storage } from "@intendant/core"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import pg from "pg"

export const backendNames = ["memory", "sqlite", "postgres"] as const
export type BackendName = (typeof backendNames)[number]

type Closable = Storage & { readonly close: () => Promise<void> }

/** A storage engine that was started. */
export interface Backend {
  /** An empty storage. Close it before the next one is opened. */
  readonly open: () => Promise<Closable>
  readonly stop: () => Promise<void>
}

/** Gives an empty database on a PostgreSQL server, or says why there is none. */
export type FreshDatabase = () => Promise<pg.PoolConfig>

const memory = async (): Promise<Backend> => ({ open: async () => Memory.open(), stop: async () => {} })

const sqlite = async (): Promise<Backend> => {
  const folder = mkdtempSync(join(tmpdir(), "intendant-scenarios-"))
  let opened = 0
  return {
    open: () => Sqlite.open({ file: join(folder, `${++opened}.db`) }),
    stop: async () => rmSync(folder, { recursive: true })
  }
}

const tablesToEmpty = `
select coalesce(string_agg(format('%I.%I', schemaname, tablename), ', '), '') as tables
from pg_tables where schemaname = 'intendant' and tablename <> 'migration'`

/** One database, which is emptied before it is opened again. */
const postgres = async (freshDatabase: FreshDatabase): Promise<Backend> => {
  const connection = await freshDatabase()
  await Postgres.migrate({ connection })
  const first = new pg.Client(connection)
  await first.connect()
  const { rows } = await first.query<{ tables: string }>(tablesToEmpty)
  await first.end()
  const pool = new pg.Pool({ ...connection, max: 4 })
  // A server that goes away breaks the scenario under way, not the whole run.
  pool.on("error", () => {})
  const tables = rows[0]?.tables ?? ""
  return {
    open: async () => {
      await pool.query(`truncate ${tables} restart identity cascade`)
      return Postgres.open({ pool })
    },
    stop: () => pool.end()
  }
}

/** Starts a storage engine. */
export const startBackend = (name: BackendName, freshDatabase: FreshDatabase): Promise<Backend> => {
  switch (name) {
    case "memory": return memory()
    case "sqlite": return sqlite()
    case "postgres": return postgres(freshDatabase)
  }
}
