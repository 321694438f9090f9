/** Fields that nobody may read back: they are decoded to `Redacted`, and left out of everything that is written. */
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"

/** Declares a field as secret. It can be read from a request; the journal, the logs and the answers never hold it. */
export const Secret = <S extends Schema.Constraint>(schema: S) => Schema.RedactedFromValue(schema)

/** A password as someone types it: 1 to 1,000 characters, every one of which counts. */
export const Password = Secret(
  Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(1000)).annotate({ title: "password" })
)
export type Password = typeof Password.Type

/** The same value without its secret fields. Secrets stand at the top of a command, never deeper: a law holds it so. */
export const withoutSecrets = (value: object, written: unknown): unknown => {
  const secret = Object.entries(value).flatMap(([name, field]) => Redacted.isRedacted(field) ? [name] : [])
  if (secret.length === 0 || typeof written !== "object" || written === null) return written
  return Object.fromEntries(Object.entries(written).filter(([name]) => !secret.includes(name)))
}
