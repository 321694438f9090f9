/** A worker of the portal: it does each piece of work once, and ends when it was told so and nothing is left. */
import * as Sqlite from "@intendant/sqlite"
import * as Effect from "effect/Effect"
import { act, planOf, workKind } from "./hot-root.ts"
import { file, hangUp, say, told } from "./told.ts"

const { close, due, records } = await Sqlite.open({ file })

const round = Effect.gen(function*() {
  const items = yield* due.claim(workKind, act.at, 20, 600)
  for (const item of items) {
    yield* records.commit(planOf({
      changes: [{ concept: "token", id: item.id, basedOn: 0, next: { done: true }, events: [{ done: item.id }] }]
    }))
    yield* due.done(item)
  }
  return items.length
})

say("ready")
let isLast = false
void told().then(() => { isLast = true })
let count = 0
for (let found = 1; found > 0 || !isLast;) {
  const wasLast = isLast
  found = await Effect.runPromise(round)
  count += found
  if (wasLast && found === 0) break
}
say(String(count))
await close()
hangUp()
