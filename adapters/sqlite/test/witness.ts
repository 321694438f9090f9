/** Reads a file with Node's own client, without a line of the adapter. */
import { DatabaseSync, type SQLOutputValue } from "node:sqlite"
import type { Act, Key, Line } from "@intendant/core"
import type { Witness } from "@intendant/conformance"

type Columns = Record<string, SQLOutputValue>

export const witnessOf = (file: string): Witness => {
  const ask = async (sql: string, ...values: ReadonlyArray<string>): Promise<ReadonlyArray<Columns>> => {
    const database = new DatabaseSync(file, { readOnly: true, timeout: 5_000 })
    try {
      return database.prepare(sql).all(...values)
    } finally {
      database.close()
    }
  }
  return {
    record: async ({ concept, id }) => {
      const [row] = await ask(`select version, state from "${concept}" where id = ?`, id)
      return row && { version: Number(row["version"]), state: JSON.parse(String(row["state"])) }
    },
    lines: async () => (await ask("select * from journal order by seq")).map(lineOf),
    counter: async (node, resource) => {
      const [row] = await ask("select * from ledger_counter where node = ? and resource = ?", node, resource)
      return row && {
        node, resource, limit: limitOf(row),
        own: { held: Number(row["own_held"]), reserved: Number(row["own_reserved"]) },
        group: { held: Number(row["group_held"]), reserved: Number(row["group_reserved"]) }
      }
    },
    dump: async () => {
      const tables = await ask("select name from sqlite_schema where type = 'table'")
      const rows = await Promise.all(tables.map(({ name }) => ask(`select * from "${String(name)}"`)))
      return JSON.stringify(rows)
    }
  }
}

const limitOf = (row: Columns) => row["limit_mode"] === null ? null : {
  amount: Number(row["limit_amount"]), mode: row["limit_mode"] === "hard" ? "hard" as const : "soft" as const,
  thresholds: JSON.parse(String(row["limit_thresholds"]))
}

const lineOf = (row: Columns): Line & Key => {
  const read = (column: string) => JSON.parse(String(row[column]))
  const act: Act = {
    by: String(row["by"]), at: String(row["at"]), reason: String(row["reason"]), command: read("command"),
    grants: read("grants")
  }
  const key = { concept: String(row["concept"]), id: String(row["id"]) }
  return row["refused"] === null
    ? { ...act, ...key, happened: read("happened") }
    : { ...act, ...key, refused: read("refused") }
}
