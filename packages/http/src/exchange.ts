/** What is known of one request while it is answered, for its log line and the headers of its answer. */
import { type Locale, preferredLocale } from "@intendant/core"
import * as Context from "effect/Context"
import type { AnyTold } from "./status.ts"

export interface Exchange {
  readonly id: string
  readonly locale: Locale
  /** Where the request came from, as far as that is known. */
  readonly address?: string
  /** Whom the request was recognised as coming from: an id, never a name. */
  actor?: string
  /** Why it was refused. */
  refusal?: AnyTold
  retryAfterSeconds?: number
  /** What failed here, where something did: names and codes only. */
  fault?: string
  /** What the answer bears of the request, by the names of its headers. */
  echo?: Readonly<Record<string, string>>
  /** Whether the answer was given before, to the same request. */
  isReplayed: boolean
}

export const newExchange = (headers: Headers, address?: string): Exchange => ({
  id: crypto.randomUUID(), locale: preferredLocale(headers.get("accept-language") ?? undefined), isReplayed: false,
  ...(address === undefined ? {} : { address })
})

/** The exchange that a handler belongs to. */
export const CurrentExchange = Context.Reference<Exchange>("@intendant/http/CurrentExchange", {
  defaultValue: () => newExchange(new Headers())
})
