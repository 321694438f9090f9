/**
 * Punycode (RFC 3492): how a label outside ASCII is written in letters, digits and hyphens, and read back.
 *
 * Text to be inserted is written as differences: code points in ascending order, each with the number of positions
 * skipped since the one before. The differences are numbers of variable length in base 36, whose digit limits adapt
 * to the size of what was written last.
 */

const radix = 36
const thresholdLowest = 1
const thresholdHighest = 26
const skew = 38
const damp = 700
const biasInitial = 72
const pointInitial = 0x80
const pointLast = 0x10ffff
const digits = "abcdefghijklmnopqrstuvwxyz0123456789"

/** No difference within a label of 63 characters comes near it; what is larger was never written by an encoder. */
const differenceLargest = 0x7fffffff

const thresholdAt = (position: number, bias: number): number =>
  Math.min(thresholdHighest, Math.max(thresholdLowest, position - bias))

/** Learns from the last difference how long the next one is likely to be. */
const adapt = (difference: number, count: number, isFirst: boolean): number => {
  const spread = radix - thresholdLowest
  let rest = Math.floor(difference / (isFirst ? damp : 2))
  rest += Math.floor(rest / count)
  let bias = 0
  while (rest > Math.floor((spread * thresholdHighest) / 2)) {
    rest = Math.floor(rest / spread)
    bias += radix
  }
  return bias + Math.floor(((spread + 1) * rest) / (rest + skew))
}

const writeDifference = (difference: number, bias: number): string => {
  let text = ""
  let rest = difference
  for (let position = radix;; position += radix) {
    const threshold = thresholdAt(position, bias)
    if (rest < threshold) return text + digits.charAt(rest)
    text += digits.charAt(threshold + ((rest - threshold) % (radix - threshold)))
    rest = Math.floor((rest - threshold) / (radix - threshold))
  }
}

/**
 * Writes a label in Punycode, without the prefix `xn--`. ASCII characters come first, as they are, then a hyphen if
 * there were any, then the others. Any text can be written; nothing is mapped to lower case here.
 *
 * @example encodePunycode("bücher") // "bcher-kva"
 */
export const encodePunycode = (label: string): string => {
  const points = Array.from(label, (character) => character.codePointAt(0) ?? 0)
  const ascii = points.filter((point) => point < pointInitial)
  const others = [...new Set(points.filter((point) => point >= pointInitial))].sort((one, two) => one - two)
  let text = String.fromCodePoint(...ascii) + (ascii.length > 0 ? "-" : "")
  let written = ascii.length
  let bias = biasInitial
  let difference = 0
  let next = pointInitial
  for (const other of others) {
    difference += (other - next) * (written + 1)
    for (const point of points) {
      if (point < other) difference += 1
      if (point !== other) continue
      text += writeDifference(difference, bias)
      bias = adapt(difference, written + 1, written === ascii.length)
      difference = 0
      written += 1
    }
    difference += 1
    next = other + 1
  }
  return text
}

interface Read {
  readonly difference: number
  readonly end: number
}

const readDifference = (text: string, start: number, bias: number): Read | undefined => {
  let difference = 0
  let weight = 1
  for (let end = start, position = radix; end < text.length; end += 1, position += radix) {
    const digit = digits.indexOf(text.charAt(end))
    if (digit < 0) return undefined
    difference += digit * weight
    if (difference > differenceLargest) return undefined
    const threshold = thresholdAt(position, bias)
    if (digit < threshold) return { difference, end: end + 1 }
    weight *= radix - threshold
  }
  return undefined
}

const isScalarValue = (point: number): boolean => point <= pointLast && (point < 0xd800 || point > 0xdfff)

/**
 * Reads a label written in lower-case Punycode, without the prefix `xn--`, or answers `undefined` if it is none. More
 * than one text may be read as the same label: whoever needs a single spelling encodes again and compares.
 *
 * @example decodePunycode("bcher-kva") // "bücher"
 */
export const decodePunycode = (text: string): string | undefined => {
  const hyphen = text.lastIndexOf("-")
  const points = Array.from(text.slice(0, Math.max(0, hyphen)), (character) => character.codePointAt(0) ?? 0)
  if (points.some((point) => point >= pointInitial)) return undefined
  let bias = biasInitial
  let next = pointInitial
  let index = 0
  let start = hyphen > 0 ? hyphen + 1 : 0
  for (let isFirst = true; start < text.length; isFirst = false) {
    const read = readDifference(text, start, bias)
    if (read === undefined) return undefined
    const count = points.length + 1
    bias = adapt(read.difference, count, isFirst)
    next += Math.floor((index + read.difference) / count)
    index = (index + read.difference) % count
    if (!isScalarValue(next)) return undefined
    points.splice(index, 0, next)
    index += 1
    start = read.end
  }
  return String.fromCodePoint(...points)
}
