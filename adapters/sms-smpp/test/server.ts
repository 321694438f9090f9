/** An SMPP gateway on this machine, made to behave well or badly, that puts the parts of what it takes together. */
import type { Behaviour, Gateway, ReceivedText } from "@intendant/conformance"
import { once } from "node:events"
import type { AddressInfo, Server } from "node:net"
import { type Bind, type Pdu, type Session, smpp, type SubmitSm } from "../src/smpp.ts"

export interface SmppGateway extends Gateway<ReceivedText> {
  readonly port: number
  /** The sessions that stand, oldest first. */
  readonly sessions: () => ReadonlyArray<Session>
  /** Every command that came, oldest first. */
  readonly commands: ReadonlyArray<Pdu>
  readonly close: () => Promise<void>
}

export const account = { user: "intendant", password: "4711" }

const statuses = { refuse: 0x0b, tryLater: 0x58 }

/** What a gateway knows and keeps, while it is down too. */
interface State {
  readonly taken: Array<ReceivedText>
  readonly commands: Array<Pdu>
  readonly sessions: Set<Session>
  readonly statusOf: (nth: number) => number
  how: Behaviour
}

/** `statusOf` says how the nth part is answered, the first being 1, where it is made to accept. */
export const openGateway = async (statusOf: (nth: number) => number = () => 0): Promise<SmppGateway> => {
  const state: State = { taken: [], commands: [], sessions: new Set(), statusOf, how: "accept" }
  const welcome = welcoming(state)
  let running: Server | undefined = await listen(0, welcome)
  // A server that listens on an address and a port has both.
  const { port } = running.address() as AddressInfo
  const close = async () => {
    const stopping = running
    running = undefined
    if (stopping !== undefined) await stop(stopping, state)
  }
  return {
    port, close, commands: state.commands,
    sessions: () => [...state.sessions],
    received: async () => state.taken,
    behave: async (how) => {
      state.how = how
      if (how === "down") await close()
      else running ??= await listen(port, welcome)
    }
  }
}

const listen = async (port: number, welcome: (session: Session) => void): Promise<Server> => {
  const server = smpp.createServer(welcome)
  await once(server.listen(port, "127.0.0.1"), "listening")
  return server
}

const stop = async (server: Server, { sessions }: State): Promise<void> => {
  const closed = once(server, "close")
  server.close()
  for (const session of sessions) session.destroy()
  await closed
}

/** How each session is treated. */
const welcoming = (state: State) => {
  const submitted = treating(state)
  return (session: Session): void => {
    state.sessions.add(session)
    // Sessions that end in the middle are what is tested.
    session.on("close", () => state.sessions.delete(session)).on("error", () => undefined)
    session.on("pdu", (pdu: Pdu) => state.commands.push(pdu))
    session.on("bind_transceiver", (asked: Bind) => {
      const isRight = asked.system_id === account.user && asked.password === account.password
      session.send(asked.response(isRight ? { system_id: "gateway" } : { command_status: 0x0e }))
    })
    session.on("submit_sm", (asked: SubmitSm) => submitted(session, asked))
    for (const command of ["unbind", "enquire_link"]) {
      session.on(command, (asked: Pdu) => state.how === "hang" || session.send(asked.response()))
    }
  }
}

/** How each part is treated, by the mood of the moment. */
const treating = (state: State) => {
  const take = reassembling((one) => state.taken.push(one))
  let nth = 0
  return (session: Session, asked: SubmitSm): void => {
    const { how, statusOf } = state
    const answer = (command_status: number) => void session.send(asked.response({ command_status, message_id: "m1" }))
    if (how === "hang") return
    if (how === "drop") return session.destroy()
    if (how === "refuse" || how === "tryLater") return answer(statuses[how])
    const status = statusOf(nth += 1)
    if (status !== 0) return answer(status)
    take(asked)
    if (how === "accept") answer(0)
  }
}

/** Puts parts together as a telephone does: by receiver and number, in the order that they say. */
const reassembling = (arrived: (one: ReceivedText) => void) => {
  const begun = new Map<string, Map<number, string>>()
  return ({ destination_addr: digits, short_message: { udh = [], message } }: SubmitSm) => {
    const to = `+${digits}`
    const header = udh.find((element) => element[0] === 0x08)
    if (header === undefined) return arrived({ to, text: message })
    const [, , , , total = 0, index = 0] = header
    const name = `${to} ${header.readUInt16BE(2)}`
    const parts = begun.get(name) ?? new Map<number, string>()
    begun.set(name, parts.set(index, message))
    if (parts.size < total) return
    begun.delete(name)
    arrived({ to, text: [...parts].toSorted(([one], [two]) => one - two).map(([, part]) => part).join("") })
  }
}
