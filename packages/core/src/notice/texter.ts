/** The port through which text messages leave. It delivers one message, and says what became of it. */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { PhoneNumber } from "../kernel/phone.ts"
import type { Delivery } from "./delivery.ts"

/** A text message to one telephone. */
export interface TextMessage {
  /** Visible ASCII, the same whenever the same message is handed on again: gateways that can, send it once. */
  readonly id: string
  readonly to: PhoneNumber
  /** Any characters; what does not fit into one part is sent in several. */
  readonly text: string
}

/**
 * Hands one message to the telephone network. It never fails otherwise than by its answer: what hangs is given up
 * after a time and is `Later`; a number or a message that the network will never take is `Refused`.
 */
export class Texter extends Context.Service<Texter, {
  readonly send: (message: TextMessage) => Effect.Effect<Delivery>
}>()("@intendant/core/Texter") {}
