/** The list of people written by hand: Node's own server and `pg`, one statement for the session and the page. */
import { createHash } from "node:crypto"
import type { RequestListener, ServerResponse } from "node:http"
import pg from "pg"

interface State {
  readonly _tag: "Active" | "Suspended"
  readonly userId: string
  readonly role: string
  readonly epoch: number
  readonly sortKeys: { readonly lastName: string }
}

interface Found {
  readonly asker: { readonly state: State; readonly level: number; readonly epoch: number } | null
  readonly page: ReadonlyArray<State> | null
}

const statement = `
  select (
    select json_build_object('state', u.state, 'level', s.level, 'epoch', s.epoch)
    from intendant.session s join intendant."user" u on u.id = s.subject
    where s.digest = $1 and s.expires_at > $2 and s.place = $3
  ) as asker, (
    select json_agg(state order by by_status) from (
      select state, by_status from intendant."user" where by_status >= $4 and by_status <= $5
      order by by_status limit $6
    ) walked
  ) as page
`

const ranks = { Suspended: 1, Active: 5 } as const
const colours = { Suspended: "orange", Active: "green" } as const
const actions = {
  Suspended: ["EditUser", "ReactivateUser", "DeleteUser"],
  Active: ["EditUser", "SuspendUser", "DeleteUser", "RevokeAccess"]
} as const

/** Who administers the enterprise, and has given the second password and code for it. */
const mayList = (asker: Found["asker"]): boolean =>
  asker !== null && asker.state._tag === "Active" && asker.epoch === asker.state.epoch && asker.level >= 3
  && (asker.state.role === "admin" || asker.state.role === "manager")

/** Nobody deletes themselves from a list. */
const ownActions = { ...actions, Active: actions.Active.filter((action) => action !== "DeleteUser") }

const viewOf = (askerId: string | undefined) => (user: State) => {
  const offered = user.userId === askerId ? ownActions : actions
  return { user, colour: colours[user._tag], actions: offered[user._tag] }
}

const send = (outgoing: ServerResponse, status: number, body: unknown): void => {
  outgoing.writeHead(status, { "content-type": "application/json" })
  outgoing.end(JSON.stringify(body))
}

/** Answers every request as a question for the users of an enterprise, those who need help first. */
export const handListing = (connection: pg.PoolConfig): RequestListener => {
  const pool = new pg.Pool(connection)
  const list = async (url: string, bearer: string, outgoing: ServerResponse): Promise<void> => {
    const { searchParams } = new URL(url, "http://localhost")
    const [enterprise, limit] = [searchParams.get("enterprise") ?? "", Number(searchParams.get("limit"))]
    const digest = createHash("sha256").update(bearer).digest("hex")
    const values = [digest, Date.now(), enterprise, `${enterprise}\u0001`, `${enterprise}\u0002`, limit + 1]
    const { rows: [found] } = await pool.query<Found>({ name: "list", text: statement, values })
    if (found === undefined || !mayList(found.asker)) return send(outgoing, 401, {})
    const users = found.page ?? []
    const shown = users.slice(0, limit)
    const last = users.length > limit ? shown.at(-1) : undefined
    const next = last && [ranks[last._tag], last.sortKeys.lastName, last.userId].join("\u0001")
    send(outgoing, 200, { items: shown.map(viewOf(found.asker?.state.userId)), next })
  }
  return ({ url = "/", headers: { authorization = "" } }, outgoing) => {
    list(url, authorization.replace("Bearer ", ""), outgoing).catch(() => send(outgoing, 503, {}))
  }
}
