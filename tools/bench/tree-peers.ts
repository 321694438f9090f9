/** Pages as SQL gives them: the quickest there can be, by a range of the primary key, and the usual one, by OFFSET. */
import type pg from "pg"
import { createAccounts } from "./account-table.ts"
import { clientOf, connect } from "./connections.ts"
import { accountCount, allPaths, pageSize } from "./tree-shape.ts"

export interface TreePeer {
  /** Fifty accounts that follow some name in the order of the key, another name on each turn. */
  readonly range: (turn: number) => Promise<unknown>
  /** Fifty accounts in the middle of all. */
  readonly offset: () => Promise<unknown>
  /** What all accounts have taken, added up when asked. */
  readonly sum: () => Promise<unknown>
  readonly close: () => Promise<unknown>
}

const range = `select path, state from account where path > $1 order by path limit ${pageSize}`
const offset = `select path, state from account where path > $1 and path < $2 order by path limit ${pageSize} offset $3`
const sum = `select sum(used_bytes) as used from account where path > $1 and path < $2`

/** `?` follows `>`: between the two stands everything below the group. */
const [lowest, highest] = ["all>", "all?"]

export const openTables = async (connection: pg.PoolConfig): Promise<TreePeer> => {
  const connected = await connect(connection, "select 1", 1)
  const client = clientOf(connected, 0)
  await createAccounts(client, allPaths)
  const sorted = allPaths.toSorted()
  const page = async (query: pg.QueryConfig) => {
    const { rows } = await client.query(query)
    if (rows.length !== pageSize) throw new Error(`${query.name}: ${rows.length} rows`)
  }
  return {
    range: (turn) =>
      page({ name: "range", text: range, values: [sorted[turn * 7919 % (accountCount - pageSize)]] }),
    offset: () => page({ name: "offset", text: offset, values: [lowest, highest, accountCount / 2] }),
    sum: () => client.query({ name: "sum", text: sum, values: [lowest, highest] }),
    close: connected.close
  }
}
