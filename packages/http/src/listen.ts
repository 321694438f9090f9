/** The handler behind Node's own server: bodies stream both ways, and an end in order. */
import type { IncomingMessage, Server, ServerResponse } from "node:http"
import type { Handler } from "./handler.ts"

export interface ListenOptions {
  /** Port 0 takes a free one. */
  readonly port: number
  /** The address to listen at; every one of the machine where nothing is said. */
  readonly host?: string
}

/** A server that takes requests. */
export interface Listening {
  readonly port: number
  /** Takes no more connections, answers what is under way, and ends then; after the grace, whatever still hangs. */
  readonly close: (graceMilliseconds?: number) => Promise<void>
}

const graceMillisecondsDefault = 10_000

/** The address as the client wrote it, whatever host it named: the host says nothing that we would believe. */
const urlOf = (incoming: IncomingMessage): string => {
  const target = incoming.url ?? "/"
  if (target.startsWith("/")) return `http://localhost${target}`
  const { pathname, search } = URL.canParse(target) ? new URL(target) : { pathname: "/", search: "" }
  return `http://localhost${pathname}${search}`
}

const headersOf = ({ headersDistinct }: IncomingMessage): Headers => {
  const headers = new Headers()
  for (const [name, values = []] of Object.entries(headersDistinct)) {
    for (const value of values) headers.append(name, value)
  }
  return headers
}

/** The body as it comes in, no faster than it is read. Whoever stops reading leaves the connection as it is. */
const bodyOf = (incoming: IncomingMessage): ReadableStream<Uint8Array> =>
  new ReadableStream<Uint8Array>({
    start: (controller) => {
      incoming.pause()
      incoming.on("data", (chunk: Uint8Array) => {
        controller.enqueue(new Uint8Array(chunk))
        if ((controller.desiredSize ?? 0) <= 0) incoming.pause()
      })
      incoming.once("end", () => controller.close())
      incoming.on("error", (cause) => controller.error(cause))
    },
    pull: () => void incoming.resume(),
    cancel: () => void incoming.removeAllListeners("data").removeAllListeners("end").pause()
  })

const requestOf = (incoming: IncomingMessage, signal: AbortSignal): Request => {
  const { method = "GET" } = incoming
  const hasBody = method !== "GET" && method !== "HEAD"
  return new Request(urlOf(incoming), {
    method, headers: headersOf(incoming), signal, ...(hasBody ? { body: bodyOf(incoming), duplex: "half" } : {})
  })
}

/** Until the connection takes more, or nothing any more. */
const roomIn = (outgoing: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    const goOn = () => {
      outgoing.off("drain", goOn).off("close", goOn)
      resolve()
    }
    outgoing.once("drain", goOn).once("close", goOn)
  })

/** An answer whose length is known goes out in one piece; any other as fast as it is made and taken. */
const send = async (answer: Response, outgoing: ServerResponse): Promise<void> => {
  if (answer.headers.has("content-length")) {
    const bytes = new Uint8Array(await answer.arrayBuffer())
    outgoing.writeHead(answer.status, [...answer.headers].flat())
    return void outgoing.end(bytes)
  }
  outgoing.writeHead(answer.status, [...answer.headers].flat())
  if (answer.body !== null) {
    for await (const chunk of answer.body) {
      // To leave off is to let go of what is left.
      if (outgoing.destroyed) break
      if (!outgoing.write(chunk)) await roomIn(outgoing)
    }
  }
  outgoing.end()
}

/** Reads on what nobody read of a body, so that the next request of the connection is not taken for a part of it. */
const drain = (incoming: IncomingMessage) => void incoming.removeAllListeners("data").resume()

const serve = async ({ fetch }: Handler, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
  const gone = new AbortController()
  outgoing.once("finish", () => drain(incoming))
  outgoing.once("close", () => {
    if (!outgoing.writableFinished) gone.abort()
  })
  try {
    await send(await fetch(requestOf(incoming, gone.signal), incoming.socket.remoteAddress), outgoing)
  } catch {
    // What broke off must not look whole. Nor does it matter to anybody who listens no more.
    if (outgoing.headersSent) return void outgoing.destroy()
    // What Node parsed and the platform's Request does not take, such as the method TRACE.
    outgoing.writeHead(400)
    outgoing.end()
  }
}

/** Each connection ends with the answer that is under way on it, or at once if none is. */
const close = (server: Server) => (graceMilliseconds = graceMillisecondsDefault): Promise<void> =>
  new Promise((resolve) => {
    const deadline = setTimeout(() => server.closeAllConnections(), graceMilliseconds)
    server.close(() => {
      clearTimeout(deadline)
      resolve()
    })
    server.closeIdleConnections()
  })

/** Puts a handler behind a port of this machine. Open the storage first: requests are answered from now on. */
export const listen = async (handler: Handler, { port, host }: ListenOptions): Promise<Listening> => {
  const { createServer } = await import("node:http")
  const server = createServer((incoming, outgoing) => {
    outgoing.once("close", () => {
      if (!server.listening) server.closeIdleConnections()
    })
    void serve(handler, incoming, outgoing)
  })
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject)
    server.listen({ port, ...(host === undefined ? {} : { host }) }, () => resolve())
  })
  const address = server.address()
  return { port: typeof address === "object" && address !== null ? address.port : port, close: close(server) }
}
