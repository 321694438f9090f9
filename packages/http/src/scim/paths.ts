/** Paths, by which a change names what it changes: `name.familyName`, `emails[type eq "work"].value`. */
import * as Result from "effect/Result"
import { type Attribute, attributeOf, type Filter, parseFilter } from "./filter.ts"
import { isAttribute } from "./tokens.ts"

export interface Path {
  /** In small letters. */
  readonly attribute: Attribute
  /** Which of several values. */
  readonly filter: Filter | undefined
  /** Which part of each, in small letters. */
  readonly part: string | undefined
}

const charactersMax = 500
const part = /^\.([A-Za-z][A-Za-z0-9_-]{0,63})$/

/** Reads a path, or says what one is. Only the part behind the last bracket is not a filter's own business. */
export const parsePath = (text: string): Result.Result<Path, string> => {
  const expected = "the path of an attribute, as in emails[type eq \"work\"].value"
  if (text.length > charactersMax) return Result.fail(expected)
  const names = (written: string) => attributeOf(written.toLowerCase())
  if (isAttribute(text)) return Result.succeed({ attribute: names(text), filter: undefined, part: undefined })
  const end = text.lastIndexOf("]")
  const behind = text.slice(end + 1)
  const found = part.exec(behind)?.[1]
  if (end < 0 || (behind !== "" && found === undefined)) return Result.fail(expected)
  const filter = Result.getOrUndefined(parseFilter(text.slice(0, end + 1)))
  return filter?._tag === "Where"
    ? Result.succeed({
      attribute: filter.attribute.map((name) => name.toLowerCase()), filter: filter.filter, part: found?.toLowerCase()
    })
    : Result.fail(expected)
}
