/** One request of SCIM, read as far as all of them are alike, and how each is answered. */
import type { Path, Portals } from "@intendant/core"
import type { JsonObject } from "./matching.ts"
import { mediaType } from "./names.ts"

export interface Call {
  readonly portal: Portals.Portal["Service"]
  readonly who: Portals.SignedIn
  readonly enterprise: Path
  /** Which of the resources; nothing where all are meant. */
  readonly id: string
  readonly query: URLSearchParams
  /** The body, if there is one. */
  readonly sent: unknown
}

/** What the journal keeps as the reason of an order. */
export const reason = "SCIM"

export const told = (resource: JsonObject, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(resource), { status, headers: { "content-type": mediaType, ...headers } })

export const done = (): Response => new Response(null, { status: 204 })
