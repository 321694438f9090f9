/** A schema of its own for one test, and the adapter on it, with everything that the promises ask for. */
import type { Again, Capabilities, Open } from "@intendant/conformance"
import type { Plan } from "@intendant/core"
import * as Postgres from "@intendant/postgres"
import pg from "pg"
import { pgDriver } from "../src/driver-pg.ts"
import { commitPlans, rowsOf, writePlan } from "../src/plan-rows.ts"
import { witnessOf } from "./witness.ts"

let schemas = 0

/** A name that no other test of this process uses. */
export const freshSchema = (): string => {
  schemas += 1
  return `t_${process.pid}_${schemas}`
}

type Settings = Omit<Postgres.Settings, "schema">

/** Opens the adapter on this database, each time in another schema. `witnessed` leads to the same data. */
export const openerOf = (connection: pg.PoolConfig, settings: Settings = {}, witnessed = connection): Open => {
  const watching = new pg.Pool({ ...witnessed, max: 4 })
  watching.on("error", () => {})
  return async () => {
    const schema = freshSchema()
    const place = { connection, schema, ...settings }
    const storage = await Postgres.open({ ...place, migrate: true })
    const again = async (): Promise<Again> => {
      const other = await Postgres.open(place)
      return { storage: other, close: other.close }
    }
    const capabilities: Capabilities = {
      durable: { has: again },
      manyProcesses: { has: again },
      holdCommit: { has: (plan) => hold(watching, schema, plan) },
      stops: { has: storage.close }
    }
    return {
      storage, capabilities, close: storage.close,
      witness: witnessOf(async (text, values) => (await watching.query(text, values)).rows, schema)
    }
  }
}

/** Everything of a commit but its end, which the function given brings about. */
const hold = async (pool: pg.Pool, schema: string, plan: Plan): Promise<() => Promise<void>> => {
  const driver = pgDriver(pool, { schema, prepare: "none", timeoutMillis: 10_000 }, false)
  const written = Promise.withResolvers<void>()
  const released = Promise.withResolvers<void>()
  const committed = driver.transaction(async ({ ask }) => {
    await ask(commitPlans, rowsOf([writePlan(plan)]))
    written.resolve()
    await released.promise
  })
  await Promise.race([written.promise, committed])
  return async () => {
    released.resolve()
    await committed
    await driver.close()
  }
}
