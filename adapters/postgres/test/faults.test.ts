/** Servers that are killed, gone, slow or not migrated: what was acknowledged stays, and everything else says so. */
import type { Act, Plan } from "@intendant/core"
import * as Postgres from "@intendant/postgres"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import pg from "pg"
import { afterEach, expect, it } from "vitest"
import { freshDatabase } from "../../../tools/fresh-database.ts"
import { type Cluster, connectionOf, startPostgres } from "../../../tools/postgres.ts"
import { programs, start } from "./child.ts"
import { now, setLimit } from "./hot-root.ts"
import { witnessOf } from "./witness.ts"

const cleanups: Array<() => unknown> = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

const act: Act = { by: "ada", at: "2026-03-29T01:30:00.000Z", reason: "", command: {}, grants: [] }
const nas = { concept: "policy", id: "acme>nas" }
const plan: Plan = {
  act, ledger: [], due: [], once: [],
  changes: [{ ...nas, basedOn: 0, next: { size: 1 }, events: [{ _tag: "Written" }] }]
}
const failureOf = (question: Effect.Effect<unknown, { readonly _tag: string }>) =>
  Effect.runPromise(Effect.map(Effect.flip(question), ({ _tag }) => _tag))

const poolOf = (connection: pg.PoolConfig): pg.Pool => {
  const pool = new pg.Pool(connection)
  pool.on("error", () => {})
  cleanups.push(() => pool.end())
  return pool
}

const startServer = async (): Promise<Cluster> => {
  const server = await startPostgres({ durable: true, binaries: "embedded" })
  cleanups.push(server.stop)
  return server
}

it("a server that is killed while callers write loses nothing that was acknowledged, and half of nothing", async () => {
  const server = await startServer()
  const connection = connectionOf(server)
  const schema = "killed"
  const storage = await Postgres.open({ connection, schema, migrate: true, timeoutMillis: 5_000 })
  cleanups.push(storage.close)
  await Effect.runPromise(storage.ledger.take({ ...setLimit, limit: null }, { by: "test", now }))
  const writer = start(programs.writer, connection, schema)
  cleanups.push(writer.kill)
  const acknowledged: Array<string> = []
  while (acknowledged.length < 400) acknowledged.push(await writer.line())
  await server.kill()
  for (let line = await writer.line(); line !== "over"; line = await writer.line()) acknowledged.push(line)
  expect(await failureOf(storage.records.load(nas))).toBe("Unavailable")
  await server.restart()

  const ask = poolOf(connection)
  const idsOf = async (question: string) =>
    new Set((await ask.query<{ id: string }>(question)).rows.map(({ id }) => id))
  const kept = {
    policy: await idsOf(`select id from ${schema}.policy`), token: await idsOf(`select id from ${schema}.token`),
    lines: await idsOf(`select id from ${schema}.journal where concept = 'policy'`),
    entries: await idsOf(`select id from ${schema}.ledger_entry`)
  }
  expect(acknowledged.filter((id) => !kept.policy.has(id) && !kept.entries.has(id))).toEqual([])
  expect(kept.token).toEqual(kept.policy)
  expect(kept.lines).toEqual(kept.policy)
  const counter = await witnessOf(async (text, values) => (await ask.query(text, values)).rows, schema)
    .counter(setLimit.node, "bytes")
  expect(counter?.group).toEqual({ held: 0, reserved: kept.entries.size })
  // The same storage goes on: its pool finds the server again, and what it remembered is checked before it counts.
  await Effect.runPromise(storage.records.commit(plan))
  expect(Option.isSome(await Effect.runPromise(storage.records.load(nas)))).toBe(true)
})

it("a server that is not there is Unavailable, and opening it fails with the reason", async () => {
  const nowhere = { host: "/nonexistent", user: "nobody", database: "none", ssl: false }
  await expect(Postgres.open({ connection: nowhere })).rejects.toThrow(/ENOENT|ECONNREFUSED/)
  expect(await failureOf(Effect.scoped(Effect.provide(Effect.void, Postgres.layer({ connection: nowhere })))))
    .toBe("Unavailable")
})

it("a server that takes too long is Unavailable, and its connection is not used again", async () => {
  const connection = await freshDatabase()
  const schema = "slow"
  const place = { connection: { ...connection, max: 1 }, schema }
  const storage = await Postgres.open({ ...place, migrate: true, timeoutMillis: 200 })
  cleanups.push(storage.close)
  await Effect.runPromise(storage.records.commit(plan))
  const other = await poolOf(connection).connect()
  await other.query("begin")
  await other.query(`lock table ${schema}.policy in access exclusive mode`)
  expect(await failureOf(storage.records.load(nas))).toBe("Unavailable")
  expect(await failureOf(storage.records.commit({ ...plan, changes: [{ ...nas, basedOn: 1, next: 2, events: [] }] })))
    .toBe("Unavailable")
  await other.query("rollback")
  other.release()
  expect(Option.isSome(await Effect.runPromise(storage.records.load(nas)))).toBe(true)
})

it("a pool that has no connection to give is Unavailable, and stays open when the storage is closed", async () => {
  const connection = await freshDatabase()
  const pool = poolOf({ ...connection, max: 1 })
  const storage = await Postgres.open({ pool, migrate: true, timeoutMillis: 200 })
  const taken = await pool.connect()
  expect(await failureOf(storage.records.ready)).toBe("Unavailable")
  taken.release()
  await Effect.runPromise(storage.records.ready)
  await storage.close()
  expect(await failureOf(storage.records.ready)).toBe("Unavailable")
  expect((await pool.query("select 1 as one")).rows).toEqual([{ one: 1 }])
})

it("when the commit itself fails, the connection is not left in a transaction", async () => {
  const connection = await freshDatabase()
  const schema = "late"
  const storage = await Postgres.open({ connection: { ...connection, max: 1 }, schema, migrate: true })
  cleanups.push(storage.close)
  await poolOf(connection).query(`
    create function ${schema}.refuse() returns trigger language plpgsql as
      $$ begin raise exception 'no line may name %', new.id; end $$;
    create constraint trigger refuse after insert on ${schema}.journal deferrable initially deferred
      for each row when (new.id = 'acme>refused') execute function ${schema}.refuse()`)
  const refused = { ...nas, id: "acme>refused", basedOn: 0, next: {}, events: [{ _tag: "Written" }] }
  const doomed = { ...plan, changes: [refused], ledger: [setLimit] }
  expect(await failureOf(storage.records.commit(doomed))).toBe("Unavailable")
  await Effect.runPromise(storage.records.commit({ ...plan, ledger: [setLimit] }))
  expect(Option.isNone(await Effect.runPromise(storage.records.load(refused)))).toBe(true)
})

it("a database is refused until it is migrated, and one that is newer for good", async () => {
  const connection = await freshDatabase()
  await expect(Postgres.open({ connection })).rejects.toThrow("migrate it first")
  const applied = await Promise.all(Array.from({ length: 4 }, () => Postgres.migrate({ connection })))
  expect(applied.flat()).toEqual([1, 2])
  await (await Postgres.open({ connection })).close()
  await poolOf(connection).query("insert into intendant.migration (number) values (1000)")
  await expect(Postgres.open({ connection })).rejects.toThrow("newer than this version")
  await expect(Postgres.migrate({ connection })).rejects.toThrow("newer than this version")
})
