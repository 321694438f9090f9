/** Speaks with Redis: every answer comes within a bounded time, and every failure is `Unavailable`. */
import { Unavailable } from "@intendant/core"
import * as Effect from "effect/Effect"
import type { Cluster, Redis, RedisOptions } from "ioredis"
import { createHash } from "node:crypto"

/** A client of ioredis. */
export type Client = Redis | Cluster

/**
 * The settings that a client is made with. A server that hangs is given up after seconds; what finds no connection
 * fails at once, instead of waiting in a queue that has no end; and nothing is sent again once a connection is lost: a
 * reset that was reported as failed must not be carried out an hour later. A server that was demoted is left.
 */
export const bounded = {
  commandTimeout: 3000,
  socketTimeout: 3000,
  connectTimeout: 3000,
  maxRetriesPerRequest: 0,
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  reconnectOnError: ({ message }: Error) => message.startsWith("READONLY")
} as const satisfies RedisOptions

/** Stops a host whose client is not bounded: what fails late, or never, is found when it is too late. */
export const checkBounded = ({ options }: Client): void => {
  const node = "redisOptions" in options ? options.redisOptions : options
  const isBounded = options.enableOfflineQueue === false && node !== undefined
    && "commandTimeout" in node && typeof node.commandTimeout === "number"
    && "autoResendUnfulfilledCommands" in node && node.autoResendUnfulfilledCommands === false
  if (!isBounded) {
    throw new Error("the Redis client may wait without end: make it with the settings `bounded` of @intendant/redis, "
      + "in a cluster as `redisOptions`, with `enableOfflineQueue: false` beside them")
  }
}

/** A script, and the digest under which a server remembers it. */
export interface Script { readonly text: string; readonly digest: string }

/** Names the server's reign (`bond.ts`), and stops where there is none: a replica may take writes, and lag. */
const reigning = `
local reign = string.match(redis.call("INFO", "replication"), "role:master\\r\\n.-master_replid:(%x+)")
if not reign then return redis.error_reply("NOTPRIMARY this server does not say that it reigns") end
`

/**
 * A script runs alone, from its first line to its last. Its first line makes the server refuse it whole where it could
 * not write (a replica, a primary without its replicas), so that none stops halfway; and where memory is short,
 * unless it may run `evenWithoutMemory` because it takes none.
 */
export const script = (lua: string, evenWithoutMemory = false): Script => {
  const text = `#!lua${evenWithoutMemory ? " flags=allow-oom" : ""}\n${reigning}${lua}`
  return { text, digest: createHash("sha1").update(text).digest("hex") }
}

/** Runs a script. All its keys stand in one slot. A server that does not remember it is sent the text. */
export const run = async (
  redis: Client, { text, digest }: Script, keys: ReadonlyArray<string>, values: ReadonlyArray<string | number>
): Promise<unknown> => {
  try {
    return await redis.evalsha(digest, keys.length, ...keys, ...values)
  } catch (cause) {
    if (!isUnknownScript(cause)) throw cause
    return await redis.eval(text, keys.length, ...keys, ...values)
  }
}

const isUnknownScript = (cause: unknown): boolean => cause instanceof Error && cause.message.startsWith("NOSCRIPT")

const removal = script(`return redis.call("DEL", KEYS[1])`, true)

/** Removes what stands under a key, where a script would run too: what a replica removes is removed nowhere else. */
export const remove = async (redis: Client, key: string): Promise<void> => void await run(redis, removal, [key], [])

/** What fails is `Unavailable`, and nothing else. */
export const answering = <Answer>(question: () => Promise<Answer>): Effect.Effect<Answer, Unavailable> =>
  Effect.tryPromise({ try: question, catch: (cause) => new Unavailable({ cause }) })
