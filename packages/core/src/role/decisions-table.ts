/** Who holds what over which numbers of the tree: for each actor and power, stretches that never overlap, in order. */
import type { Actor, Grant, Permission } from "../kernel/permit.ts"
import type { Allowed } from "./decisions-model.ts"
import type { Tree } from "./decisions-tree.ts"

/**
 * One row for each actor, one column for each power, and all stretches of all cells behind one another, so that a
 * question touches little memory. A stretch begins at its bound and ends where the next one of its cell begins.
 */
export interface Table {
  readonly actors: ReadonlyArray<Actor>
  readonly rows: ReadonlyMap<string, number>
  readonly columns: ReadonlyMap<Permission, number>
  /** How many columns there are. */
  readonly width: number
  /** Where the stretches of a cell begin; those of the next cell begin where they end. */
  readonly cells: Int32Array
  readonly bounds: Int32Array
  readonly given: ReadonlyArray<Allowed | undefined>
}

/** What one grant covers. Of several that cover a place, the one that was given first is named, as `permit` does. */
interface Span {
  readonly from: number
  readonly to: number
  readonly rank: number
  readonly allowed: Allowed
}

/** A stretch of numbers, and the grant that holds there, if any. */
interface Stretch { readonly from: number; readonly given: Allowed | undefined }

const spanOf = ({ numbers, ends }: Tree, grant: Grant, rank: number): ReadonlyArray<Span> => {
  if (grant.reach === "everywhere") {
    return [{ from: 0, to: Infinity, rank, allowed: { _tag: "Allowed", grant, through: undefined } }]
  }
  const at = numbers.get(grant.place)
  if (at === undefined) return []
  const end = ends[at / 2] ?? at
  const allowed: Allowed = { _tag: "Allowed", grant, through: grant.place }
  switch (grant.reach) {
    case "itself": return [{ from: at, to: at + 1, rank, allowed }]
    case "below": return [{ from: at + 1, to: end, rank, allowed }]
    case "within": return [{ from: at, to: end, rank, allowed }]
  }
}

/** Of two spans one lies in the other, or they do not meet: outer ones first, one pass is enough. */
const stretchesOf = (tree: Tree, grants: ReadonlyArray<Grant>): ReadonlyArray<Stretch> => {
  const spans = grants.flatMap((grant, rank) => spanOf(tree, grant, rank))
    .sort((one, two) => one.from - two.from || two.to - one.to || one.rank - two.rank)
  const stretches: Array<Stretch> = [{ from: 0, given: undefined }]
  const open: Array<Span> = []
  const beginAt = (from: number): void => {
    const given = open.at(-1)?.allowed
    if (stretches.at(-1)?.from === from) stretches.pop()
    if (stretches.at(-1)?.given !== given || stretches.length === 0) stretches.push({ from, given })
  }
  const closeUpTo = (at: number): void => {
    for (let top = open.at(-1); top !== undefined && top.to <= at; top = open.at(-1)) {
      open.pop()
      beginAt(top.to)
    }
  }
  for (const span of spans) {
    closeUpTo(span.from)
    const outer = open.at(-1)
    // Where an outer grant was given earlier, it goes on being the one that is named, as far as this span reaches.
    open.push(outer !== undefined && outer.rank < span.rank ? { ...outer, to: span.to } : span)
    beginAt(span.from)
  }
  closeUpTo(Number.MAX_SAFE_INTEGER)
  return stretches
}

export const tableOf = (tree: Tree, all: ReadonlyArray<Actor>): Table => {
  const actors = [...new Map(all.map((actor) => [actor.id, actor])).values()]
  const permissions = [...new Set(actors.flatMap(({ grants }) => grants.map(({ permission }) => permission)))]
  const cells = new Int32Array(actors.length * permissions.length + 1)
  const stretches: Array<Stretch> = []
  actors.forEach(({ grants }, row) => {
    const byPermission = groupedByPermission(grants)
    permissions.forEach((permission, column) => {
      const held = byPermission.get(permission)
      if (held !== undefined) for (const stretch of stretchesOf(tree, held)) stretches.push(stretch)
      cells[row * permissions.length + column + 1] = stretches.length
    })
  })
  return {
    actors, cells, width: permissions.length,
    rows: new Map(actors.map(({ id }, row) => [id, row])),
    columns: new Map(permissions.map((permission, column) => [permission, column])),
    bounds: Int32Array.from(stretches, ({ from }) => from), given: stretches.map(({ given }) => given)
  }
}

const groupedByPermission = (grants: ReadonlyArray<Grant>): ReadonlyMap<Permission, ReadonlyArray<Grant>> => {
  const grouped = new Map<Permission, Array<Grant>>()
  for (const grant of grants) {
    const same = grouped.get(grant.permission)
    if (same === undefined) grouped.set(grant.permission, [grant])
    else same.push(grant)
  }
  return grouped
}

/**
 * The stretch of a cell in which a number lies; -1 where the cell has none. Half of what is left is skipped or not by
 * a mask, since a jump that the processor cannot foresee would cost more than the rest of the search.
 */
export const stretchAt = ({ width, cells, bounds }: Table, row: number, column: number, at: number): number => {
  const cell = row * width + column
  let first = cells[cell] ?? 0
  let count = (cells[cell + 1] ?? 0) - first
  if (count === 0) return -1
  while (count > 1) {
    const half = count >>> 1
    first += half & ((bounds[first + half] ?? 0) - at - 1 >> 31)
    count -= half
  }
  return first
}

/** The grant that an actor's power over a place comes from, if any. */
export const givenAt = (table: Table, row: number, column: number | undefined, at: number): Allowed | undefined => {
  if (column === undefined) return undefined
  const stretch = stretchAt(table, row, column, at)
  return stretch < 0 ? undefined : table.given[stretch]
}

/** Where a stretch ends: where the next one of its cell begins, or never. Nothing begins before 0. */
export const endOf = ({ bounds }: Table, stretch: number): number => {
  const next = bounds[stretch + 1] ?? 0
  return stretch < 0 || next === 0 ? Infinity : next
}
