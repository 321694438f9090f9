/** Hosts as processes of their own on one storage, a mail server that outlives them, and a box for what arrived. */
import type { Storage } from "@intendant/core"
import * as Postgres from "@intendant/postgres"
import * as Sqlite from "@intendant/sqlite"
import { once } from "node:events"
import { spawn } from "node:child_process"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import type pg from "pg"
import { openServer } from "../../adapters/mail-smtp/test/server.ts"
import { freshSchema } from "../../adapters/postgres/test/fresh.ts"
import { freshFile } from "../../adapters/sqlite/test/fresh.ts"
import { freshDatabase } from "../fresh-database.ts"
import { codeIn } from "./portal.ts"

type Place = { readonly file: string } | { readonly connection: pg.PoolConfig; readonly schema: string }

/** What a program is to do, on which storage, and by which clock. */
export interface Order {
  readonly place: Place
  readonly port: number
  readonly work: "invite" | "dispatch"
  readonly aheadSeconds: number
  readonly prefix: string
  readonly count: number
}

/** A program under way. */
export interface Child {
  /** The next line that it prints; nothing once it was killed. */
  readonly line: () => Promise<string | undefined>
  readonly go: () => void
  /** Ends it as a power cut would, and waits until it is gone. */
  readonly kill: () => Promise<void>
}

const program = fileURLToPath(new URL("./dispatcher.program.ts", import.meta.url))

/** Starts a program, and waits until it is ready to go. */
const start = async (order: Order): Promise<Child> => {
  const child = spawn(
    process.execPath, ["--conditions=@intendant/source", program, JSON.stringify(order)],
    { stdio: ["pipe", "pipe", "inherit"] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const line = async () => {
    const { done, value } = await lines.next()
    return done === true ? undefined : value
  }
  const gone = once(child, "exit")
  if (await line() !== "ready") throw new Error("the program did not start")
  return {
    line, go: () => void child.stdin.write("go\n"),
    kill: async () => {
      child.kill("SIGKILL")
      await gone
    }
  }
}

/** A letter as it was taken, read from the wire. */
export interface Letter {
  readonly to: string
  readonly messageId: string
  readonly code: string
}

/** The mail server, as the tests meet it. */
export interface MailBox {
  readonly taken: Array<Letter>
  /** Whether it says so when it has taken a letter; one that is silent leaves the sender in doubt. */
  isSilent: boolean
  /** Is called for every letter that is announced, before its text is asked for. */
  announced: () => void
}

const letterOf = (to: string, raw: string): Letter => {
  const text = raw.replaceAll("=\r\n", "")
  const [, messageId] = /^Message-ID:\s*(<.+>)/im.exec(text) ?? []
  if (messageId === undefined) throw new Error("a letter came without an id")
  return { to, messageId, code: codeIn(text.slice(text.indexOf("\r\n\r\n"))) }
}

const serverFor = (box: MailBox) =>
  openServer({
    onRcptTo: (_, __, done) => {
      box.announced()
      done()
    },
    onData: (stream, { envelope }, done) => {
      const chunks: Array<Buffer> = []
      stream.on("data", (chunk: Buffer) => void chunks.push(chunk))
      // Whoever is killed in the middle of a letter has not sent it.
      stream.on("error", () => {})
      stream.on("end", () => {
        for (const { address } of envelope.rcptTo) box.taken.push(letterOf(address, Buffer.concat(chunks).toString()))
        if (!box.isSilent) done()
      })
    }
  })

export interface Yard {
  readonly storage: Storage
  readonly box: MailBox
  readonly setDown: (isDown: boolean) => Promise<void>
  readonly start: (order: Pick<Order, "work"> & Partial<Order>) => Promise<Child>
  readonly close: () => Promise<void>
}

const yardOn = async (
  place: Place, { close: closeStorage, ...storage }: Storage & { readonly close: () => Promise<void> }
): Promise<Yard> => {
  const box: MailBox = { taken: [], isSilent: false, announced: () => {} }
  const server = await serverFor(box)
  const children: Array<Child> = []
  return {
    storage, box,
    setDown: (isDown) => server.behave(isDown ? "down" : "accept"),
    start: async (order) => {
      const child = await start({ place, port: server.port, aheadSeconds: 0, prefix: "u", count: 50, ...order })
      children.push(child)
      return child
    },
    close: async () => {
      for (const { kill } of children) await kill()
      await server.close()
      await closeStorage()
    }
  }
}

/** Every storage that outlives a process, opened empty. */
export const yards: ReadonlyArray<{ readonly name: string; readonly open: () => Promise<Yard> }> = [
  {
    name: "sqlite",
    open: async () => {
      const { file, remove } = freshFile()
      const { close, ...yard } = await yardOn({ file }, await Sqlite.open({ file }))
      return { ...yard, close: () => close().then(remove) }
    }
  },
  {
    name: "postgres",
    open: async () => {
      const place = { connection: await freshDatabase(), schema: freshSchema() }
      return yardOn(place, await Postgres.open({ ...place, migrate: true }))
    }
  }
]

/** By receiver: everything that arrived there, the first one first. */
export const boxesOf = ({ box }: Yard): ReadonlyMap<string, ReadonlyArray<Letter>> =>
  Map.groupBy(box.taken, ({ to }) => to)
