/** Pages of a tree of 100,000 accounts, at every scope size and page position, and what its groups have taken. */
import { type DurableServer, onDurableServer } from "./durable.ts"
import { measure, type Variant } from "./measure.ts"
import { ours } from "./ours.ts"
import { type Figure, ratiosOf, type Report, valueOf } from "./report.ts"
import type { TreeSubject } from "./subject.ts"
import { allPaths, pageSize, positions, type Scope, scopes, sparsePaths, sparseScope } from "./tree-shape.ts"
import { openTables, type TreePeer } from "./tree-peers.ts"

/** A page is quick: a fifth of a second sees enough of them, and there are many variants. */
const rounds = { rounds: 7, roundMillis: 200 }

interface Opened { readonly variants: ReadonlyArray<Variant>; readonly close: () => Promise<unknown> }

/** Measures pages of ours against a range of the primary key and OFFSET, on one server, for a lone caller. */
export const treeBench = (): Promise<Report> =>
  onDurableServer(async (server) => {
    const opened = [await openPeers(server), ...await openOurs(server)]
    try {
      const figures = await measure(opened.flatMap(({ variants }) => variants), rounds)
      return { name: "tree", settings: server.settings, figures, ratios: ratiosOf(partsOf(figures)) }
    } finally {
      for (const { close } of opened) await close()
    }
  })

const pagePrefix = "ours, page: "
const sparseLabel = "ours, page among few"

const pageLabel = ({ size }: Scope, share: number): string =>
  `${pagePrefix}${size.toLocaleString("en")} below, at ${share * 100} %`

const partsOf = (figures: ReadonlyArray<Figure>) => {
  const pages = figures.filter(({ label }) => label.startsWith(pagePrefix)).map(({ p50Ms = Number.NaN }) => p50Ms)
  const worst = pages.length === 0 ? undefined : Math.max(...pages)
  return {
    worstPage: [worst, valueOf(figures, "range of the primary key", "p50Ms")],
    offsetVsWorstPage: [valueOf(figures, "offset, middle", "p50Ms"), worst],
    outsideScope: [valueOf(figures, pageLabel(sparseScope, 0), "p50Ms"), valueOf(figures, sparseLabel, "p50Ms")]
  } as const
}

const openPeers = async ({ cluster }: DurableServer): Promise<Opened> => {
  const peer: TreePeer = await openTables(await cluster.freshDatabase())
  return {
    variants: [
      { label: "range of the primary key", callers: 1, work: (_, turn) => peer.range(turn) },
      { label: "offset, middle", callers: 1, work: () => peer.offset() },
      { label: "sum of the used, live", callers: 1, work: () => peer.sum() }
    ],
    close: peer.close
  }
}

const openOurs = async ({ cluster }: DurableServer): Promise<ReadonlyArray<Opened>> => {
  if (ours.tree === undefined) return []
  const full = await ours.tree(await cluster.freshDatabase(), allPaths)
  const sparse = await ours.tree(await cluster.freshDatabase(), sparsePaths)
  const pages = await Promise.all(scopes.flatMap((scope) =>
    positions.map((share) => pageVariant(full, scope, share, pageLabel(scope, share)))))
  const usages = scopes.map(({ group, size }): Variant =>
    ({ label: `ours, usage of ${size.toLocaleString("en")}`, callers: 1, work: () => full.usage(group) }))
  return [
    { variants: [...pages, ...usages], close: full.close },
    { variants: [await pageVariant(sparse, sparseScope, 0, sparseLabel)], close: sparse.close }
  ]
}

/** A page that is quick and wrong counts for nothing: each is compared with what it should hold before it is timed. */
const pageVariant = async (subject: TreeSubject, scope: Scope, share: number, label: string): Promise<Variant> => {
  const start = Math.floor(scope.size * share)
  const after = scope.members[start - 1]
  const expected = scope.members.slice(start, start + pageSize)
  const found = await subject.page(scope.group, after)
  if (found.join() !== expected.join()) throw new Error(`${label}: not the page that was asked for`)
  return { label, callers: 1, work: () => subject.page(scope.group, after) }
}
