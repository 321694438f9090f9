/** From what is to be told to the letter or the text message that tells it. */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { Locale } from "../kernel/locale.ts"
import type { MailAddress } from "../kernel/mail.ts"
import type { PhoneNumber } from "../kernel/phone.ts"
import type { KindBy, NoticeKind, Values } from "./kinds.ts"
import { fillIn, harmless, htmlOf, oneLine, tidy } from "./layout.ts"
import type { Letter } from "./mailer.ts"
import type { Finding, Template, Trial, WordingFault } from "./model.ts"
import { faultsOf, variablesOf } from "./rules.ts"
import type { Templates } from "./templates.ts"
import { standardMessage, standardTemplate } from "./texts.ts"
import type { TextMessage } from "./texter.ts"

/** Something to tell somebody: `id` is the same whenever the same notice is composed again. */
interface Told<Kind extends NoticeKind> {
  readonly kind: Kind
  readonly language: Locale
  readonly values: Values<Kind>
  readonly id: string
}

/** A mail, in the enterprise's own wording where it has one. */
type Mailed<Kind extends NoticeKind> = Told<Kind> & {
  readonly channel: "mail"
  readonly to: MailAddress
  readonly edited?: Template | undefined
}
type Texted<Kind extends NoticeKind> = Told<Kind> & { readonly channel: "sms"; readonly to: PhoneNumber }

type AnyMail = { readonly [Kind in KindBy<"mail">]: Mailed<Kind> }[KindBy<"mail">]
type AnyText = { readonly [Kind in KindBy<"sms">]: Texted<Kind> }[KindBy<"sms">]

/** What is to be told, by which channel, and to whom. A value for every variable of its kind comes with it. */
export type Order = AnyMail | AnyText

/** What is sent, and why the enterprise's own wording was not taken, where it could not be. */
export type Composed =
  | { readonly channel: "mail"; readonly letter: Letter; readonly faults: ReadonlyArray<WordingFault> }
  | { readonly channel: "sms"; readonly message: TextMessage }

type Engine = Templates["Service"]

/** What the engine makes of one part. */
const findingOf = (engine: Engine, written: string, values: Trial["values"]): Effect.Effect<Finding> =>
  Effect.flatMap(engine.variables(written), (read) =>
    Result.isFailure(read)
      ? Effect.succeed({ _tag: "Unreadable", ...read.failure })
      : Effect.map(engine.render(written, values), Result.match({
        onSuccess: (filled): Finding => ({ _tag: "Filled", variables: read.success, filled }),
        onFailure: (fault): Finding => ({ _tag: "Unfillable", variables: read.success, ...fault })
      })))

/** Fills both parts of a wording in, to see what becomes of them. */
export const tried = (engine: Engine, { subject, text }: Template, values: Trial["values"]): Effect.Effect<Trial> =>
  Effect.map(
    Effect.all({ subject: findingOf(engine, subject, values), text: findingOf(engine, text, values) }),
    (found) => ({ values, found })
  )

const letterOf = (
  { to, language, id }: AnyMail, values: Trial["values"], filled: Template
): Letter => {
  const [subject, text] = [oneLine(filled.subject), tidy(filled.text)]
  return { id, to, language, subject, text, html: htmlOf(subject, text, language, values["link"]) }
}

const standardLetter = (order: AnyMail, values: Trial["values"]): Letter => {
  const { subject, text } = standardTemplate(order.kind, order.language)
  return letterOf(order, values, { subject: fillIn(subject, values), text: fillIn(text, values) })
}

/**
 * A wording that cannot be filled in today is not sent, and nothing is lost for it: the standard one goes out, which
 * needs no engine, and what was wrong is told to whoever asked. None of it repeats a value.
 *
 * @rule NTF-4
 * @source ours: a notice is never lost because of what somebody wrote
 */
const mail = Effect.fnUntraced(function*(engine: Engine, order: AnyMail, edited: Template | undefined) {
  const values = harmless(order.values, variablesOf(order.kind))
  if (edited === undefined) return { channel: "mail" as const, letter: standardLetter(order, values), faults: [] }
  const trial = yield* tried(engine, edited, values)
  const faults = faultsOf(order.kind, edited, trial)
  const { subject, text } = trial.found
  const letter = faults.length === 0 && subject._tag === "Filled" && text._tag === "Filled"
    ? letterOf(order, values, { subject: subject.filled, text: text.filled })
    : standardLetter(order, values)
  return { channel: "mail" as const, letter, faults }
})

const message = ({ kind, language, values, to, id }: AnyText): TextMessage => {
  const filled = fillIn(standardMessage(kind, language), harmless(values, variablesOf(kind)))
  return { id, to, text: oneLine(filled) }
}

/** Makes the composer, which always has something to send, whatever became of an edited wording. */
export const compose = (engine: Engine) => (order: Order): Effect.Effect<Composed> =>
  order.channel === "sms"
    ? Effect.succeed({ channel: "sms", message: message(order) })
    : mail(engine, order, order.edited)
