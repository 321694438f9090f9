/** Text messages by SMPP 3.4: one session with the gateway, over which each message leaves, in parts if it is long. */
import { Notice, PhoneNumber } from "@intendant/core"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import { fromStatus, gaveUp, noNumber, sent, tooLong } from "./answers.ts"
import type { Link, LinkOptions } from "./link.ts"
import { makeLinks } from "./links.ts"
import { type Parts, partsOf } from "./parts.ts"
import { type Address, receiverOf, senderOf } from "./address.ts"

export interface SmppOptions extends LinkOptions {
  /** Whom messages come from: a number as +33612345678, a short number as 36180, or a name of up to 11 characters. */
  readonly from: string
  /** After so long a message is given up, the wait for its turn included: 30 seconds, unless said otherwise. */
  readonly timeoutMillis?: number
}

const timeoutMillisDefault = 30_000

/** How many messages may wait for an answer at once: gateways commonly let ten, and throttle whoever sends more. */
const atOnceMax = 10

/**
 * Makes the port; its session is closed with the scope. The network carries no id, so that what the gateway took, but
 * whose answer was lost, is `Later` and may arrive twice.
 */
export const make = (options: SmppOptions): Effect.Effect<Notice.Texter["Service"], never, Scope.Scope> =>
  Effect.map(Effect.acquireRelease(Effect.sync(() => makeLinks(options)), ({ close }) => close), ({ using }) => {
    const from = senderOf(options.from)
    const duration = Duration.millis(options.timeoutMillis ?? timeoutMillisDefault)
    const turns = Semaphore.makeUnsafe(atOnceMax)
    return Notice.Texter.of({
      send: ({ id, to, text }) => {
        if (!isNumber(to)) return Effect.succeed(noNumber)
        const parts = partsOf(id, text)
        if (parts === undefined) return Effect.succeed(tooLong)
        return turns.withPermit(using((link) => deliver(link, from, to, parts))).pipe(
          Effect.match({ onFailure: (why) => why, onSuccess: (delivery) => delivery }),
          Effect.timeoutOrElse({ duration, orElse: () => Effect.succeed(gaveUp) }))
      }
    })
  })

/** What was checked is what is written to: nothing else than a number ever reaches the gateway. */
const isNumber = Schema.is(PhoneNumber)

const headerInside = 0x40

/** One part after the other: the first that is not taken is the answer for all of them. */
const deliver = (link: Link, from: Address, to: PhoneNumber, { dataCoding, contents }: Parts) =>
  Effect.gen(function*() {
    yield* link.bound
    const receiver = receiverOf(to)
    for (const content of contents) {
      const delivery = fromStatus(yield* link.submit({
        source_addr_ton: from.kind, source_addr_npi: from.plan, source_addr: from.address,
        dest_addr_ton: receiver.kind, dest_addr_npi: receiver.plan, destination_addr: receiver.address,
        esm_class: contents.length > 1 ? headerInside : 0, data_coding: dataCoding, short_message: content
      }))
      if (delivery._tag !== "Sent") return delivery
    }
    return sent
  })

/** The port as a layer. */
export const layer = (options: SmppOptions): Layer.Layer<Notice.Texter> => Layer.effect(Notice.Texter, make(options))
