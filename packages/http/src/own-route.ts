/** Routes that a host adds to the interface: asked for with a token, read, refused and logged like all others. */
import type { Portals, Unavailable } from "@intendant/core"
import * as Effect from "effect/Effect"
import { type Asking, callerOf, toldIn } from "./recognising.ts"
import type { AnyTold } from "./status.ts"

export interface OwnRoute {
  readonly method: "POST"
  readonly template: `/${string}`
  /** Answers with JSON, for whoever is signed in; whether they may, it decides itself. */
  readonly answer: (sent: unknown, caller: Portals.SignedIn) => Effect.Effect<unknown, AnyTold | Unavailable>
}

/** Recognises who asks, and answers. */
export const answerOwn = (
  { answer }: OwnRoute, asking: Asking, body: string
): Effect.Effect<Response> =>
  toldIn(asking.exchange)(Effect.gen(function*() {
    const caller = yield* callerOf(asking)
    return Response.json(yield* answer(body === "" ? undefined : JSON.parse(body), caller))
  }))
