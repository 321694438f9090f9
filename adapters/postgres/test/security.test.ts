/** The security cases that a database adapter has to answer for. */
import { readdirSync, readFileSync } from "node:fs"
import { Account, type Act, Path, storedConcepts } from "@intendant/core"
import * as Postgres from "@intendant/postgres"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import pg from "pg"
import { expect, it, onTestFinished } from "vitest"
import { freshDatabase } from "../../../tools/fresh-database.ts"
import { inSchema } from "../src/driver.ts"
import { concepts } from "../src/migrations/list.ts"
import { freshSchema } from "./fresh.ts"

const now = DateTime.makeUnsafe("2026-03-29T01:30:00.000Z")
const act: Act = { by: "ada", at: DateTime.formatIso(now), reason: "", command: {}, grants: [] }

/** Names that would be statements, paths into JSON, or the end of an array, if anybody took them for that. */
const hostile = [
  "'; drop table account; --", "\"}'; select 1; --", "$1", "$.state", "a,b", "{a}", "{\"a\":1}", "NULL", "a\\", "\\'",
  "state #- '{a}'", "acme')--"
]

const openSpied = async () => {
  const schema = freshSchema()
  const pool = new pg.Pool(await freshDatabase())
  const sent: Array<string> = []
  pool.on("connect", (client) => {
    const query = client.query.bind(client)
    // Every statement passes here on its way; it goes on as it came.
    client.query = ((config: pg.QueryConfig | string, ...rest: ReadonlyArray<never>) => {
      sent.push(typeof config === "string" ? config : config.text)
      return Reflect.apply(query, client, [config, ...rest])
    }) as typeof client.query
  })
  const storage = await Postgres.open({ pool, schema, migrate: true })
  onTestFinished(async () => {
    await storage.close()
    await pool.end()
  })
  return { storage, pool, schema, sent }
}

it("SEC-58 every text that is compared is compared byte by byte, and every concept has its table", async () => {
  const { pool, schema } = await openSpied()
  const { rows } = await pool.query<{ place: string }>(`
    select c.relname || '.' || a.attname as place from pg_index i
    join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey)
    join pg_collation l on l.oid = a.attcollation
    where n.nspname = $1 and l.collname <> 'C'`, [schema])
  expect(rows).toEqual([])
  expect([...concepts].toSorted()).toEqual([...storedConcepts].toSorted())
})

it("SEC-59 what people write is a value of a statement and never its text, nor a path into JSON", async () => {
  const { storage, sent } = await openSpied()
  const { records, accountLists } = storage
  await Effect.runPromise(Effect.forEach(hostile, (name) => {
    const path = Path.make(`acme>${name}`)
    const opened = Account.AccountOpened.make({ path, accountId: Account.AccountId.make(name), at: now })
    const next = Account.concept.state.write(Account.evolve(Account.initial, opened))
    const change = { concept: "account", id: path, basedOn: 0, next, events: [Account.concept.event.write(opened)] }
    const once = { scope: name, key: name, digest: name, answer: name, expiresAt: name }
    const due = { kind: name, id: name, at: name }
    return records.commit({ act, changes: [change], ledger: [], due: [due], once: [once] })
  }, { concurrency: "unbounded" }))
  const { items } = await Effect.runPromise(accountLists.below(Path.make("acme"), now)({ limit: 100 }))
  expect(items.map(({ path }) => path).toSorted()).toEqual(hostile.map((name) => `acme>${name}`).toSorted())
  for (const name of hostile) {
    expect(Option.isSome(await Effect.runPromise(records.load({ concept: "account", id: `acme>${name}` })))).toBe(true)
    await Effect.runPromise(accountLists.below(Path.make(`acme>${name}`), now)({ limit: 1 }))
    expect(sent.filter((text) => text.includes(`acme>${name}`))).toEqual([])
  }
  expect(() => inSchema("{schema}", "a; drop table account")).toThrow("is named like")
})

it("SEC-60 no statement leaves anything in its session: no setting, no lock, no listener, no table", async () => {
  const { storage, sent } = await openSpied()
  await Effect.runPromise(storage.records.ready)
  const folder = new URL("../src/", import.meta.url)
  const sources = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(new URL(name, folder), "utf8"))
  const lasting = /\b(set\s+(session|role)|set_config|pg_advisory_lock|listen\s|create\s+temp|discard|reset\s+all)/i
  expect([...sources, ...sent].filter((text) => lasting.test(text))).toEqual([])
  // A setting of a function ends with the call; any other one would begin a statement.
  expect(sent.filter((text) => /(^|;)\s*set\s/i.test(text))).toEqual([])
})
