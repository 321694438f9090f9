/** Texts are cut into parts that a network takes, and never through a character. */
import * as fc from "fast-check"
import { expect, it } from "vitest"
import { partsOf } from "../src/parts.ts"

const headerBytes = 7
const countOf = (text: string) => partsOf("ntc_1", text)?.contents.length

it.each([
  ["160 characters of the alphabet", "a".repeat(160), 1], ["161 of them", "a".repeat(161), 2],
  ["80 of its second page", "€".repeat(80), 1], ["81 of them", "€".repeat(81), 2],
  ["70 others", "ê".repeat(70), 1], ["71 of them", "ê".repeat(71), 2],
  ["35 emoji", "\u{1f511}".repeat(35), 1], ["36 of them", "\u{1f511}".repeat(36), 2],
  ["304 characters of the alphabet", "a".repeat(304), 2], ["305 of them", "a".repeat(305), 3]
])("%s go into as many parts as a telephone expects", (_, text, count) => {
  expect(countOf(text)).toBe(count)
})

it("255 parts are the most that one message may have", () => {
  expect([countOf("a".repeat(255 * 152)), countOf("a".repeat(255 * 152 + 1))]).toEqual([255, undefined])
})

it("no part is longer than the 140 bytes that a network carries, its header included", () => {
  const bytesOf = (dataCoding: number, content: Buffer, isOneOfMany: boolean) => {
    const header = isOneOfMany ? headerBytes : 0
    const body = content.length - header
    // Characters of the alphabet are of 7 bits, and begin at a multiple of 7 after the header.
    return dataCoding === 0 ? Math.ceil((Math.ceil(header * 8 / 7) + body) * 7 / 8) : content.length
  }
  const texts = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 700 }),
    fc.string({ unit: fc.constantFrom("a", "€", "é"), maxLength: 700 }))
  fc.assert(fc.property(texts, (text) => {
    const { dataCoding = 0, contents = [] } = partsOf("ntc_1", text) ?? {}
    const lengths = contents.map((content) => bytesOf(dataCoding, content, contents.length > 1))
    expect(Math.max(...lengths)).toBeLessThanOrEqual(140)
  }))
})

it("the parts of a message are numbered, and bear the same number when it is sent again", () => {
  const headersOf = (id: string) =>
    partsOf(id, "a".repeat(400))?.contents.map((content) => [...content.subarray(0, headerBytes)])
  const [[, , , high, low] = []] = headersOf("ntc_1") ?? []
  expect(headersOf("ntc_1")).toEqual([1, 2, 3].map((index) => [6, 8, 4, high, low, 3, index]))
  expect(headersOf("ntc_2")).not.toEqual(headersOf("ntc_1"))
})
