/** Reads what is kept with the engine's own client, without a line of the adapter. */
import type { Witness } from "@intendant/conformance"
import type { Act, Key, Line, Quota } from "@intendant/core"

type Columns = Record<string, unknown>

/** Sends one question, and gives its rows. */
export type Question = (text: string, values?: Array<unknown>) => Promise<ReadonlyArray<Columns>>

export const witnessOf = (ask: Question, schema: string): Witness => ({
  record: async ({ concept, id }) => {
    const [row] = await ask(`select version, state from ${schema}."${concept}" where id = $1`, [id])
    return row && { version: Number(row["version"]), state: row["state"] }
  },
  lines: async () => (await ask(`select * from ${schema}.journal order by era, xid, seq`)).map(lineOf),
  counter: async (node, resource) => {
    const [row] = await ask(
      `select * from ${schema}.ledger_counter where node = $1 and resource = $2`, [node, resource])
    return row && {
      // Whatever else may be there is found by comparing it with what should be.
      node, resource, limit: row["quota_limit"] as Quota.Limit | null,
      own: { held: Number(row["own_held"]), reserved: Number(row["own_reserved"]) },
      group: { held: Number(row["group_held"]), reserved: Number(row["group_reserved"]) }
    }
  },
  dump: async () => {
    const tables = await ask("select tablename from pg_tables where schemaname = $1", [schema])
    const rows = await Promise.all(tables.map(({ tablename }) =>
      ask(`select to_jsonb(t)::text as row from ${schema}."${String(tablename)}" t`)))
    return JSON.stringify(rows.flat().map(({ row }) => JSON.parse(String(row))))
  }
})

const lineOf = (row: Columns): Line & Key => {
  const { by, at, reason, command, grants, concept, id, outcome } = row
  const act: Act = {
    // Compared with what was written, whatever it is.
    by: String(by), at: String(at), reason: String(reason), command, grants: grants as Act["grants"]
  }
  const line: Line = row["is_refusal"] === true ? { ...act, refused: outcome } : { ...act, happened: outcome }
  return { ...line, concept: String(concept), id: String(id) }
}
