/** The adapter keeps every promise of `Texter`, against a real SMPP server. */
import { texterSuite } from "@intendant/conformance"
import { it } from "vitest"
import { openTexter } from "./opened.ts"
import { openGateway } from "./server.ts"

texterSuite(it, async (timeoutMillis) => {
  const gateway = await openGateway()
  const { texter, close } = await openTexter({ port: gateway.port, timeoutMillis })
  return {
    sender: texter, gateway,
    close: async () => {
      await close()
      await gateway.close()
    }
  }
}, { lacks: "SMPP 3.4 carries no id by which a gateway would know a message again" })
