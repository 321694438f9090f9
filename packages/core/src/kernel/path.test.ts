/** Names: which ones are accepted, what is said of the others, and what stands above and below what. */
import * as fc from "fast-check"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import { descend, isBelow, isDescent, isWithin, lineage, Path, Segment, utf8Bytes } from "./path.ts"

const answer = (text: unknown, name: typeof Path | typeof Segment = Path) =>
  Result.match(Schema.decodeUnknownResult(name)(text), {
    onSuccess: (accepted) => `accepted: ${accepted}`, onFailure: ({ message }) => message
  })

it.each([
  "a", "company>client>machine", "Ünï çödé>山田 太郎>Ω", "a b>c d", "e-mail@example.org", "\u{1f600}", "a/b\\c'd\"e;f",
  "\u00e9", "x".repeat(100), Array.from({ length: 512 }, () => "a").join(">"), "é".repeat(50), "\u{1f600}".repeat(100)
])("ACC-1 %s is a name", (text) => {
  expect(answer(text)).toBe(`accepted: ${text}`)
})

const between = "every segment between `>` must have at least one character"
const unseen = "a segment may not hold control, invisible or unassigned characters"
const ends = "a segment may not begin or end with a space"
const characters = "a segment has at most 100 characters"
const size = "a name has at most 1024 bytes in UTF-8"

it.each([
  ["nothing", "", between], ["a `>` before", ">a", between], ["a `>` behind", "a>", between],
  ["only `>`", ">", between],
  ["an empty segment", "a>>b", between], ["a space before", " a", ends], ["a space behind", "a>b ", ends],
  ["a space around `>`", "a > b", ends], ["two spaces", "a  b", "a segment may hold single spaces only"],
  ["a space alone", "a> >b", ends], ["U+0000", "a\u0000", unseen], ["a line break", "a\nb", unseen],
  ["a tab", "a\tb", unseen], ["a delete", "a\u007f", unseen], ["a zero-width joiner", "a\u200db", unseen],
  ["an emoji of several", "\u{1f468}\u200d\u{1f4bb}", unseen], ["a soft hyphen", "a\u00adb", unseen],
  ["a right-to-left override", "a\u202eb", unseen], ["a byte order mark", "\ufeffa", unseen],
  ["a private character", "\ue000", unseen], ["an unassigned one", "\u0378", unseen],
  ["a noncharacter", "\uffff", unseen],
  ["a lone surrogate", "a\ud800", unseen], ["its other half", "\udc00a", unseen],
  ["a line separator", "a\u2028b", unseen],
  ["a space that does not break", "a\u00a0b", unseen], ["an ideographic space", "a\u3000b", unseen],
  ["101 characters", "x".repeat(101), characters], ["10,000 characters", "x".repeat(10_000), size],
  ["10,000 levels", Array.from({ length: 10_000 }, () => "a").join(">"), size],
  ["513 levels", Array.from({ length: 513 }, () => "a").join(">"), size],
  ["1,025 bytes", `${Array.from({ length: 10 }, () => "x".repeat(100)).join(">")}>${"é".repeat(7)}a`, size]
])("ACC-1 %s is refused, and why is said", (_what, text, why) => {
  expect(answer(text)).toContain(why)
})

it("ACC-1 1,024 bytes are a name", () => {
  const text = `${Array.from({ length: 10 }, () => "x".repeat(100)).join(">")}>${"é".repeat(7)}`
  expect([utf8Bytes(text), answer(text)]).toEqual([1_024, `accepted: ${text}`])
})

it("SEC-58 a decomposed name is refused, and the composed one is named", () => {
  expect(answer("socie\u0301te\u0301>nas")).toContain("Unicode form NFC: soci\u00e9t\u00e9")
  expect(answer("\u212b")).toContain("Unicode form NFC: \u00c5")
})

it("SEC-58 names that differ by case or accent are different names", () => {
  expect(new Set(["nas", "NAS", "nàs", "nas2"].map((text) => Path.make(text))).size).toBe(4)
})

it.each([null, undefined, 7, {}, ["a"], { toString: () => "a" }])("ACC-1 %o is no name", (value) => {
  expect(answer(value)).toContain("string")
})

it("a segment is one level of a name", () => {
  expect(answer("a>b", Segment)).toContain("one segment holds no `>`")
  expect(answer("a b", Segment)).toBe("accepted: a b")
  expect(answer("", Segment)).toContain(between)
})

it("whatever is accepted survives: it is its own NFC form, and joined from accepted segments", () =>
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    if (!answer(text).startsWith("accepted")) return
    expect(text.normalize("NFC")).toBe(text)
    for (const segment of text.split(">")) expect(answer(segment, Segment)).toBe(`accepted: ${segment}`)
  })))

it("a hostile text costs no more than a long one", () => {
  const texts = (length: number) => ["a", "é", ">", " ", "\u0301"].map((unit) => unit.repeat(length))
  const costMillis = (hostile: ReadonlyArray<string>) => {
    const from = performance.now()
    for (const text of hostile) expect(Result.isFailure(Schema.decodeUnknownResult(Path)(text))).toBe(true)
    return performance.now() - from
  }
  costMillis(texts(1_000_000))
  expect(costMillis(texts(10_000_000))).toBeLessThan(1_000)
})

it("UTF-8 is counted as an encoder counts it", () =>
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    expect(utf8Bytes(text)).toBe(Buffer.byteLength(text))
  })))

describe("ACC-4 a name entered relative to another", () => {
  const [under, name] = [Path.make("company>client"), Path.make("site>nas")]

  it("goes on from it, and may hold several segments", () => {
    expect(descend(under, name)).toBe("company>client>site>nas")
  })

  it("is too long where the whole would be", () => {
    const long = Path.make(Array.from({ length: 5 }, () => "x".repeat(100)).join(">"))
    const [fitting, excessive] = [14, 15].map((length) => Path.make(`${long}>${"y".repeat(length)}`))
    expect([fitting, excessive].map((name) => name !== undefined && isDescent(long, name))).toEqual([true, false])
    expect(() => descend(long, Path.make(`${long}>${"y".repeat(15)}`))).toThrow("Schema validation failed")
  })
})

describe("ACC-2 the tree is made of names", () => {
  const text = fc.array(fc.constantFrom(">", "a", "ab", "A", "é", "\u{1f600}", " ")).map((parts) => parts.join(""))

  it("a lineage is the place and every group above it, nearest first", () => {
    expect(lineage("company>client>machine")).toEqual(["company>client>machine", "company>client", "company"])
    expect(lineage("company")).toEqual(["company"])
  })

  it("a lineage is every beginning that ends before a `>`", () =>
    fc.assert(fc.property(text, (place) => {
      const levels = place.split(">")
      expect(lineage(place)).toEqual(levels.map((_, index) => levels.slice(0, levels.length - index).join(">")))
    })))

  it("what is above is exactly what it is below", () =>
    fc.assert(fc.property(text, text, (one, other) => {
      for (const group of [other, ...lineage(one)]) {
        expect(isWithin(one, group)).toBe(lineage(one).includes(group))
        expect(isBelow(one, group)).toBe(lineage(one).slice(1).includes(group))
      }
    })))

  it("ACC-1 a name is always given in full: parts of it find nothing", () => {
    const full = "company>client>machine"
    for (const part of ["client>machine", "machine", "client", "compan", "company>", "company>clien", "Company"]) {
      expect(isWithin(full, part)).toBe(false)
    }
    expect([isBelow("acme2", "acme"), isBelow("acme", "acme"), isBelow("acme>a", "acme")]).toEqual([false, false, true])
  })
})
