/** How a line of the journal is told: made into messages, each handed to its gateway, within a time that is bounded. */
import * as Cause from "effect/Cause"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Contract from "../contract/index.ts"
import type { Moment } from "../kernel/moment.ts"
import type { Entry } from "../kernel/plan.ts"
import * as Notice from "../notice/index.ts"
import { type Gates, through } from "./dispatch-gates.ts"
import type { Door } from "./people-door.ts"
import type { Gateways } from "./ports.ts"
import { type Tiding, tidingsOf } from "./tidings.ts"
import { noteUndelivered } from "./undelivered.ts"

/** What a round of the dispatcher did. */
export interface Dispatched {
  readonly sent: number
  /** Lines of which a message could not leave yet: they wait, and are tried again. */
  readonly waiting: number
  /** Messages that a gateway will never take. */
  readonly refused: number
}

/** A dispatcher at work, for as long as it may. */
export interface Hands {
  readonly door: Door
  readonly gateways: Gateways
  readonly gates: Gates
  readonly round: { -readonly [Field in keyof Dispatched]: Dispatched[Field] }
  /** Codes that were issued before this key was the installation's are not known to it. */
  readonly keySince: string
  /** From here on no message is begun: what is held until a lease ends is let go of before. */
  readonly until: Moment
}

/**
 * What became of a line: told; kept, because a gateway takes nothing now or because there was no more time; or failed,
 * for a reason of its own that holds up no other.
 */
export interface Told {
  readonly outcome: "told" | "kept" | "failed"
  /** The messages of it that need not be sent again. */
  readonly left: ReadonlyArray<string>
}

/** A gateway that has not answered after so long is not waited for, whatever it promised. */
const giveUpAfter = "40 seconds"

/** In the words of the enterprise, where it has its own. */
const composed = Effect.fnUntraced(function*({ door, gateways }: Hands, tiding: Tiding, entry: Entry) {
  const compose = Notice.compose(gateways.templates)
  if (tiding.channel === "sms") return yield* compose(tiding)
  const enterprise = "enterprise" in tiding.values ? tiding.values.enterprise : ""
  const place = Schema.decodeUnknownResult(Contract.Signed.fields.enterprise)(enterprise)
  if (Result.isFailure(place)) return yield* compose(tiding)
  const { records } = door.ports
  const { state } = yield* Contract.find(records, place.success)
  const enterpriseId = state._tag === "Signed" ? state.enterpriseId : undefined
  const ref = { enterprise: place.success, kind: tiding.kind, language: tiding.language }
  const edited = yield* Notice.editedTemplate(records, ref, enterpriseId)
  const made = yield* compose({ ...tiding, edited })
  if (made.channel === "mail" && made.faults.length > 0) {
    yield* Effect.logWarning("a wording could not be filled in", { cursor: entry.cursor, kind: tiding.kind })
  }
  return made
})

const noGateway: Notice.Delivery = { _tag: "Refused", reason: "no gateway for text messages" }
const noAnswer: Notice.Delivery = { _tag: "Later", reason: "the gateway did not answer in time", isForAll: true }

const send = Effect.fnUntraced(function*(hands: Hands, tiding: Tiding, entry: Entry) {
  const { mailer, texter } = hands.gateways
  const message = yield* composed(hands, tiding, entry)
  const delivery = message.channel === "mail"
    ? mailer.send(message.letter)
    : texter?.send(message.message) ?? Effect.succeed(noGateway)
  return yield* Effect.timeoutOrElse(delivery, { duration: giveUpAfter, orElse: () => Effect.succeed(noAnswer) })
})

const secretKinds: ReadonlyArray<Notice.NoticeKind> = [
  "activation", "signInCode", "stepUpCode", "phoneCode", "mailCode", "passwordReset"
]

/** Somebody waits for a code or a link at this moment; what merely happened can wait for what happened before it. */
const mayGo = ({ kind }: Tiding, isHeld: boolean): boolean => !isHeld || secretKinds.includes(kind)

/** Tells everything of one line that has not left yet, and notes in `left` what need not be sent again. */
const tellAll = Effect.fnUntraced(function*(hands: Hands, entry: Entry, isHeld: boolean, left: Array<string>) {
  const { door, gateways: { portalUrl }, gates, keySince, round, until } = hands
  const tidings = yield* tidingsOf({ door, portalUrl, keySince }, entry, yield* DateTime.now)
  let outcome: "told" | "kept" = "told"
  for (const tiding of tidings.filter(({ id }) => !left.includes(id))) {
    const delivery = mayGo(tiding, isHeld)
      ? yield* through(gates[tiding.channel], until, send(hands, tiding, entry))
      : undefined
    if (delivery === undefined || delivery._tag === "Later") {
      outcome = "kept"
      continue
    }
    if (delivery._tag === "Refused" && tiding.kind === "activation") {
      yield* noteUndelivered(door, entry, delivery.reason)
    }
    left.push(tiding.id)
    if (delivery._tag === "Sent") round.sent += 1
    if (delivery._tag === "Refused") {
      round.refused += 1
      const why = { cursor: entry.cursor, kind: tiding.kind, reason: delivery.reason }
      yield* Effect.logWarning("a message was refused", why)
    }
  }
  return outcome
})

/** Only its kind: the text of a failure may repeat whom it was about. */
const reasonOf = (cause: Cause.Cause<unknown>): string => {
  const failure = Cause.squash(cause)
  if (typeof failure === "object" && failure !== null && "_tag" in failure) return String(failure._tag)
  return failure instanceof Error ? failure.name : "unknown"
}

/**
 * Tells one line. `isHeld` where something that happened before it still waits: then only codes and links leave. A
 * defect in one line, or a storage that is away for it, holds up no other.
 *
 * @rule NTF-4
 * @source ours: what happened is told in its order, and what somebody waits for is not held up by it
 */
export const tell = (hands: Hands, entry: Entry, before: ReadonlyArray<string>, isHeld: boolean) => {
  const left = [...before]
  return Effect.matchCauseEffect(tellAll(hands, entry, isHeld, left), {
    onSuccess: (outcome) => Effect.succeed<Told>({ outcome, left }),
    onFailure: (cause) =>
      Effect.as(
        Effect.logWarning("a line could not be told", { cursor: entry.cursor, reason: reasonOf(cause) }),
        { outcome: "failed", left } satisfies Told)
  })
}
