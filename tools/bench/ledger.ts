/** Reservations per second in a hierarchy of quotas, where all callers meet at one root and where none do. */
import { hasRedis, type RedisServer, startRedis } from "../redis.ts"
import { type DurableServer, onDurableServer } from "./durable.ts"
import { type LedgerPeer, openChain, openFunction, openScript, persistenceOf } from "./ledger-peers.ts"
import { leafOf, ledgerPaths, manyCallers } from "./ledger-tree.ts"
import { measure, type Variant } from "./measure.ts"
import { ours } from "./ours.ts"
import { type Figure, ratiosOf, type Report, valueOf } from "./report.ts"

/** The peers hold a lock on a connection each: more of them than this only wait longer. */
const connections = 32

interface Opened { readonly variants: ReadonlyArray<Variant>; readonly close: () => Promise<unknown> }

/** Measures ours and the peers, each in a database of its own on one server. */
export const ledgerBench = (): Promise<Report> =>
  onDurableServer(async (server) => {
    const redis = hasRedis() ? await startRedis() : undefined
    const opened = [...await openPeers(server), ...await openOurs(server), ...redis ? [await openRedis(redis)] : []]
    try {
      const figures = await measure(opened.flatMap(({ variants }) => variants))
      const settings = { ...server.settings, ...redis ? { redis: await describeRedis(redis) } : {} }
      return { name: "ledger", settings, figures, ratios: ratiosOf(partsOf(figures)) }
    } finally {
      for (const { close } of opened) await close()
      await redis?.stop()
    }
  })

const partsOf = (figures: ReadonlyArray<Figure>) => {
  const hot = valueOf(figures, "ours, hot", "perSecond")
  return {
    hotVsChain: [hot, valueOf(figures, "chain, hot", "perSecond")],
    hotVsPlpgsql: [hot, valueOf(figures, "plpgsql, hot", "perSecond")],
    hotVsRedis: [hot, valueOf(figures, "redis, hot", "perSecond")],
    p99Ms: [valueOf(figures, "ours, hot", "p99Ms"), 1],
    loneVsPlpgsql: [valueOf(figures, "ours, lone", "p50Ms"), valueOf(figures, "plpgsql, lone", "p50Ms")],
    coldVsChain: [valueOf(figures, "ours, cold", "perSecond"), valueOf(figures, "chain, cold", "perSecond")],
    coldVsPlpgsql: [valueOf(figures, "ours, cold", "perSecond"), valueOf(figures, "plpgsql, cold", "perSecond")]
  } as const
}

const variantsOf = (name: string, callers: number, reserve: LedgerPeer["reserve"]): ReadonlyArray<Variant> => {
  const variant = (label: string, heat: "hot" | "cold", many: number): Variant => ({
    label: `${name}, ${label}`, callers: many,
    work: (caller, turn) => reserve(caller, leafOf(heat, caller, turn), `${label}-${turn}`)
  })
  return [variant("hot", "hot", callers), variant("cold", "cold", callers), variant("lone", "hot", 1)]
}

const openPeers = async ({ cluster }: DurableServer): Promise<ReadonlyArray<Opened>> => {
  const chain = await openChain(await cluster.freshDatabase(), connections)
  const plpgsql = await openFunction(await cluster.freshDatabase(), connections)
  return [
    { variants: variantsOf("chain", connections, chain.reserve), close: chain.close },
    { variants: variantsOf("plpgsql", connections, plpgsql.reserve), close: plpgsql.close }
  ]
}

const openOurs = async ({ cluster }: DurableServer): Promise<ReadonlyArray<Opened>> => {
  const subject = await ours.ledger?.(await cluster.freshDatabase(), ledgerPaths)
  return subject === undefined ? [] : [{
    variants: variantsOf("ours", manyCallers, (_, leaf, id) => subject.reserve(leaf, id)), close: subject.close
  }]
}

const openRedis = async (server: RedisServer): Promise<Opened> => {
  const script = await openScript(server)
  return { variants: variantsOf("redis", manyCallers, script.reserve), close: script.close }
}

const describeRedis = async (server: RedisServer): Promise<string> => {
  const redis = server.connect()
  try {
    return await persistenceOf(redis)
  } finally {
    redis.disconnect()
  }
}
