/** Attempts, sign-ins and one-time secrets in Redis 7 or later, or Valkey: a single node, a Sentinel or a cluster. */
import { OneTime, Sessions, Throttle } from "@intendant/core"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { checkBounded, type Client } from "./client.ts"
import { makeOneTime } from "./one-time.ts"
import { makeSessions } from "./sessions.ts"
import { makeThrottle } from "./throttle.ts"

export { bounded, type Client } from "./client.ts"

export interface Options {
  /** A client made with the settings `bounded`. It stays its maker's: nobody here ends it. */
  readonly redis: Client
  /** What every key begins with: `intendant`, unless another is named. */
  readonly prefix?: string
}

/** The ports that Redis serves. The others stay with the storage that keeps the records. */
export interface RedisPorts {
  readonly throttle: Throttle["Service"]
  readonly oneTime: OneTime["Service"]
  readonly sessions: Sessions["Service"]
}

/**
 * Makes the ports; spread over a storage, they take the place of its own. Fails at once when the client may wait
 * without end, or may send again later what was given up.
 *
 * What a server must be told: `maxmemory-policy noeviction`, or a flood of unknown names drives out the counts of the
 * known ones; `min-replicas-to-write 1` where there are replicas, or a primary that was cut off serves on beside its
 * successor. Where access is limited, scripts and `INFO` must be allowed. Files on disk serve the counts only, and a
 * server that cannot write them any more refuses everything.
 *
 * What a restart or a fail-over does: everybody signs in again and asks for another code (`bond.ts` says why).
 * Attempts that Redis lost may be made once more: what must stay locked is written in the user's record, not here.
 *
 * @example
 * const redis = new Redis("redis://localhost", { ...IntendantRedis.bounded, lazyConnect: true })
 * await redis.connect()
 * const storage = { ...await Postgres.open({ connection }), ...IntendantRedis.make({ redis }) }
 * @example
 * const redis = new Cluster(nodes, { enableOfflineQueue: false, redisOptions: IntendantRedis.bounded })
 */
export const make = ({ redis, prefix = "intendant" }: Options): RedisPorts => {
  checkBounded(redis)
  if (!/^[\w.:-]+$/.test(prefix)) throw new Error("a prefix is made of letters, digits and . : _ -")
  return {
    throttle: makeThrottle(redis, prefix), oneTime: makeOneTime(redis, prefix), sessions: makeSessions(redis, prefix)
  }
}

/** The three ports as a layer. */
export const layer = (options: Options): Layer.Layer<Throttle | OneTime | Sessions> =>
  Layer.effectContext(Effect.map(Effect.sync(() => make(options)), ({ throttle, oneTime, sessions }) =>
    Context.make(Throttle, throttle).pipe(Context.add(OneTime, oneTime), Context.add(Sessions, sessions))))
