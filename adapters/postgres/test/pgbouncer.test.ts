/** Behind PgBouncer, with one connection to the server for everybody, every promise is kept as well. */
import { storageSuite } from "@intendant/conformance"
import { afterAll, describe, expect, it } from "vitest"
import { findPgbouncer, startPgbouncer } from "../../../tools/pgbouncer.ts"
import { connectionOf, startPostgres } from "../../../tools/postgres.ts"
import { openerOf } from "./fresh.ts"

const isInstalled = findPgbouncer() !== undefined

describe.runIf(isInstalled)("SEC-60 behind PgBouncer in transaction mode, with a pool of one, unprepared", async () => {
  if (!isInstalled) return
  const server = await startPostgres()
  const bouncer = await startPgbouncer(server, 1)
  afterAll(async () => {
    await bouncer.stop()
    await server.stop()
  })
  const direct = connectionOf(server)
  storageSuite(it, openerOf(bouncer.connectionTo(direct), { prepare: "none" }, direct))
})

it.runIf(!isInstalled)("SEC-60 cannot be tried on this machine: pgbouncer is not installed", () => {
  expect(findPgbouncer()).toBeUndefined()
})
