/** One server, run by the benches: it says at which port, and what it has spent when it is asked. */
import { createServer, type RequestListener } from "node:http"
import type { Storage } from "@intendant/core"
import { listen, makeHandler } from "@intendant/http"
import type pg from "pg"
import { handListing } from "./host-hand.ts"
import type { Kind, Told } from "./host-server.ts"
import { openBetterAuth } from "./sign-in-peers.ts"
import { spentHere } from "./sign-in-processor.ts"
import { openStorage, type Portal, portalOn } from "./sign-in-world.ts"

const bare = (listener: RequestListener): Promise<number> => {
  const server = createServer(listener)
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address()
      resolve(typeof address === "object" && address !== null ? address.port : 0)
    })
  })
}

const portal = async (connection: pg.PoolConfig, open: (storage: Storage) => Portal): Promise<number> => {
  const storage = await openStorage(connection)
  return (await listen(makeHandler(open(storage)), { port: 0, host: "127.0.0.1" })).port
}

const starts: Readonly<Record<Kind, (connection: pg.PoolConfig) => Promise<number>>> = {
  ours: (connection) => portal(connection, portalOn),
  remembering: (connection) => portal(connection, (storage) => portalOn(storage, { rememberedMillis: 500 })),
  hand: (connection) => bare(handListing(connection)),
  "better-auth": async (connection) => {
    const peer = await openBetterAuth(connection)
    if (peer === undefined) throw new Error("better-auth is not installed")
    return bare(peer.handler())
  }
}

// Whoever started it may be gone before it is ready: it never outlives them.
process.once("disconnect", () => process.exit(0))
if (!process.connected) process.exit(0)

const tell = (told: Told) => void process.send?.(told)
const [kind = "", connection = "{}"] = process.argv.slice(2)
// Whoever runs the program gives one of these names, which the compiler has seen there.
const port = await starts[kind as Kind](JSON.parse(connection))
process.on("message", () => tell({ spent: spentHere() }))
tell({ port })
