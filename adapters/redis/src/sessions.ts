/** Who is signed in, in Redis: sessions stand together by subject, and a digest leads to its subject. */
import { isReached, Level, Moment, type Session, type Sessions } from "@intendant/core"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { newName, tied, withBond } from "./bond.ts"
import { answering, type Client, remove, run, script } from "./client.ts"
import { keptMillis, keyOf, subjectKeys } from "./keys.ts"

/*
 * Two places, perhaps on two nodes of a cluster. Where the digest leads to is written first, once, and never changes:
 * it only says where to look. Whether the session lives is decided in one place, beside its subject's bond, so whoever
 * revokes all of them and whoever asks for one meet there. What was written in one place and not in the other is
 * nobody's session.
 */

const lead = script(`return redis.call("GET", KEYS[1])`, true)

/** Values: a new bond's name, how long to keep it, and the session. */
const open = script(`${withBond}${tied}
redis.call("HSET", KEYS[2], "bond", bond, "session", ARGV[3])
redis.call("PEXPIRE", KEYS[2], ARGV[2])
`)

const find = script(`${withBond}
local kept = redis.call("HMGET", KEYS[2], "bond", "session")
return bond and kept[1] == bond and kept[2]
`, true)

/** A new bond, which of all sessions only the second key gets. Value: its name. */
const revokeOthers = script(`${withBond}
if not bond or redis.call("HGET", KEYS[2], "bond") ~= bond then return redis.call("DEL", KEYS[1]) end
bond = reign .. "/" .. ARGV[1]
redis.call("SET", KEYS[1], bond, "KEEPTTL")
redis.call("HSET", KEYS[2], "bond", bond)
`, true)

/** A session as it is kept. */
const Kept = Schema.fromJsonString(Schema.Struct({
  digest: Schema.String, subject: Schema.String, place: Schema.String, epoch: Schema.Int, level: Level,
  issuedAt: Moment, expiresAt: Moment
}))
const write = Schema.encodeSync(Kept)
const read = Schema.decodeUnknownSync(Kept)

/** A session's two keys, of the bond and of itself: on one node. */
type Keys = readonly [bond: string, session: string]

const keysOf = (prefix: string, subject: string, digest: string): Keys => {
  const { bond, of } = subjectKeys(prefix, "sessions", subject)
  return [bond, of(digest)]
}

const leadOf = (prefix: string, digest: string): string => keyOf(prefix, "session", digest)

/** The keys of the session with this digest, dead or alive; none where the digest leads nowhere. */
const follow = async (redis: Client, prefix: string, digest: string): Promise<Keys | undefined> => {
  const subject = await run(redis, lead, [leadOf(prefix, digest)], [])
  return typeof subject === "string" ? keysOf(prefix, String(JSON.parse(subject)), digest) : undefined
}

export const makeSessions = (redis: Client, prefix: string): Sessions["Service"] => ({
  open: (session) =>
    answering(async () => {
      const { digest, subject, issuedAt, expiresAt } = session
      const kept = keptMillis(expiresAt.epochMilliseconds - issuedAt.epochMilliseconds)
      const isNew = await redis.set(leadOf(prefix, digest), JSON.stringify(subject), "PX", kept, "NX")
      if (isNew === null) throw new Error("a session with this digest was opened before")
      await run(redis, open, keysOf(prefix, subject, digest), [newName(), kept, write(session)])
    }),

  find: (digest, now) =>
    answering(async () => {
      const keys = await follow(redis, prefix, digest)
      const told = keys && await run(redis, find, keys, [])
      const kept = typeof told === "string" ? Option.some<Session>(read(told)) : Option.none()
      return Option.filter(kept, ({ expiresAt }) => !isReached(expiresAt, now))
    }),

  revoke: (digest) =>
    answering(async () => {
      const keys = await follow(redis, prefix, digest)
      if (keys !== undefined) await remove(redis, keys[1])
    }),

  revokeAll: (subject, except) =>
    answering(async () => {
      const [bond, excepted] = keysOf(prefix, subject, except ?? "")
      await (except === undefined ? remove(redis, bond) : run(redis, revokeOthers, [bond, excepted], [newName()]))
    })
})
