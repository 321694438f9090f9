/** What not to do: callers who look whether there is room, and then take it. Each statement is durable and right. */
import { setImmediate as nextTurn } from "node:timers/promises"
import { DatabaseSync } from "node:sqlite"
import { callersCount, limitAmount, roundsCount } from "./hot-root.ts"
import { file, hangUp, say, told } from "./told.ts"

const database = new DatabaseSync(file, { timeout: 20_000 })
const look = database.prepare("select used from room")
const take = database.prepare("update room set used = used + 1")

const caller = async (): Promise<number> => {
  let admitted = 0
  for (let round = 0; round < roundsCount; round++) {
    const isRoom = Number(look.get()?.["used"]) < limitAmount
    await nextTurn()
    if (!isRoom) continue
    take.run()
    admitted += 1
  }
  return admitted
}

say("ready")
await told()
const admitted = await Promise.all(Array.from({ length: callersCount }, caller))
say(String(admitted.reduce((sum, one) => sum + one, 0)))
database.close()
hangUp()
