/** PgBouncer in front of a PostgreSQL server, handing out its connections for one transaction at a time. */
import { chownSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import pg from "pg"
import { type Cluster, connectionOf } from "./postgres.ts"
import { findProgram, launch, privateFolder, removeFolder, serverOwner } from "./server-process.ts"

export interface Bouncer {
  /** The same database as the one given, by way of PgBouncer. */
  readonly connectionTo: (connection: pg.PoolConfig) => pg.PoolConfig
  readonly version: string
  readonly stop: () => Promise<void>
}

/** Where PgBouncer is, if it is installed. */
export const findPgbouncer = (): string | undefined => findProgram("pgbouncer", ["/usr/sbin", "/usr/local/sbin"])

/** Starts PgBouncer with so many connections to the server for each database: one, unless more are asked for. */
export const startPgbouncer = async (cluster: Cluster, poolSize = 1): Promise<Bouncer> => {
  const command = findPgbouncer()
  if (command === undefined) throw new Error("pgbouncer is not installed")
  const folder = privateFolder("intendant-pgb-")
  const file = join(folder, "pgbouncer.ini")
  writeFileSync(file, configuration(connectionOf(cluster), folder, poolSize), { mode: 0o600 })
  if (serverOwner !== undefined) chownSync(file, serverOwner.uid, serverOwner.gid)
  const running = await launch({ command, args: [file], folder, ready: /process up/, lastSignal: "SIGKILL" })
  return {
    connectionTo: (connection) => ({
      host: folder, port: 6432, user: "postgres", database: new pg.Client(connection).database ?? "postgres", ssl: false
    }),
    version: /process up: PgBouncer ([\d.]+)/.exec(running.log())?.[1] ?? "unknown",
    stop: async () => {
      await running.end("SIGKILL")
      removeFolder(folder)
    }
  }
}

const quoted = (value: string): string => `'${value.replaceAll("'", "''")}'`

const configuration = (connection: pg.PoolConfig, folder: string, poolSize: number): string => {
  const { host, port, user, password } = new pg.Client(connection)
  const secret = password === null || password === undefined ? "" : ` password=${quoted(password)}`
  return `[databases]
* = host=${quoted(host)} port=${port} user=${quoted(user ?? "postgres")}${secret}
[pgbouncer]
unix_socket_dir = ${folder}
listen_port = 6432
auth_type = any
pool_mode = transaction
default_pool_size = ${poolSize}
max_client_conn = 1000
`
}
