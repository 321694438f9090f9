/** Counts attempts in Redis: a sorted set for each key, in the order in which its attempts are forgotten. */
import type { Attempt, Throttle } from "@intendant/core"
import * as DateTime from "effect/DateTime"
import { randomUUID } from "node:crypto"
import { answering, type Client, remove, run, script } from "./client.ts"
import { keptMillis, keyOf } from "./keys.ts"

/** Values: now, the attempts allowed, when this one is forgotten, its name, and how long to keep it ("" for good). */
const attempt = script(`
redis.call("ZREMRANGEBYSCORE", KEYS[1], "-inf", ARGV[1])
local before = redis.call("ZCARD", KEYS[1])
local over = before - tonumber(ARGV[2])
if over >= 0 then
  return {0, before, redis.call("ZRANGE", KEYS[1], over, over, "WITHSCORES")[2]}
end
redis.call("ZADD", KEYS[1], ARGV[3], ARGV[4])
if ARGV[5] == "" then
  redis.call("PERSIST", KEYS[1])
elseif before == 0 then
  redis.call("PEXPIRE", KEYS[1], ARGV[5])
else
  redis.call("PEXPIRE", KEYS[1], ARGV[5], "GT")
end
return {1, before + 1}
`)
const count = script(`return redis.call("ZCOUNT", KEYS[1], "(" .. ARGV[1], "+inf")`, true)

/** How Redis writes that an attempt is remembered for good. */
const never = "inf"

export const makeThrottle = (redis: Client, prefix: string): Throttle["Service"] => {
  const keyFor = (key: string) => keyOf(prefix, "throttle", key)
  return {
    attempt: (key, { attemptsMax, rememberSeconds }, { epochMilliseconds: nowMillis }) =>
      answering(async () => {
        const [forgetAt, kept] = rememberSeconds === undefined
          ? [never, ""]
          : [nowMillis + rememberSeconds * 1000, keptMillis(rememberSeconds * 1000)]
        // Sent twice because the answer was lost, an attempt is one attempt: it has a name.
        const values = [nowMillis, attemptsMax, forgetAt, randomUUID(), kept]
        return attemptOf(await run(redis, attempt, [keyFor(key)], values))
      }),

    reset: (key) => answering(() => remove(redis, keyFor(key))),

    count: (key, { epochMilliseconds }) =>
      answering(async () => Number(await run(redis, count, [keyFor(key)], [epochMilliseconds])))
  }
}

const attemptOf = (told: unknown): Attempt => {
  // What is no list is no answer of the script: nothing is let through then.
  const [admitted, attempts, retryAt] = Array.isArray(told) ? told.map(String) : []
  const isKnown = retryAt !== undefined && retryAt !== never
  return {
    admitted: admitted === "1", count: Number(attempts),
    ...(isKnown ? { retryAt: DateTime.makeUnsafe(Number(retryAt)) } : {})
  }
}
