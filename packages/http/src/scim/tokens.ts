/** The pieces that filters and paths are made of. */
import * as Result from "effect/Result"

export interface Token {
  readonly kind: "sign" | "text" | "word"
  /** Of a text what it says, without its quotes. */
  readonly text: string
}

/** A bracket; a text as JSON writes it; or anything else without blanks. */
const piece = /\s*(?:([()[\]])|("(?:[^"\\\p{Cc}]|[\x7f-\x9f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|([^\s()[\]"]+))/uy

export const tokensOf = (text: string): Result.Result<ReadonlyArray<Token>, string> => {
  const tokens: Array<Token> = []
  const end = text.trimEnd().length
  piece.lastIndex = 0
  while (piece.lastIndex < end) {
    const [, sign, quoted, word] = piece.exec(text) ?? []
    if (sign !== undefined) tokens.push({ kind: "sign", text: sign })
    else if (quoted !== undefined) tokens.push({ kind: "text", text: String(JSON.parse(quoted)) })
    else if (word !== undefined) tokens.push({ kind: "word", text: word })
    else return Result.fail("a text that ends with the double quote that it begins with")
  }
  return Result.succeed(tokens)
}

const attribute = /^(urn:[A-Za-z0-9:._-]{1,200}:)?[A-Za-z][A-Za-z0-9_-]{0,63}(\.[A-Za-z][A-Za-z0-9_-]{0,63})?$/i

/** `userName`, `name.familyName`, and either behind the name of a schema. */
export const isAttribute = (text: string): boolean => attribute.test(text)
