/** Files for tests: bytes as they may arrive, and what was read of them. */
import { type Fault, readRows, type Row } from "@intendant/csv"
import * as fc from "fast-check"

export type Encoding = "utf8" | "utf8-mark" | "windows1252"

/** What Windows-1252 has where Latin-1 has control characters. */
const windows = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ"

const windowsByte = (character: string): number => {
  const at = windows.indexOf(character)
  return at === -1 ? character.charCodeAt(0) : 0x80 + at
}

/** A text as bytes. Windows-1252 is for texts that it has the characters of. */
export const encoded = (text: string, encoding: Encoding = "utf8"): Uint8Array =>
  encoding === "windows1252"
    ? Uint8Array.from(text, windowsByte)
    : new TextEncoder().encode(encoding === "utf8" ? text : `\ufeff${text}`)

/** Bytes that arrive in pieces of these sizes, over and over. */
export async function* inPieces(bytes: Uint8Array, sizes: ReadonlyArray<number> = [65_536]) {
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1
    yield bytes.slice(at, at + size)
    at += size
  }
}

export const collected = async <Value>(values: AsyncIterable<Value>): Promise<Array<Value>> => {
  const all: Array<Value> = []
  for await (const value of values) all.push(value)
  return all
}

export const read = (bytes: Uint8Array | string, sizes?: ReadonlyArray<number>): Promise<Array<Row | Fault>> =>
  collected(readRows(inPieces(typeof bytes === "string" ? encoded(bytes) : bytes, sizes)))

/** The cells of each row; a fault as it is. */
export const cellsOf = (found: ReadonlyArray<Row | Fault>): ReadonlyArray<unknown> =>
  found.map((one) => "cells" in one ? one.cells : one)

/** Texts in which everything that means something to a reader of CSV is frequent. */
export const trickyText = fc.string({
  unit: fc.constantFrom("a", "é", "𝒜", "\"", "'", ";", ",", "\t", "\r", "\n", "\r\n", " ", "=", "+", "-", "@", "＝"),
  maxLength: 8
})
