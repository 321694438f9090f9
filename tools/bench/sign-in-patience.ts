/** Whether whoever does anything else has to wait because many sign in: an ordinary route, with and without them. */
import type { Storage } from "@intendant/core"
import type { Asking, Server } from "./host-server.ts"
import { measure } from "./measure.ts"
import { type Figure, rounded } from "./report.ts"
import { median } from "./sign-in-processor.ts"
import { enterprise, idAt, mailAt, password, sessionOf } from "./sign-in-world.ts"

const queued = 200
const rounds = 5

const signingIn = (index: number): Asking =>
  ({ path: "/people/sign-in", headers: {}, body: { mail: mailAt(index), password } })

const answered = async (server: Server, asking: Asking): Promise<void> => {
  const { status, body } = await server.ask(asking)
  if (status !== 200) throw new Error(`${asking.path} answers ${status}: ${body}`)
}

/** Two people at a time look at somebody: the session, the decision, and what may be done about them. */
const looking = async (server: Server, route: Asking, label: string): Promise<Figure> => {
  const work = () => answered(server, route)
  const [figure = { label }] = await measure([{ label, callers: 2, work }], { rounds: 1, roundMillis: 1_500 })
  return figure
}

/** While so many sign in: whoever is let in makes room for the next, so that the line is never shorter. */
const whileQueued = async <Value>(
  server: Server, people: ReadonlyArray<number>, work: () => Promise<Value>
): Promise<Value> => {
  let isOver = false
  const first = Promise.withResolvers<void>()
  const line = people.slice(0, queued).map(async (index) => {
    while (!isOver) {
      await answered(server, signingIn(index))
      first.resolve()
    }
  })
  const all = Promise.all(line)
  await Promise.race([first.promise, all])
  const value = await work().finally(() => { isOver = true })
  await all
  return value
}

const figureOf = (label: string, taken: ReadonlyArray<Figure>): Figure => {
  const middle = (measure: "perSecond" | "p50Ms" | "p99Ms") =>
    rounded(median(taken.map((figure) => figure[measure] ?? Number.NaN)))
  return { label, perSecond: middle("perSecond"), p50Ms: middle("p50Ms"), p99Ms: middle("p99Ms") }
}

export const patience = async (
  server: Server, storage: Storage, people: ReadonlyArray<number>
): Promise<ReadonlyArray<Figure>> => {
  const headers = { authorization: `Bearer ${await sessionOf(storage)}` }
  const route = { path: `/enterprises/${enterprise}/users/${idAt(5)}`, headers }
  const [idle, busy] = ["route, idle", `route, ${queued} sign-ins queued`]
  const taken: Array<Figure> = []
  for (let round = 0; round < rounds; round++) {
    taken.push(await looking(server, route, idle))
    taken.push(await whileQueued(server, people, () => looking(server, route, busy)))
  }
  return [idle, busy].map((label) => figureOf(label, taken.filter((figure) => figure.label === label)))
}
