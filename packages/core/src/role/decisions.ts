/**
 * Who may do what, compiled: the same answers as `permit`, at a cost that does not grow with the depth of the tree and
 * hardly grows with the number of grants; and the questions the other way round, who may and on what.
 */
import * as Result from "effect/Result"
import { cut, type Page, type PageRequest } from "../kernel/page.ts"
import type { Path } from "../kernel/path.ts"
import { type Denial, type Permission, permit, seeing } from "../kernel/permit.ts"
import type { Decision, Held, Holding, World } from "./decisions-model.ts"
import { endOf, givenAt, stretchAt, type Table, tableOf } from "./decisions-table.ts"
import { inTreeOrder, numberOf, orderKeyOf, type Tree, treeOf } from "./decisions-tree.ts"

/** What was compiled. */
interface Compiled {
  readonly tree: Tree
  readonly table: Table
  /** The column of the power to know that a place exists. */
  readonly seen: number | undefined
  /** The places that lists show, in tree order, and their numbers. */
  readonly places: ReadonlyArray<Path>
  readonly numbers: Int32Array
}

/** Answers questions about one state of the world. */
export interface Decisions {
  /** Whether this actor holds this power there, and why. Without a place, the whole installation is meant. */
  readonly decide: (actorId: string, permission: Permission, path: Path | undefined) => Decision
  /** Everyone who holds this power there, in the order in which they were given. */
  readonly whoMay: (permission: Permission, path: Path | undefined) => ReadonlyArray<Holding>
  /** The places over which this actor holds this power, each followed by what stands below it. */
  readonly onWhat: (actorId: string, permission: Permission, page: PageRequest) => Page<Held>
}

/**
 * Compiles the grants of all actors over all places. A grant reaches what it names and nothing else; where several
 * reach a place, the first is named; a status takes a power away from all below it, whatever is granted. All three
 * questions are answered from the same stretches, so that no list shows what a single question would refuse.
 *
 * @rule ROL-6, ROL-7
 * @source ours: nobody acts outside their own subtree, and any decision can be explained
 */
export const decisionsOf = (world: World): Decisions => {
  const compiled = compile(world)
  return {
    decide: (actorId, permission, path) => decide(compiled, actorId, permission, path),
    whoMay: (permission, path) => whoMay(compiled, permission, path),
    onWhat: (actorId, permission, page) => onWhat(compiled, actorId, permission, page)
  }
}

const compile = ({ places: shown, actors, barred = [] }: World): Compiled => {
  const granted = actors.flatMap(({ grants }) =>
    grants.flatMap((grant) => grant.reach === "everywhere" ? [] : [grant.place]))
  const tree = treeOf([...shown, ...granted, ...barred.map(({ place }) => place)], barred)
  const table = tableOf(tree, actors)
  const places = inTreeOrder(shown)
  return {
    tree, table, seen: table.columns.get(seeing), places,
    numbers: Int32Array.from(places, (place) => numberOf(tree, place))
  }
}

const decide = (compiled: Compiled, actorId: string, permission: Permission, path: Path | undefined): Decision => {
  const { tree, table } = compiled
  const row = table.rows.get(actorId)
  if (row === undefined) return denialOf(actorId, permission, path, false)
  const at = numberOf(tree, path)
  const allowed = givenAt(table, row, table.columns.get(permission), at)
  if (allowed === undefined) return denial(compiled, row, permission, path, at)
  const bars = tree.bars[at >>> 1]
  const by = bars === undefined ? undefined : bars.get(permission)
  if (by === undefined || path === undefined) return allowed
  return { _tag: "Barred", rule: "ROL-7", actor: table.actors[row]?.name ?? actorId, permission, path, by }
}

/** The no of `permit`, told from what was compiled; a power that is withheld is looked for as `permit` does. */
const denial = (
  { table, seen }: Compiled, row: number, permission: Permission, path: Path | undefined, at: number
): Denial => {
  const actor = table.actors[row]
  if (actor?.withheld !== undefined) {
    const permitted = permit(actor, permission, path)
    if (Result.isFailure(permitted)) return permitted.failure
  }
  return denialOf(actor?.name ?? "", permission, path, givenAt(table, row, seen, at) !== undefined)
}

const denialOf = (actor: string, permission: Permission, path: Path | undefined, isSeen: boolean): Denial => {
  if (path === undefined) return { _tag: "NotPermitted", rule: "ROL-6", actor, permission }
  return isSeen
    ? { _tag: "NotPermitted", rule: "ROL-6", actor, permission, path }
    : { _tag: "NoSuchAccount", rule: "ACC-1", path }
}

const whoMay = (
  { tree, table }: Compiled, permission: Permission, path: Path | undefined
): ReadonlyArray<Holding> => {
  const at = numberOf(tree, path)
  const column = table.columns.get(permission)
  if (tree.bars[at >>> 1]?.has(permission) === true) return []
  return table.actors.flatMap(({ id }, row): ReadonlyArray<Holding> => {
    const allowed = givenAt(table, row, column, at)
    return allowed === undefined ? [] : [{ actorId: id, allowed }]
  })
}

/** Goes along the stretches, over whatever is not held or is barred in one step. */
const onWhat = (
  { tree, table, places, numbers }: Compiled, actorId: string, permission: Permission, { after, limit }: PageRequest
): Page<Held> => {
  const [row, column] = [table.rows.get(actorId), table.columns.get(permission)]
  if (row === undefined || column === undefined) return { items: [] }
  const found: Array<Held> = []
  let next = after === undefined ? 0 : firstOf(places.length, (index) => isBehind(places[index], after))
  for (let place = places[next]; place !== undefined && found.length <= limit; place = places[next]) {
    const at = numbers[next] ?? 0
    const stretch = stretchAt(table, row, column, at)
    const allowed = stretch < 0 ? undefined : table.given[stretch]
    const isBarred = tree.bars[at >>> 1]?.has(permission) === true
    if (allowed !== undefined && !isBarred) {
      found.push({ place, allowed })
      next += 1
    } else {
      const until = isBarred ? tree.ends[at >>> 1] ?? Infinity : endOf(table, stretch)
      next = firstOf(places.length, (index) => (numbers[index] ?? Infinity) >= until)
    }
  }
  return cut(found, ({ place }) => place, limit)
}

const isBehind = (place: Path | undefined, after: string): boolean =>
  place !== undefined && orderKeyOf(place) > orderKeyOf(after)

/** The first of so many for which it holds: it holds for none before, and for all behind. */
const firstOf = (count: number, holds: (index: number) => boolean): number => {
  let [low, high] = [0, count]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}
