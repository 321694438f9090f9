/** What is used of the package smpp, with the types that it comes without. */
import type { EventEmitter } from "node:events"
import { createRequire } from "node:module"
import type { Server, Socket } from "node:net"

export type Fields = Readonly<Record<string, string | number | Buffer>>

export interface Pdu {
  readonly command: string
  readonly command_status: number
  readonly response: (fields?: Fields) => Pdu
}

export interface SubmitSm extends Pdu {
  readonly source_addr_ton: number
  readonly source_addr_npi: number
  readonly source_addr: string
  readonly dest_addr_ton: number
  readonly dest_addr_npi: number
  readonly destination_addr: string
  readonly data_coding: number
  /** The elements of the header that stands before the text, each with its tag and length, and the text. */
  readonly short_message: { readonly udh?: ReadonlyArray<Buffer>; readonly message: string }
}

export interface Bind extends Pdu {
  readonly system_id: string
  readonly password: string
}

/** Gives false where nothing can be written any more; then no answer ever comes. */
type Command = (fields: Fields, answered: (answer: Pdu) => void) => boolean

export interface Session extends EventEmitter {
  readonly socket: Socket
  readonly bind_transceiver: Command
  readonly submit_sm: Command
  readonly deliver_sm: Command
  readonly enquire_link: Command
  readonly unbind: Command
  readonly send: (pdu: Pdu) => boolean
  readonly destroy: () => void
}

interface Smpp {
  readonly connect: (
    options: { readonly host: string; readonly port: number; readonly tls: boolean }, connected: () => void
  ) => Session
  readonly createServer: (listener: (session: Session) => void) => Server
  /** What the package calls ASCII is GSM 03.38, the alphabet of telephone networks. */
  readonly encodings: {
    readonly ASCII: { readonly match: (text: string) => boolean; readonly encode: (text: string) => Buffer }
  }
}

const require = createRequire(import.meta.url)
export const smpp: Smpp = require("smpp")
