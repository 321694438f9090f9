/** Files as people send them: encodings, separators, line ends and quotation marks, and the place of every fault. */
import { type Fault, readRows, recordLengthMax } from "@intendant/csv"
import * as fc from "fast-check"
import { expect, it } from "vitest"
import { cellsOf, collected, encoded, inPieces, read } from "./files.ts"

const faultsIn = async (file: Uint8Array | string): Promise<ReadonlyArray<Fault>> =>
  (await read(file)).flatMap((one) => "cells" in one ? [] : [one])

it("USR-10 the example of the guide is four cells", async () => {
  expect(await read("Lovelace;Ada;ada@example.org;FR")).toEqual([
    { line: 1, cells: ["Lovelace", "Ada", "ada@example.org", "FR"] }
  ])
})

it.each([
  ["semicolons", "a;b,c\nd;e", [["a", "b,c"], ["d", "e"]]],
  ["commas", "a,b\nc;d,e", [["a", "b"], ["c;d", "e"]]],
  ["tabs", "a\tb c\nd\te;f", [["a", "b c"], ["d", "e;f"]]],
  ["what is most frequent in the first record", "a,b;c,d\n1,2,3", [["a", "b;c", "d"], ["1", "2", "3"]]],
  ["semicolons before commas where both are as frequent", "a;b,c", [["a", "b,c"]]],
  ["tabs before commas where both are as frequent", "a\tb,c", [["a", "b,c"]]],
  ["what stands outside quotation marks", "\"a,b,c\";\"d,\"\",e\"", [["a,b,c", "d,\",e"]]],
  ["what the first record that has any tells", "one\n\n\"t;w;o\"\na,b\nc;d,e", [
    ["one"], ["t;w;o"], ["a", "b"], ["c;d", "e"]
  ]],
  ["what stands around a quotation mark that opens no cell", "a\"b,c,d\"e;f\nx,y", [
    { line: 1, column: 1, reason: "QuoteInside" }, ["x", "y"]
  ]],
  ["what a mark that is never closed does not hide", "\"a,b;c;d", [{ line: 1, column: 1, reason: "QuoteNotClosed" }]]
])("cells are told apart by %s", async (_, text, cells) => {
  expect(cellsOf(await read(text))).toEqual(cells)
})

it("lines end in CRLF, LF or CR, empty ones are passed over and counted, and the last needs no end", async () => {
  const file = "a;1\r\nb;2\nc;3\r\r\n\n\"d\r\ne\nf\rg\";4\r\n\nh;5"
  expect(await read(file)).toEqual([
    { line: 1, cells: ["a", "1"] }, { line: 2, cells: ["b", "2"] }, { line: 3, cells: ["c", "3"] },
    { line: 6, cells: ["d\r\ne\nf\rg", "4"] }, { line: 11, cells: ["h", "5"] }
  ])
})

it.each([
  ["a separator at the end has an empty cell behind it", "a;b;\n;;", [["a", "b", ""], ["", "", ""]]],
  ["an empty cell in quotation marks is a row, an empty line is none", "\"\"\n\n\"\";a", [[""], ["", "a"]]],
  ["two quotation marks stand for one", "\"\"\"a\"\"\";\"\"\"\"", [["\"a\"", "\""]]],
  ["spaces are part of the cell", " a ; b ", [[" a ", " b "]]],
  ["a file of line breaks has no rows", "\r\n\n\r", []],
  ["an empty file has no rows", "", []]
])("%s", async (_, text, cells) => {
  expect(cellsOf(await read(text))).toEqual(cells)
})

it.each(["utf8", "utf8-mark", "windows1252"] as const)("%s is read without being told", async (encoding) => {
  const cells = ["Éloïse", "Œuvré – l’été", "10 €"]
  expect(cellsOf(await read(encoded(`Ada;a;b\r\n${cells.join(";")}`, encoding)))).toEqual([["Ada", "a", "b"], cells])
})

it("a mark at the beginning is no part of the first cell, and nowhere else is it one", async () => {
  expect(cellsOf(await read("\ufeff\"a\";b\n\ufeffc;d"))).toEqual([["a", "b"], ["\ufeffc", "d"]])
  expect(await read("\ufeff")).toEqual([])
})

it("where a character outside ASCII is cut in two by the end of a piece, or by that of the file", async () => {
  const ascii = "a".repeat(65_535)
  expect(cellsOf(await read(`${ascii}\u00e9\n\u00e9`, [1, 7]))).toEqual([[`${ascii}\u00e9`], ["\u00e9"]])
  expect(cellsOf(await read(encoded(`${ascii}é\né`, "windows1252"))))
    .toEqual([[`${ascii}é`], ["é"]])
  expect(cellsOf(await read(Uint8Array.of(0x61, 0xe2, 0x82)))).toEqual([["aâ‚"]])
})

it("a byte that is no UTF-8 after characters that are is a fault of its cell, and the rest is read on", async () => {
  const file = [...encoded("é;b\nc;"), 0xe9, ...encoded("d;e\nf;é")]
  expect(cellsOf(await read(Uint8Array.from(file)))).toEqual([
    ["é", "b"], { line: 2, column: 2, reason: "Unreadable" }, ["f", "é"]
  ])
  expect(await faultsIn(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61, 0xe9))).toEqual([
    { line: 1, column: 1, reason: "Unreadable" }
  ])
})

