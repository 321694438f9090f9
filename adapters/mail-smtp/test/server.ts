/** A mail server on this machine, made to behave well or badly, that keeps what it takes. */
import type { Behaviour, Gateway, ReceivedLetter } from "@intendant/conformance"
import { MailAddress } from "@intendant/core"
import * as Schema from "effect/Schema"
import { once } from "node:events"
import type { AddressInfo, Socket } from "node:net"
import PostalMime from "postal-mime"
import { SMTPServer, type SMTPServerOptions } from "smtp-server"

interface Taken {
  readonly receivers: ReadonlyArray<string>
  readonly raw: Buffer
}

/** What a server knows and keeps, while it is down too. */
interface State {
  readonly taken: Array<Taken>
  /** By their port at the other end. */
  readonly sockets: Map<number, Socket>
  how: Behaviour
}

/** A server under test, and the port it listens on, which stays the same when it is down for a while. */
export interface MailServer extends Gateway<ReceivedLetter> {
  readonly port: number
  readonly close: () => Promise<void>
}

export const openServer = async (more: SMTPServerOptions = {}): Promise<MailServer> => {
  const state: State = { taken: [], sockets: new Map(), how: "accept" }
  const options = { ...treating(state), ...more }
  let running: SMTPServer | undefined = await listen(0, options, state)
  // A server that listens on an address and a port has both.
  const { port } = running.server.address() as AddressInfo
  const close = async () => {
    const stopping = running
    running = undefined
    if (stopping !== undefined) await stop(stopping, state)
  }
  return {
    port, close,
    received: () => Promise.all(state.taken.map(read)),
    behave: async (how) => {
      state.how = how
      if (how === "down") await close()
      else running ??= await listen(port, options, state)
    }
  }
}

/** How letters are treated, by the mood of the moment. */
const treating = (state: State): SMTPServerOptions => ({
  authOptional: true, disableReverseLookup: true, hideSTARTTLS: true, closeTimeout: 1,
  onMailFrom: (_, __, done) => {
    if (state.how !== "hang") done()
  },
  onData: async (stream, { remotePort, envelope }, done) => {
    const chunks: Array<Buffer> = []
    for await (const chunk of stream) chunks.push(chunk)
    const raw = Buffer.concat(chunks)
    const receivers = envelope.rcptTo.map(({ address }) => address)
    const { how, taken, sockets } = state
    if (how === "drop") sockets.get(remotePort)?.destroy()
    if (how === "refuse" || how === "tryLater") {
      const words = await repeated(receivers, raw)
      return done(Object.assign(new Error(words), { responseCode: how === "refuse" ? 554 : 451 }))
    }
    if (how === "accept" || how === "takeAndHang") taken.push({ receivers, raw })
    if (how === "accept") done()
  }
})

const listen = async (port: number, options: SMTPServerOptions, { sockets }: State): Promise<SMTPServer> => {
  const server = new SMTPServer(options)
  // Connections that end in the middle are what is tested.
  server.on("error", () => undefined)
  server.server.on("connection", (socket: Socket) => {
    const remotePort = socket.remotePort ?? 0
    sockets.set(remotePort, socket)
    socket.on("close", () => sockets.delete(remotePort))
  })
  await once(server.listen(port, "127.0.0.1"), "listening")
  return server
}

const stop = async (server: SMTPServer, { sockets }: State): Promise<void> => {
  for (const socket of sockets.values()) socket.destroy()
  await new Promise<void>((done) => server.close(done))
}

const canonical = Schema.decodeSync(MailAddress)
const parse = (raw: Buffer) => PostalMime.parse(raw)

const read = async ({ receivers, raw }: Taken): Promise<ReceivedLetter> => {
  const { messageId = "", subject = "", text = "", html = "", headers } = await parse(raw)
  const language = headers.find(({ key }) => key === "content-language")?.value ?? ""
  return {
    messageId, receivers: receivers.map((address) => canonical(address)), subject, text, html, language,
    headers: headers.map(({ key }) => key)
  }
}

/** Real servers name the address that they refuse, and some what they saw in the letter. */
const repeated = async (receivers: ReadonlyArray<string>, raw: Buffer): Promise<string> => {
  const { subject, text } = await parse(raw)
  return `5.7.1 <${receivers.join()}> ${subject}: ${text}`.replace(/\s+/g, " ")
}
