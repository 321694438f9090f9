/** The adapter keeps every promise of `Texter`, against a real HTTP server. */
import { texterSuite } from "@intendant/conformance"
import { hmacSha256, make } from "@intendant/sms-http"
import * as Redacted from "effect/Redacted"
import { it } from "vitest"
import { key, openGateway, sender } from "./server.ts"

texterSuite(it, async (timeoutMillis) => {
  const gateway = await openGateway()
  const sign = hmacSha256(Redacted.make(key))
  return { sender: make({ url: gateway.url, from: sender, sign, timeoutMillis }), gateway, close: gateway.close }
}, { has: true })
