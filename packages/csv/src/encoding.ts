/**
 * Bytes become text: UTF-8, or else Windows-1252.
 *
 * A stream cannot be read twice, so the first character outside ASCII decides for the whole file: if it is written as
 * UTF-8 would write it, the file is UTF-8, and Windows-1252 otherwise. A mark at the beginning (BOM) decides before.
 * What is wrong from then on becomes U+FFFD, the sign of a lost character, which is a fault of its cell.
 */

/** Reads a file block by block. The last call has no bytes. */
export type Decoder = (bytes: Uint8Array) => string

/**
 * Whether the file begins with the mark of UTF-16, or of UTF-32, which begins alike; or without one, with two
 * characters that have every other byte empty.
 */
export const isUtf16 = ([first, second, third, fourth]: Uint8Array): boolean =>
  (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  || (isSign(first) && second === 0 && isSign(third) && fourth === 0)
  || (first === 0 && isSign(second) && third === 0 && isSign(fourth))

const isSign = (byte: number | undefined): boolean => byte !== undefined && byte !== 0

const isMarkedUtf8 = ([first, second, third]: Uint8Array): boolean =>
  first === 0xef && second === 0xbb && third === 0xbf
const markBytes = 3

/** Where the first character outside ASCII begins, or the end. */
const asciiBytes = (bytes: Uint8Array): number => {
  let at = 0
  while (at < bytes.length && (bytes[at] ?? 0) < 0x80) at += 1
  return at
}

/** How many bytes a character has in UTF-8, told from its first; one for those that begin none. */
const lengthFrom = (first: number): number =>
  first < 0xc2 || first > 0xf4 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4

const isUtf8 = (bytes: Uint8Array): boolean => {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

const utf8 = (): Decoder => {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true })
  return (bytes) => decoder.decode(bytes, { stream: bytes.length > 0 })
}

const windows1252 = (): Decoder => {
  const decoder = new TextDecoder("windows-1252")
  return (bytes) => decoder.decode(bytes)
}

const joined = (one: Uint8Array, two: Uint8Array): Uint8Array => {
  const whole = new Uint8Array(one.length + two.length)
  whole.set(one)
  whole.set(two, one.length)
  return whole
}

/** Begins a file. While the first character outside ASCII is not whole, it is held back. */
export const makeDecoder = (): Decoder => {
  let decided: Decoder | undefined
  let held: Uint8Array = new Uint8Array()
  let isFirst = true
  const ascii = utf8()
  return (bytes) => {
    if (decided !== undefined) return decided(bytes)
    const isLast = bytes.length === 0
    const isMarked = isFirst && isMarkedUtf8(bytes)
    isFirst = false
    if (isMarked) return (decided = utf8())(bytes.subarray(markBytes))
    const whole = joined(held, bytes)
    const at = asciiBytes(whole)
    const length = lengthFrom(whole[at] ?? 0)
    if (isLast || at + length <= whole.length) {
      decided = isUtf8(whole.subarray(at, at + length)) ? utf8() : windows1252()
      return decided(whole)
    }
    held = whole.subarray(at)
    return ascii(whole.subarray(0, at))
  }
}
