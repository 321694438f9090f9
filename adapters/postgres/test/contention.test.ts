/** 64 clients in 4 processes at one root: never too much at any instant, never too little, nothing lost. */
import { Quota } from "@intendant/core"
import * as Postgres from "@intendant/postgres"
import * as Effect from "effect/Effect"
import pg from "pg"
import { afterEach, expect, it } from "vitest"
import { freshDatabase } from "../../../tools/fresh-database.ts"
import { type Child, programs, start } from "./child.ts"
import { bytes, clientsCount, limitAmount, now, processesCount, root, roundsCount, setLimit } from "./hot-root.ts"

const cleanups: Array<() => unknown> = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

const startAll = async (
  program: URL, connection: pg.PoolConfig, ...more: ReadonlyArray<string>
): Promise<ReadonlyArray<Child>> => {
  const children = Array.from({ length: processesCount }, (_, index) =>
    start(program, connection, `p${index}`, ...more))
  cleanups.push(() => children.forEach(({ kill }) => kill()))
  for (const child of children) expect(await child.line()).toBe("ready")
  return children
}

/** Reads what is used, over and over, until it is told to end; gives everything that it saw. */
const sampling = (pool: pg.Pool, question: string) => {
  const seen: Array<number> = []
  let isOver = false
  const reading = (async () => {
    while (!isOver) seen.push(Number((await pool.query<{ used: unknown }>(question)).rows[0]?.used ?? 0))
  })()
  return async () => {
    isOver = true
    await reading
    return seen
  }
}

const fresh = async () => {
  const connection = await freshDatabase()
  const pool = new pg.Pool({ ...connection, max: 2 })
  cleanups.push(() => pool.end())
  return { connection, pool }
}

it("QTA-3 64 clients in 4 processes hold no more than the limit at any instant, and all of it in the end", async () => {
  const { connection, pool } = await fresh()
  const schema = "hot"
  const { ledger, close } = await Postgres.open({ connection, schema, migrate: true })
  cleanups.push(close)
  await Effect.runPromise(ledger.take(setLimit, { by: "test", now }))
  const clients = await startAll(programs.clients, connection, schema)
  const stop = sampling(pool, `select group_held + group_reserved as used from ${schema}.ledger_counter
    where node = '${root}'`)
  for (const { tell } of clients) tell("go")
  const told = await Promise.all(clients.map(async ({ line }) => JSON.parse(await line())))
  const seen = await stop()
  const sum = (name: string): number => told.reduce((total, one) => total + one[name], 0)

  expect(sum("admitted") + sum("refused")).toBe(processesCount * clientsCount * roundsCount)
  expect(sum("refused")).toBeGreaterThan(0)
  expect(sum("falselyRefused")).toBe(0)
  expect(Math.max(...seen)).toBeLessThanOrEqual(limitAmount)
  expect(new Set(seen).size).toBeGreaterThan(2)
  const { group } = await Effect.runPromise(ledger.counter(root, bytes, now))
  expect(group).toEqual({ held: sum("heldAmount"), reserved: 0 })
  const fill = (id: string, amount: number) =>
    Effect.runPromise(Effect.result(ledger.take(
      Quota.Take.make({ holder: "test", id, node: root, resource: bytes, amount }), { by: "test", now })))
  expect((await fill("one too many", limitAmount - group.held + 1))._tag).toBe("Failure")
  if (group.held < limitAmount) expect((await fill("the rest", limitAmount - group.held))._tag).toBe("Success")
  const { rows: [entries] } = await pool.query(
    `select sum(amount)::int as held from ${schema}.ledger_entry where phase = 'held'`)
  expect(entries).toEqual({ held: limitAmount })
})

it("clients that look and then take hold more than the limit", async () => {
  const { connection, pool } = await fresh()
  await pool.query("create table room (used int not null); insert into room values (0)")
  const clients = await startAll(programs.naive, connection)
  for (const { tell } of clients) tell("go")
  const taken = await Promise.all(clients.map(async ({ line }) => Number(await line())))
  expect(taken.reduce((total, one) => total + one, 0)).toBeGreaterThan(limitAmount)
})
