/** Routes that a host adds to the interface: asked for with a token, read, refused and logged like all others. */
import type { Portals, Unavailable } from "@intendant/core"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { orUnavailable } from "./answer.ts"
import { CurrentExchange, type Exchange } from "./exchange.ts"
import { problemResponse } from "./problem.ts"
import type { AnyTold } from "./status.ts"

export interface OwnRoute {
  readonly method: "POST"
  readonly template: `/${string}`
  /** Answers with JSON, for whoever is signed in; whether they may, it decides itself. */
  readonly answer: (sent: unknown, caller: Portals.SignedIn) => Effect.Effect<unknown, AnyTold | Unavailable>
}

export const bearerOf = (headers: Headers): string =>
  /^bearer +(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1] ?? ""

/** Recognises who asks, and answers. */
export const answerOwn = (
  { answer }: OwnRoute, portal: Portals.Portal["Service"], { headers }: Request, body: string, exchange: Exchange
): Effect.Effect<Response> =>
  Effect.gen(function*() {
    const caller = yield* portal.authenticate(Redacted.make(bearerOf(headers)))
    exchange.actor = caller.actor.id
    return Response.json(yield* answer(body === "" ? undefined : JSON.parse(body), caller))
  }).pipe(
    orUnavailable,
    Effect.catch((refusal) => problemResponse(refusal, exchange)),
    Effect.provideService(CurrentExchange, exchange)
  )
