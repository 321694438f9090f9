/** The driver for a PostgreSQL server, over a pool of connections. */
import type { Pool, PoolClient, QueryConfig } from "pg"
import { type Ask, type Driver, type Statement, texts } from "./driver.ts"

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
  const ignore = (): void => {}
  // An idle connection that the server closes is no failure: the pool opens another when it needs one.
  pool.on("error", ignore)
  const query = queryOf(options)
  const heard = new WeakSet<PoolClient>()
  let isClosed = false
  const take = async (): Promise<PoolClient> => {
    if (isClosed) throw new Error("this storage was closed")
    const client = await connected(pool, options.timeoutMillis)
    // A connection that breaks while it is out says so twice: to whoever waits for an answer, and to nobody.
    if (!heard.has(client)) client.on("error", ignore)
    heard.add(client)
    return client
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
      let failure: Error | undefined
      try {
        const ask: Ask = async (statement, values) => (await client.query(query(statement, values))).rows
        await client.query(bounded("begin", options))
        const answer = await body({ ask, script: async (text) => void await client.query(bounded(text, options)) })
        await client.query(bounded("commit", options))
        return answer
      } catch (cause) {
        failure = await rolledBack(client, options)
        throw cause
      } finally {
        client.release(failure)
      }
    },
    close: async () => {
      if (isClosed) return
      isClosed = true
      pool.off("error", ignore)
      if (isOurs) await pool.end()
    }
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

const bounded = (text: string, { timeoutMillis }: PgOptions): QueryConfig => {
  // `query_timeout` is read by the client for each query, though its types know it only for all of them.
  const config: QueryConfig & { readonly query_timeout: number } = { text, query_timeout: timeoutMillis }
  return config
}

/** A connection of the pool, unless it takes too long; one that comes too late goes back at once. */
const connected = (pool: Pool, timeoutMillis: number): Promise<PoolClient> =>
  new Promise((resolve, reject) => {
    let isLate = false
    const timer = setTimeout(() => {
      isLate = true
      reject(new Error(`no connection within ${timeoutMillis} ms`))
    }, timeoutMillis)
    pool.connect().then((client) => {
      clearTimeout(timer)
      if (isLate) client.release()
      else resolve(client)
    }, (cause: unknown) => {
      clearTimeout(timer)
      reject(cause)
    })
  })

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
