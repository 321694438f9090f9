/** A host of the portal: many callers who take room, write the same record, and plan work. */
import { Conflict, Quota } from "@intendant/core"
import * as Sqlite from "@intendant/sqlite"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { bytes, callersCount, now, planOf, root, roundsCount, shared, until, workKind } from "./hot-root.ts"
import { file, hangUp, more, say, told } from "./told.ts"

const name = more[0] ?? ""
const { close, ledger, records } = await Sqlite.open({ file })

/** Reads the shared record and writes its next version, with work to be done, until nobody was faster. */
const write = (id: string) =>
  Effect.retry(Effect.gen(function*() {
    const kept = yield* records.load(shared)
    const basedOn = Option.match(kept, { onNone: () => 0, onSome: ({ version }) => version })
    yield* records.commit(planOf({
      changes: [{ ...shared, basedOn, next: { by: id }, events: [{ by: id }] }],
      due: [{ kind: workKind, id, at: "2026-01-01T00:00:00.000Z" }]
    }))
  }), { times: 10_000, while: (failure) => failure instanceof Conflict })

const caller = (number: number) =>
  Effect.gen(function*() {
    let admitted = 0
    for (let round = 0; round < roundsCount; round++) {
      const id = `${name}-${number}-${round}`
      const step = Quota.Reserve.make({
        holder: name, id, node: `${root}>${name}>${number}`, resource: bytes, amount: 1, until
      })
      const refused = yield* Effect.match(ledger.take(step, { by: name, now }), {
        onSuccess: () => undefined, onFailure: (failure) => failure
      })
      if (refused === undefined) admitted += 1
      else if (refused._tag !== "QuotaExceeded") return yield* Effect.fail(refused)
      yield* write(id)
    }
    return admitted
  })

say("ready")
await told()
const callers = Array.from({ length: callersCount }, (_, number) => caller(number))
const admitted = await Effect.runPromise(Effect.all(callers, { concurrency: "unbounded" }))
say(String(admitted.reduce((sum, one) => sum + one, 0)))
await close()
hangUp()
