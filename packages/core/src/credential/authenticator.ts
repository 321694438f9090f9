/** The port for authenticator apps: a secret that is shared once, and codes that follow from it and the time. */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import type { Moment } from "../kernel/moment.ts"

/** What an authenticator app scans to share a secret. It holds the secret in every form: it is shown once. */
export interface Enrolment {
  /** `otpauth://totp/…`, for apps on the same device. */
  readonly uri: Redacted.Redacted<string>
  /** The same as a QR code. */
  readonly svg: Redacted.Redacted<string>
  readonly png: Redacted.Redacted<Uint8Array>
}

/** Codes of six digits that change every 30 seconds (RFC 6238, HMAC-SHA-1), from secrets of 160 bits in base 32. */
export class Authenticator extends Context.Service<Authenticator, {
  readonly newSecret: Effect.Effect<Redacted.Redacted<string>>
  /** `issuer` is the portal, `holder` the person, as the app lists them. */
  readonly enrolment: (
    secret: Redacted.Redacted<string>, issuer: string, holder: string
  ) => Effect.Effect<Enrolment>
  /**
   * The time step that a code belongs to: the present one, the one before it or the one after. `undefined` where it
   * belongs to none. Whoever asks keeps the step, and takes no code of it or of one before it again. Every comparison
   * takes the same time.
   */
  readonly stepOf: (
    secret: Redacted.Redacted<string>, code: string, now: Moment
  ) => Effect.Effect<number | undefined>
}>()("@intendant/core/Authenticator") {}
