/** How the portal's messages leave: by the SMTP server that was named, or into the demonstration's own. */
import { MailAddress, type Portals } from "@intendant/core"
import * as Smtp from "@intendant/mail-smtp"
import * as Liquid from "@intendant/templates-liquid"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import type { MailSink } from "./mail-sink.ts"
import type { Settings } from "./settings.ts"

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

/**
 * The gateways; none where no server was named and this is no demonstration: people are told once there is one. `url`
 * is asked for whenever something is sent: where the portal is found may be known later than what it sends with.
 */
export const openGateways = (
  { smtpUrl, mailFrom }: Settings, sink: MailSink | undefined, url: () => string
): Effect.Effect<Portals.Gateways | undefined, never, Scope.Scope> => {
  const place = smtpUrl === undefined
    ? sink && { host: "127.0.0.1", port: sink.port, security: "none" as const }
    : placeOf(smtpUrl)
  if (place === undefined) return Effect.succeed(undefined)
  const from = { name: "Intendant", address: Schema.decodeSync(MailAddress)(mailFrom) }
  return Effect.map(Smtp.make({ ...place, from }), (mailer) => ({
    mailer, templates: Liquid.make(),
    get portalUrl() { return url().replace(/\/+$/, "") }
  }))
}
