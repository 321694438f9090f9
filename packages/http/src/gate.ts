/** Other interfaces to the same ways in: each with addresses of its own, and its own words for what is refused. */
import type { Portals } from "@intendant/core"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { orUnavailable } from "./answer.ts"
import type { Exchange } from "./exchange.ts"
import { bearerOf } from "./own-route.ts"
import type { Route } from "./routes.ts"
import type { AnyTold } from "./status.ts"

/** A request whose address, method and body were looked at. */
export interface Knock {
  readonly portal: Portals.Portal["Service"]
  readonly request: Request
  /** JSON, or nothing at all. */
  readonly body: string
  readonly exchange: Exchange
  /** Where clients reach the portal, as far as the host says so. */
  readonly publicUrl: string | undefined
}

export interface Gate {
  /** What all its addresses begin with. */
  readonly prefix: `/${string}`
  readonly routes: ReadonlyArray<Route>
  /** The media type of bodies, which may be called JSON too. */
  readonly mediaType: string
  readonly answer: (knock: Knock) => Effect.Effect<Response>
  readonly refuse: (refusal: AnyTold, exchange: Exchange) => Effect.Effect<Response>
}

/** The gate to which an address belongs, whether it leads anywhere or not. */
export const gateAt = (gates: ReadonlyArray<Gate>, pathname: string): Gate | undefined =>
  gates.find(({ prefix }) => pathname === prefix || pathname.startsWith(`${prefix}/`))

/** The same request, its body announced as the JSON that it is where the gate calls JSON by another name. */
export const asJson = (gate: Gate | undefined, request: Request): Request => {
  const [type = "", ...parameters] = (request.headers.get("content-type") ?? "").split(";")
  if (gate === undefined || type.trim().toLowerCase() !== gate.mediaType) return request
  const headers = new Headers(request.headers)
  headers.set("content-type", ["application/json", ...parameters].join(";"))
  return new Request(request, { headers })
}

/** Who bears the token of a request. */
export const callerOf = Effect.fnUntraced(function*({ portal, request, exchange }: Knock) {
  const who = yield* orUnavailable(portal.authenticate(Redacted.make(bearerOf(request.headers))))
  exchange.actor = who.actor.id
  return who
})
