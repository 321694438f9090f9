/** A real SMTP server that delivers nothing: for the demonstration, it keeps what it is given, to be looked at. */
import { NotPermitted } from "@intendant/core"
import type { OwnRoute } from "@intendant/http"
import * as Effect from "effect/Effect"
import { once } from "node:events"
import PostalMime from "postal-mime"
import { SMTPServer } from "smtp-server"

/** A letter as it arrived. */
export interface Received {
  readonly to: string
  readonly subject: string
  readonly text: string
}

export interface MailSink {
  readonly port: number
  /** The newest first. */
  readonly received: () => Promise<ReadonlyArray<Received>>
  readonly close: () => Promise<void>
}

const keptMost = 1_000

/** A letter on its way in, as it came. */
interface Raw {
  readonly to: string
  readonly bytes: Buffer
}

const read = async ({ to, bytes }: Raw): Promise<Received> => {
  const { subject = "", text = "" } = await PostalMime.parse(bytes)
  return { to, subject, text }
}

/** Starts the server at a free port of this machine. */
export const startMailSink = async (): Promise<MailSink> => {
  const letters: Array<Raw> = []
  const server = new SMTPServer({
    authOptional: true, disabledCommands: ["STARTTLS", "AUTH"], logger: false,
    onData: (stream, session, done) => {
      const chunks: Array<Buffer> = []
      stream.on("data", (chunk: Buffer) => chunks.push(chunk))
      stream.once("error", done)
      stream.once("end", () => {
        const to = session.envelope.rcptTo.map(({ address }) => address).join(", ")
        letters.unshift({ to, bytes: Buffer.concat(chunks) })
        letters.length = Math.min(letters.length, keptMost)
        done()
      })
    }
  })
  // Whoever hangs up in the middle has sent nothing; the demonstration goes on.
  server.on("error", () => {})
  server.listen(0, "127.0.0.1")
  await once(server.server, "listening")
  const address = server.server.address()
  if (address === null || typeof address === "string") throw new Error("the mail sink has no port")
  return {
    port: address.port, received: () => Promise.all(letters.map(read)),
    close: () => new Promise((resolve) => void server.close(() => resolve()))
  }
}

/** Something that keeps what it is given. */
interface Sink {
  readonly received: () => Promise<ReadonlyArray<unknown>>
}

/** What people of the demonstration would find in their boxes, or on their telephones, for the operator. */
export const sinkRoute = (what: "mails" | "texts", sink: Sink, dispatch: () => Promise<unknown>): OwnRoute => ({
  method: "POST", template: `/demo/${what}`,
  answer: Effect.fnUntraced(function*(_sent, { owner, actor }) {
    if (owner._tag !== "RoleOwner" || owner.role !== "operator") {
      return yield* Effect.fail(NotPermitted.make({ actor: actor.name, permission: "mail.read" }))
    }
    yield* Effect.promise(dispatch)
    return { [what]: yield* Effect.promise(sink.received) }
  })
})
