/** A server that lost what it acknowledged unlocks nothing: no secret works twice, no session lives again. */
import type { Session } from "@intendant/core"
import type { RedisPorts } from "@intendant/redis"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Redis } from "ioredis"
import { expect, it, onTestFinished, vi } from "vitest"
import { freePorts, hasOwnRedis, type OwnRedis, startOwnRedis } from "../../../tools/redis.ts"
import { freshPrefix, keptUnder, portsOn } from "./opened.ts"

const now = DateTime.makeUnsafe("2026-03-29T01:30:00.000Z")
const soon = DateTime.add(now, { seconds: 60 })
const once = { attemptsMax: 1 }
const key = { kind: "code", subject: "usr_1", purpose: "signIn" }
const session = (digest: string): Session =>
  ({ digest, subject: "usr_1", place: "acme", epoch: 0, level: 1, issuedAt: now, expiresAt: soon })

const { runPromise } = Effect

/** A code is sent, and somebody signs in twice. */
const begin = async ({ oneTime, sessions, throttle }: RedisPorts): Promise<void> => {
  await runPromise(oneTime.issue({ ...key, digest: "right", expiresAt: soon, triesMax: 3 }))
  await runPromise(Effect.forEach(["a", "b"], (digest) => sessions.open(session(digest))))
  await runPromise(throttle.attempt("k", once, now))
}

/** The code is used, and one of the sessions is revoked: this is what the server will have lost. */
const end = async ({ oneTime, sessions }: RedisPorts): Promise<void> => {
  expect(await runPromise(oneTime.redeem(key, "right", now))).toBe("accepted")
  await runPromise(sessions.revoke("a"))
  expect(await areFound({ sessions })).toEqual([false, true])
}

const areFound = async ({ sessions }: Pick<RedisPorts, "sessions">): Promise<ReadonlyArray<boolean>> => {
  const found = await runPromise(Effect.forEach(["a", "b"], (digest) => sessions.find(digest, now)))
  return found.map(Option.isSome)
}

/** Nothing of what was comes to life, and everybody may begin again. */
const expectNothingBack = async (ports: RedisPorts): Promise<void> => {
  expect(await runPromise(ports.oneTime.redeem(key, "right", now))).toBe("gone")
  expect(await areFound(ports)).toEqual([false, false])
  await runPromise(ports.oneTime.issue({ ...key, digest: "new", expiresAt: soon, triesMax: 3 }))
  expect(await runPromise(ports.oneTime.redeem({ ...key, kind: "link" }, "right", now))).toBe("gone")
  expect(await runPromise(ports.oneTime.redeem(key, "new", now))).toBe("accepted")
  await runPromise(ports.sessions.open(session("c")))
  expect(await areFound(ports)).toEqual([false, false])
  expect(Option.isSome(await runPromise(ports.sessions.find("c", now)))).toBe(true)
}

/** The secret and both sessions are there, as the server tells it: who believed it would be wrong. */
const expectStale = async (prefix: string, redis: Redis): Promise<void> => {
  const [secrets, sessions] = [`${prefix}:{one-time:"usr_1"}:`, `${prefix}:{sessions:"usr_1"}:`]
  const stale = [`${secrets}bond`, `${secrets}["code","signIn"]`, `${sessions}"a"`, `${sessions}"b"`, `${sessions}bond`]
  expect(Object.keys(await keptUnder(prefix, redis))).toEqual(expect.arrayContaining(stale))
}

const start = async (settings: Readonly<Record<string, string>> = {}): Promise<OwnRedis> => {
  const server = await startOwnRedis(settings)
  onTestFinished(server.stop)
  return server
}

const isLinked = async (replica: Redis): Promise<void> => {
  expect(await replica.info("replication")).toContain("master_link_status:up")
}

/** A primary, and a replica of it that has everything so far. */
const startPair = async () => {
  const [port, other] = await freePorts(2)
  const quick = { "repl-diskless-sync-delay": "0" }
  const one = await start({ ...quick, port: String(port) })
  const two = await start({ ...quick, port: String(other), replicaof: `127.0.0.1 ${port}` })
  const [first, second] = [one.connect(), two.connect()]
  onTestFinished(() => {
    for (const client of [first, second]) client.disconnect()
  })
  await vi.waitFor(() => isLinked(second), { timeout: 20_000, interval: 20 })
  return { one, two, first, second }
}

