/** What not to do: clients who look whether there is room, and then take it. Each statement is right by itself. */
import pg from "pg"
import { amountOf, clientsCount, limitAmount, roundsCount } from "./hot-root.ts"
import { connection, hangUp, say, told } from "./told.ts"

const pool = new pg.Pool({ ...connection, max: 4 })
let taken = 0

const client = async (number: number): Promise<void> => {
  for (let round = 0; round < roundsCount; round++) {
    const amount = amountOf(number, round)
    const { rows: [room] } = await pool.query<{ readonly used: number }>("select used from room")
    if ((room?.used ?? 0) + amount > limitAmount) continue
    await pool.query("update room set used = used + $1", [amount])
    taken += amount
  }
}

say("ready")
await told()
await Promise.all(Array.from({ length: clientsCount }, (_, number) => client(number)))
say(String(taken))
await pool.end()
hangUp()
