/** The reference portal, put together: which blueprint, which storage, which secrets, behind which port. */
import { backupAccounts, backupAccountsClassic } from "@intendant/blueprints"
import { makePortal, Portals } from "@intendant/core"
import { faultOf, type Handler, listen, type Listening, type LogLine, makeHandler } from "@intendant/http"
import * as Secrets from "@intendant/secrets-node"
import * as Strength from "@intendant/strength-zxcvbn"
import * as Clock from "effect/Clock"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Schema from "effect/Schema"
import { dirname, join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import { clockRoute, makeDemoClock } from "./demo-clock.ts"
import type { Up } from "./greeting.ts"
import { seed } from "./seed.ts"
import type { Settings } from "./settings.ts"
import { describeStorage, openStorage } from "./storage.ts"
import { startWorker } from "./worker.ts"

const blueprints = { "backup-accounts": backupAccounts, "backup-accounts-classic": backupAccountsClassic }
const portUsual = 3000
const workEveryMilliseconds = 1000

export interface Host {
  readonly up: Up
  /** Says that it is not ready, takes no more, answers what is under way, and lets go of everything. */
  readonly close: () => Promise<void>
}

/** Takes a line about a request, or about a look for due work that failed. */
type Log = (line: LogLine | { readonly at: string; readonly work: "failed"; readonly fault: string }) => void

const isTaken = (cause: unknown): boolean => cause instanceof Error && "code" in cause && cause.code === "EADDRINUSE"

/** At the port that was asked for, or fails. Where none was, at the usual one, or any that is free. */
const listenSomewhere = async (handler: Handler, { port, host }: Settings): Promise<Listening> => {
  if (port !== undefined) return listen(handler, { port, host })
  return listen(handler, { port: portUsual, host }).catch((cause: unknown) =>
    isTaken(cause) ? listen(handler, { port: 0, host }) : Promise.reject(cause))
}

/** Opens the storage first, then the door: nobody is kept waiting at a portal that is not there yet. */
export const startHost = async (settings: Settings, log: Log): Promise<Host> => {
  const storage = await openStorage(settings)
  const blueprint = Schema.decodeUnknownSync(Portals.Blueprint)(blueprints[settings.blueprint])
  const portal = makePortal({ ...storage, secrets: Secrets.make(), strength: Strength.make() }, blueprint)
  const demo = makeDemoClock()
  const layer = Layer.merge(Layer.succeed(Clock.Clock, demo.clock), Logger.layer([Logger.consoleJson]))
  const runtime = ManagedRuntime.make(layer)
  const passwordFile = join(dirname(settings.file), "integrator-password")
  const seeded = await runtime.runPromise(seed(portal, passwordFile, settings.makesTokens))
  const workFailed = (cause: unknown) => log({ at: new Date().toISOString(), work: "failed", fault: faultOf(cause) })
  const worker = startWorker(() => runtime.runPromise(portal.work()), workFailed, workEveryMilliseconds)
  const handler = makeHandler(portal, {
    layer, log, trustedProxies: settings.trustedProxies,
    ownRoutes: settings.isDemo ? [clockRoute(demo, worker.now)] : []
  })
  const server = await listenSomewhere(handler, settings)
  return {
    up: { ...seeded, url: `http://localhost:${server.port}`, passwordFile, storage: describeStorage(settings) },
    close: async () => {
      handler.drain()
      await pause(settings.drainMilliseconds)
      await Promise.all([server.close(), worker.stop()])
      await handler.dispose()
      await runtime.dispose()
      await storage.close()
    }
  }
}
