/** The adapter, opened outside of Effect for a test. */
import { MailAddress, type Notice } from "@intendant/core"
import * as Mail from "@intendant/mail-smtp"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"

export const sender = { name: "Société, « Démo »", address: MailAddress.make("portal@xn--socit-esab.fr") }

/** A mailer of this machine, without encryption unless it is said otherwise. */
export const openMailer = async (
  more: Partial<Mail.SmtpOptions> & { readonly port: number }
): Promise<{ readonly mailer: Notice.Mailer["Service"]; readonly close: () => Promise<void> }> => {
  const scope = Scope.makeUnsafe()
  const mailer = await Effect.runPromise(Scope.provide(
    Mail.make({ host: "127.0.0.1", security: "none", from: sender, ...more }), scope))
  return { mailer, close: () => Effect.runPromise(Scope.close(scope, Exit.void)) }
}
