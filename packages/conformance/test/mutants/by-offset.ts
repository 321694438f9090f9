/** Pages that go on at a number of rows, and not behind a row: wrong as soon as anything comes or goes. */
import type { Page, PageRequest } from "@intendant/core"

/** Remembers at which row a page ended, and continues there. */
export const byOffset = () => {
  const offsets = new Map<string, number>()
  return <Item>(
    items: ReadonlyArray<Item>, { after, limit }: PageRequest, keyOf: (item: Item) => string
  ): Page<Item> => {
    const from = after === undefined ? 0 : offsets.get(after) ?? 0
    const last = items[from + limit - 1]
    const next = last === undefined || items.length <= from + limit ? undefined : keyOf(last)
    if (next !== undefined) offsets.set(next, from + limit)
    return { items: items.slice(from, from + limit), ...(next === undefined ? {} : { next }) }
  }
}
