/** SEC-63: what ran out leaves Redis by itself, and nothing leaves that somebody could still need. */
import type { RedisPorts } from "@intendant/redis"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Redis } from "ioredis"
import { afterAll, describe, expect, it } from "vitest"
import { hasRedis, startRedis } from "../../../tools/redis.ts"
import { freshPrefix, keysOn, portsOn } from "./opened.ts"

const now = DateTime.makeUnsafe(Date.now())
const afterDays = (days: number) => DateTime.add(now, { days })
const { runPromise } = Effect
const dayMillis = 86_400_000
const month = 30

/** So many days pass: every deadline comes nearer. What has none stays. */
const pass = async (redis: Redis, prefix: string, days: number): Promise<void> => {
  for (const key of await keysOn(redis, prefix)) {
    const leftMillis = await redis.pttl(key)
    if (leftMillis >= 0) await redis.pexpire(key, Math.round(leftMillis - days * dayMillis))
  }
}

const key = (purpose: string) => ({ kind: "link", subject: "usr_1", purpose })
const issue = ({ oneTime }: RedisPorts, purpose: string, days: number) =>
  runPromise(oneTime.issue({ ...key(purpose), digest: "right", expiresAt: afterDays(days), triesMax: 3 }))
const open = ({ sessions }: RedisPorts, digest: string, days: number) =>
  runPromise(sessions.open(
    { digest, subject: "usr_1", place: "acme", epoch: 0, level: 1, issuedAt: now, expiresAt: afterDays(days) }))

const told = async (): Promise<void> => {
  const server = await startRedis()
  afterAll(server.stop)

  it("SEC-63 of 20,000 names that were tried, all are known while they count, and none is kept for ever", async () => {
    const prefix = freshPrefix()
    const { throttle, redis } = await portsOn(server, prefix)
    const names = Array.from({ length: 20_000 }, (_, index) => `name ${index}`)
    const rule = { attemptsMax: 1, rememberSeconds: 86_400 }
    await runPromise(Effect.forEach(names, (name) => throttle.attempt(name, rule, now), { concurrency: 500 }))
    await pass(redis, prefix, 1 + 6)
    expect(await keysOn(redis, prefix)).toHaveLength(names.length)
    await pass(redis, prefix, 1 + 0.01)
    expect(await keysOn(redis, prefix)).toEqual([])
  })

  describe.each([[[1, month]], [[month, 1]], [[1, month, 1]]])("in whatever order they come (%j days)", (lasting) => {
    it("SEC-63 attempts are counted for as long as the one remembered longest", async () => {
      const prefix = freshPrefix()
      const { throttle, redis } = await portsOn(server, prefix)
      const rules = lasting.map((days) => ({ attemptsMax: 9, rememberSeconds: days * 86_400 }))
      await runPromise(Effect.forEach(rules, (rule) => throttle.attempt("k", rule, now)))
      await pass(redis, prefix, month)
      expect(await runPromise(throttle.count("k", afterDays(month - 1)))).toBe(1)
      await pass(redis, prefix, 8)
      expect(await keysOn(redis, prefix)).toEqual([])
    })

    it("SEC-63 a secret and a session last, though others of their subject do not", async () => {
      const prefix = freshPrefix()
      const ports = await portsOn(server, prefix)
      for (const [index, days] of lasting.entries()) {
        await issue(ports, `${index}`, days)
        await open(ports, `${index}`, days)
      }
      await pass(ports.redis, prefix, month)
      const longest = `${lasting.indexOf(month)}`
      const later = afterDays(month - 1)
      expect(Option.isSome(await runPromise(ports.sessions.find(longest, later)))).toBe(true)
      expect(await runPromise(ports.oneTime.redeem(key(longest), "right", later))).toBe("accepted")
      await pass(ports.redis, prefix, 8)
      expect(await keysOn(ports.redis, prefix)).toEqual([])
    })
  })

  it("SEC-63 the session that is excepted when all others end lasts as long as before", async () => {
    const prefix = freshPrefix()
    const ports = await portsOn(server, prefix)
    await open(ports, "long", month)
    await open(ports, "other", 2 * month)
    await runPromise(ports.sessions.revokeAll("usr_1", "long"))
    await pass(ports.redis, prefix, month)
    expect(Option.isSome(await runPromise(ports.sessions.find("long", afterDays(month - 1))))).toBe(true)
    expect(Option.isSome(await runPromise(ports.sessions.find("other", now)))).toBe(false)
    await pass(ports.redis, prefix, month + 8)
    expect(await keysOn(ports.redis, prefix)).toEqual([])
  })

  it("SEC-63 attempts that are remembered for good stay until a reset, whatever comes before or after", async () => {
    const prefix = freshPrefix()
    const { throttle, redis } = await portsOn(server, prefix)
    const [timed, forGood] = [{ attemptsMax: 9, rememberSeconds: 60 }, { attemptsMax: 9 }]
    await runPromise(Effect.forEach([timed, forGood, timed], (rule) => throttle.attempt("k", rule, now)))
    await pass(redis, prefix, 1000 * month)
    expect(await runPromise(throttle.count("k", afterDays(1000 * month)))).toBe(1)
    await runPromise(throttle.reset("k"))
    await runPromise(throttle.attempt("k", timed, now))
    await pass(redis, prefix, 8)
    expect(await keysOn(redis, prefix)).toEqual([])
  })

  it("a clock that is months behind loses nothing", async () => {
    const ports = await portsOn(server)
    const then = afterDays(-8 * month)
    await runPromise(ports.oneTime.issue(
      { ...key("reset"), digest: "right", expiresAt: DateTime.add(then, { seconds: 60 }), triesMax: 3 }))
    expect(await runPromise(ports.oneTime.redeem(key("reset"), "right", then))).toBe("accepted")
  })
}

const toldWithout = async (): Promise<void> => {
  it("cannot be tried on this machine: there is no REDIS_URL, and redis-server is not installed", () => {
    expect(hasRedis()).toBe(false)
  })
}

await (hasRedis() ? told() : toldWithout())
