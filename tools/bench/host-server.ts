/** A server in a process of its own, so that what it spends can be told from what asking it costs. */
import { fork } from "node:child_process"
import { once } from "node:events"
import { Agent, type ClientRequest, request } from "node:http"
import type pg from "pg"

/** What answers. */
export type Kind = "ours" | "remembering" | "hand" | "better-auth"

/** What the parent hears from the server: its port, once, and what it has spent, whenever it is asked. */
export interface Told { readonly port?: number; readonly spent?: number }

export interface Answer { readonly status: number; readonly body: string }
export interface Asking {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** Sent as JSON where there is one. */
  readonly body?: unknown
}

export interface Server {
  readonly ask: (asking: Asking) => Promise<Answer>
  /** What the server's process has spent so far, in microseconds. */
  readonly spent: () => Promise<number>
}

/** Starts a server on a database that is filled, and waits until it takes requests. */
export type Start = (kind: Kind, connection: pg.PoolConfig) => Promise<Server>

const program = new URL("./host.program.ts", import.meta.url)

/** Runs something with servers, and stops all of them in the end, whatever came of it. */
export const withServers = async <Value>(use: (start: Start) => Promise<Value>): Promise<Value> => {
  const stops: Array<() => Promise<void>> = []
  try {
    return await use(async (kind, connection) => {
      const { stop, ...server } = await started(kind, connection)
      stops.push(stop)
      return server
    })
  } finally {
    await Promise.all(stops.map((stop) => stop()))
  }
}

const started = async (kind: Kind, connection: pg.PoolConfig) => {
  const child = fork(program, [kind, JSON.stringify(connection)])
  const ended = once(child, "exit")
  const heard = async (): Promise<Told> => {
    const [told] = await Promise.race([
      once(child, "message"), ended.then(() => Promise.reject(new Error(`the server "${kind}" ended`)))
    ])
    return told
  }
  const { port = 0 } = await heard()
  const agent = new Agent({ keepAlive: true })
  return {
    ask: askOf(port, agent),
    spent: async () => {
      child.send("spent")
      return (await heard()).spent ?? Number.NaN
    },
    stop: async (): Promise<void> => {
      agent.destroy()
      child.disconnect()
      await ended
    }
  }
}

/** A connection that was kept may be closed by the server while it is taken again: then nobody heard the request. */
const wasClosed = ({ reusedSocket }: ClientRequest, { code }: NodeJS.ErrnoException): boolean =>
  reusedSocket && (code === "ECONNRESET" || code === "EPIPE")

const askOf = (port: number, agent: Agent) => ({ path, headers, body }: Asking): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sent = body === undefined ? undefined : JSON.stringify(body)
    const more = sent === undefined ? {} : { "content-type": "application/json" }
    const method = sent === undefined ? "GET" : "POST"
    const asked = request({
      host: "127.0.0.1", port, agent, path, method, headers: { ...headers, ...more }
    }, (incoming) => {
      const chunks: Array<Buffer> = []
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk))
      incoming.once("end", () => resolve({
        status: incoming.statusCode ?? 0, body: Buffer.concat(chunks).toString()
      }))
      incoming.on("error", reject)
    })
    asked.on("error", (cause) => {
      if (wasClosed(asked, cause)) resolve(askOf(port, agent)({ path, headers, body }))
      else reject(cause)
    })
    asked.end(sent)
  })
