/** The port through which mail leaves. It delivers one letter, and says what became of it. */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { Locale } from "../kernel/locale.ts"
import type { MailAddress } from "../kernel/mail.ts"
import type { Delivery } from "./delivery.ts"

/** A letter to one person, as text and as HTML, which say the same. */
export interface Letter {
  /** Visible ASCII, the same whenever the same letter is handed on again: it becomes the `Message-ID`. */
  readonly id: string
  readonly to: MailAddress
  readonly language: Locale
  /** One line. */
  readonly subject: string
  readonly text: string
  readonly html: string
}

/**
 * Hands one letter to the mail service. It never fails otherwise than by its answer: what hangs is given up after a
 * time and is `Later`; an address or a letter that the service will never take is `Refused`. Whatever stands in a
 * field stays in that field: no line break in a subject or an address adds a header or a receiver.
 */
export class Mailer extends Context.Service<Mailer, {
  readonly send: (letter: Letter) => Effect.Effect<Delivery>
}>()("@intendant/core/Mailer") {}
