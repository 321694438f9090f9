/** The tree of all places, numbered depth first: what stands below a place is one stretch of numbers. */
import { lineage, type Path } from "../kernel/path.ts"
import type { Permission } from "../kernel/permit.ts"
import type { Bar } from "./decisions-model.ts"

/** The place whose status takes a power away, for each power. */
type Bars = ReadonlyMap<Permission, Path>

/**
 * Every place has two numbers: an even one for itself, and the odd one that follows for all names below it that the
 * tree does not know, over which the same grants reach. The places below come next. Halved, both lead to what is
 * known of the place. Number 0 is no place at all: what is granted everywhere reaches it, and nothing else does.
 */
export interface Tree {
  readonly numbers: ReadonlyMap<Path, number>
  /** The first number that is no longer below the place. */
  readonly ends: Int32Array
  /** What the nearest status above the place, or its own, takes away; none where nothing is taken. */
  readonly bars: ReadonlyArray<Bars | undefined>
}

/**
 * Sorts names so that each is followed by everything below it. By letters alone `acme b` would stand between `acme`
 * and `acme>b`; no name holds U+0000, which stands before every letter.
 */
export const orderKeyOf = (path: string): string => path.replaceAll(">", "\0")

/** The names in tree order, each once. */
export const inTreeOrder = (names: Iterable<Path>): ReadonlyArray<Path> =>
  [...new Set(names)].map((path) => ({ path, key: orderKeyOf(path) }))
    .sort((one, two) => one.key < two.key ? -1 : 1).map(({ path }) => path)

/** Numbers every name, in one pass over them in tree order. */
export const treeOf = (names: Iterable<Path>, barred: ReadonlyArray<Bar>): Tree => {
  const ordered = inTreeOrder(names)
  const numbers = new Map<Path, number>()
  const ends = new Int32Array(ordered.length + 1)
  const bars: Array<Bars | undefined> = [undefined]
  const own = barsByPlace(barred)
  const open: Array<{ readonly path: Path; readonly index: number }> = []
  const closeUnlessAbove = (path: Path | undefined, end: number): void => {
    for (let top = open.at(-1); top !== undefined && path?.startsWith(`${top.path}>`) !== true; top = open.at(-1)) {
      open.pop()
      ends[top.index] = end
    }
  }
  for (const path of ordered) {
    const index = bars.length
    closeUnlessAbove(path, 2 * index)
    numbers.set(path, 2 * index)
    bars.push(merged(bars[open.at(-1)?.index ?? 0], own.get(path)))
    open.push({ path, index })
  }
  closeUnlessAbove(undefined, 2 * bars.length)
  return { numbers, ends, bars }
}

const barsByPlace = (barred: ReadonlyArray<Bar>): ReadonlyMap<Path, Bars> => {
  const byPlace = new Map<Path, Map<Permission, Path>>()
  for (const { place, permissions } of barred) {
    const taken = byPlace.get(place) ?? new Map<Permission, Path>()
    for (const permission of permissions) taken.set(permission, place)
    byPlace.set(place, taken)
  }
  return byPlace
}

/** What is taken away here besides what is taken above. Places that take nothing share what stands above them. */
const merged = (above: Bars | undefined, own: Bars | undefined): Bars | undefined =>
  own === undefined ? above : new Map([...above ?? [], ...own])

/** The number of any name: its own, or that of what is unknown below the nearest name that is known. */
export const numberOf = ({ numbers }: Tree, path: Path | undefined): number => {
  if (path === undefined) return 0
  const own = numbers.get(path)
  if (own !== undefined) return own
  for (const place of lineage(path)) {
    const number = numbers.get(place)
    if (number !== undefined) return number + 1
  }
  return 0
}
