/** An HTTP gateway on this machine, made to behave well or badly, that keeps what it takes and checks who sent it. */
import type { Behaviour, Gateway, ReceivedText } from "@intendant/conformance"
import { createHmac } from "node:crypto"
import { once } from "node:events"
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"

export interface HttpGateway extends Gateway<ReceivedText> {
  readonly url: URL
  readonly close: () => Promise<void>
}

export const key = "a key that both have"
export const sender = "Intendant"

export const openGateway = async (): Promise<HttpGateway> => {
  const taken: Array<ReceivedText> = []
  let how: Behaviour = "accept"

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await textOf(request)
    if (how === "hang") return
    if (how === "drop") return void request.socket.destroy()
    if (!isOurs(request, body)) return void response.writeHead(401).end()
    if (how === "refuse" || how === "tryLater") return void response.writeHead(how === "refuse" ? 422 : 503).end(body)
    taken.push(read(request, body))
    if (how === "accept") response.writeHead(202).end(body)
  }
  const listen = async (port: number) => {
    const server = createServer((request, response) => void answer(request, response).catch(() => response.destroy()))
    await once(server.listen(port, "127.0.0.1"), "listening")
    return server
  }

  let running: Server | undefined = await listen(0)
  const { port } = addressOf(running)
  return {
    url: new URL(`http://127.0.0.1:${port}/messages`),
    received: async () => taken,
    behave: async (next) => {
      how = next
      if (next === "down" && running !== undefined) {
        const stopping = running
        running = undefined
        await stop(stopping)
      }
      if (next !== "down") running ??= await listen(port)
    },
    close: async () => {
      if (running !== undefined) await stop(running)
    }
  }
}

// A server that listens on an address and a port has both.
export const addressOf = (server: Server): AddressInfo => server.address() as AddressInfo

export const stop = async (server: Server): Promise<void> => {
  const closed = once(server, "close")
  server.close()
  server.closeAllConnections()
  await closed
}

const textOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Array<Buffer> = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString("utf8")
}

const isOurs = ({ headers }: IncomingMessage, body: string): boolean => {
  const [, seconds = "", digest] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers["signature"])) ?? []
  return digest === createHmac("sha256", key).update(`${seconds}.`).update(body, "utf8").digest("hex")
}

/** The id is the one of the header: a gateway looks for a repeated message there. */
const read = ({ headers }: IncomingMessage, body: string): ReceivedText => {
  const { to, text }: { readonly to: string; readonly text: string } = JSON.parse(body)
  return { to, text, id: String(headers["idempotency-key"]) }
}
