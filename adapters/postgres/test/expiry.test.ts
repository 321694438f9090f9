/** What ran out: it makes room, it goes for good a week later, and no plan that fails takes it along. */
import { type Act, later, type Once, type Plan } from "@intendant/core"
import * as Postgres from "@intendant/postgres"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import pg from "pg"
import { expect, it, onTestFinished } from "vitest"
import { freshDatabase } from "../../../tools/fresh-database.ts"
import { freshSchema } from "./fresh.ts"

const start = DateTime.makeUnsafe("2026-03-29T01:30:00.000Z")
const day = 86_400
const iso = (days: number): string => DateTime.formatIso(later(start, days * day))

const open = async () => {
  const schema = freshSchema()
  const pool = new pg.Pool(await freshDatabase())
  const storages = [
    await Postgres.open({ pool, schema, migrate: true }), await Postgres.open({ pool, schema })
  ] as const
  onTestFinished(async () => {
    for (const { close } of storages) await close()
    await pool.end()
  })
  const rows = async (table: string): Promise<number> => {
    const answer = await pool.query<{ rows: number }>(`select count(*)::int as rows from ${schema}.${table}`)
    return answer.rows[0]?.rows ?? 0
  }
  return { storages, storage: storages[0], pool, rows }
}

const once = (key: string, days: number): Once =>
  ({ scope: "ada", key, digest: "d", answer: days, expiresAt: iso(days + 1) })
const planAt = (days: number, key: string, changes: Plan["changes"] = []): Plan => {
  const act: Act = { by: "ada", at: iso(days), reason: "", command: {}, grants: [] }
  return { act, changes, ledger: [], due: [], once: [once(key, days)] }
}
const late = (id: string): Plan["changes"] => [{ concept: "policy", id, basedOn: 7, next: {}, events: [{}] }]

it("R-28 a plan that fails leaves the expired answer where it was, alone or among others", async () => {
  const { storage: { records } } = await open()
  const tags = (plans: ReadonlyArray<Plan>) =>
    Effect.runPromise(Effect.forEach(plans, (plan) =>
      Effect.match(records.commit(plan), { onSuccess: () => "kept", onFailure: ({ _tag }) => _tag }),
    { concurrency: "unbounded" }))
  expect(await tags([planAt(0, "one"), planAt(0, "two")])).toEqual(["kept", "kept"])
  expect(await tags([planAt(2, "one", late("p"))])).toEqual(["Conflict"])
  // The first goes at once, and the others together.
  expect(await tags([planAt(2, "two"), planAt(2, "one", late("p")), planAt(2, "three", late("q"))]))
    .toEqual(["kept", "Conflict", "Conflict"])
  expect(await tags([planAt(0, "one"), planAt(2, "two"), planAt(0, "three")])).toEqual(["Repeated", "Repeated", "kept"])
})

it("R-28 of many that come at once for answers that ran out long ago, one each is kept", async () => {
  const { storages } = await open()
  const keys = Array.from({ length: 12 }, (_, index) => `k${index}`)
  const commitAll = async (days: number, copies: number): Promise<number> => {
    const plans = keys.flatMap((key) => Array.from({ length: copies }, () => planAt(days, key)))
    const exits = await Promise.all(storages.flatMap(({ records }) =>
      plans.map((plan) => Effect.runPromiseExit(records.commit(plan)))))
    return exits.filter(Exit.isSuccess).length
  }
  // Each round finds the answers of the one before: some are forgotten by one caller while others ask for them.
  for (const days of [0, 30, 60, 90, 120]) expect(await commitAll(days, 4)).toBe(keys.length)
})

it("SEC-63 secrets that nobody redeemed are forgotten, a week after they ran out", async () => {
  const { storage: { oneTime }, rows } = await open()
  const issue = (subject: string, days: number) =>
    Effect.runPromise(oneTime.issue({
      kind: "code", subject, purpose: "", digest: "d", triesMax: 3, expiresAt: later(start, days * day)
    }))
  const redeem = (subject: string, days: number) =>
    Effect.runPromise(oneTime.redeem({ kind: "code", subject, purpose: "" }, "d", later(start, days * day)))
  for (const subject of ["ada", "bob", "cleo"]) await issue(subject, 1)
  await issue("dan", 8)
  expect(await redeem("nobody", 7)).toBe("gone")
  expect(await rows("one_time")).toBe(4)
  expect(await redeem("dan", 7)).toBe("accepted")
  await issue("eve", 12)
  expect(await redeem("nobody", 8)).toBe("gone")
  expect(await rows("one_time")).toBe(1)
  expect(await redeem("eve", 9)).toBe("accepted")
})

it("SEC-63 attempts are forgotten by the last of them, and never where no end was said", async () => {
  const { storage: { throttle }, rows } = await open()
  const attempt = (key: string, days: number, rememberSeconds?: number) =>
    Effect.runPromise(throttle.attempt(
      key, { attemptsMax: 5, ...(rememberSeconds === undefined ? {} : { rememberSeconds }) }, later(start, days * day)))
  await attempt("short", 0, 60)
  await attempt("long", 0, 20 * day)
  await attempt("long", 0, 60)
  await attempt("endless", 0)
  await attempt("endless", 0, 60)
  await attempt("other", 10, 60)
  expect(await rows("throttle")).toBe(3)
  expect(await Effect.runPromise(throttle.count("long", later(start, 10 * day)))).toBe(1)
  await attempt("other", 30, 60)
  expect(await rows("throttle")).toBe(2)
  expect(await Effect.runPromise(throttle.count("endless", later(start, 30 * day)))).toBe(1)
})

it("any number of storages on one pool hear its connections with one listener", async () => {
  const pool = new pg.Pool({ ...await freshDatabase(), max: 1 })
  const heard = async (): Promise<number> => {
    const client = await pool.connect()
    const count = client.listenerCount("error")
    client.release()
    return count
  }
  const schema = freshSchema()
  const opened = [await Postgres.open({ pool, schema, migrate: true })]
  const first = await heard()
  for (let count = 1; count < 5; count++) opened.push(await Postgres.open({ pool, schema }))
  expect(await heard()).toBe(first)
  for (const { close } of opened) await close()
  await pool.end()
})
