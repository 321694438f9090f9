/** Connections for the peers, opened before the clock runs and kept until the end. */
import pg from "pg"

/** A database with these tables, and so many connections to it. */
interface Connected {
  readonly clients: ReadonlyArray<pg.Client>
  readonly close: () => Promise<void>
}

/** Runs the statements that prepare a database, then opens the connections. */
export const connect = async (connection: pg.PoolConfig, prepare: string, connections: number): Promise<Connected> => {
  const clients = Array.from({ length: connections }, () => new pg.Client(connection))
  await Promise.all(clients.map((client) => client.connect()))
  await clients[0]?.query(prepare)
  return { clients, close: async () => void await Promise.all(clients.map((client) => client.end())) }
}

/** The connection of a caller, where there are as many as callers. */
export const clientOf = ({ clients }: Connected, caller: number): pg.Client => {
  const client = clients[caller]
  if (client === undefined) throw new Error(`no connection for caller ${caller}`)
  return client
}
