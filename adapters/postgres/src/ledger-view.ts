/** What is read of the ledger before steps are settled, as the rule wants it. */
import type { Quota } from "@intendant/core"
import * as DateTime from "effect/DateTime"

/** What steps touch, and therefore what has to be read. */
export interface Touched {
  readonly roots: ReadonlyArray<string>
  readonly nodes: ReadonlyArray<string>
  /** Entries by holder and id. */
  readonly entries: ReadonlyArray<readonly [holder: string, id: string]>
  /** Holders of whom everything is touched. */
  readonly whole: ReadonlyArray<string>
  /** Places of which everything at and below is touched. */
  readonly moved: ReadonlyArray<string>
}

/** Everything read in one instant. */
export interface View {
  readonly versions: ReadonlyMap<string, number>
  readonly counters: ReadonlyArray<Quota.Counter>
  readonly entries: ReadonlyArray<Quota.Entry>
}

/** All of a lineage stands in the tree of its last place. Whoever changes one of them holds the lock of that root. */
export const rootOf = (node: string): string => {
  const end = node.indexOf(">")
  return end < 0 ? node : node.slice(0, end)
}

type WrittenCounter = readonly [
  node: string, resource: string, limit: Quota.Limit | null, ownHeld: number, ownReserved: number,
  groupHeld: number, groupReserved: number
]
type WrittenEntry = readonly [
  holder: string, id: string, node: string, resource: string, amount: number, phase: Quota.Phase, until: number
]

interface WrittenView {
  readonly roots: ReadonlyArray<readonly [root: string, version: number]>
  readonly counters: ReadonlyArray<WrittenCounter>
  readonly entries: ReadonlyArray<WrittenEntry>
}

/** Steps were checked when they came in: what stands in the tables was a resource once. */
const asResource = (text: string): Quota.Resource => text as Quota.Resource

export const counterOf = (
  [node, resource, limit, ownHeld, ownReserved, groupHeld, groupReserved]: WrittenCounter
): Quota.Counter => ({
  node, resource: asResource(resource), limit, own: { held: ownHeld, reserved: ownReserved },
  group: { held: groupHeld, reserved: groupReserved }
})

const entryOf = ([holder, id, node, resource, amount, phase, until]: WrittenEntry): Quota.Entry =>
  ({ holder, id, node, resource: asResource(resource), amount, phase, until: DateTime.makeUnsafe(until) })

export const viewOf = (written: unknown): View => {
  // Built by `ledger_view` in this very shape.
  const { roots, counters, entries } = written as WrittenView
  return { versions: new Map(roots), counters: counters.map(counterOf), entries: entries.map(entryOf) }
}
