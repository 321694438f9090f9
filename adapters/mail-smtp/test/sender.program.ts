/** Sends one letter and prints the answer: a process of its own, since whom a process trusts is said when it starts. */
import { MailAddress } from "@intendant/core"
import { make } from "@intendant/mail-smtp"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"

const [, , security, port, user = "", password = ""] = process.argv
const address = MailAddress.make("portal@example.org")

const delivery = await Effect.runPromise(Effect.scoped(Effect.flatMap(
  make({
    host: "127.0.0.1", port: Number(port), security: security === "tls" ? "tls" : "startTls",
    auth: { user, password: Redacted.make(password) }, from: { name: "Portal", address }
  }),
  ({ send }) => send({ id: "ntc_1", to: address, language: "en", subject: "Hello", text: "one", html: "" }))))
process.stdout.write(delivery._tag)
