/** The adapter as the suites want it: three ports of a storage whose others stay in memory, under a fresh prefix. */
import { type Open, witnessOf } from "@intendant/conformance"
import * as Memory from "@intendant/memory"
import { bounded, type Client, make, type RedisPorts } from "@intendant/redis"
import { Cluster, type Redis } from "ioredis"
import { onTestFinished } from "vitest"
import type { RedisServer } from "../../../tools/redis.ts"

let prefixes = 0

/** A prefix that no other test of this run uses. */
export const freshPrefix = (): string => {
  prefixes += 1
  return `test-${process.pid}-${prefixes}`
}

/** A client with the settings that a host must give, once it is connected. */
export const clientOf = async (server: RedisServer): Promise<Redis> => {
  const redis = server.connect({ ...bounded, lazyConnect: true })
  redis.on("error", () => {}) // a server that goes away is what some tests are about
  await redis.connect()
  return redis
}

/** The ports on this server, and the client beneath; the client ends with the test. */
export const portsOn = async (server: RedisServer, prefix = freshPrefix()): Promise<RedisPorts & { redis: Redis }> => {
  const redis = await clientOf(server)
  onTestFinished(() => redis.disconnect())
  return { ...make({ redis, prefix }), redis }
}

/** Opens the adapter with clients made so, each time under another prefix. */
export const openerOf = (connect: () => Promise<Client>): Open => async () => {
  const prefix = freshPrefix()
  const { dump, close, ...memory } = Memory.open()
  const redis = await connect()
  const storageOn = (client: Client) => ({ ...memory, ...make({ redis: client, prefix }) })
  return {
    storage: storageOn(redis),
    witness: { ...witnessOf(dump), dump: async () => JSON.stringify(await keptUnder(prefix, redis)) },
    capabilities: {
      durable: { lacks: "what is kept in Redis is not believed after a restart" },
      manyProcesses: {
        has: async () => {
          const other = await connect()
          return { storage: storageOn(other), close: async () => other.disconnect() }
        }
      },
      holdCommit: { lacks: "no plan is committed in Redis" },
      stops: { has: async () => redis.disconnect() }
    },
    close: async () => {
      redis.disconnect()
      await close()
    }
  }
}

/** Everything under this prefix, by its key, as Redis keeps it. */
export const keptUnder = async (prefix: string, redis: Client): Promise<Readonly<Record<string, unknown>>> => {
  const kept: Record<string, unknown> = {}
  for (const node of redis instanceof Cluster ? redis.nodes("master") : [redis]) {
    for (const key of await keysOn(node, prefix)) kept[key] = await valueOf(node, key)
  }
  return kept
}

/** The keys under this prefix on one node. */
export const keysOn = async (node: Redis, prefix: string): Promise<ReadonlyArray<string>> => {
  const found = new Set<string>()
  for (let cursor = "0", more = true; more; more = cursor !== "0") {
    const [next, keys] = await node.scan(cursor, "MATCH", `${prefix}:*`, "COUNT", 1000)
    for (const key of keys) found.add(key)
    cursor = next
  }
  return [...found]
}

const valueOf = async (node: Redis, key: string): Promise<unknown> => {
  const type = await node.type(key)
  if (type === "hash") return node.hgetall(key)
  return type === "zset" ? node.zrange(key, "0", "-1", "WITHSCORES") : node.get(key)
}
