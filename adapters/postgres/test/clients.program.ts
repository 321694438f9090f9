/** Sixteen clients of one process. Says what they hold at the end, and whether anything was refused that fitted. */
import { Quota } from "@intendant/core"
import * as Postgres from "@intendant/postgres"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { amountOf, bytes, clientsCount, isGivenBack, limitAmount, now, root, roundsCount, until } from "./hot-root.ts"
import { connection, hangUp, more, say, told } from "./told.ts"

const [name = "", schema = ""] = more
const { ledger, close } = await Postgres.open({ connection, schema })
const asker = { by: name, now }
const outcome = { heldAmount: 0, admitted: 0, refused: 0, falselyRefused: 0 }

const client = async (number: number): Promise<void> => {
  for (let round = 0; round < roundsCount; round++) {
    const amount = amountOf(number, round)
    const own = { holder: `${name}-${number}`, id: String(round) }
    const node = `${root}>${name}>${number % 4}`
    const reserve = Quota.Reserve.make({ ...own, node, resource: bytes, amount, until })
    const answer = await Effect.runPromise(Effect.result(ledger.take(reserve, asker)))
    if (Result.isFailure(answer)) {
      if (answer.failure._tag !== "QuotaExceeded") throw new Error(answer.failure._tag)
      outcome.refused += 1
      if (answer.failure.usedAmount + amount <= limitAmount) outcome.falselyRefused += 1
      continue
    }
    outcome.admitted += 1
    const step = isGivenBack(round) ? Quota.Release.make(own) : Quota.Commit.make(own)
    await Effect.runPromise(ledger.take(step, asker))
    if (!isGivenBack(round)) outcome.heldAmount += amount
  }
}

say("ready")
await told()
await Promise.all(Array.from({ length: clientsCount }, (_, number) => client(number)))
say(JSON.stringify(outcome))
await close()
hangUp()
