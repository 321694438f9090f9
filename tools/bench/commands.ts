/** Commands per second on accounts: one caller, and many, against a transaction written by hand. */
import pg from "pg"
import { createAccounts } from "./account-table.ts"
import { connect } from "./connections.ts"
import { type DurableServer, onDurableServer } from "./durable.ts"
import { measure, type Variant } from "./measure.ts"
import { ours } from "./ours.ts"
import { type Figure, ratiosOf, type Report, valueOf } from "./report.ts"
import type { CommandsSubject } from "./subject.ts"

const callers = 64
const connections = 32
const accountsPerGroup = 4096

const membersOf = (group: string): ReadonlyArray<string> =>
  Array.from({ length: accountsPerGroup }, (_, index) => `${group}>${index}`)
const groups = new Map(["one", "many"].map((group) => [group, membersOf(group)]))
const paths = [...groups.keys(), ...[...groups.values()].flat()]

/** Measures ours and a transaction written by hand, each in a database of its own on one server. */
export const commandsBench = (): Promise<Report> =>
  onDurableServer(async (server) => {
    const opened = await openAll(server)
    try {
      const figures = await measure([...opened].flatMap(([name, { submit }]) => variantsOf(name, submit)))
      return { name: "commands", settings: server.settings, figures, ratios: ratiosOf(partsOf(figures)) }
    } finally {
      for (const { close } of opened.values()) await close()
    }
  })

const openAll = async ({ cluster }: DurableServer): Promise<ReadonlyMap<string, CommandsSubject>> => {
  const byHand = await openByHand(await cluster.freshDatabase())
  const subject = await ours.commands?.(await cluster.freshDatabase(), paths)
  return new Map([["by hand", byHand], ...subject === undefined ? [] : [["ours", subject] as const]])
}

const partsOf = (figures: ReadonlyArray<Figure>) => {
  const pair = (label: string) =>
    [valueOf(figures, `ours, ${label}`, "perSecond"), valueOf(figures, `by hand, ${label}`, "perSecond")] as const
  return { oneCaller: pair("1 caller"), manyCallers: pair(`${callers} callers`) }
}

/** Each variant goes through its own accounts again and again: first it disables them, then it enables them. */
const variantsOf = (name: string, submit: CommandsSubject["submit"]): ReadonlyArray<Variant> => {
  const work = (group: string) => (_: number, turn: number) => {
    const order = Math.floor(turn / accountsPerGroup) % 2 === 0 ? "disable" : "enable"
    return submit(groups.get(group)?.[turn % accountsPerGroup] ?? group, order)
  }
  return [
    { label: `${name}, 1 caller`, callers: 1, work: work("one") },
    { label: `${name}, ${callers} callers`, callers, work: work("many") }
  ]
}

const lock = "select version, state from account where path = $1 for update"
const save = "update account set state = $2, version = $3 where path = $1"
const note = "insert into journal (path, at, by, reason, command, event) values ($1, now(), $2, $3, $4, $5)"

interface Row { readonly version: number; readonly state: Readonly<Record<string, unknown>> }

/** Five round trips, each a statement that the server has prepared: begin, lock and look, save, write down, commit. */
const openByHand = async (connection: pg.PoolConfig): Promise<CommandsSubject> => {
  const preparing = await connect(connection, "select 1", 1)
  for (const client of preparing.clients) await createAccounts(client, paths)
  await preparing.close()
  const pool = new pg.Pool({ ...connection, max: connections, idleTimeoutMillis: 0 })
  return {
    submit: async (path, order) => {
      const client = await pool.connect()
      try {
        await carryOut(client, path, order)
      } finally {
        client.release()
      }
    },
    close: () => pool.end()
  }
}

const carryOut = async (client: pg.PoolClient, path: string, order: "disable" | "enable"): Promise<void> => {
  await client.query({ name: "begin", text: "begin" })
  const { rows: [row] } = await client.query<Row>({ name: "lock", text: lock, values: [path] })
  const [from, to] = order === "disable" ? ["Enabled", "Disabled"] : ["Disabled", "Enabled"]
  if (row?.state["status"] !== from) throw new Error(`${path} is not ${from}`)
  const next = { ...row.state, status: to }
  await client.query({ name: "save", text: save, values: [path, next, row.version + 1] })
  const written = [path, "operator", "bench", { order, path }, { became: to, path }]
  await client.query({ name: "note", text: note, values: written })
  await client.query({ name: "commit", text: "commit" })
}
