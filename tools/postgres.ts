/** A throw-away PostgreSQL server, on a socket in a private folder: no port, no password. */
import { execFile } from "node:child_process"
import { randomBytes } from "node:crypto"
import { join } from "node:path"
import { promisify } from "node:util"
import pg from "pg"
import { type Binaries, postgresFolder } from "./postgres-binaries.ts"
import {
  launch, privateFolder, removeFolder, type Running, serverEnvironment, serverOwner
} from "./server-process.ts"

export interface PostgresOptions {
  /**
   * Whose programs to run. "any" is decided by `INTENDANT_POSTGRES` (system or embedded) where that is set. Where
   * nothing is said in either place, the server that `DATABASE_URL` names is used, in a database of our own.
   */
  readonly binaries?: Binaries
  /** Whether what is committed survives a loss of power: everything is flushed, to a real disk. Slow, so off. */
  readonly durable?: boolean
  /** Settings of the server, over ours. */
  readonly settings?: Readonly<Record<string, string>>
}

export interface Cluster {
  /** Plain data: another process may connect with it. */
  readonly connection: pg.PoolConfig
  readonly version: string
  /** Creates an empty database beside the others and says how to connect to it. */
  readonly freshDatabase: () => Promise<pg.PoolConfig>
  /** Kills the server without warning (SIGKILL). Its data stays. A given server is never killed. */
  readonly kill: () => Promise<void>
  /** Starts the server again on the same data, after having stopped it if need be. */
  readonly restart: () => Promise<void>
  /** Ends the server and removes its data; of a given server, removes the databases created here. */
  readonly stop: () => Promise<void>
}

/** How to connect to a cluster with `pg`. */
export const connectionOf = (cluster: Cluster): pg.PoolConfig => cluster.connection

/** Starts a server, or takes the one that is given, and waits until it takes connections. */
export const startPostgres = async (options: PostgresOptions = {}): Promise<Cluster> => {
  const { binaries = "any" } = options
  const named = binaries === "any" ? binariesOfEnvironment() : binaries
  const url = process.env["DATABASE_URL"] ?? ""
  const own = options.binaries !== undefined || named !== undefined || url === ""
  return own ? startOwn(named ?? "any", options) : useGiven(url)
}

const binariesOfEnvironment = (): "system" | "embedded" | undefined => {
  const value = process.env["INTENDANT_POSTGRES"]
  if (value === undefined || value === "") return undefined
  if (value === "system" || value === "embedded") return value
  throw new Error(`INTENDANT_POSTGRES is system or embedded, not ${value}`)
}

const run = promisify(execFile)

const startOwn = async (binaries: Binaries, options: PostgresOptions): Promise<Cluster> => {
  const programs = postgresFolder(binaries)
  const folder = privateFolder("intendant-pg-", options.durable)
  const data = join(folder, "data")
  const start = () =>
    launch({
      command: join(programs, "postgres"), args: ["-D", data, ...settingsOf(folder, options)], folder,
      ready: /ready to accept connections/, lastSignal: "SIGQUIT"
    })
  const connection = { host: folder, port: 5432, user: "postgres", database: "postgres", ssl: false }
  const first = await initialise(programs, folder, data).then(start).catch((cause: unknown) => {
    removeFolder(folder)
    throw cause
  })
  let running: Running | undefined = first
  const end = async (signal: NodeJS.Signals) => {
    const ending = running
    running = undefined
    await ending?.end(signal)
  }
  return {
    connection,
    version: /starting PostgreSQL ([\d.]+)/.exec(first.log())?.[1] ?? "unknown",
    freshDatabase: async () => ({ ...connection, database: await createDatabase(connection) }),
    kill: () => end("SIGKILL"),
    restart: async () => {
      await end("SIGINT")
      running = await start()
    },
    stop: async () => {
      await end("SIGQUIT")
      removeFolder(folder)
    }
  }
}

/** Text is sorted as people sort it, as on most servers: who needs another order has to say so, or is caught. */
const initialise = async (programs: string, folder: string, data: string): Promise<void> => {
  const options = { ...serverOwner, cwd: folder, env: serverEnvironment }
  const initdb = join(programs, "initdb")
  const { stdout: help } = await run(initdb, ["--help"], options)
  const linguistic = help.includes("--icu-locale") ? ["--locale-provider=icu", "--icu-locale=en-US"] : []
  await run(initdb, [
    "-D", data, "-U", "postgres", "--auth=trust", "--no-sync", "--no-instructions", "--encoding=UTF8", "--locale=C",
    ...linguistic
  ], options)
}

const settingsOf = (folder: string, { durable = false, settings = {} }: PostgresOptions): ReadonlyArray<string> => {
  const flushed = durable ? "on" : "off"
  const all = {
    listen_addresses: "", unix_socket_directories: folder, port: "5432", max_connections: "300",
    shared_buffers: "64MB", fsync: flushed, synchronous_commit: flushed, full_page_writes: flushed, ...settings
  }
  return Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`])
}

const useGiven = async (url: string): Promise<Cluster> => {
  const administrator = { connectionString: url }
  const created: Array<string> = []
  const freshDatabase = async () => {
    const database = await createDatabase(administrator)
    created.push(database)
    const fresh = new URL(url)
    fresh.pathname = `/${database}`
    return { connectionString: fresh.href }
  }
  const untouched = () => Promise.reject(new Error("the server of DATABASE_URL is neither killed nor restarted"))
  return {
    connection: await freshDatabase(),
    version: await withClient(administrator, async (client) =>
      (await client.query<{ server_version: string }>("show server_version")).rows[0]?.server_version ?? "unknown"),
    freshDatabase,
    kill: untouched,
    restart: untouched,
    stop: () =>
      withClient(administrator, async (client) => {
        for (const database of created.splice(0)) await client.query(`drop database if exists ${database} with (force)`)
      })
  }
}

const createDatabase = (administrator: pg.PoolConfig): Promise<string> =>
  withClient(administrator, async (client) => {
    const database = `intendant_${randomBytes(8).toString("hex")}`
    await client.query(`create database ${database}`)
    return database
  })

const withClient = async <A>(connection: pg.PoolConfig, use: (client: pg.Client) => Promise<A>): Promise<A> => {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}