it.each([[0xff, 0xfe], [0xfe, 0xff]])("a file in UTF-16 (%i, %i) is one fault, not many", async (...mark) => {
  expect(await read(Uint8Array.of(...mark, 0x61, 0, 0x0a, 0, 0x62, 0))).toEqual([{ line: 1, reason: "Utf16" }])
})

it("a file in UTF-16 without a mark is told as such too, and a NUL alone is none", async () => {
  const wide = (text: string, first: number) =>
    Uint8Array.from({ length: 2 * text.length }, (_, at) => at % 2 === first ? text.charCodeAt(at >> 1) : 0)
  for (const first of [0, 1]) {
    expect(await read(wide("Durand;Zo\u00e9\r\nMartin;Ada", first), [1])).toEqual([{ line: 1, reason: "Utf16" }])
  }
  expect(await faultsIn("a\0b;c")).toEqual([{ line: 1, column: 1, reason: "Nul" }])
  expect(await faultsIn("\0;a")).toEqual([{ line: 1, column: 1, reason: "Nul" }])
})

it("each fault is told with its line and cell, and the lines around it are read", async () => {
  const file = [
    "a;b", "c;d\"e\";f", "\"g\" ;h", "i;\"j", "k;l", "m;\0", "n;\ufffd;o", "\"x", "y\";z", "p;\"q\"", "r;\"s"
  ].join("\r\n")
  expect(cellsOf(await read(file))).toEqual([
    ["a", "b"],
    { line: 2, column: 2, reason: "QuoteInside" },
    { line: 3, column: 1, reason: "TextAfterQuote" },
    { line: 4, column: 2, reason: "TextAfterQuote" },
    ["k", "l"],
    { line: 6, column: 2, reason: "Nul" },
    { line: 7, column: 2, reason: "Unreadable" },
    ["x\r\ny", "z"],
    ["p", "q"],
    { line: 11, column: 2, reason: "QuoteNotClosed" }
  ])
})

it("a record of the greatest length is read, and one character more is a fault, whatever stands around", async () => {
  const longest = `${"a".repeat(recordLengthMax - 2)};b`
  const broken = `"${"a\n".repeat(recordLengthMax / 2)}`
  for (const before of ["", "x;y\n", "\"\n\";z\n"]) {
    expect(cellsOf(await read(`${before}${longest}\nc;d`)).slice(-2)).toEqual([longest.split(";"), ["c", "d"]])
    const line = before.split("\n").length
    const [fault, after] = (await read(`${before}a${longest}\nc;d`)).slice(-2)
    expect([fault, after]).toEqual([{ line, reason: "TooLong" }, { line: line + 1, cells: ["c", "d"] }])
    expect(await faultsIn(`${before}${broken}`)).toEqual([{ line, column: 1, reason: "QuoteNotClosed" }])
  }
  expect(await faultsIn(`"${"\n".repeat(recordLengthMax)}"\nc;d`)).toEqual([
    { line: 1, reason: "TooLong" }, { line: recordLengthMax + 1, column: 1, reason: "QuoteNotClosed" }
  ])
})

it("a line without end is passed over, piece after piece, without being kept", async () => {
  const reading = readRows(inPieces(encoded(`a;b\n${"x".repeat(1_000_000)}\nc;d`)))
  expect(await collected(reading)).toEqual([
    { line: 1, cells: ["a", "b"] }, { line: 2, reason: "TooLong" }, { line: 3, cells: ["c", "d"] }
  ])
})

it("how the bytes are cut into pieces changes nothing", async () => {
  const alphabet = fc.constantFrom("a", "é", "\"", ";", "\r", "\n", "\0", "'=", "x".repeat(30_000))
  await fc.assert(fc.asyncProperty(
    fc.string({ unit: alphabet, maxLength: 30 }), fc.array(fc.integer({ min: 1, max: 99_999 }), { minLength: 1 }),
    async (text, sizes) => {
      expect(await read(text, sizes)).toEqual(await read(text))
    }
  ), { numRuns: 60 })
})

it("bytes and lines are counted, and both are whole at the end", async () => {
  const text = "é;b\r\n\r\n\"c\nd\";e\r\nf;\"g\nh"
  const reading = readRows(inPieces(encoded(text)))
  expect(reading.progress).toEqual({ bytes: 0, lines: 0 })
  await collected(reading)
  expect(reading.progress).toEqual({ bytes: encoded(text).length, lines: 6 })
})

it("whoever stops early stops the stream, and a stream that breaks breaks the reading", async () => {
  let isCancelled = false
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(encoded("a;b\n".repeat(20_000))),
    cancel: () => {
      isCancelled = true
    }
  })
  for await (const row of readRows(stream)) {
    expect(row).toEqual({ line: 1, cells: ["a", "b"] })
    break
  }
  expect(isCancelled).toBe(true)
  const broken = new ReadableStream({ pull: (controller) => controller.error(new Error("the line went dead")) })
  await expect(collected(readRows(broken))).rejects.toThrow("the line went dead")
})

it("rows that are asked for all at once are the rows in their order", async () => {
  const text = Array.from({ length: 40_000 }, (_, index) => `${index};b`).join("\n")
  const iterator = readRows(inPieces(encoded(text)))[Symbol.asyncIterator]()
  const answers = await Promise.all(Array.from({ length: 40_001 }, () => iterator.next()))
  const expected = Array.from({ length: 40_000 }, (_, index) => index + 1)
  expect(answers.map(({ value }) => value?.line)).toEqual([...expected, undefined])
})
