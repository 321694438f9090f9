/** Whatever csv-parse reads, this reader reads alike; and what was written comes back. */
import { type Delimiter, delimiters } from "@intendant/csv"
import { CsvError, parse } from "csv-parse/sync"
import * as fc from "fast-check"
import { expect, it } from "vitest"
import { cellsOf, read, trickyText } from "./files.ts"

const lineEnds = ["\r\n", "\n", "\r"]

/** What csv-parse makes of a text, or that it cannot read it. */
const oracle = (text: string, delimiter: Delimiter): ReadonlyArray<ReadonlyArray<string>> | "refused" => {
  try {
    return parse(text, {
      delimiter, relax_column_count: true, record_delimiter: lineEnds, skip_empty_lines: true
    })
  } catch (error) {
    if (error instanceof CsvError) return "refused"
    throw error
  }
}

const isFault = (one: unknown): boolean => !Array.isArray(one)

const agrees = async (body: string, delimiter: Delimiter) => {
  // The first line leaves no doubt about the delimiter, since that is the one thing the oracle has to be told.
  const text = `x${delimiter.repeat(99)}x\n${body}`
  const expected = oracle(text, delimiter)
  const found = cellsOf(await read(text))
  if (expected === "refused") expect(found.some(isFault)).toBe(true)
  else expect(found).toEqual(expected)
}

it("any text: the same rows as csv-parse, and a fault where it refuses", async () => {
  const unit = fc.constantFrom("a", "é", "\"", "\"\"", ";", ",", "\t", "\r\n", "\n", "\r", " ")
  await fc.assert(
    fc.asyncProperty(fc.string({ unit, maxLength: 12 }), fc.constantFrom(...delimiters), agrees),
    { numRuns: 3000 }
  )
})

it("any rows, written in any manner: the rows that were meant", async () => {
  const isLost = /(^|[;,\t\r\n])'['" ]*[=+\-@\t\r\n＝]/
  const cell = fc.tuple(trickyText.filter((text) => !isLost.test(text)), fc.boolean())
  const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 6 })
  const anyManner = fc.record({
    rows, delimiter: fc.constantFrom(...delimiters), lineEnd: fc.constantFrom(...lineEnds), isEnded: fc.boolean()
  })
  await fc.assert(fc.asyncProperty(anyManner, async ({ rows: meant, delimiter, lineEnd, isEnded }) => {
    const lines = meant.map((cells) => cells.map(([text, wantsQuotes]) =>
      wantsQuotes || /[;,\t"\r\n]/.test(text) ? `"${text.replaceAll("\"", "\"\"")}"` : text).join(delimiter))
    const found = cellsOf(await read(lines.join(lineEnd) + (isEnded ? lineEnd : "")))
    expect(found).toEqual(meant.map((cells) => cells.map(([text]) => text)))
  }), { numRuns: 1000 })
})
