/** An empty database for one test file, on the server that all of them share. */
import { connect } from "node:net"
import { text } from "node:stream/consumers"
import type pg from "pg"
import { inject } from "vitest"
import type { Answer } from "./postgres-setup.ts"

/** How to connect to a new, empty database. It is removed with the server when the run is over. */
export const freshDatabase = async (): Promise<pg.PoolConfig> => {
  // The other end of this socket is `postgres-setup.ts`, which writes an Answer and nothing else.
  const answer = JSON.parse(await text(connect(inject("databaseDoor")))) as Answer
  if ("failure" in answer) throw new Error(`no database for this test: ${answer.failure}`)
  return answer.connection
}
