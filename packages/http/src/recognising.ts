/** Who bears the token of a request that no route of the interface answers, and how their refusals are told. */
import type { Portals, Repeated, Unavailable } from "@intendant/core"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { orUnavailable } from "./answer.ts"
import { CurrentExchange, type Exchange } from "./exchange.ts"
import { problemResponse } from "./problem.ts"
import type { AnyTold } from "./status.ts"

export const bearerOf = (headers: Headers): string =>
  /^bearer +(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1] ?? ""

/** A request to a portal, and what becomes known of it. */
export interface Asking {
  readonly portal: Portals.Portal["Service"]
  readonly request: Request
  readonly exchange: Exchange
}

/** Recognises who asks. */
export const callerOf = Effect.fnUntraced(function*({ portal, request, exchange }: Asking) {
  const who = yield* orUnavailable(portal.authenticate(Redacted.make(bearerOf(request.headers))))
  exchange.actor = who.actor.id
  return who
})

/** Answers, and tells what stands in the way as everywhere. */
export const toldIn = (exchange: Exchange) =>
  <Value>(answer: Effect.Effect<Value, AnyTold | Repeated | Unavailable>): Effect.Effect<Value | Response> =>
    answer.pipe(
      orUnavailable,
      Effect.catch((refusal) => problemResponse(refusal, exchange)),
      Effect.provideService(CurrentExchange, exchange)
    )
