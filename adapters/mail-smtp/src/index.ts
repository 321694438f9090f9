/** Mail by SMTP: letters leave over a few connections that are kept, and each answer is read for what it means. */
import { MailAddress, Notice } from "@intendant/core"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import nodemailer from "nodemailer"
import SMTPPool from "nodemailer/lib/smtp-pool"
import { fromError, gaveUp, noAddress } from "./answers.ts"
import { type From, messageOf } from "./message.ts"
import { sendTo } from "./receiver.ts"

export type { From } from "./message.ts"

export interface SmtpOptions {
  readonly host: string
  readonly port: number
  /**
   * `tls`: encrypted from the first byte. `startTls`: encrypted before anything is told, or not sent. `none`: never
   * encrypted, for a relay on the same machine, or one nearby that asks for no password: a password that could be read
   * on the way is not taken.
   */
  readonly security: "tls" | "startTls" | "none"
  readonly auth?: { readonly user: string; readonly password: Redacted.Redacted }
  /** Whom letters come from; the domain of the address is that of each `Message-ID`. */
  readonly from: From
  /** After so long a letter is given up, the wait for a free connection included: 30 seconds, unless said otherwise. */
  readonly timeoutMillis?: number
}

const timeoutMillisDefault = 30_000

/**
 * Makes the port; its connections are closed with the scope. A letter that the server took, but whose answer was lost,
 * is `Later`: it may arrive twice, under one `Message-ID`.
 */
export const make = (options: SmtpOptions): Effect.Effect<Notice.Mailer["Service"], never, Scope.Scope> => {
  const { from, timeoutMillis = timeoutMillisDefault } = options
  if (isReadable(options)) return Effect.die(new Error("a password for mail goes over an encrypted connection only"))
  return Effect.map(Effect.acquireRelease(Effect.sync(() => connections(options, timeoutMillis)), closed), (pool) => {
    const transport = nodemailer.createTransport(pool).use("stream", sendTo)
    return Notice.Mailer.of({
      send: (letter) =>
        isAddress(letter.to)
          ? Effect.tryPromise({
              // An interruption takes the letter out of the line, or ends the connection that it is on.
              try: (signal) => transport.sendMail({ ...messageOf(letter, from), signal }),
              catch: fromError
            }).pipe(
              Effect.match({ onFailure: (answer) => answer, onSuccess: (): Notice.Delivery => ({ _tag: "Sent" }) }),
              Effect.timeoutOrElse({ duration: Duration.millis(timeoutMillis), orElse: () => Effect.succeed(gaveUp) })
            )
          : Effect.succeed(noAddress)
    })
  })
}

const isThisMachine = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|::1)$/.test(host)

/** Whether others could read the password on its way. */
const isReadable = ({ host, security, auth }: SmtpOptions): boolean =>
  security === "none" && auth !== undefined && !isThisMachine(host)

/** What was checked is what is written to: nothing else than a canonical address ever reaches the wire. */
const isAddress = Schema.is(MailAddress)

const connections = ({ host, port, security, auth }: SmtpOptions, timeoutMillis: number) =>
  new SMTPPool({
    host, port,
    secure: security === "tls", requireTLS: security === "startTls", ignoreTLS: security === "none",
    ...(auth === undefined ? {} : { auth: { user: auth.user, pass: Redacted.value(auth.password) } }),
    connectionTimeout: timeoutMillis, greetingTimeout: timeoutMillis, socketTimeout: timeoutMillis,
    dnsTimeout: timeoutMillis
  })

/** Letters on their way are cut off too: whoever sent them no longer waits, and hands them on again. */
const closed = (pool: SMTPPool) => Effect.sync(() => pool.close({ force: true }))

/** The port as a layer. */
export const layer = (options: SmtpOptions): Layer.Layer<Notice.Mailer> => Layer.effect(Notice.Mailer, make(options))
