/** Writes record after record with many callers, and says of each that it was acknowledged, until it is killed. */
import * as Sqlite from "@intendant/sqlite"
import * as Effect from "effect/Effect"
import { planOf } from "./hot-root.ts"
import { file, more, say } from "./told.ts"

const { records } = await Sqlite.open({ file })
const first = Number(more[0] ?? 0)

const caller = (number: number) =>
  Effect.gen(function*() {
    for (let round = first;; round++) {
      const id = `${number}-${round}`
      yield* records.commit(planOf({
        changes: ["policy", "token"].map((concept) =>
          ({ concept, id, basedOn: 0, next: { id }, events: [{ written: id }] })),
        due: [{ kind: "work", id, at: "2026-01-01T00:00:00.000Z" }]
      }))
      say(id)
    }
  })

const callers = Array.from({ length: 8 }, (_, number) => caller(number))
await Effect.runPromise(Effect.all(callers, { concurrency: "unbounded" }))
