/** Whether a filter holds of a resource: of the very JSON that is told of it. */
import { User } from "@intendant/core"
import type { Attribute, Filter, Value } from "./filter.ts"

/** JSON, as it is told. */
export type Json = Value | ReadonlyArray<Json> | JsonObject
export interface JsonObject {
  readonly [name: string]: Json
}

/** Ids are what they are, letter by letter. Everything else is the same text in capitals and without. */
const exact = ["id", "members", "groups"]

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

const compares = (
  own: Json, operator: "eq" | "co" | "sw", value: Value, isExact: boolean
): boolean => {
  if (isObject(own) || isList(own)) return false
  const [one, other] = typeof own === "boolean" ? [asText(own), asText(value)] : [own, value]
  if (typeof one !== "string" || typeof other !== "string") return operator === "eq" && one === other
  const [text, sought] = isExact ? [one, other] : [fold(one), fold(other)]
  switch (operator) {
    case "eq": return text === sought
    case "co": return text.includes(sought)
    case "sw": return text.startsWith(sought)
  }
}

/** `ne` says no where `eq` says yes. What a resource does not have is equal to nothing but `null`. */
export const matches = (filter: Filter, resource: JsonObject): boolean => {
  switch (filter._tag) {
    case "And": return matches(filter.left, resource) && matches(filter.right, resource)
    case "Or": return matches(filter.left, resource) || matches(filter.right, resource)
    case "Not": return !matches(filter.filter, resource)
    case "Present": return within(resource, filter.attribute).some((value) => value !== "")
    case "Where":
      return within(resource, filter.attribute).some((value) => isObject(value) && matches(filter.filter, value))
    case "Compare": {
      const { attribute, operator, value } = filter
      const own = valuesAt(resource, attribute)
      const isExact = exact.includes((attribute[0] ?? "").toLowerCase())
      const test = operator === "ne" ? "eq" : operator
      const holds = value === null && test === "eq"
        ? own.length === 0
        : own.some((one) => compares(one, test, value, isExact))
      return operator === "ne" ? !holds : holds
    }
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
