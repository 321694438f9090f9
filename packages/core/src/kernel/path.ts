/** Where something stands in the tree: `company>client>machine`. Each `>` goes down one level; depth is unlimited. */
import * as Schema from "effect/Schema"

/** Nothing unseen: no control, format, private, surrogate or unassigned character, and no space but the plain one. */
const forbidden = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u
const segmentCharactersMax = 100
const pathBytesMax = 1024

/** What is wrong with one segment of a name, in words; `undefined` when nothing is. */
const faultOfSegment = (segment: string): string | undefined => {
  if (segment === "") return "every segment between `>` must have at least one character"
  const length = lengthUpTo(segment, segmentCharactersMax)
  if (length > segmentCharactersMax) return `a segment has at most ${segmentCharactersMax} characters`
  if (forbidden.test(segment)) return "a segment may not hold control, invisible or unassigned characters"
  if (segment.startsWith(" ") || segment.endsWith(" ")) return "a segment may not begin or end with a space"
  if (segment.includes("  ")) return "a segment may hold single spaces only"
  const composed = segment.normalize("NFC")
  return segment === composed ? undefined : `a segment must be in Unicode form NFC: ${composed}`
}

/** Counts code points, but never more than one past `most`, so that a hostile text costs nothing. */
const lengthUpTo = (text: string, most: number): number => {
  let count = 0
  for (const _ of text) if (++count > most) break
  return count
}

/** UTF-8 length, without a text encoder: core runs in places that have none. */
export const utf8Bytes = (text: string): number => {
  let bytes = 0
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
  }
  return bytes
}

const faultOfPath = (text: string): string | undefined => {
  if (text.length > pathBytesMax || utf8Bytes(text) > pathBytesMax) {
    return `a name has at most ${pathBytesMax} bytes in UTF-8`
  }
  for (const segment of text.split(">")) {
    const fault = faultOfSegment(segment)
    if (fault !== undefined) return fault
  }
  return undefined
}

const isPath = Schema.makeFilter((text: string) => faultOfPath(text) ?? true, {
  title: "account name", description: "segments of 1 to 100 characters joined by `>`, in Unicode form NFC"
})
const isSegment = Schema.makeFilter(
  (text: string) => text.includes(">") ? "one segment holds no `>`" : faultOfPath(text) ?? true,
  { title: "segment", description: "1 to 100 characters in Unicode form NFC, without `>`" }
)

/**
 * The full name of an account, which is also its place: `company`, `company>client`, `company>client>machine`. Two
 * names are the same only when they are written the same, code point by code point; only one Unicode form is accepted,
 * so that the same letters are never written in two ways.
 *
 * @rule ACC-1
 * @source 003, Credentials, Name
 */
export const Path = Schema.String.check(isPath).pipe(Schema.brand("Path"))
export type Path = typeof Path.Type

/** One level of a name: what stands between two `>`. */
export const Segment = Schema.String.check(isSegment).pipe(Schema.brand("Segment"))
export type Segment = typeof Segment.Type

/**
 * The name `name` entered relative to `under`. Two names can be too long for one: `isDescent` tells.
 *
 * @rule ACC-4
 * @source 003, Child Account Creation
 */
export const descend = (under: Path, name: Path): Path => Path.make(`${under}>${name}`)

/** Whether the whole name would be one: at most 1,024 bytes. */
export const isDescent = (under: Path, name: Path): boolean => utf8Bytes(under) + 1 + utf8Bytes(name) <= pathBytesMax

/** `company>client>machine`, `company>client`, `company`: a place, then every group above it, nearest first. */
export const lineage = <Place extends string>(path: Place): ReadonlyArray<Place> => {
  const places: Array<Place> = [path]
  // A prefix of a valid name that ends before a `>` is a valid name.
  for (let at = path.lastIndexOf(">"); at >= 0; at = path.lastIndexOf(">", at - 1)) {
    places.push(path.slice(0, at) as Place)
    if (at === 0) break
  }
  return places
}

/** Strictly below: a group is not below itself, and `acme2` is not below `acme`. */
export const isBelow = (path: string, group: string): boolean =>
  path.length > group.length && path.charCodeAt(group.length) === 62 && path.startsWith(group)

/** The group itself, or anything below it. */
export const isWithin = (path: string, group: string): boolean => path === group || isBelow(path, group)
