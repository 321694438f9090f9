/** The servers that tests run on: they start, they keep what they promise to keep, and they leave nothing behind. */
import { execFile } from "node:child_process"
import { chmodSync, existsSync, mkdirSync, mkdtempSync } from "node:fs"
import { join } from "node:path"
import { promisify } from "node:util"
import pg from "pg"
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest"
import { freshDatabase } from "./fresh-database.ts"
import { findPgbouncer, startPgbouncer } from "./pgbouncer.ts"
import { hasSystemPostgres } from "./postgres-binaries.ts"
import { type Cluster, connectionOf, type PostgresOptions, startPostgres } from "./postgres.ts"
import { hasRedis, startRedis } from "./redis.ts"
import { isInMemory, removeFolder, scratchFolder } from "./server-process.ts"

const start = async (options: PostgresOptions): Promise<Cluster> => {
  const cluster = await startPostgres(options)
  onTestFinished(() => cluster.stop())
  return cluster
}

const ask = async (connection: pg.PoolConfig, question: string): Promise<ReadonlyArray<unknown>> => {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    return (await client.query<Array<unknown>>({ text: question, rowMode: "array" })).rows.flat()
  } finally {
    await client.end()
  }
}

const flushing = "select setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit')"
const kinds = hasSystemPostgres() ? ["system", "embedded"] as const : ["embedded"] as const

afterEach(() => void vi.unstubAllEnvs())

describe.each(kinds)("PostgreSQL, programs: %s", (binaries) => {
  it("keeps what was committed when it is killed, and forgets all of it when it is stopped", async () => {
    const cluster = await startPostgres({ binaries, durable: true })
    const connection = await cluster.freshDatabase()
    await ask(connection, "create table kept as select 7 as seven")
    await cluster.kill()
    await expect(ask(connection, "select 1")).rejects.toThrow(/ENOENT|ECONNREFUSED/)
    await cluster.restart()
    expect(await ask(connection, "select seven from kept")).toEqual([7])
    await cluster.restart()
    expect(await ask(connection, "select seven from kept")).toEqual([7])
    await cluster.stop()
    expect(existsSync(String(connectionOf(cluster).host))).toBe(false)
  })

  it("flushes where it is asked to, on a disk, and obeys the settings given", async () => {
    const durable = await start({ binaries, durable: true, settings: { work_mem: "5MB" } })
    expect(await ask(connectionOf(durable), flushing)).toEqual(["on", "on", "on"])
    expect(await ask(connectionOf(durable), "show work_mem")).toEqual(["5MB"])
    expect(isInMemory(String(connectionOf(durable).host))).toBe(false)
    const quick = await start({ binaries })
    expect(await ask(connectionOf(quick), flushing)).toEqual(["off", "off", "off"])
    expect(String((await ask(connectionOf(quick), "show server_version"))[0])).toContain(quick.version)
  })

  it("sorts text as people do, and takes no connection but by its socket", async () => {
    const connection = connectionOf(await start({ binaries }))
    const sorted = "select string_agg(t, '' order by t) from (values ('B'), ('a'), ('é'), ('f')) v(t)"
    expect(await ask(connection, sorted)).toEqual(["aBéf"])
    expect(await ask(connection, "show listen_addresses")).toEqual([""])
  })
})

it("INTENDANT_POSTGRES chooses the programs, before DATABASE_URL is looked at", async () => {
  vi.stubEnv("DATABASE_URL", "postgres://nobody@127.0.0.1:1/none")
  vi.stubEnv("INTENDANT_POSTGRES", "embedded")
  expect((await start({})).version).toMatch(/^18/)
  expect((await start({ binaries: "any" })).version).toMatch(/^18/)
  vi.stubEnv("INTENDANT_POSTGRES", "borrowed")
  await expect(startPostgres()).rejects.toThrow("INTENDANT_POSTGRES is system or embedded, not borrowed")
})

