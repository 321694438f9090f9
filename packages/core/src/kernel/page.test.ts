/** The order of lists, and how they are read page by page. */
import * as fc from "fast-check"
import { expect, it } from "vitest"
import { byCodePoint, type Listing, pageOf } from "./page.ts"

const text = fc.string({
  unit: fc.constantFrom("a", "B", ">", "?", " ", "é", "e\u0301", "\ue000", "\uffff", "\u{10000}", "\u{1f600}")
})

it("texts are ordered as their bytes in UTF-8 are", () =>
  fc.assert(fc.property(text, text, (one, other) => {
    expect(Math.sign(byCodePoint(one, other))).toBe(Buffer.compare(Buffer.from(one), Buffer.from(other)))
  }), { numRuns: 1_000 }))

it("any Unicode text is", () =>
  fc.assert(fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (one, other) => {
    expect(Math.sign(byCodePoint(one, other))).toBe(Buffer.compare(Buffer.from(one), Buffer.from(other)))
  })))

it("what JavaScript puts the other way round is not", () => {
  expect(["\uffff", "\u{1f600}"].sort()).toEqual(["\u{1f600}", "\uffff"])
  expect(["\uffff", "\u{1f600}"].sort(byCodePoint)).toEqual(["\uffff", "\u{1f600}"])
  expect(byCodePoint("a", "a")).toBe(0)
  expect(byCodePoint("a", "ab")).toBeLessThan(0)
})

const evens: Listing<string> = { holds: (item) => item.length % 2 === 0, key: (item) => item }

/** Follows the cursors to the end, as a reader does. */
const readAll = (all: ReadonlyArray<string>, limit: number) => {
  const pages = [pageOf(all, evens, { limit })]
  for (let next = pages.at(-1)?.next; next !== undefined; next = pages.at(-1)?.next) {
    pages.push(pageOf(all, evens, { limit, after: next }))
  }
  return pages
}

it("page after page gives everything that the list holds, once and in order", () =>
  fc.assert(fc.property(fc.uniqueArray(text), fc.integer({ min: 1, max: 5 }), (all, limit) => {
    const pages = readAll(all, limit)
    expect(pages.flatMap(({ items }) => items)).toEqual(all.filter(evens.holds).sort(byCodePoint))
    expect(pages.every(({ items }) => items.length <= limit)).toBe(true)
  })))

it("only a last page may be short, and only a full one is followed", () =>
  fc.assert(fc.property(fc.uniqueArray(text, { minLength: 1 }), fc.integer({ min: 1, max: 5 }), (all, limit) => {
    for (const page of readAll(all, limit).slice(0, -1)) expect(page).toMatchObject({ next: page.items.at(-1) })
    for (const page of readAll(all, limit).slice(0, -1)) expect(page.items).toHaveLength(limit)
    expect(readAll(all, limit).at(-1)).not.toHaveProperty("next")
  })))

it("a page goes on after a key that is no longer there, and nothing is passed over", () => {
  expect(pageOf(["aa", "cc", "dd"], evens, { after: "bb", limit: 1 })).toEqual({ items: ["cc"], next: "cc" })
})

it("asking changes nothing: the list given stays as it is", () => {
  const all = ["bb", "aa"]
  pageOf(all, evens, { limit: 1 })
  expect(all).toEqual(["bb", "aa"])
})
