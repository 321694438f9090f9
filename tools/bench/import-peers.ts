/** How people usually get into a table: looked for and inserted one by one; or copied, with nothing asked. */
import pg from "pg"

/** One person of a file, as it is inserted by hand. */
export interface PersonRow {
  readonly lastName: string
  readonly firstName: string
  readonly mail: string
  readonly language: string
}

const usrTable = `
  create table usr (
    id uuid primary key default gen_random_uuid(), mail text collate "C" not null unique, last_name text not null,
    first_name text not null, language text not null, status text not null default 'invited',
    created_at timestamptz not null default now()
  )
`
const look = "select id from usr where mail = $1"
const insert = "insert into usr (mail, last_name, first_name, language) values ($1, $2, $3, $4)"

const connected = async <Value>(connection: pg.PoolConfig, work: (client: pg.Client) => Promise<Value>) => {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Two prepared statements a person, each its own transaction; gives how long that took, in milliseconds. */
export const rowByRow = (connection: pg.PoolConfig, people: Iterable<PersonRow>): Promise<number> =>
  connected(connection, async (client) => {
    await client.query(usrTable)
    const start = performance.now()
    for (const { mail, lastName, firstName, language } of people) {
      const { rows } = await client.query({ name: "look", text: look, values: [mail] })
      if (rows.length > 0) continue
      await client.query({ name: "insert", text: insert, values: [mail, lastName, firstName, language] })
    }
    return performance.now() - start
  })

const columns = ["id", "version", "state"] as const
type Kept = Readonly<Record<typeof columns[number], string>>

const escapes = new Map([["\\", "\\\\"], ["\n", "\\n"], ["\r", "\\r"], ["\t", "\\t"]])
const escaped = (text: string): string => text.replaceAll(/[\\\n\r\t]/g, (sign) => escapes.get(sign) ?? sign)
const linesPerChunk = 1_000

/** The records of users, as COPY reads them. */
export const copyTextOf = (connection: pg.PoolConfig): Promise<ReadonlyArray<Buffer>> =>
  connected(connection, async (client) => {
    const { rows } = await client.query<Kept>(
      `select id, version::text, state::text from intendant."user" order by id`)
    const lines = rows.map((row) => `${columns.map((name) => escaped(row[name])).join("\t")}\n`)
    return Array.from({ length: Math.ceil(lines.length / linesPerChunk) }, (_, index) =>
      Buffer.from(lines.slice(index * linesPerChunk, (index + 1) * linesPerChunk).join("")))
  })

/** What `pg` has of the protocol, and says nothing of in its types. */
interface CopyConnection {
  readonly query: (text: string) => void
  readonly sendCopyFromChunk: (chunk: Buffer) => void
  readonly endCopyFrom: () => void
}

/** A statement that takes what it is sent: the table with its indexes and computed columns, and nothing else. */
const copying = (text: string, chunks: ReadonlyArray<Buffer>) => {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const ignore = (): void => undefined
  const submittable = {
    submit: (connection: CopyConnection) => connection.query(text),
    handleCopyInResponse: (connection: CopyConnection) => {
      for (const chunk of chunks) connection.sendCopyFromChunk(chunk)
      connection.endCopyFrom()
    },
    handleError: reject, handleReadyForQuery: () => resolve(), handleCommandComplete: ignore,
    handleRowDescription: ignore, handleDataRow: ignore, handlePortalSuspended: ignore, handleEmptyQuery: ignore
  }
  return { submittable, promise }
}

/** Copies the same rows into the same table, which is empty; gives how long that took, in milliseconds. */
export const copyRows = (connection: pg.PoolConfig, chunks: ReadonlyArray<Buffer>): Promise<number> =>
  connected(connection, async (client) => {
    const { promise, submittable } = copying(`copy intendant."user" (id, version, state) from stdin`, chunks)
    const start = performance.now()
    // The client drives whatever has these methods; its types know the connection as an event emitter alone.
    client.query(submittable as unknown as pg.Submittable)
    await promise
    return performance.now() - start
  })