it("DATABASE_URL names the server: databases are made in it, and none is left", async () => {
  const owner = await start({ binaries: "any" })
  const { host } = connectionOf(owner)
  const names = "select datname from pg_database where not datistemplate"
  vi.stubEnv("INTENDANT_POSTGRES", "")
  vi.stubEnv("DATABASE_URL", `postgres://postgres@localhost/postgres?host=${encodeURIComponent(String(host))}`)
  const given = await startPostgres()
  const fresh = await given.freshDatabase()
  const [first] = await ask(connectionOf(given), "select current_database()")
  const [second] = await ask(fresh, "select current_database()")
  expect(new Set(await ask(connectionOf(owner), names))).toEqual(new Set(["postgres", first, second]))
  await expect(given.kill()).rejects.toThrow("neither killed nor restarted")
  await given.stop()
  expect(await ask(connectionOf(owner), names)).toEqual(["postgres"])
})

it("npm's programs are copied once by two processes at once, also from a folder that others cannot enter", async () => {
  const folder = mkdtempSync(join(scratchFolder(), "intendant-copies-"))
  onTestFinished(() => removeFolder(folder))
  chmodSync(folder, 0o711)
  const script = `import { postgresFolder } from './tools/postgres-binaries.ts'
    console.log(postgresFolder('embedded'))`
  const find = (TMPDIR: string) =>
    promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], { env: { ...process.env, TMPDIR } })
  const [one, other] = await Promise.all([find(folder), find(folder)])
  expect(one.stdout).toContain(folder)
  expect(other.stdout).toBe(one.stdout)
  expect(existsSync(join(one.stdout.trim(), "postgres"))).toBe(true)
  const closed = join(folder, "closed")
  mkdirSync(closed, { mode: 0o700 })
  const reached = (await find(closed)).stdout
  expect(reached.startsWith(closed)).toBe(process.getuid?.() !== 0)
})

it("each test file has a database of its own on the server of the run", async () => {
  const [one, other] = await Promise.all([freshDatabase(), freshDatabase()])
  await ask(one, "create table mine ()")
  expect(await ask(other, "select to_regclass('mine')")).toEqual([null])
  expect(await ask(one, "select to_regclass('mine')::text")).toEqual(["mine"])
})

it("PgBouncer hands one connection from transaction to transaction, or says that it is missing", async () => {
  const cluster = await start({ binaries: "any" })
  if (findPgbouncer() === undefined) {
    return await expect(startPgbouncer(cluster)).rejects.toThrow("pgbouncer is not installed")
  }
  const bouncer = await startPgbouncer(cluster)
  onTestFinished(() => bouncer.stop())
  const connection = bouncer.connectionTo(await cluster.freshDatabase())
  const backends = await Promise.all([1, 2, 3].map(() => ask(connection, "select pg_backend_pid()")))
  expect(new Set(backends.flat()).size).toBe(1)
  expect(await ask(connection, "select current_database()")).not.toEqual(["postgres"])
})

it("Redis runs on a socket and keeps nothing, or says that it is missing", async () => {
  vi.stubEnv("REDIS_URL", "")
  if (!hasRedis()) return await expect(startRedis()).rejects.toThrow("redis-server is not installed")
  const server = await startRedis()
  onTestFinished(() => server.stop())
  const client = server.connect()
  onTestFinished(() => client.disconnect())
  expect(await client.incrby("count", 2)).toBe(2)
  expect(await client.config("GET", "save")).toEqual(["save", ""])
  expect(await client.config("GET", "port")).toEqual(["port", "0"])
})

it("a server ends with the process that started it", async () => {
  const script = `import { startPostgres } from './tools/postgres.ts'
    const { connection } = await startPostgres({ binaries: 'any' })
    console.log(connection.host)
    process.kill(process.pid, 'SIGTERM')
    setInterval(() => {}, 1000)`
  const child = execFile(process.execPath, ["--input-type=module", "-e", script])
  const host = await new Promise<string>((resolve) =>
    child.stdout?.once("data", (text) => resolve(String(text).trim())))
  const signal = await new Promise((resolve) => child.once("exit", (_, by) => resolve(by)))
  expect(signal).toBe("SIGTERM")
  await expect(ask({ host, user: "postgres" }, "select 1")).rejects.toThrow(/ENOENT|ECONNREFUSED/)
  expect(existsSync(host)).toBe(false)
})
