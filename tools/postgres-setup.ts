/** One PostgreSQL server for a whole run of the tests. It starts when the first test asks for a database. */
import { mkdtempSync } from "node:fs"
import { createServer, type Server, type Socket } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { TestProject } from "vitest/node"
import { type Cluster, startPostgres } from "./postgres.ts"
import { removeFolder } from "./server-process.ts"

declare module "vitest" {
  interface ProvidedContext {
    /** The socket at which a test process asks for a database. */
    readonly databaseDoor: string
  }
}

/** What is answered at the door: how to connect, or why that cannot be. */
export type Answer = { readonly connection: Cluster["connection"] } | { readonly failure: string }

interface Open { readonly door: Server; readonly folder: string; cluster: Promise<Cluster> | undefined }

const open = new Set<Open>()

/** Opens the door; tests that need no database wait for no server. */
export const setup = async (project: TestProject): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), "intendant-door-"))
  const path = join(folder, "door")
  const door = createServer((socket) => void answer(socket, here))
  const here: Open = { door, folder, cluster: undefined }
  await new Promise<void>((resolve, reject) => door.once("error", reject).listen(path, resolve))
  open.add(here)
  project.provide("databaseDoor", path)
}

/** Ends the server and removes every database that was handed out. */
export const teardown = async (): Promise<void> => {
  for (const { door, folder, cluster } of open) {
    door.close()
    await (await cluster?.catch(() => undefined))?.stop()
    removeFolder(folder)
  }
  open.clear()
}

const answer = async (socket: Socket, here: Open): Promise<void> => {
  socket.on("error", () => {}) // a test process that went away waits for no answer
  here.cluster ??= startPostgres()
  const reply: Answer = await here.cluster.then((cluster) => cluster.freshDatabase()).then(
    (connection) => ({ connection }),
    (cause: unknown) => ({ failure: String(cause) })
  )
  socket.end(JSON.stringify(reply))
}
