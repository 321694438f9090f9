/** One connection, with its statements prepared once and everything checked that goes in and comes out. */
import type { Connection, Row, SqlValue } from "./driver.ts"

/** What is bound to a statement. A number must be whole and exact. */
export type Bound = string | number | null

export interface Database {
  /** Gives the number of rows that were changed. */
  readonly run: (sql: string, ...values: ReadonlyArray<Bound>) => number
  readonly one: (sql: string, ...values: ReadonlyArray<Bound>) => Row | undefined
  readonly all: (sql: string, ...values: ReadonlyArray<Bound>) => ReadonlyArray<Row>
  readonly exec: (sql: string) => void
  /** Runs a part of a transaction. If it throws, this part is as if it had never been, and the rest stands. */
  readonly attempt: <Answer>(part: () => Answer) => Answer
  readonly isInTransaction: () => boolean
}

export const databaseOn = (connection: Connection): Database => {
  const prepared = new Map<string, ReturnType<Connection["prepare"]>>()

  const statement = (sql: string) => {
    const known = prepared.get(sql)
    if (known !== undefined) return known
    const made = connection.prepare(sql)
    prepared.set(sql, made)
    return made
  }
  const run = (sql: string, ...values: ReadonlyArray<Bound>): number =>
    Number(statement(sql).run(...values.map(bound)).changes)
  const all = (sql: string, ...values: ReadonlyArray<Bound>): ReadonlyArray<Row> =>
    statement(sql).all(...values.map(bound))

  return {
    run,
    all,
    one: (sql, ...values) => all(sql, ...values)[0],
    exec: connection.exec,
    isInTransaction: connection.isInTransaction,
    attempt: (part) => {
      run("savepoint part")
      try {
        const answer = part()
        run("release part")
        return answer
      } catch (cause) {
        // A full disk can make the engine give up the whole transaction, and the part along with it.
        if (connection.isInTransaction()) {
          run("rollback to part")
          run("release part")
        }
        throw cause
      }
    }
  }
}

const loneSurrogate = /\p{Surrogate}/u

/** The engine would silently replace half a character, and two different names would become one. */
const bound = (value: Bound): SqlValue => {
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is no whole number that is counted exactly`)
    return BigInt(value)
  }
  if (value === null) return null
  if (value.includes("\u0000") || loneSurrogate.test(value)) {
    throw new TypeError("a text holds U+0000 or half a character, and cannot be kept")
  }
  return value
}

/** A column that holds text. */
export const text = (row: Row, column: string): string => {
  const value = row[column]
  if (typeof value !== "string") throw new TypeError(`the column ${column} holds no text`)
  return value
}

/** A column that holds text or nothing. */
export const textOrNull = (row: Row, column: string): string | null => row[column] === null ? null : text(row, column)

/** A column that holds a whole number. One that a number cannot hold exactly is refused, never rounded. */
export const integer = (row: Row, column: string): number => {
  const value = row[column]
  if (typeof value !== "bigint") throw new TypeError(`the column ${column} holds no whole number`)
  const exact = Number(value)
  if (!Number.isSafeInteger(exact)) throw new RangeError(`the column ${column} holds ${value}, which is not exact`)
  return exact
}

/** Writes a value as JSON. What is no JSON at all cannot be kept. */
export const jsonOf = (value: unknown): string => {
  const written: string | undefined = JSON.stringify(value)
  if (written === undefined) throw new TypeError("a value that is no JSON cannot be kept")
  return written
}

/** Reads a column that holds JSON. */
export const json = (row: Row, column: string): unknown => JSON.parse(text(row, column))
