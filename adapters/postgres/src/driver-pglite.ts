/** The driver for PGlite, which is PostgreSQL within this process. It never flushes, so it keeps no promise to last. */
import { type Ask, type Driver, type Row, texts } from "./driver.ts"

interface PgliteQueries {
  readonly query: (text: string, values?: Array<unknown>) => Promise<{ readonly rows: ReadonlyArray<unknown> }>
  readonly exec: (text: string) => Promise<unknown>
}

/** The part of a PGlite that is used here. */
export interface PgliteDatabase extends PgliteQueries {
  readonly transaction: <Answer>(body: (transaction: PgliteQueries) => Promise<Answer>) => Promise<Answer>
}

/** The database stays open when the driver is closed: who made it ends it. */
export const pgliteDriver = (database: PgliteDatabase, schema: string): Driver => {
  const textOf = texts(schema)
  let isClosed = false
  const asking = (queries: PgliteQueries): Ask => async (statement, values) => {
    if (isClosed) throw new Error("this storage was closed")
    const { rows } = await queries.query(textOf(statement), [...values])
    // Rows come as objects unless arrays are asked for, which never happens here.
    return rows as ReadonlyArray<Row>
  }
  return {
    ask: asking(database),
    transaction: (body) =>
      database.transaction((queries) =>
        body({ ask: asking(queries), script: async (text) => void await queries.exec(text) })),
    close: async () => { isClosed = true }
  }
}
