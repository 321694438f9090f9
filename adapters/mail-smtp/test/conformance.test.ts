/** The adapter keeps every promise of `Mailer`, against a real SMTP server. */
import { mailerSuite } from "@intendant/conformance"
import { it } from "vitest"
import { openMailer } from "./opened.ts"
import { openServer } from "./server.ts"

mailerSuite(it, async (timeoutMillis) => {
  const gateway = await openServer()
  const { mailer, close } = await openMailer({ port: gateway.port, timeoutMillis })
  return {
    sender: mailer, gateway,
    close: async () => {
      await close()
      await gateway.close()
    }
  }
})
