/** SEC-65: whatever is wrong with the server, every question is refused in time, and nothing is unlocked by it. */
import type { Session, Unavailable } from "@intendant/core"
import { bounded, make, type RedisPorts } from "@intendant/redis"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { Cluster, Redis } from "ioredis"
import { expect, it, onTestFinished, vi } from "vitest"
import { freePorts, hasOwnRedis, type OwnRedis, startOwnRedis } from "../../../tools/redis.ts"
import { freshPrefix, portsOn } from "./opened.ts"

const now = DateTime.makeUnsafe("2026-03-29T01:30:00.000Z")
const soon = DateTime.add(now, { seconds: 60 })
const key = { kind: "code", subject: "usr_1", purpose: "signIn" }
const secret = { ...key, digest: "right", expiresAt: soon, triesMax: 3 }
const session: Session =
  { digest: "a", subject: "usr_1", place: "acme", epoch: 0, level: 1, issuedAt: now, expiresAt: soon }
const once = { attemptsMax: 1 }

const { runPromise } = Effect

/** What asks whether somebody may go on. */
const checks = ({ throttle, oneTime, sessions }: RedisPorts): ReadonlyArray<Effect.Effect<unknown, Unavailable>> => [
  throttle.attempt("k", once, now), throttle.count("k", now), oneTime.redeem(key, "wrong", now), sessions.find("a", now)
]
/** What changes something, of others: what was sent may still be carried out later, and unlocks what it says. */
const changes = ({ throttle, oneTime, sessions }: RedisPorts): ReadonlyArray<Effect.Effect<unknown, Unavailable>> => [
  throttle.reset("other"), oneTime.issue({ ...secret, subject: "usr_2" }), oneTime.revokeAll("usr_2"),
  sessions.open({ ...session, digest: "b", subject: "usr_2" }), sessions.revoke("b"), sessions.revokeAll("usr_2"),
  sessions.revokeAll("usr_2", "b")
]

/** All of them fail, as what could not be asked, before anybody would give up waiting. Gives the reasons. */
const expectRefused = async (
  asked: ReadonlyArray<Effect.Effect<unknown, Unavailable>>
): Promise<ReadonlyArray<string>> => {
  const begun = performance.now()
  const failures = await runPromise(Effect.all(asked.map(Effect.flip), { concurrency: "unbounded" }))
  expect(performance.now() - begun).toBeLessThan(bounded.commandTimeout + 2000)
  expect(failures.map(({ _tag }) => _tag)).toEqual(asked.map(() => "Unavailable"))
  return failures.map(({ cause }) => String(cause))
}

const firstWord = (reason: string): string => reason.replace(/^[A-Za-z]*Error: /, "").split(" ")[0] ?? ""

/** One attempt, the only one allowed; a secret that was used; one session. */
const lock = async ({ throttle, oneTime, sessions }: RedisPorts): Promise<void> => {
  await runPromise(throttle.attempt("k", once, now))
  await runPromise(oneTime.issue(secret))
  await runPromise(oneTime.redeem(key, "right", now))
  await runPromise(sessions.open(session))
}

/** One more guess, and the secret once more. */
const guess = async ({ throttle, oneTime }: RedisPorts): Promise<ReadonlyArray<unknown>> =>
  [await runPromise(throttle.attempt("k", once, now)), await runPromise(oneTime.redeem(key, "right", now))]
const locked = [{ admitted: false, count: 1 }, "gone"]

const start = async (settings: Readonly<Record<string, string>> = {}): Promise<OwnRedis> => {
  const server = await startOwnRedis(settings)
  onTestFinished(server.stop)
  return server
}

