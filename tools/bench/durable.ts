/** The PostgreSQL server that benches run on, and the proof that it keeps what it says it has kept. */
import { existsSync } from "node:fs"
import { cpus } from "node:os"
import pg from "pg"
import { type Cluster, connectionOf, startPostgres } from "../postgres.ts"
import { isInMemory } from "../server-process.ts"

/** No checkpoint falls into a round by chance; none of this makes a commit any less durable. */
const calm = {
  shared_buffers: "512MB", max_wal_size: "8GB", checkpoint_timeout: "1h", max_connections: "400", jit: "off"
}

const flushing = ["fsync", "synchronous_commit", "full_page_writes"] as const
const shown = [...flushing, "data_directory", "server_version", "shared_buffers", "max_wal_size"] as const

export interface DurableServer {
  readonly cluster: Cluster
  readonly settings: Readonly<Record<string, string>>
}

/** Runs a bench on a durable server. Refuses to when the server's own settings say that it is not durable. */
export const onDurableServer = async <A>(bench: (server: DurableServer) => Promise<A>): Promise<A> => {
  const cluster = await startPostgres({ durable: true, settings: calm })
  try {
    return await bench({ cluster, settings: await provenSettings(connectionOf(cluster)) })
  } finally {
    await cluster.stop()
  }
}

/** Reads the settings from the server and throws unless a commit is on a disk when it is answered. */
export const provenSettings = async (connection: pg.PoolConfig): Promise<Readonly<Record<string, string>>> => {
  const settings = await readSettings(connection)
  const off = flushing.filter((name) => settings[name] !== "on")
  if (off.length > 0) throw new Error(`this server is not durable: ${off.join(", ")} must be on`)
  const data = settings["data_directory"] ?? ""
  if (!existsSync(data)) throw new Error(`whether ${data} is on a disk cannot be seen from here`)
  if (isInMemory(data)) throw new Error(`this server is not durable: ${data} is in memory`)
  return { ...settings, data_filesystem: "disk", node: process.version, processors: `${cpus().length}` }
}

const readSettings = async (connection: pg.PoolConfig): Promise<Record<string, string>> => {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    const { rows } = await client.query<{ readonly name: string; readonly value: string }>(
      "select name, current_setting(name) as value from pg_settings where name = any($1)", [shown]
    )
    return Object.fromEntries(rows.map(({ name, value }) => [name, value]))
  } finally {
    await client.end()
  }
}
