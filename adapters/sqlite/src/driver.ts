/** What is asked of a library that opens SQLite files: `node:sqlite` gives it, and better-sqlite3 fits as well. */

/** What can be written into a column. Whole numbers go as `bigint`, so that none is rounded on the way. */
export type SqlValue = string | bigint | null

/** A row as it is read. Whole numbers must come as `bigint`. */
export type Row = Readonly<Record<string, unknown>>

/** A prepared statement. */
export interface Statement {
  readonly run: (...values: ReadonlyArray<SqlValue>) => { readonly changes: number | bigint }
  readonly all: (...values: ReadonlyArray<SqlValue>) => ReadonlyArray<Row>
}

/** An open file. Everything is done before it answers. */
export interface Connection {
  readonly prepare: (sql: string) => Statement
  /** Runs several statements that give no rows. */
  readonly exec: (sql: string) => void
  readonly isInTransaction: () => boolean
  /** Whether this failure says that somebody else holds the file just now. */
  readonly isBusy: (cause: unknown) => boolean
  readonly close: () => void
}

/** Opens a file, and makes it where there is none. */
export type Driver = (file: string) => Connection
