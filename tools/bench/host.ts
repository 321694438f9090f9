/** How much a list of people over HTTP costs its server: session, decision and page; against hand and better-auth. */
import { deepStrictEqual } from "node:assert"
import type pg from "pg"
import { type DurableServer, onDurableServer } from "./durable.ts"
import { type Asking, type Kind, type Server, type Start, withServers } from "./host-server.ts"
import { type Figure, ratiosOf, type Report, valueOf } from "./report.ts"
import { openBetterAuth, peerVersion } from "./sign-in-peers.ts"
import { perProcessorSecond, type Piece } from "./sign-in-processor.ts"
import { mailAt, password, seeded, sessionOf } from "./sign-in-world.ts"

const people = 1_001
const pageSize = 50
/** So many requests in one piece of work, and so many of them at once. */
const [requests, atOnce] = [128, 16]

/** A server, and the question whose answers are counted. */
interface Contestant { readonly label: string; readonly server: Server; readonly asking: Asking }

const users = (enterprise: string, token: string): Asking => ({
  path: `/users?enterprise=${enterprise}&limit=${pageSize}`, headers: { authorization: `Bearer ${token}` }
})

const contestant = async (
  start: Start, kind: Kind, connection: pg.PoolConfig, asking: Asking
): Promise<Contestant> => ({ label: kind, server: await start(kind, connection), asking })

const listed = async ({ label, server, asking }: Contestant): Promise<unknown> => {
  const { status, body } = await server.ask(asking)
  if (status !== 200) throw new Error(`${label} answers ${status}: ${body}`)
  return JSON.parse(body)
}

/** Both give the same page to the admin, and none to anybody else. */
const compared = async (ours: Contestant, hand: Contestant): Promise<void> => {
  const [one, two] = await Promise.all([listed(ours), listed(hand)])
  deepStrictEqual(one, two, "the pages differ")
  for (const { label, server } of [ours, hand]) {
    const { status } = await server.ask(users("acme", "per_nobody"))
    if (status !== 401) throw new Error(`${label} answers ${status} to nobody`)
    const elsewhere = await server.ask({ ...users("other", "per_nobody"), headers: ours.asking.headers })
    if (elsewhere.status < 400) throw new Error(`${label} lists another enterprise`)
  }
}

const pieceOf = (one: Contestant): Piece => ({
  label: one.label, count: requests, spent: one.server.spent,
  work: () =>
    Promise.all(Array.from({ length: atOnce }, async () => {
      for (let asked = 0; asked < requests / atOnce; asked++) {
        const { status } = await one.server.ask(one.asking)
        if (status !== 200) throw new Error(`${one.label} answers ${status}`)
      }
    }))
})

/** An organisation of as many members in better-auth's own tables: one signs up, the others are copied in. */
const organised = async (start: Start, connection: pg.PoolConfig): Promise<Contestant | undefined> => {
  const peer = await openBetterAuth(connection)
  if (peer === undefined) return undefined
  await peer.migrate()
  const id = await peer.signUp(mailAt(0), password, "Zoé Durand-Légaré")
  await peer.pool.query(copyPeople, [id, people - 1])
  await peer.pool.query(`insert into organization (id, name, slug, "createdAt") values ('acme', 'acme', 'acme', now())`)
  await peer.pool.query(`insert into member (id, "organizationId", "userId", role, "createdAt")
    select 'mem_' || id, 'acme', id, case id when $1 then 'owner' else 'member' end, now() from "user"`, [id])
  await peer.pool.query("analyze")
  const cookie = await peer.signIn(mailAt(0), password)
  await peer.close()
  const path = `/api/auth/organization/list-members?organizationId=acme&limit=${pageSize}`
  const one = await contestant(start, "better-auth", connection, { path, headers: { cookie: cookie ?? "" } })
  const page = await listed(one)
  if (!isPage(page)) throw new Error(`better-auth lists something else: ${JSON.stringify(page)}`)
  return one
}

const copyPeople = `insert into "user" select (jsonb_populate_record(one, jsonb_build_object(
  'id', id || n, 'email', n || email))).* from "user" one, generate_series(1, $2::int) n where id = $1`

const isPage = (page: unknown): boolean =>
  typeof page === "object" && page !== null && "members" in page && Array.isArray(page.members)
  && page.members.length === pageSize && "total" in page && page.total === people

const contestants = async (start: Start, { cluster }: DurableServer): Promise<ReadonlyArray<Contestant>> => {
  const database = await cluster.freshDatabase()
  const storage = await seeded(database, people)
  const asking = users("acme", await sessionOf(storage))
  await storage.close()
  const ours = await contestant(start, "ours", database, asking)
  const hand = await contestant(start, "hand", database, asking)
  await compared(ours, hand)
  const peer = await organised(start, await cluster.freshDatabase())
  return peer === undefined ? [ours, hand] : [ours, hand, peer]
}

const measured = (durable: DurableServer): Promise<ReadonlyArray<Figure>> =>
  withServers(async (start) => perProcessorSecond((await contestants(start, durable)).map(pieceOf)))

export const hostBench = (): Promise<Report> =>
  onDurableServer(async (durable) => {
    const figures = await measured(durable)
    const perSecond = (kind: Kind) => valueOf(figures, kind, "perSecond")
    return {
      name: "host", figures,
      settings: {
        ...durable.settings, "better-auth": await peerVersion(), people: `${people}`, page: `${pageSize}`,
        "requests at once": `${atOnce}`,
        "per second": "of the processor, in the server's process, median over all rounds"
      },
      ratios: ratiosOf({
        vsListMembers: [perSecond("ours"), perSecond("better-auth")], vsHand: [perSecond("ours"), perSecond("hand")]
      })
    }
  })
