/** A Redis Cluster of three nodes keeps every promise, and says so when a part of it does not answer. */
import { oneTimeSuite, sessionsSuite, throttleSuite } from "@intendant/conformance"
import { bounded, make } from "@intendant/redis"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import type { Cluster } from "ioredis"
import { afterAll, expect, it, onTestFinished } from "vitest"
import { startRedisCluster } from "../../../tools/redis-cluster.ts"
import { hasOwnRedis } from "../../../tools/redis.ts"
import { freshPrefix, keptUnder, openerOf } from "./opened.ts"

const now = DateTime.makeUnsafe("2026-03-29T01:30:00.000Z")
const many = Array.from({ length: 60 }, (_, index) => `subject ${index}`)

const told = async (): Promise<void> => {
  const cluster = await startRedisCluster()
  afterAll(cluster.stop)
  const connect = async (): Promise<Cluster> => {
    const redis = cluster.connect({ enableOfflineQueue: false, lazyConnect: true, redisOptions: bounded })
    redis.on("error", () => {}) // a node that goes away is what one test is about
    await redis.connect()
    return redis
  }
  const open = openerOf(connect)
  throttleSuite(it, open)
  oneTimeSuite(it, open)
  sessionsSuite(it, open)

  it("SEC-65 subjects are spread over all nodes; those of a node that is gone are refused, in time", async () => {
    const [redis, prefix] = [await connect(), freshPrefix()]
    onTestFinished(() => redis.disconnect())
    const { throttle, oneTime } = make({ redis, prefix })
    const tried = (subject: string) => Effect.runPromise(Effect.result(Effect.all([
      throttle.attempt(subject, { attemptsMax: 1 }, now),
      oneTime.redeem({ kind: "code", subject, purpose: "signIn" }, "right", now)
    ], { mode: "result" })))
    await Promise.all(many.map(tried))
    const counts = await Promise.all(redis.nodes("master").map(async (node) =>
      (await node.keys(`${prefix}:*`)).length))
    expect(counts).toEqual([expect.any(Number), expect.any(Number), expect.any(Number)])
    expect(Math.min(...counts)).toBeGreaterThan(0)
    expect(Object.keys(await keptUnder(prefix, redis))).toHaveLength(many.length)
    await cluster.nodes[0]?.kill()
    const begun = performance.now()
    const answers = (await Promise.all(many.map(tried))).flatMap((told) => told._tag === "Success" ? told.success : [])
    expect(performance.now() - begun).toBeLessThan(10_000)
    const failures = answers.flatMap((answer) => answer._tag === "Failure" ? [answer.failure._tag] : [])
    expect(new Set(failures)).toEqual(new Set(["Unavailable"]))
    const admitted = answers.filter((answer) =>
      answer._tag === "Success" && typeof answer.success === "object" && answer.success.admitted)
    expect(admitted).toEqual([])
  })
}

const toldWithout = async (): Promise<void> => {
  it("a cluster cannot be tried on this machine: redis-server is not installed", () => {
    expect(hasOwnRedis()).toBe(false)
  })
}

await (hasOwnRedis() ? told() : toldWithout())
