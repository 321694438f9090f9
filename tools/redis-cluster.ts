/** A throw-away Redis Cluster: three primaries on ports of the loopback address, which share all slots. */
import { setTimeout as pause } from "node:timers/promises"
import { Cluster } from "ioredis"
import { freePorts, type OwnRedis, startOwnRedis } from "./redis.ts"

/** What a client may be told. */
type ClusterSettings = NonNullable<ConstructorParameters<typeof Cluster>[1]>

export interface RedisCluster {
  /** Each holds a third of the slots. */
  readonly nodes: ReadonlyArray<OwnRedis>
  /** A new client; whoever opens it ends it. */
  readonly connect: (settings?: ClusterSettings) => Cluster
  readonly stop: () => Promise<void>
}

const slots = 16_384
const nodeCount = 3
const patienceMillis = 20_000

/** Starts the nodes, makes them know each other, and waits until every one of them says that all is well. */
export const startRedisCluster = async (): Promise<RedisCluster> => {
  const ports = await freePorts(2 * nodeCount)
  const nodes = await Promise.all(ports.slice(0, nodeCount).map((port, index) =>
    startOwnRedis({
      port: String(port), "cluster-enabled": "yes", "cluster-port": String(ports[nodeCount + index]),
      "cluster-node-timeout": "1000"
    })))
  const stop = async () => {
    await Promise.all(nodes.map((node) => node.stop()))
  }
  try {
    await gather(nodes, ports.slice(nodeCount))
  } catch (cause) {
    await stop()
    throw cause
  }
  return {
    nodes, stop,
    connect: (settings = {}) => new Cluster(nodes.map(({ port }) => ({ host: "127.0.0.1", port })), settings)
  }
}

const gather = async (nodes: ReadonlyArray<OwnRedis>, busPorts: ReadonlyArray<number>): Promise<void> => {
  const clients = nodes.map((node) => node.connect())
  try {
    await Promise.all(clients.map(async (client, index) => {
      const first = Math.ceil(slots * index / nodeCount)
      await client.call("CLUSTER", "ADDSLOTSRANGE", first, Math.ceil(slots * (index + 1) / nodeCount) - 1)
      await client.call("CLUSTER", "SET-CONFIG-EPOCH", index + 1)
    }))
    for (const [index, { port }] of nodes.entries()) {
      if (index > 0) await clients[0]?.call("CLUSTER", "MEET", "127.0.0.1", port, busPorts[index] ?? 0)
    }
    const deadline = Date.now() + patienceMillis
    while (!(await Promise.all(clients.map((client) => client.cluster("INFO")))).every(isWell)) {
      if (Date.now() > deadline) throw new Error("the nodes of the cluster do not find each other")
      await pause(20)
    }
  } finally {
    for (const client of clients) client.disconnect()
  }
}

const isWell = (info: string): boolean =>
  info.includes("cluster_state:ok") && info.includes(`cluster_known_nodes:${nodeCount}`)
