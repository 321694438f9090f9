/** Secrets that work once, in Redis: a hash for each, which bears the bond of its subject and is gone once right. */
import type { OneTime, OneTimeKey, Redemption } from "@intendant/core"
import { newName, tied, withBond } from "./bond.ts"
import { answering, type Client, remove, run, script } from "./client.ts"
import { keptMillis, subjectKeys } from "./keys.ts"

/** Values: a new bond's name, how long to keep it, the digest, when it expires, and how many wrong answers it bears. */
const issue = script(`${withBond}${tied}
redis.call("DEL", KEYS[2])
redis.call("HSET", KEYS[2], "bond", bond, "digest", ARGV[3], "expiresAt", ARGV[4], "triesLeft", ARGV[5])
redis.call("PEXPIRE", KEYS[2], ARGV[2])
`)

/** Values: the digest of the answer, and now. */
const redeem = script(`${withBond}
local kept = redis.call("HMGET", KEYS[2], "bond", "digest", "expiresAt", "triesLeft")
if not bond or kept[1] ~= bond then return "gone" end
if tonumber(ARGV[2]) >= tonumber(kept[3]) or tonumber(kept[4]) <= 0 then return "gone" end
if kept[2] ~= ARGV[1] then
  redis.call("HINCRBY", KEYS[2], "triesLeft", -1)
  return "wrong"
end
redis.call("DEL", KEYS[2])
return "accepted"
`, true)

export const makeOneTime = (redis: Client, prefix: string): OneTime["Service"] => {
  const keysOf = ({ kind, subject, purpose }: OneTimeKey): readonly [string, string] => {
    const { bond, of } = subjectKeys(prefix, "one-time", subject)
    return [bond, of([kind, purpose])]
  }
  return {
    issue: ({ digest, expiresAt, triesMax, ...key }) =>
      answering(async () => {
        const expiresMillis = expiresAt.epochMilliseconds
        // When a secret was issued is not told: this machine's clock says how long it is kept, never when it expires.
        const kept = keptMillis(expiresMillis - Date.now())
        await run(redis, issue, keysOf(key), [newName(), kept, JSON.stringify(digest), expiresMillis, triesMax])
      }),

    redeem: (key, digest, { epochMilliseconds }) =>
      answering(async () =>
        asRedemption(await run(redis, redeem, keysOf(key), [JSON.stringify(digest), epochMilliseconds]))),

    revokeAll: (subject) => answering(() => remove(redis, subjectKeys(prefix, "one-time", subject).bond))
  }
}

const asRedemption = (told: unknown): Redemption => told === "accepted" || told === "wrong" ? told : "gone"
