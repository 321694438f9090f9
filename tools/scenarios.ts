/** Carries out every scenario and prints what became of it: a table for people, or with `--json` one array of rows. */
import { scenarios } from "@intendant/blueprints/scenarios"
import { parseArgs } from "node:util"
import { type Cluster, startPostgres } from "./postgres.ts"
import { cells, type Complain, type Row, rowsOf } from "./scenario-rows.ts"
import { tableOf } from "./scenario-table.ts"

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    id: { type: "string", multiple: true },
    backend: { type: "string", multiple: true },
    transport: { type: "string", multiple: true }
  }
})

const isAsked = (asked: ReadonlyArray<string> | undefined, value: string) => asked?.includes(value) ?? true

const complain: Complain = ({ id, title, blueprint, backend, transport }, reason) => {
  const why = reason instanceof Error ? reason.message : String(reason)
  console.error(`${id} (${blueprint}, ${backend}, ${transport}) ${title}\n  ${why}`)
}

let cluster: Promise<Cluster> | undefined
const freshDatabase = async () => {
  cluster ??= startPostgres()
  return (await cluster).freshDatabase()
}

const chosen = scenarios.filter(({ id }) => isAsked(values.id, id))
const asked = cells.filter(({ backend, transport }) =>
  isAsked(values.backend, backend) && isAsked(values.transport, transport))
const rows: ReadonlyArray<Row> = (await Promise.all(
  asked.map((cell) => rowsOf(chosen, cell, freshDatabase, complain)))).flat()
await (await cluster?.catch(() => undefined))?.stop()

if (rows.length === 0) console.error("nothing was asked for that exists")
console.log(values.json ? JSON.stringify(rows, null, 2) : tableOf(rows, asked))
process.exitCode = rows.length > 0 && rows.every(({ status }) => status === "passed") ? 0 : 1
