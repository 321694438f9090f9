/** What this process remembers of the ledger. It may be outdated: whatever is decided on it is checked when written. */
import { Quota } from "@intendant/core"
import { rootOf, type View } from "./ledger-view.ts"

/** Everything remembered of one tree is of this version, for as long as the tree is current. */
interface Tree {
  version: number
  isCurrent: boolean
}

interface Cell<Value> {
  tree: Tree
  value: Value
}

export interface LedgerMemory {
  readonly version: (root: string) => number | undefined
  readonly counter: (node: string, resource: Quota.Resource) => Quota.Counter | undefined
  readonly entry: (holder: string, id: string) => Quota.Entry | undefined
  /** Takes in what was read, of these roots and those of its entries. */
  readonly learn: (view: View, roots: Iterable<string>) => void
  /** Takes in what was written on top of these versions. */
  readonly advance: (
    versions: ReadonlyMap<string, number>, counters: ReadonlyArray<Quota.Counter>, entries: ReadonlyArray<Quota.Entry>
  ) => void
  readonly forget: (roots: Iterable<string>) => void
}

/** A map that forgets: what was not asked for since the map was last full goes when it is full again. */
const fading = <Value>(sizeMax: number) => {
  let young = new Map<string, Value>()
  let old = new Map<string, Value>()
  const put = (key: string, value: Value): void => {
    if (young.size >= sizeMax / 2) [young, old] = [new Map(), young]
    young.set(key, value)
  }
  return {
    put,
    get: (key: string): Value | undefined => {
      const found = young.get(key)
      if (found !== undefined) return found
      const faded = old.get(key)
      if (faded !== undefined) put(key, faded)
      return faded
    }
  }
}

/** A map of what stands in trees. What is there already is replaced in its place. */
const cells = <Value>(sizeMax: number, treeOf: (value: Value) => Tree | undefined) => {
  const kept = fading<Cell<Value>>(sizeMax)
  return {
    get: (key: string): Value | undefined => {
      const cell = kept.get(key)
      return cell?.tree.isCurrent === true ? cell.value : undefined
    },
    put: (key: string, value: Value): void => {
      const tree = treeOf(value)
      if (tree === undefined) return
      const cell = kept.get(key)
      if (cell === undefined) kept.put(key, { tree, value })
      else Object.assign(cell, { tree, value })
    }
  }
}

/** The trees of which anything is remembered. A version that is no longer current takes its tree along. */
const forest = (sizeMax: number) => {
  const trees = new Map<string, Tree>()
  const forget = (root: string): void => {
    const tree = trees.get(root)
    if (tree === undefined) return
    // Its cells may be remembered still: they are worth nothing without it.
    tree.isCurrent = false
    trees.delete(root)
  }
  const forgetAll = (): void => {
    for (const tree of trees.values()) tree.isCurrent = false
    trees.clear()
  }
  const begin = (root: string, version: number): void => {
    forget(root)
    if (trees.size >= sizeMax) forgetAll()
    trees.set(root, { version, isCurrent: true })
  }
  return {
    at: (root: string): Tree | undefined => trees.get(root),
    forget,
    learn: (root: string, version: number): void => {
      if (trees.get(root)?.version !== version) begin(root, version)
    },
    advance: (root: string, version: number): void => {
      const tree = trees.get(root)
      if (tree?.version === version) tree.version = version + 1
      else if (tree === undefined || tree.version < version) begin(root, version + 1)
      // Another part of this process has written since, and remembers better: what is known here is too old.
      else forget(root)
    }
  }
}

export const ledgerMemory = (sizeMax: number): LedgerMemory => {
  const trees = forest(sizeMax)
  const treeOf = ({ node }: { readonly node: string }) => trees.at(rootOf(node))
  const counters = cells<Quota.Counter>(sizeMax, treeOf)
  const entries = cells<Quota.Entry>(sizeMax, treeOf)
  const write = (written: Pick<View, "counters" | "entries">): void => {
    for (const counter of written.counters) counters.put(Quota.counterKey(counter), counter)
    for (const entry of written.entries) entries.put(Quota.entryKey(entry), entry)
  }
  return {
    version: (root) => trees.at(root)?.version,
    counter: (node, resource) => counters.get(Quota.counterKey({ node, resource })),
    entry: (holder, id) => entries.get(Quota.entryKey({ holder, id })),
    learn: (view, roots) => {
      for (const root of new Set([...roots, ...view.entries.map(({ node }) => rootOf(node))])) {
        trees.learn(root, view.versions.get(root) ?? 0)
      }
      write(view)
    },
    advance: (versions, changed, moved) => {
      for (const [root, version] of versions) trees.advance(root, version)
      write({ counters: changed, entries: moved })
    },
    forget: (roots) => { for (const root of roots) trees.forget(root) }
  }
}
