/** Other interfaces to the same ways in: each with addresses of its own, and its own words for what is refused. */
import { BadInput } from "@intendant/core"
import type * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { Exchange } from "./exchange.ts"
import type { Asking } from "./recognising.ts"
import type { Route } from "./routes.ts"
import type { AnyTold } from "./status.ts"

/** A request whose address, method and body were looked at. */
export interface Knock extends Asking {
  /** JSON, or nothing at all. */
  readonly body: string
  /** Where clients reach the portal, as far as the host says so. */
  readonly publicUrl: string | undefined
}

export interface Gate {
  /** What all its addresses begin with. */
  readonly prefix: `/${string}`
  readonly routes: ReadonlyArray<Route>
  /** The media type of bodies, which may be called JSON too. */
  readonly mediaType: string
  /** A header that every answer bears as the request did, whatever the answer is. */
  readonly echo?: string
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

const isEchoable = /^[\x20-\x7e]{1,1000}$/

/**
 * What every answer bears of its request, by its name. What cannot be told back is not taken: nobody could say which
 * request was answered.
 */
export const echoOf = (
  gate: Gate | undefined, { headers }: Request
): Result.Result<Readonly<Record<string, string>>, BadInput> => {
  const name = gate?.echo
  const value = name === undefined ? null : headers.get(name)
  if (name === undefined || value === null || value === "") return Result.succeed({})
  return isEchoable.test(value)
    ? Result.succeed({ [name]: value })
    : Result.fail(BadInput.make({ faults: [{ field: name, expected: "1 to 1000 printable ASCII characters" }] }))
}