const told = (): void => {
  it("SEC-65 a server that is gone: refused at once; when it is back, the same client finds it", async () => {
    const server = await start({ appendonly: "yes", appendfsync: "always" })
    const ports = await portsOn(server)
    await lock(ports)
    await server.kill()
    await expectRefused([...checks(ports), ...changes(ports)])
    await server.restart()
    await vi.waitFor(() => runPromise(ports.throttle.count("k", now)), { timeout: 20_000, interval: 50 })
    expect(await guess(ports)).toEqual(locked)
  })

  it("SEC-65 a server that hangs: refused within seconds; when it goes on, nothing is unlocked", async () => {
    const server = await start()
    const ports = await portsOn(server)
    await lock(ports)
    server.freeze()
    await expectRefused(checks(ports))
    await expectRefused([...checks(ports), ...changes(ports)])
    server.thaw()
    await vi.waitFor(() => runPromise(ports.throttle.count("k", now)), { timeout: 20_000, interval: 50 })
    expect(await guess(ports)).toEqual(locked)
    expect(Option.isSome(await runPromise(ports.sessions.find("a", now)))).toBe(true)
  })

  it("SEC-65 a server that loads its file: refused until it has", async () => {
    const server = await start({
      "enable-debug-command": "yes", "key-load-delay": "100000", "loading-process-events-interval-bytes": "1024"
    })
    const ports = await portsOn(server)
    await lock(ports)
    const other = server.connect()
    onTestFinished(() => other.disconnect())
    const fillers = Array.from({ length: 30 }, (_, index) => [`filler-${index}`, "x".repeat(2000)] as const)
    await other.mset(new Map(fillers))
    const loaded = other.call("DEBUG", "RELOAD")
    const refusal = await vi.waitFor(() => runPromise(Effect.flip(ports.throttle.count("k", now))),
      { timeout: 20_000, interval: 5 })
    expect(String(refusal.cause)).toContain("LOADING")
    await expectRefused([...checks(ports), ...changes(ports)])
    await loaded
    expect(await guess(ports)).toEqual(locked)
  })

  it("SEC-65 a replica, whether or not it takes writes: refused, and so is a primary without its replicas",
    async () => {
      const [[port], prefix] = [await freePorts(1), freshPrefix()]
      const primary = await start({ port: String(port), "repl-diskless-sync-delay": "0" })
      const ports = await portsOn(primary, prefix)
      for (const readOnly of ["yes", "no"]) {
        const server = await start({ "replica-read-only": readOnly, replicaof: `127.0.0.1 ${port}` })
        const replica = await portsOn(server, prefix)
        // A client leaves a server that was demoted; it may find another one under the same name.
        for (const one of [...checks(replica), ...changes(replica)]) {
          await vi.waitFor(async () => {
            expect((await expectRefused([one])).join()).toMatch(/READONLY|NOTPRIMARY/)
          }, { timeout: 20_000, interval: 10 })
        }
      }
      await ports.redis.config("SET", "min-replicas-to-write", 3)
      const asked = [...checks(ports), ...changes(ports)]
      expect(new Set((await expectRefused(asked)).map(firstWord))).toEqual(new Set(["NOREPLICAS"]))
    })

  it("SEC-65 a server without memory: nobody new is let in, and what is revoked is revoked", async () => {
    const server = await start({ "maxmemory-policy": "noeviction" })
    const ports = await portsOn(server)
    await lock(ports)
    await ports.redis.config("SET", "maxmemory", "1")
    const reasons = await expectRefused([
      ports.throttle.attempt("k", once, now), ports.oneTime.issue(secret),
      ports.sessions.open({ ...session, digest: "b" })
    ])
    expect(reasons.map(firstWord)).toEqual(["OOM", "OOM", "OOM"])
    const isFound = async () => Option.isSome(await runPromise(ports.sessions.find("a", now)))
    expect(await isFound()).toBe(true)
    await runPromise(ports.sessions.revokeAll("usr_1", "a"))
    expect(await isFound()).toBe(true)
    await runPromise(ports.sessions.revokeAll("usr_1"))
    expect(await isFound()).toBe(false)
    expect(await runPromise(ports.oneTime.redeem(key, "right", now))).toBe("gone")
  })

  it("a server that forgot the scripts is told them again", async () => {
    const ports = await portsOn(await start())
    await lock(ports)
    await ports.redis.script("FLUSH")
    expect(await guess(ports)).toEqual(locked)
  })
}

const toldWithout = (): void => {
  it("a server that is gone, hangs or loads cannot be tried on this machine: redis-server is not installed", () => {
    expect(hasOwnRedis()).toBe(false)
  })
}

it("SEC-65 a client that may wait without end, or send again what was given up, is refused at once", () => {
  const { commandTimeout: _, ...endless } = bounded
  const cautious = { lazyConnect: true, ...bounded }
  const clients = [
    new Redis({ lazyConnect: true }), new Redis({ lazyConnect: true, ...endless }),
    new Redis({ ...cautious, enableOfflineQueue: true }),
    new Redis({ ...cautious, autoResendUnfulfilledCommands: true }),
    new Cluster(["redis://127.0.0.1:1"], { lazyConnect: true, enableOfflineQueue: false }),
    new Cluster(["redis://127.0.0.1:1"], { lazyConnect: true, redisOptions: bounded })
  ]
  for (const redis of clients) expect(() => make({ redis })).toThrow("without end")
  const redis = new Redis(cautious)
  for (const prefix of ["", "a b", "{a}", "a\"", "é"]) expect(() => make({ redis, prefix })).toThrow("prefix")
  expect(Object.keys(make({ redis, prefix: freshPrefix() }))).toEqual(["throttle", "oneTime", "sessions"])
})

if (hasOwnRedis()) told()
else toldWithout()
