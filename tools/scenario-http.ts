/** A portal served by a real server on this machine, and asked by the real client. */
import type { Serve } from "@intendant/blueprints/scenarios"
import { client, listen, makeHandler } from "@intendant/http"

/** Between the portal and who asks stand a server, a connection and a client. */
export const overHttp: Serve = async ({ portal, layer }) => {
  const handler = makeHandler(portal, { layer })
  const { port, close } = await listen(handler, { host: "127.0.0.1", port: 0 })
  return {
    ...client(`http://127.0.0.1:${port}`),
    close: async () => {
      await close()
      await handler.dispose()
    }
  }
}
