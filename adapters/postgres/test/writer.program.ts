/** Writes records, answers and room one after the other, in many callers, and says each one that was acknowledged. */
import { Quota } from "@intendant/core"
import * as Postgres from "@intendant/postgres"
import * as Effect from "effect/Effect"
import { bytes, now, root, until } from "./hot-root.ts"
import { connection, more, say } from "./told.ts"

const [schema = ""] = more
const { ledger, records } = await Postgres.open({ connection, schema, timeoutMillis: 2_000 })
const act = { by: "writer", at: "2026-03-29T01:30:00.000Z", reason: "", command: {}, grants: [] }
const callersCount = 16

const write = (id: string) =>
  records.commit({
    act, due: [], once: [],
    changes: ["policy", "token"].map((concept) => ({ concept, id, basedOn: 0, next: { id }, events: [{ id }] })),
    ledger: []
  })
const reserve = (id: string) =>
  ledger.take(Quota.Reserve.make({ holder: "writer", id, node: root, resource: bytes, amount: 1, until }), {
    by: "writer", now
  })

const caller = async (number: number): Promise<void> => {
  for (let round = 0;; round++) {
    const id = `${number}-${round}`
    if (number % 2 === 0) await Effect.runPromise(write(id))
    else await Effect.runPromise(reserve(id))
    say(id)
  }
}

await Promise.allSettled(Array.from({ length: callersCount }, (_, number) => caller(number)))
say("over")
process.exit(0)
