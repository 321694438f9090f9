/** How the portal's messages leave: by the servers that were named, or into the demonstration's own. */
import { MailAddress, type Portals } from "@intendant/core"
import * as Smtp from "@intendant/mail-smtp"
import { hmacSha256, make as makeTexter } from "@intendant/sms-http"
import * as Liquid from "@intendant/templates-liquid"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import type { MailSink } from "./mail-sink.ts"
import type { Settings } from "./settings.ts"
import type { TextSink } from "./text-sink.ts"

/** Where the demonstration's messages end. */
export interface Sinks {
  readonly mails: MailSink
  readonly texts: TextSink
}

/** Where mail is handed in. */
const placeOf = (smtpUrl: string): Omit<Smtp.SmtpOptions, "from"> => {
  const { protocol, hostname, port, username, password } = new URL(smtpUrl)
  const isEncrypted = protocol === "smtps:"
  return {
    host: hostname, port: Number(port || (isEncrypted ? 465 : 587)), security: isEncrypted ? "tls" : "startTls",
    ...(username === "" ? {} : {
      auth: { user: decodeURIComponent(username), password: Redacted.make(decodeURIComponent(password)) }
    })
  }
}

/** The gateway for text messages, where there is one: without it codes come by mail alone. */
const texterOf = ({ sms }: Settings, sinks: Sinks | undefined): Pick<Portals.Gateways, "texter"> => {
  const { url, key, from } = sms ?? { ...sinks?.texts, from: "Intendant" }
  return url === undefined || key === undefined ? {} : { texter: makeTexter({ url, from, sign: hmacSha256(key) }) }
}

/**
 * The gateways; none where no server was named and this is no demonstration: people are told once there is one. `url`
 * is asked for whenever something is sent: where the portal is found may be known later than what it sends with.
 */
export const openGateways = (
  settings: Settings, sinks: Sinks | undefined, url: () => string
): Effect.Effect<Portals.Gateways | undefined, never, Scope.Scope> => {
  const { smtpUrl, mailFrom } = settings
  const place = smtpUrl === undefined
    ? sinks && { host: "127.0.0.1", port: sinks.mails.port, security: "none" as const }
    : placeOf(smtpUrl)
  if (place === undefined) return Effect.succeed(undefined)
  const from = { name: "Intendant", address: Schema.decodeSync(MailAddress)(mailFrom) }
  return Effect.map(Smtp.make({ ...place, from }), (mailer) => ({
    mailer, ...texterOf(settings, sinks), templates: Liquid.make(),
    get portalUrl() { return url().replace(/\/+$/, "") }
  }))
}
