/** A database of an earlier version: what stands in it is brought along, and goes on working. */
import type { Act, Plan } from "@intendant/core"
import * as Postgres from "@intendant/postgres"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import pg from "pg"
import { expect, it, onTestFinished } from "vitest"
import { freshDatabase } from "../../../tools/fresh-database.ts"
import { inSchema } from "../src/driver.ts"
import { migrations } from "../src/migrations/list.ts"

const now = DateTime.makeUnsafe("2026-03-29T01:30:00.000Z")
const end = DateTime.add(now, { days: 1 })
const act: Act = { by: "ada", at: DateTime.formatIso(now), reason: "", command: {}, grants: [] }
const policy = { concept: "policy", id: "acme>>nightly" }
const user = { concept: "user", id: "usr_1" }

const earlier = async () => {
  const connection = await freshDatabase()
  const pool = new pg.Pool(connection)
  onTestFinished(() => pool.end())
  const schema = "intendant"
  await pool.query(`create schema ${schema};
    create table ${schema}.migration (number int primary key, applied_at timestamptz not null default now());
    insert into ${schema}.migration (number) values (1)`)
  await pool.query(inSchema(migrations[0]?.script ?? "", schema))
  await pool.query(`insert into ${schema}.policy values ('${policy.id}', 3, '{"_tag":"Defined"}')`)
  await pool.query(`select ${schema}.session_open($1, $2, $3, $4, $5, $6)`,
    ["d", "acc_1", "acme", 2, now.epochMilliseconds, end.epochMilliseconds])
  return pool
}

it("a migration that waits longer than an answer may take is carried out all the same", async () => {
  const pool = await earlier()
  const other = await pool.connect()
  await other.query("begin; lock table intendant.journal in share mode")
  const migrated = Postgres.migrate({ pool, timeoutMillis: 300 })
  await other.query("select pg_sleep(0.9)")
  await other.query("commit")
  other.release()
  expect(await migrated).toEqual([2])
})

it("whoever was signed in before levels were kept stays signed in, at level 1, and what was kept is kept", async () => {
  const pool = await earlier()
  expect(await Postgres.migrate({ pool })).toEqual([2])
  const { close, records, sessions } = await Postgres.open({ pool })
  const session = Option.getOrThrow(await Effect.runPromise(sessions.find("d", now)))
  expect(session).toMatchObject({ subject: "acc_1", epoch: 2, level: 1 })
  const plan: Plan = {
    act, ledger: [], due: [], once: [],
    changes: [
      { ...policy, basedOn: 3, next: {}, events: [{}] }, { ...user, basedOn: 0, next: {}, events: [{}] }
    ]
  }
  await Effect.runPromise(records.commit(plan))
  for (const key of [policy, user]) {
    expect(Option.isSome(await Effect.runPromise(records.load(key)))).toBe(true)
  }
  await close()
})
