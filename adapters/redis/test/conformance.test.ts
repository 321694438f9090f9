/** One Redis server keeps every promise of the ports that it serves. */
import { oneTimeSuite, sessionsSuite, throttleSuite } from "@intendant/conformance"
import { OneTime, Sessions, Throttle } from "@intendant/core"
import { layer } from "@intendant/redis"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { afterAll, expect, it } from "vitest"
import { hasRedis, startRedis } from "../../../tools/redis.ts"
import { clientOf, freshPrefix, openerOf, portsOn } from "./opened.ts"

const now = DateTime.makeUnsafe("2026-03-29T01:30:00.000Z")

const told = async (): Promise<void> => {
  const server = await startRedis()
  afterAll(server.stop)
  const open = openerOf(() => clientOf(server))
  throttleSuite(it, open)
  oneTimeSuite(it, open)
  sessionsSuite(it, open)

  it("serves the three ports as a layer, with one client that stays its maker's", async () => {
    const { redis } = await portsOn(server)
    const asked = Effect.gen(function*() {
      const [throttle, oneTime, sessions] = [yield* Throttle, yield* OneTime, yield* Sessions]
      return [
        yield* throttle.count("k", now), yield* sessions.find("d", now),
        yield* oneTime.redeem({ kind: "code", subject: "usr_1", purpose: "signIn" }, "right", now)
      ]
    })
    const answers = await Effect.runPromise(Effect.provide(asked, layer({ redis, prefix: freshPrefix() })))
    expect(answers).toEqual([0, Option.none(), "gone"])
    expect(await redis.ping()).toBe("PONG")
  })
}

const toldWithout = async (): Promise<void> => {
  it("cannot be tried on this machine: there is no REDIS_URL, and redis-server is not installed", () => {
    expect(hasRedis()).toBe(false)
  })
}

await (hasRedis() ? told() : toldWithout())
