/** The roles that the handbook sets up: one owns the tables, and the product does with less. */
import { readFileSync } from "node:fs"
import { storageSuite } from "@intendant/conformance"
import * as Postgres from "@intendant/postgres"
import pg from "pg"
import { afterAll, expect, it } from "vitest"
import { startPostgres } from "../../../tools/postgres.ts"
import { freshSchema } from "./fresh.ts"
import { witnessOf } from "./witness.ts"

const handbook = readFileSync(new URL("../../../docs/operations.md", import.meta.url), "utf8")
const [setUp = "", narrowed = ""] = [...handbook.matchAll(/```sql\n([^`]*)```/g)].map(([, script]) => script ?? "")

const cluster = await startPostgres({ binaries: "any" })
afterAll(cluster.stop)
const administrator = new pg.Pool(cluster.connection)
afterAll(() => administrator.end())
const as = (user: string): pg.PoolConfig => ({ ...cluster.connection, user })

/** The roles outlive the schema of a test: they are made with the first. */
const prepared = async (schema: string) => {
  const { rows } = await administrator.query("select from pg_roles where rolname = 'intendant_owner'")
  const script = rows.length === 0 ? setUp : setUp.replaceAll(/create role \w+ login;/g, "")
  await administrator.query(script.replaceAll(/schema intendant\b/g, `schema ${schema}`))
  const owner = { connection: as("intendant_owner"), schema }
  await Postgres.migrate(owner)
  await administrator.query(narrowed.replaceAll("intendant.", `${schema}.`))
  return owner
}

const lacks = { lacks: "tried with one role, elsewhere" }

storageSuite(it, async () => {
  const schema = freshSchema()
  await prepared(schema)
  const storage = await Postgres.open({ connection: as("intendant_product"), schema })
  const witness = witnessOf(async (text, values) => (await administrator.query(text, values)).rows, schema)
  return {
    storage, witness, close: storage.close,
    capabilities: { durable: lacks, manyProcesses: lacks, holdCommit: lacks, stops: { has: storage.close } }
  }
})

it.each([
  "create table {schema}.mine (id int)", "alter table {schema}.account add column mine int",
  "drop function {schema}.commit_plans", "update {schema}.journal set reason = ''", "delete from {schema}.journal",
  "truncate {schema}.journal", "insert into {schema}.migration (number) values (99)", "drop schema {schema} cascade"
])("the product may not %s", async (statement) => {
  const schema = freshSchema()
  await prepared(schema)
  const product = new pg.Client(as("intendant_product"))
  await product.connect()
  const refused = product.query(statement.replaceAll("{schema}", schema)).finally(() => product.end())
  await expect(refused).rejects.toThrow(/permission denied|must be owner/)
})

it("a later migration needs nothing more from the administrator", async () => {
  const schema = freshSchema()
  const owner = await prepared(schema)
  expect(await Postgres.migrate(owner)).toEqual([])
  const product = { connection: as("intendant_product"), schema }
  await expect(Postgres.open({ ...product, migrate: true })).rejects.toThrow("permission denied")
})
