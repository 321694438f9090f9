/** One line per request, for machines: what was asked for and how it ended. No name, no address line, no body. */
import type { Exchange } from "./exchange.ts"

/** The route stands for the address: names of accounts and tokens are in addresses, and belong in no log. */
export interface LogLine {
  readonly at: string
  readonly id: string
  readonly method: string
  readonly route: string
  readonly status: number
  readonly milliseconds: number
  readonly actor?: string
  readonly address?: string
  readonly refusal?: string
  readonly fault?: string
}

/** What is known once the answer stands. */
export interface Ended {
  readonly request: Request
  readonly route: string
  readonly status: number
  readonly startedAt: number
}

const known = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])

export const logLine = (exchange: Exchange, { request, route, status, startedAt }: Ended): LogLine => {
  const { id, actor, address, refusal, fault } = exchange
  return {
    at: new Date().toISOString(), id, method: known.has(request.method) ? request.method : "other", route, status,
    milliseconds: Math.round((performance.now() - startedAt) * 1000) / 1000,
    ...(actor === undefined ? {} : { actor }),
    ...(address === undefined ? {} : { address }),
    ...(refusal === undefined ? {} : { refusal: refusal._tag }),
    ...(fault === undefined ? {} : { fault })
  }
}
