/** The driver for a PostgreSQL server, over a pool of connections. */
import type { Pool, PoolClient, QueryConfig } from "pg"
import { type Driver, type Row, type Statement, texts } from "./driver.ts"

/** How statements are sent. */
export interface PgOptions {
  readonly schema: string
  /** Whether the server keeps plans under a name; poolers that hand connections around may not allow it. */
  readonly prepare: "named" | "none"
  /** After so long a statement counts as unanswered, and its connection is closed. */
  readonly timeoutMillis: number
}

/** Whether the pool ends with the driver is up to who made it. */
export const pgDriver = (pool: Pool, options: PgOptions, isOurs: boolean): Driver => {
  // An idle connection that the server closes is no failure: the pool opens another when it needs one.
  pool.on("error", ignore)
  const query = queryOf(options)
  const connect = connecting(pool, options)
  let isClosed = false
  const take = async (): Promise<PoolClient> => {
    if (isClosed) throw new Error("this storage was closed")
    return connect()
  }
  return {
    ask: async (statement, values) => {
      const client = await take()
      try {
        const { rows } = await client.query(query(statement, values))
        client.release()
        return rows
      } catch (cause) {
        client.release(isAnswer(cause) ? undefined : asError(cause))
        throw cause
      }
    },
    transaction: async (body) => {
      const client = await take()
      return inTransaction(client, options, (send) =>
        body({
          ask: (statement, values) => send(query(statement, values)),
          script: async (text) => void await send(bounded(text, patient(options)))
        }))
    },
    close: async () => {
      if (isClosed) return
      isClosed = true
      pool.off("error", ignore)
      if (isOurs) await pool.end()
    }
  }
}

const ignore = (): void => {}

type Send = (config: QueryConfig) => Promise<ReadonlyArray<Row>>

/** A connection that broke goes; one that can be trusted goes back to the pool, out of the transaction. */
const inTransaction = async <Answer>(
  client: PoolClient, options: PgOptions, body: (send: Send) => Promise<Answer>
): Promise<Answer> => {
  let broken: Error | undefined
  const send: Send = async (config) => {
    try {
      return (await client.query(config)).rows
    } catch (cause) {
      if (!isAnswer(cause)) broken = asError(cause)
      throw cause
    }
  }
  try {
    await send(bounded("begin", options))
    const answer = await body(send)
    await send(bounded("commit", options))
    return answer
  } catch (cause) {
    broken ??= await rolledBack(client, options)
    throw cause
  } finally {
    client.release(broken)
  }
}

const queryOf = (options: PgOptions) => {
  const textOf = texts(options.schema)
  return (statement: Statement, values: ReadonlyArray<unknown>) => {
    const text = textOf(statement)
    const config = { ...bounded(text, options), values: [...values] }
    return options.prepare === "named" ? { ...config, name: `${options.schema}.${statement.name}` } : config
  }
}

/** A migration of a long journal, or one that waits for another, takes longer than anybody waits for an answer. */
const migrationMillis = 3_600_000

const patient = (options: PgOptions): PgOptions =>
  ({ ...options, timeoutMillis: Math.max(options.timeoutMillis, migrationMillis) })

const bounded = (text: string, { timeoutMillis }: PgOptions): QueryConfig => {
  // `query_timeout` is read by the client for each query, though its types know it only for all of them.
  const config: QueryConfig & { readonly query_timeout: number } = { text, query_timeout: timeoutMillis }
  return config
}

/** Takes connections of the pool, each unless it takes too long; one that comes too late goes back at once. */
const connecting = (pool: Pool, { timeoutMillis }: PgOptions): () => Promise<PoolClient> => {
  // A connection that breaks while it is out says so twice: to whoever waits for an answer, and to nobody. It gets one
  // listener for that, however many storages share the pool.
  const hear = (client: PoolClient): PoolClient =>
    client.listeners("error").includes(ignore) ? client : client.on("error", ignore)
  return () =>
    new Promise((resolve, reject) => {
      let isLate = false
      const timer = setTimeout(() => {
        isLate = true
        reject(new Error(`no connection within ${timeoutMillis} ms`))
      }, timeoutMillis)
      pool.connect().then((client) => {
        clearTimeout(timer)
        if (isLate) client.release()
        else resolve(hear(client))
      }, (cause: unknown) => {
        clearTimeout(timer)
        reject(cause)
      })
    })
}

/** Ends a broken transaction, also when the commit itself failed. A connection that cannot even do this is closed. */
const rolledBack = async (client: PoolClient, options: PgOptions): Promise<Error | undefined> => {
  try {
    await client.query(bounded("rollback", options))
    return undefined
  } catch (cause) {
    return asError(cause)
  }
}

/** Whether the server said so itself, and goes on listening. */
const isAnswer = (cause: unknown): boolean =>
  typeof cause === "object" && cause !== null && "severity" in cause && cause.severity === "ERROR"

const asError = (cause: unknown): Error => cause instanceof Error ? cause : new Error(String(cause))
