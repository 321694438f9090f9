/** To whom a letter goes: the very address that was checked, as no mail library reads it again. */
import type { PluginFunction } from "nodemailer"
import type SMTPPool from "nodemailer/lib/smtp-pool"

/**
 * nodemailer writes a domain in Unicode where the part before the @ is not ASCII, and leaves it to the server to encode
 * it again. Servers differ in that: for some `straße.example` is `strasse.example`, which is somebody else. So the
 * envelope is what was given.
 */
export const sendTo: PluginFunction<SMTPPool.SentMessageInfo> = ({ data: { envelope }, message }, done) => {
  const { from, to } = envelope ?? {}
  if (typeof from !== "string" || typeof to !== "string") return done(new Error("a letter goes from one to one"))
  message.getEnvelope = () => ({ from, to: [to] })
  done()
}
