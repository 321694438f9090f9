/** Divides plans into waves: in one wave no plan touches what another one of it changes, so each is judged alone. */
import type { WrittenPlan } from "./plan-rows.ts"

/** Keys are free text without U+0000, so that no two of them run into one another. */
const keyOf = (...parts: ReadonlyArray<string>): string => parts.join("\u0000")

const changed = ({ changes, once, due }: WrittenPlan): ReadonlyArray<string> => [
  ...changes.filter(({ next }) => next !== null).map(({ concept, id }) => keyOf("c", concept, id)),
  ...once.map(({ scope, key }) => keyOf("o", scope, key)),
  ...due.map(({ kind, id }) => keyOf("d", kind, id))
]

/** What is only looked at: two plans may look at the same record, even at one that is not there. */
const seen = ({ changes }: WrittenPlan): ReadonlyArray<string> =>
  changes.filter(({ next }) => next === null).map(({ concept, id }) => keyOf("c", concept, id))

export interface Wave<Item> {
  readonly now: ReadonlyArray<Item>
  readonly later: ReadonlyArray<Item>
}

/** The plans that can go together now, in their order, and those that have to wait for one of them. */
export const nextWave = <Item extends { readonly plan: WrittenPlan }>(items: ReadonlyArray<Item>): Wave<Item> => {
  const changing = new Set<string>()
  const looking = new Set<string>()
  const now: Array<Item> = []
  const later: Array<Item> = []
  for (const item of items) {
    const [changes, looks] = [changed(item.plan), seen(item.plan)]
    const waits = changes.some((key) => changing.has(key) || looking.has(key)) || looks.some((key) => changing.has(key))
    // What waits keeps its place in the order: nothing behind it may change what it touches before.
    for (const key of changes) changing.add(key)
    for (const key of looks) looking.add(key)
    if (waits) later.push(item)
    else now.push(item)
  }
  return { now, later }
}
