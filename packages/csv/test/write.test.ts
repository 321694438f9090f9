/** What is written runs in no spreadsheet, and is the same once it is read again. */
import { type Delimiter, delimiters, readRows, writeRows } from "@intendant/csv"
import { parse } from "csv-parse/sync"
import * as fc from "fast-check"
import { expect, it } from "vitest"
import { cellsOf, collected, inPieces, read, trickyText } from "./files.ts"

type Rows = ReadonlyArray<ReadonlyArray<string>>

const bytesOf = async (rows: Rows, delimiter: Delimiter = ";"): Promise<Uint8Array> =>
  new Uint8Array(Buffer.concat(await collected(writeRows(rows, { delimiter }))))
const textOf = async (rows: Rows, delimiter?: Delimiter): Promise<string> =>
  new TextDecoder("utf-8", { ignoreBOM: true }).decode(await bytesOf(rows, delimiter))

const anyRows = fc.array(fc.array(trickyText, { minLength: 1, maxLength: 4 }), { maxLength: 6 })
const anyDelimiter = fc.constantFrom(...delimiters)

it("a file is UTF-8 with its mark, CRLF at each line's end, and quotation marks where they are needed", async () => {
  expect(await textOf([["Éloïse", "a;b", "say \"hi\""], ["a\rb", "c\nd", " e"], [""], ["x", ""]]))
    .toBe("\ufeffÉloïse;\"a;b\";\"say \"\"hi\"\"\"\r\n\"a\rb\";\"c\nd\";\" e\"\r\n\"\"\r\nx;\r\n")
  expect(await textOf([["a", "b"]], "\t")).toBe("\ufeffa\tb\r\n")
})

const dangerous = [..."=+-@\t\r\n\0＝＋－＠"]

it.each(dangerous)("SEC-55 a cell that begins with %j is a text for every spreadsheet", async (sign) => {
  const [row] = parse(await textOf([[`${sign}1+1`]]), { bom: true, delimiter: ";", record_delimiter: "\r\n" })
  expect(row).toEqual([`'${sign}1+1`])
})

it("SEC-55 a cell opened with another separator begins no formula either", async () => {
  expect(await textOf([["x", "a,=1+1"], ["x", "a\t@b"], ["x", "a\r=b"], ["x", "a,b"]]))
    .toBe("\ufeffx;\"a,'=1+1\"\r\nx;\"a\t'@b\"\r\nx;\"a\r'=b\"\r\nx;\"a,b\"\r\n")
})

it("SEC-55 a formula behind spaces is a text too: many programs take them away", async () => {
  const rows = [[" =1+1", "\u00a0@b", "a, -1", " 1", "a, b", "' =1"]]
  expect(await textOf(rows))
    .toBe("\ufeff' =1+1;'\u00a0@b;\"a,' -1\";\" 1\";\"a, b\";'' =1\r\n")
  expect(cellsOf(await read(await bytesOf(rows)))).toEqual(rows)
})

it("SEC-55 nowhere in a file does a formula follow a separator, quotation marks and spaces or not", async () => {
  await fc.assert(fc.asyncProperty(anyRows, anyDelimiter, async (rows, delimiter) => {
    expect(await textOf(rows, delimiter)).not.toMatch(/(^\ufeff?|[;,\t\r\n])["\p{Zs}]*[=+\-@＝＋－＠]/u)
  }), { numRuns: 1000 })
})

it("SEC-55 what was written is read again as it was, by this reader, and but for the guard by csv-parse", async () => {
  await fc.assert(fc.asyncProperty(anyRows, anyDelimiter, async (rows, delimiter) => {
    const bytes = await bytesOf(rows, delimiter)
    expect(cellsOf(await read(bytes))).toEqual(rows)
    const oracle = parse(Buffer.from(bytes), {
      bom: true, delimiter, record_delimiter: "\r\n", relax_column_count: true, skip_empty_lines: true
    })
    const bare = (texts: Rows) => texts.map((cells) => cells.map((text) => text.replaceAll("'", "")))
    expect(bare(oracle)).toEqual(bare(rows))
  }), { numRuns: 1000 })
})

it("apostrophes of one's own are kept, and those of a guard go", async () => {
  const rows = [["O'Neil", "'t Hooft", "'=1", "''=1", "'", "\"=1", "'\"=1", "a,'=1"]]
  expect(cellsOf(await read(await bytesOf(rows)))).toEqual(rows)
  expect(cellsOf(await read("'+33 1;'t Hooft;O'Neil"))).toEqual([["+33 1", "'t Hooft", "O'Neil"]])
})

it("what no text holds is told when it is read: NUL, and half a character", async () => {
  expect(await read(await bytesOf([["a", "\0"], ["\ud800", "b"], ["c", "d"]]))).toEqual([
    { line: 1, column: 2, reason: "Nul" }, { line: 2, column: 1, reason: "Unreadable" }, { line: 3, cells: ["c", "d"] }
  ])
})

it("rows that come one after another are written in pieces, and no row is lost between two", async () => {
  const rows = Array.from({ length: 20_000 }, (_, index) => [String(index), "é".repeat(index % 7)])
  async function* slowly() {
    yield* rows
  }
  const pieces = await collected(writeRows(slowly(), { delimiter: "," }))
  expect(pieces.length).toBeGreaterThan(2)
  expect(cellsOf(await collected(readRows(inPieces(new Uint8Array(Buffer.concat(pieces))))))).toEqual(rows)
})
