/** PGlite keeps every promise but to last. */
import { PGlite } from "@electric-sql/pglite"
import { storageSuite } from "@intendant/conformance"
import * as Postgres from "@intendant/postgres"
import { afterAll, it } from "vitest"
import { freshSchema } from "./fresh.ts"
import { witnessOf } from "./witness.ts"

const pglite = await PGlite.create()
afterAll(() => pglite.close())

const oneConnection = "PGlite is one connection within one process"

storageSuite(it, async () => {
  const schema = freshSchema()
  const storage = await Postgres.open({ pglite, schema, migrate: true })
  return {
    storage, close: storage.close,
    witness: witnessOf(async (text, values) =>
      (await pglite.query<Record<string, unknown>>(text, values)).rows, schema),
    capabilities: {
      durable: { lacks: "PGlite never flushes what it writes" },
      manyProcesses: { lacks: oneConnection },
      holdCommit: { lacks: oneConnection },
      stops: { has: storage.close }
    }
  }
})
