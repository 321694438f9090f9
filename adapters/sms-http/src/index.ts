/** Text messages by HTTP: each is one signed request, and the status of the answer says what became of it. */
import { Notice, PhoneNumber } from "@intendant/core"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { type Answer, fromAnswer, gaveUp, noNumber, unreached } from "./answers.ts"
import type { Sign } from "./sign.ts"

export { hmacSha256, type Sign } from "./sign.ts"

export interface HttpTexterOptions {
  /**
   * Where messages are posted to, as JSON `{ "id", "to", "from", "text" }` with the id as `Idempotency-Key` too. They
   * hold codes: it is an address of https, unless the gateway is on this machine, and holds no password itself.
   */
  readonly url: URL
  /** Whom messages come from, as the gateway knows it. */
  readonly from: string
  /** The headers by which the gateway knows that the request is ours, such as those of `hmacSha256`. */
  readonly sign: Sign
  /** After so long a message is given up: 30 seconds, unless said otherwise. */
  readonly timeoutMillis?: number
}

const timeoutMillisDefault = 30_000

/** Makes the port. What the gateway took, but whose answer was lost, is `Later`: by its id it still goes once. */
export const make = (options: HttpTexterOptions): Notice.Texter["Service"] => {
  checkUrl(options.url)
  const duration = Duration.millis(options.timeoutMillis ?? timeoutMillisDefault)
  return Notice.Texter.of({
    send: (message) =>
      isNumber(message.to)
        ? post(options, message).pipe(Effect.timeoutOrElse({ duration, orElse: () => Effect.succeed(gaveUp) }))
        : Effect.succeed(noNumber)
  })
}

const isThisMachine = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(host)

/** An address that could not be used, or that others could listen at, is told when it is given. */
const checkUrl = ({ protocol, hostname, username, password }: URL): void => {
  const isEncrypted = protocol === "https:" || (protocol === "http:" && isThisMachine(hostname))
  if (!isEncrypted) throw new Error("text messages hold codes: the gateway needs an address of https")
  if (username !== "" || password !== "") throw new Error("the gateway's address holds no password: sign the requests")
}

/** What was checked is what is written to: nothing else than a number ever reaches the gateway. */
const isNumber = Schema.is(PhoneNumber)

const post = ({ url, from, sign }: HttpTexterOptions, { id, to, text }: Notice.TextMessage) =>
  Effect.flatMap(Clock.currentTimeMillis, (nowMillis) =>
    Effect.tryPromise((signal) => {
      const body = JSON.stringify({ id, to, from, text })
      const signature = sign(body, Math.floor(nowMillis / 1000))
      return answerOf(url, {
        // Wherever a redirection leads, nobody vouched for it: it would be told the number, the text and the signature.
        method: "POST", redirect: "manual", signal, body,
        headers: { ...signature, "content-type": "application/json; charset=utf-8", "idempotency-key": id }
      })
    }).pipe(Effect.match({ onFailure: () => unreached, onSuccess: (answer) => fromAnswer(answer, nowMillis) })))

/** Status and head say it all. What else the gateway sends is not waited for, however much there is of it. */
const answerOf = async (url: URL, request: RequestInit): Promise<Answer> => {
  const { status, headers, body } = await fetch(url, request)
  // The body may end in an error of its own by now, which is nobody's any more.
  void body?.cancel().catch(() => undefined)
  return { status, retryAfter: headers.get("retry-after") }
}

/** The port as a layer. */
export const layer = (options: HttpTexterOptions): Layer.Layer<Notice.Texter> =>
  Layer.sync(Notice.Texter, () => make(options))
