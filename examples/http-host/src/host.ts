/** The reference portal, put together: which blueprint, which storage, which secrets, behind which port. */
import { backupAccounts, backupAccountsClassic, secureWorkspace } from "@intendant/blueprints"
import { makePortal, Portals } from "@intendant/core"
import {
  faultOf, type Handler, listen, type Listening, type LogLine, makeHandler, type OwnRoute
} from "@intendant/http"
import * as Secrets from "@intendant/secrets-node"
import * as Strength from "@intendant/strength-zxcvbn"
import * as Totp from "@intendant/totp-otpauth"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"
import { dirname, join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import { clockRoute, type DemoClock, makeDemoClock } from "./demo-clock.ts"
import { openGateways } from "./gateways.ts"
import type { Up } from "./greeting.ts"
import { keptIn } from "./key-file.ts"
import { sinkRoute, startMailSink } from "./mail-sink.ts"
import { seed } from "./seed.ts"
import type { BlueprintName, Settings } from "./settings.ts"
import { describeStorage, type OpenedStorage, openStorage } from "./storage.ts"
import { startTextSink } from "./text-sink.ts"
import { startWorker } from "./worker.ts"

const blueprints = {
  "backup-accounts": backupAccounts, "backup-accounts-classic": backupAccountsClassic,
  "secure-workspace": secureWorkspace
} satisfies Record<BlueprintName, unknown>
const portUsual = 3000
const workEveryMilliseconds = 1000
const keyBytes = 32

const hasUsers = ({ blueprint }: Settings): boolean => blueprint === "secure-workspace"

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

/** What a portal of people has besides: a key to make its messages from, and gateways for them to leave by. */
const openPeople = async (settings: Settings, url: () => string) => {
  const needsSink = hasUsers(settings) && settings.isDemo && settings.smtpUrl === undefined
  const sinks = needsSink ? { mails: await startMailSink(), texts: await startTextSink() } : undefined
  const scope = Scope.makeUnsafe()
  const gateways = await Effect.runPromise(Scope.provide(openGateways(settings, sinks, url), scope))
  const key = Buffer.from(await keptIn(join(dirname(settings.file), "installation-key"), keyBytes), "base64url")
  return {
    sinks, key, gateways,
    close: async () => {
      await Effect.runPromise(Scope.close(scope, Exit.void))
      await sinks?.mails.close()
      await sinks?.texts.close()
    }
  }
}

type People = Awaited<ReturnType<typeof openPeople>>

const portalOn = (settings: Settings, storage: OpenedStorage, { key, gateways }: People) =>
  makePortal({
    ...storage, secrets: Secrets.make({ key }), strength: Strength.make(), authenticator: Totp.make(),
    ...(gateways === undefined ? {} : { gateways })
  }, Schema.decodeUnknownSync(Portals.Blueprint)(blueprints[settings.blueprint]))

/** What only a demonstration has: a clock that is moved, and the mail and text messages of everybody. */
const demoRoutes = (demo: DemoClock, { sinks }: People, now: () => Promise<unknown>): ReadonlyArray<OwnRoute> => [
  clockRoute(demo, now),
  ...(sinks === undefined ? [] : [sinkRoute("mails", sinks.mails, now), sinkRoute("texts", sinks.texts, now)])
]

/** Opens the storage first, then the door: nobody is kept waiting at a portal that is not there yet. */
export const startHost = async (settings: Settings, log: Log): Promise<Host> => {
  const storage = await openStorage(settings)
  const listening = Promise.withResolvers<void>()
  let url = ""
  const publicUrl = () => settings.portalUrl ?? url
  const people = await openPeople(settings, publicUrl)
  const portal = portalOn(settings, storage, people)
  const demo = makeDemoClock()
  const layer = Layer.merge(Layer.succeed(Clock.Clock, demo.clock), Logger.layer([Logger.consoleJson]))
  const runtime = ManagedRuntime.make(layer)
  const passwordFile = join(dirname(settings.file), "integrator-password")
  const { makesTokens } = settings
  const seeded = await runtime.runPromise(seed(portal, { passwordFile, makesTokens, hasUsers: hasUsers(settings) }))
  const workFailed = (cause: unknown) => log({ at: new Date().toISOString(), work: "failed", fault: faultOf(cause) })
  // What is sent says where this host is: nothing is, before that is known.
  const work = () => listening.promise.then(() => runtime.runPromise(Effect.andThen(portal.work(), portal.dispatch())))
  const worker = startWorker(work, workFailed, workEveryMilliseconds)
  const handler = makeHandler(portal, {
    layer, log, trustedProxies: settings.trustedProxies, publicUrl,
    ownRoutes: settings.isDemo ? demoRoutes(demo, people, worker.now) : []
  })
  const server = await listenSomewhere(handler, settings)
  url = `http://localhost:${server.port}`
  listening.resolve()
  return {
    up: { ...seeded, url, passwordFile, storage: describeStorage(settings) },
    close: async () => {
      handler.drain()
      await pause(settings.drainMilliseconds)
      await Promise.all([server.close(), worker.stop()])
      await handler.dispose()
      await runtime.dispose()
      await people.close()
      await storage.close()
    }
  }
}
