/** A text as telephones take it: in the network's alphabet where that can write it, else in UCS-2; in parts if long. */
import { createHash } from "node:crypto"
import { smpp } from "./smpp.ts"

export interface Parts {
  readonly dataCoding: number
  /** What stands in each part, its header first where there are several. */
  readonly contents: ReadonlyArray<Buffer>
}

interface Alphabet {
  readonly dataCoding: number
  readonly encode: (character: string) => Buffer
  /** How many bytes fit, in a message of one part, and beside the header in one of several. */
  readonly aloneMax: number
  readonly besideMax: number
}

/** 140 bytes hold 160 characters of 7 bits, each of which travels in a byte of its own up to the gateway. */
const gsm: Alphabet = {
  dataCoding: 0, encode: (text) => smpp.encodings.ASCII.encode(text), aloneMax: 160, besideMax: 152
}
const ucs2: Alphabet = {
  dataCoding: 8, encode: (text) => Buffer.from(text, "utf16le").swap16(), aloneMax: 140, besideMax: 132
}

const partsMax = 255

/**
 * The text in as many parts as it takes; none where it takes more than one message may have. What is sent again under
 * the same id has the same parts and the same number, by which a telephone knows those it already has.
 */
export const partsOf = (id: string, text: string): Parts | undefined => {
  const { dataCoding, encode, aloneMax, besideMax } = alphabetOf(text)
  // One character after the other, so that no part ends between the two halves of one.
  const characters = Array.from(text, encode)
  const whole = Buffer.concat(characters)
  if (whole.length <= aloneMax) return { dataCoding, contents: [whole] }
  const bodies = packed(characters, besideMax)
  if (bodies.length > partsMax) return undefined
  const number = createHash("sha256").update(id).digest().subarray(0, 2)
  return {
    dataCoding,
    contents: bodies.map((body, index) =>
      Buffer.concat([Buffer.from([6, 8, 4]), number, Buffer.from([bodies.length, index + 1]), body]))
  }
}

/** The mark that leads to the second page of the alphabet means nothing by itself: it would swallow what follows. */
const alphabetOf = (text: string): Alphabet => smpp.encodings.ASCII.match(text) && !text.includes("\x1b") ? gsm : ucs2

const packed = (characters: ReadonlyArray<Buffer>, bytesMax: number): ReadonlyArray<Buffer> => {
  const bodies: Array<Buffer> = []
  let body: Array<Buffer> = []
  let bytes = 0
  for (const character of characters) {
    if (bytes + character.length > bytesMax) {
      bodies.push(Buffer.concat(body))
      body = []
      bytes = 0
    }
    body.push(character)
    bytes += character.length
  }
  return [...bodies, Buffer.concat(body)]
}
