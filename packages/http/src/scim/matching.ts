/** Whether a filter holds of a resource: of the very JSON that is told of it. */
import { byCodePoint, User } from "@intendant/core"
import { type Described, describedAt } from "./attributes.ts"
import type { Attribute, Filter, Operator, Value } from "./filter.ts"

/** JSON, as it is told. */
export type Json = Value | ReadonlyArray<Json> | JsonObject
export interface JsonObject {
  readonly [name: string]: Json
}

/** Letter by letter, so that what two texts begin with alike is folded alike. */
export const fold = (text: string): string =>
  Array.from(text.normalize("NFC"), (letter) => letter.toLowerCase()).join("")

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !isList(value)
// The built-in test does not know lists that may not be changed.
export const isList = (value: Json | undefined): value is ReadonlyArray<Json> => Array.isArray(value)

const each = (value: Json | undefined): ReadonlyArray<Json> =>
  value === undefined || value === null ? [] : isList(value) ? value : [value]

const fieldOf = (value: Json, name: string): Json | undefined =>
  isObject(value)
    ? Object.entries(value).find(([own]) => own.toLowerCase() === name.toLowerCase())?.[1]
    : undefined

const within = (resource: Json, names: Attribute): ReadonlyArray<Json> =>
  names.reduce((found: ReadonlyArray<Json>, name) => found.flatMap((one) => each(fieldOf(one, name))), [resource])

/** What stands for a value that has parts: the part that is called so. */
const valuesAt = (resource: Json, names: Attribute): ReadonlyArray<Json> =>
  within(resource, names).map((one) => isObject(one) ? fieldOf(one, "value") ?? one : one)

/** Some write `"True"` where they mean `true`. */
const asText = (value: Value): Value => typeof value === "boolean" ? String(value) : value

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/

/** An instant in milliseconds; no number at all, which nothing is before, at or behind, if it is none. */
const millisecondsOf = (value: Value): number =>
  typeof value === "string" && instant.test(value) ? Date.parse(value) : Number.NaN

const isInOrder = (operator: Exclude<Operator, "ne">, one: string, other: string, order: number): boolean => {
  switch (operator) {
    case "eq": return order === 0
    case "co": return one.includes(other)
    case "sw": return one.startsWith(other)
    case "ew": return one.endsWith(other)
    case "gt": return order > 0
    case "ge": return order >= 0
    case "lt": return order < 0
    case "le": return order <= 0
  }
}

/** Instants by the clock; texts letter by letter where capitals count, and as they are folded where they do not. */
const compares = (
  own: Json, operator: Exclude<Operator, "ne">, value: Value, like: Described | undefined
): boolean => {
  if (isObject(own) || isList(own)) return false
  const [one, other] = typeof own === "boolean" ? [asText(own), asText(value)] : [own, value]
  if (typeof one !== "string" || typeof other !== "string") return operator === "eq" && one === other
  const [text, sought] = like?.caseExact === true ? [one, other] : [fold(one), fold(other)]
  const order = like?.type === "dateTime" ? millisecondsOf(one) - millisecondsOf(other) : byCodePoint(text, sought)
  return isInOrder(operator, text, sought, order)
}

/**
 * Whether a filter holds of a resource, or of a part of one that stands at the names given. `ne` says no where `eq`
 * says yes. What a resource does not have is equal to nothing but `null`.
 */
export const matches = (filter: Filter, resource: JsonObject, at: Attribute = []): boolean => {
  switch (filter._tag) {
    case "And": return matches(filter.left, resource, at) && matches(filter.right, resource, at)
    case "Or": return matches(filter.left, resource, at) || matches(filter.right, resource, at)
    case "Not": return !matches(filter.filter, resource, at)
    case "Present": return within(resource, filter.attribute).some((value) => value !== "")
    case "Where": {
      const inner = [...at, ...filter.attribute]
      return within(resource, filter.attribute).some((value) => isObject(value) && matches(filter.filter, value, inner))
    }
    case "Compare": {
      const { attribute, operator, value } = filter
      const own = valuesAt(resource, attribute)
      const test = operator === "ne" ? "eq" : operator
      const like = describedAt([...at, ...attribute])
      const holds = value === null && test === "eq"
        ? own.length === 0
        : own.some((one) => compares(one, test, value, like))
      return operator === "ne" ? !holds : holds
    }
  }
}

const orders: ReadonlyArray<Operator> = ["gt", "ge", "lt", "le"]
const comparesText: ReadonlyArray<Operator> = ["co", "sw", "ew"]

const faultOfComparison = (operator: Operator, value: Value, type: Described["type"]): string | undefined => {
  const isOrder = orders.includes(operator)
  switch (type) {
    case "boolean":
    case "complex": return isOrder ? "eq or ne, of what has no order" : undefined
    case "string":
    case "reference": return isOrder && typeof value !== "string" ? "a text in double quotes" : undefined
    case "dateTime": {
      const isSound = comparesText.includes(operator) || (value === null && !isOrder)
      return isSound || !Number.isNaN(millisecondsOf(value)) ? undefined : "an instant, as \"2026-06-01T10:00:00Z\""
    }
  }
}

/**
 * What a filter should compare and does not: nothing comes before or behind what is only true or false, and an instant
 * is compared with an instant (RFC 7644, 3.4.2.2). Of an attribute that nobody has nothing holds, and that is no fault.
 */
export const faultOfFilter = (filter: Filter, at: Attribute = []): string | undefined => {
  switch (filter._tag) {
    case "And":
    case "Or": return faultOfFilter(filter.left, at) ?? faultOfFilter(filter.right, at)
    case "Not": return faultOfFilter(filter.filter, at)
    case "Present": return undefined
    case "Where": return faultOfFilter(filter.filter, [...at, ...filter.attribute])
    case "Compare": {
      const like = describedAt([...at, ...filter.attribute])
      return like === undefined ? undefined : faultOfComparison(filter.operator, filter.value, like.type)
    }
  }
}

/** Whether a filter looks at an attribute, which has to be looked up then, even if it is not told. */
export const looksAt = (filter: Filter, name: string): boolean => {
  switch (filter._tag) {
    case "And":
    case "Or": return looksAt(filter.left, name) || looksAt(filter.right, name)
    case "Not": return looksAt(filter.filter, name)
    case "Present":
    case "Where":
    case "Compare": return filter.attribute[0]?.toLowerCase() === name
  }
}

/** Where the list by address has everyone whom a filter can hold of: behind this key, and in one stretch with it. */
export interface Stretch {
  readonly from: string
  readonly isWithin: (user: User.Known) => boolean
}

const isPlain = /^[!-~]+$/

/**
 * The stretch of the list by address that is enough to read, if a filter asks for a name or for how it begins. Only
 * for plain letters: those sort where they are folded to.
 */
export const stretchOf = (filter: Filter): Stretch | undefined => {
  if (filter._tag === "And") return stretchOf(filter.left) ?? stretchOf(filter.right)
  if (filter._tag !== "Compare" || filter.attribute.length !== 1) return undefined
  const { attribute: [name = ""], operator, value } = filter
  if (name.toLowerCase() !== "username" || typeof value !== "string" || !isPlain.test(value)) return undefined
  if (operator !== "eq" && operator !== "sw") return undefined
  const from = User.sortKey(value)
  // A key of the list goes on behind the address, so that all that begin with a text come after that text alone.
  return { from, isWithin: ({ sortKeys: { mail } }) => operator === "eq" ? mail === from : mail.startsWith(from) }
}
