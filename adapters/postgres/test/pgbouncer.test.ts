/** Behind PgBouncer, with one connection to the server for everybody, every promise is kept as well. */
import { storageSuite } from "@intendant/conformance"
import { afterAll, describe, expect, it } from "vitest"
import { findPgbouncer, startPgbouncer } from "../../../tools/pgbouncer.ts"
import { connectionOf, startPostgres } from "../../../tools/postgres.ts"
import { openerOf } from "./fresh.ts"

const told = async (): Promise<void> => {
  const server = await startPostgres()
  const bouncer = await startPgbouncer(server, 1)
  afterAll(async () => {
    await bouncer.stop()
    await server.stop()
  })
  const direct = connectionOf(server)
  describe("SEC-60 behind PgBouncer in transaction mode, with a pool of one, unprepared", () => {
    storageSuite(it, openerOf(bouncer.connectionTo(direct), { prepare: "none" }, direct))
  })
}

const toldWithout = async (): Promise<void> => {
  it("SEC-60 cannot be tried on this machine: pgbouncer is not installed", () => {
    expect(findPgbouncer()).toBeUndefined()
  })
}

await (findPgbouncer() === undefined ? toldWithout() : told())