/** Waits until the replica has what this client wrote: of what others wrote, the server says nothing to it. */
const followed = async ({ redis }: { readonly redis: Redis }): Promise<void> => {
  expect(await redis.wait(1, 10_000)).toBe(1)
}

/** From here on the replica hears nothing: its primary is where nobody listens. */
const cutOff = async (replica: Redis): Promise<void> => {
  const [nowhere] = await freePorts(1)
  await replica.replicaof("127.0.0.1", nowhere ?? 0)
}

const told = (): void => {
  it("SEC-65 a server that restarts empty knows no secret and no session, and counts anew", async () => {
    const [server, prefix] = [await start(), freshPrefix()]
    await begin(await portsOn(server, prefix))
    await server.restart()
    const ports = await portsOn(server, prefix)
    expect(await runPromise(ports.throttle.attempt("k", once, now))).toEqual({ admitted: true, count: 1 })
    await expectNothingBack(ports)
  })

  it("SEC-65 SEC-17 a server that reads an old file back believes no secret and no session in it", async () => {
    const [server, prefix] = [await start(), freshPrefix()]
    const before = await portsOn(server, prefix)
    await begin(before)
    await before.redis.save()
    await end(before)
    await server.restart()
    const ports = await portsOn(server, prefix)
    await expectStale(prefix, ports.redis)
    expect(await runPromise(ports.throttle.count("k", now))).toBe(1)
    await expectNothingBack(ports)
  })

  it("SEC-65 attempts that a server wrote down are still counted when it reads them back", async () => {
    const [server, prefix] = [await start({ appendonly: "yes", appendfsync: "always" }), freshPrefix()]
    await begin(await portsOn(server, prefix))
    await server.restart()
    const ports = await portsOn(server, prefix)
    expect(await runPromise(ports.throttle.attempt("k", once, now))).toEqual({ admitted: false, count: 1 })
    await expectNothingBack(ports)
  })

  it("SEC-65 SEC-17 a replica that lags believes no secret and no session once it is promoted", async () => {
    const prefix = freshPrefix()
    const { one, two, second } = await startPair()
    const before = await portsOn(one, prefix)
    await begin(before)
    await followed(before)
    await cutOff(second)
    await end(before)
    await one.kill()
    await second.replicaof("NO", "ONE")
    const ports = await portsOn(two, prefix)
    await expectStale(prefix, ports.redis)
    expect(await runPromise(ports.throttle.attempt("k", once, now))).toEqual({ admitted: false, count: 1 })
    await expectNothingBack(ports)
  })

  it("SEC-65 SEC-17 failing over there and back brings nothing back, though the process is the same", async () => {
    const prefix = freshPrefix()
    const { one, two, first, second } = await startPair()
    const ports = await portsOn(one, prefix)
    await begin(ports)
    await followed(ports)
    await cutOff(second)
    await end(ports)
    await second.replicaof("NO", "ONE")
    await first.replicaof("127.0.0.1", two.port)
    await vi.waitFor(() => isLinked(first), { timeout: 20_000, interval: 20 })
    await first.replicaof("NO", "ONE")
    await expectStale(prefix, first)
    expect(await runPromise(ports.throttle.attempt("k", once, now))).toEqual({ admitted: false, count: 1 })
    await expectNothingBack(ports)
  })

  it("SEC-65 a replica that is attached later ends the reign: nobody is signed in, and all may sign in", async () => {
    const [port, other] = await freePorts(2)
    const server = await start({ port: String(port), "repl-diskless-sync-delay": "0" })
    const here = await portsOn(server)
    await begin(here)
    expect(await areFound(here)).toEqual([true, true])
    await start({ port: String(other), replicaof: `127.0.0.1 ${port}` })
    await vi.waitFor(async () => {
      expect(await here.redis.info("replication")).toContain("state=online")
    }, { timeout: 20_000, interval: 20 })
    await expectNothingBack(here)
  })
}

const toldWithout = (): void => {
  it("what a fail-over loses cannot be tried on this machine: redis-server is not installed", () => {
    expect(hasOwnRedis()).toBe(false)
  })
}

if (hasOwnRedis()) told()
else toldWithout()
