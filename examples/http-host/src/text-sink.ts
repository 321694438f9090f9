/** A gateway for text messages that delivers nothing: for the demonstration, it keeps what it is given. */
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { randomBytes } from "node:crypto"
import { once } from "node:events"
import { createServer, type IncomingMessage } from "node:http"

/** A text message as it arrived. */
const Text = Schema.Struct({ to: Schema.String, text: Schema.String })
export type Text = typeof Text.Type

export interface TextSink {
  readonly url: URL
  /** What requests are signed with; nobody here checks it. */
  readonly key: Redacted.Redacted
  /** The newest first. */
  readonly received: () => Promise<ReadonlyArray<Text>>
  readonly close: () => Promise<void>
}

const keptMost = 1_000
const readText = Schema.decodeUnknownSync(Schema.fromJsonString(Text))

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Array<Buffer> = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString("utf8")
}

/** Starts the gateway at a free port of this machine. What comes twice under one id is kept once. */
export const startTextSink = async (): Promise<TextSink> => {
  const texts = new Map<string, Text>()
  const take = async (request: IncomingMessage) => {
    texts.set(String(request.headers["idempotency-key"]), readText(await bodyOf(request)))
    const [oldest] = texts.keys()
    if (texts.size > keptMost && oldest !== undefined) texts.delete(oldest)
  }
  const server = createServer((request, response) =>
    void take(request).then(() => response.writeHead(202).end(), () => response.writeHead(400).end()))
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("the text sink has no port")
  return {
    url: new URL(`http://127.0.0.1:${address.port}/messages`),
    key: Redacted.make(randomBytes(32).toString("base64url")),
    received: async () => [...texts.values()].toReversed(),
    close: () => new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  }
}
