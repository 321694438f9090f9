/** How a gateway knows that a request is ours, that nobody altered it, and that it is no old one. */
import * as Redacted from "effect/Redacted"
import { createHmac } from "node:crypto"

/** Makes headers for a body that is sent at a time, in seconds since 1970. */
export type Sign = (body: string, nowSeconds: number) => Readonly<Record<string, string>>

/**
 * Signs with a key that the gateway has too: `Signature: t=<seconds>,v1=<hex>`, where `v1` is the HMAC-SHA256 of the
 * seconds, a dot and the body, byte by byte. A gateway that refuses what is older than some minutes is safe from
 * whoever repeats a request.
 */
export const hmacSha256 = (key: Redacted.Redacted): Sign => (body, nowSeconds) => {
  const digest = createHmac("sha256", Redacted.value(key)).update(`${nowSeconds}.${body}`).digest("hex")
  return { signature: `t=${nowSeconds},v1=${digest}` }
}
