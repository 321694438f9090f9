/** A dump that goes back into another cluster, where the numbers of transactions begin again. */
import { execFileSync } from "node:child_process"
import type { Act, Entry, Records } from "@intendant/core"
import * as Postgres from "@intendant/postgres"
import * as Effect from "effect/Effect"
import pg from "pg"
import { expect, it, onTestFinished } from "vitest"
import { freshDatabase } from "../../../tools/fresh-database.ts"
import { dumpPrograms } from "../../../tools/postgres-binaries.ts"
import { startPostgres } from "../../../tools/postgres.ts"
import { serverEnvironment, serverOwner } from "../../../tools/server-process.ts"

type Port = Records["Service"]

const act: Act = { by: "ada", at: "2026-03-29T01:30:00.000Z", reason: "", command: {}, grants: [] }
const write = ({ commit }: Port, id: string) =>
  Effect.runPromise(commit({
    act, ledger: [], due: [], once: [], changes: [{ concept: "policy", id, basedOn: 0, next: {}, events: [{ id }] }]
  }))
const page = ({ journal }: Port, after: string | undefined, limit: number) =>
  Effect.runPromise(journal(after === undefined ? { limit } : { after, limit }))
const idsOf = (items: ReadonlyArray<Entry>) => items.map(({ id }) => id)

const opened = async (connection: pg.PoolConfig, migrate: boolean) => {
  const storage = await Postgres.open({ connection, migrate })
  onTestFinished(storage.close)
  return storage
}

const asked = async (connection: pg.PoolConfig, text: string) => {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text)).rows
  } finally {
    await client.end()
  }
}

/** What a follower of the journal sees before and after all that was kept moves to where transactions count anew. */
const followsOn = async (before: pg.PoolConfig, move: () => Promise<pg.PoolConfig>, by = 0) => {
  const first = await opened(before, true)
  for (const id of ["a", "b", "c"]) await write(first.records, id)
  const seen = (await page(first.records, undefined, 2)).items
  expect(idsOf(seen)).toEqual(["a", "b"])
  await first.close()

  const after = await move()
  await expect(opened(after, false)).rejects.toThrow("was restored")
  const second = await opened(after, true)
  for (const id of ["d", "e"]) await write(second.records, id)
  expect(idsOf((await page(second.records, undefined, 9)).items)).toEqual(["a", "b", "c", "d", "e"])
  // Lines that were only made to look older have another number than the one that was told.
  const cursor = String(seen.at(-1)?.cursor).replace(/^\d+/, (xid) => String(Number(xid) + by))
  const rest = await page(second.records, cursor, 9)
  expect(idsOf(rest.items)).toEqual(["c", "d", "e"])
  expect(await page(second.records, rest.items.at(-1)?.cursor, 9)).toEqual({ items: [] })
  const lines = await Effect.runPromise(second.records.history({ concept: "policy", id: "d" }))
  expect(lines).toEqual([{ ...act, happened: { id: "d" } }])
  const third = await opened(after, true)
  await write(third.records, "f")
  return { second, last: idsOf((await page(third.records, rest.items.at(-1)?.cursor, 9)).items) }
}

const further = 1_000_000
const ahead = `update intendant.journal set xid = (xid::text::bigint + ${further})::text::xid8`

/** As after a restore: the lines are of transactions that have yet to begin. */
const followsAhead = async () => {
  const connection = await freshDatabase()
  const followed = await followsOn(connection, async () => {
    await asked(connection, ahead)
    return connection
  }, further)
  return { connection, ...followed }
}

it("who follows the journal misses nothing where transactions are counted from the beginning again", async () => {
  const { last } = await followsAhead()
  expect(last).toEqual(["f"])
})

it("a second restore is told from the first", async () => {
  const { connection, second } = await followsAhead()
  await asked(connection, ahead)
  await expect(page(second.records, undefined, 9)).rejects.toThrow("does not answer")
  const again = await opened(connection, true)
  await write(again.records, "g")
  expect(idsOf((await page(again.records, undefined, 9)).items)).toEqual(["a", "b", "c", "d", "e", "f", "g"])
})

const programs = dumpPrograms()

it.skipIf(programs === undefined)("the same by pg_dump, from one server into another that is new", async () => {
  const { dump: dumper, client } = programs ?? { dump: "", client: "" }
  // A program dumps servers of its own version.
  const [old, young] = [await startPostgres({ binaries: "system" }), await startPostgres({ binaries: "system" })]
  onTestFinished(async () => {
    await old.stop()
    await young.stop()
  })
  const [source, target] = [await old.freshDatabase(), await young.freshDatabase()]
  await asked(source, "do $$ begin for i in 1..5000 loop perform pg_current_xact_id(); commit; end loop; end $$")
  const { last } = await followsOn(source, async () => {
    const options = { ...serverOwner, env: serverEnvironment, encoding: "utf8" as const }
    const place = (of: pg.PoolConfig) => ["-h", String(of.host), "-p", String(of.port), "-U", "postgres"]
    const dump = execFileSync(dumper, [...place(source), String(source.database)], options)
    execFileSync(client, [...place(target), "-q", "-v", "ON_ERROR_STOP=1", String(target.database)],
      { ...options, input: dump, stdio: ["pipe", "ignore", "pipe"] })
    return target
  })
  expect(last).toEqual(["f"])
})
