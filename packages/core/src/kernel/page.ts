/** A long list is read page by page. A page continues after the last key seen, never at a number of rows. */
import * as Schema from "effect/Schema"

/** How much of a list is asked for: at most `limit` items, after the key `after`. */
export interface PageRequest {
  readonly after?: string
  readonly limit: number
}

/** How many items a page may hold: 1 to 500. */
export const PageLimit = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 500 }))

/** A part of a list, and where the next part begins. */
export interface Page<Item> {
  readonly items: ReadonlyArray<Item>
  /** Give it as `after` to get the next page; absent on the last one. */
  readonly next?: string
}

/** What a list means: which items it holds, and the key that orders them and serves as cursor. Keys are unique. */
export interface Listing<Item> {
  readonly holds: (item: Item) => boolean
  readonly key: (item: Item) => string
}

/** Code points, as `collate "C"` compares them. JavaScript's `<` would put U+1F600 before U+FFFD. */
export const byCodePoint = (one: string, two: string): number => {
  const length = Math.min(one.length, two.length)
  for (let at = 0; at < length; at++) {
    const [left, right] = [one.charCodeAt(at), two.charCodeAt(at)]
    if (left === right) continue
    // Surrogates stand for code points above every other unit, so they are moved up before comparing.
    return rank(left) - rank(right)
  }
  return one.length - two.length
}

const rank = (unit: number): number => unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit

/** The meaning of a page, which every adapter must reproduce; of a list that is read backwards too. */
export const pageOf = <Item>(
  all: ReadonlyArray<Item>,
  { holds, key }: Listing<Item>,
  { after, limit }: PageRequest,
  descending = false
): Page<Item> => {
  const sign = descending ? -1 : 1
  const rest = all.filter((item) => holds(item) && (after === undefined || sign * byCodePoint(key(item), after) > 0))
  return cut(rest.sort((one, two) => sign * byCodePoint(key(one), key(two))).slice(0, limit + 1), key, limit)
}

/** Turns one row too many into a cursor. */
export const cut = <Item>(rows: ReadonlyArray<Item>, key: (item: Item) => string, limit: number): Page<Item> => {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return rows.length > limit && last !== undefined ? { items, next: key(last) } : { items }
}
