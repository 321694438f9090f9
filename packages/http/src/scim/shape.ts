/** What of a list or a resource is asked for: which part of it, in which order, and which of its attributes. */
import type { User } from "@intendant/core"
import * as Result from "effect/Result"
import { attributeOf, type Attribute, type Filter, parseFilter } from "./filter.ts"
import { type Faulty, faulty } from "./faults.ts"
import { faultOfFilter, isList, isObject, type Json, type JsonObject, looksAt } from "./matching.ts"

/** Items of a list of which so many are told at most. */
export const countMax = 500
const countUnsaid = 100

/** What a list is asked for. */
export interface Asked<Column = User.Column> {
  readonly filter: Filter | undefined
  /** The first is 1. */
  readonly startIndex: number
  readonly count: number
  readonly sort: Column
  readonly descending: boolean
}

/** The attributes that a list can be sorted by, each with what that is to the portal; the first where none is named. */
export type Columns<Column> = Readonly<Record<string, Column>>

export const userColumns: Columns<User.Column> = {
  userName: "mail", emails: "mail", "emails.value": "mail", "name.familyName": "lastName",
  "name.givenName": "firstName", roles: "role", "roles.value": "role"
}
/** A role has one name, under two. */
export const groupColumns: Columns<"role"> = { displayName: "role", id: "role" }

/** A whole number; what is below the least counts as the least, and what is above the most as the most. */
const numberOf = (
  text: string | null, field: string, { unsaid, least, most }: Record<"unsaid" | "least" | "most", number>
): Result.Result<number, Faulty> => {
  if (text === null) return Result.succeed(unsaid)
  return /^-?\d{1,15}$/.test(text)
    ? Result.succeed(Math.min(Math.max(Number(text), least), most))
    : Result.fail(faulty("invalidValue", field, "a whole number"))
}

const filterOf = (text: string | null): Result.Result<Filter | undefined, Faulty> => {
  if (text === null) return Result.succeed(undefined)
  const invalid = (expected: string) => faulty("invalidFilter", "filter", expected)
  return Result.flatMap(Result.mapError(parseFilter(text), invalid), (filter) => {
    const fault = faultOfFilter(filter)
    return fault === undefined ? Result.succeed(filter) : Result.fail(invalid(fault))
  })
}

const columnOf = <Column>(text: string | null, columns: Columns<Column>): Result.Result<Column, Faulty> => {
  const name = text === null ? undefined : attributeOf(text).join(".").toLowerCase()
  const found = Object.entries(columns).find(([own]) => name === undefined || own.toLowerCase() === name)
  return found === undefined
    ? Result.fail(faulty("invalidPath", "sortBy", Object.keys(columns).join(", ")))
    : Result.succeed(found[1])
}

const orders = ["ascending", "descending"]

export const askedOf = <Column>(
  query: URLSearchParams, columns: Columns<Column>
): Result.Result<Asked<Column>, Faulty> =>
  Result.gen(function*() {
    const order = (query.get("sortOrder") ?? "ascending").toLowerCase()
    if (!orders.includes(order)) return yield* Result.fail(faulty("invalidValue", "sortOrder", orders.join(" or ")))
    return {
      filter: yield* filterOf(query.get("filter")),
      startIndex: yield* numberOf(query.get("startIndex"), "startIndex", { unsaid: 1, least: 1, most: Infinity }),
      count: yield* numberOf(query.get("count"), "count", { unsaid: countUnsaid, least: 0, most: countMax }),
      sort: yield* columnOf(query.get("sortBy"), columns),
      descending: order === "descending"
    }
  })

// --------------------------------------------------------------------------------------------- attributes

/** Told whatever is asked for. */
const always = ["schemas", "id"]

const namesIn = (query: URLSearchParams, parameter: string): ReadonlyArray<Attribute> | undefined =>
  query.get(parameter)?.split(",").map((name) => attributeOf(name.trim().toLowerCase()))

/** What of a value stands under these names: all of it where a name ends here. */
const chosen = (value: Json, names: ReadonlyArray<Attribute>, keeps: boolean): Json => {
  if (isList(value)) return value.map((one) => chosen(one, names, keeps))
  return isObject(value) ? partOf(value, names, keeps) : value
}

const partOf = (object: JsonObject, names: ReadonlyArray<Attribute>, keeps: boolean): JsonObject =>
  Object.fromEntries(Object.entries(object).flatMap(([name, value]): ReadonlyArray<[string, Json]> => {
    const named = names.filter(([first]) => first === name.toLowerCase())
    const deeper = named.flatMap(([, ...rest]) => rest.length === 0 ? [] : [rest])
    const isWhole = named.length > deeper.length
    if (named.length === 0 || (isWhole && !keeps)) return keeps || isWhole ? [] : [[name, value]]
    return [[name, isWhole ? value : chosen(value, deeper, keeps)]]
  }))

/** Whether an attribute, or any part of it, will be told. */
const isTold = (query: URLSearchParams, name: string): boolean => {
  const [only, without] = [namesIn(query, "attributes"), namesIn(query, "excludedAttributes")]
  if (only !== undefined) return only.some(([first]) => first === name)
  return without === undefined || !without.some(([first, ...rest]) => first === name && rest.length === 0)
}

/** Whether an attribute has to be looked up: because it is told, or because a filter looks at it. */
export const isNeeded = (query: URLSearchParams, name: string, filter: Filter | undefined): boolean =>
  isTold(query, name) || (filter !== undefined && looksAt(filter, name))

/** A resource with the attributes that were asked for, or without those that were not. */
export const shaped = (query: URLSearchParams, resource: JsonObject): JsonObject => {
  const [only, without] = [namesIn(query, "attributes"), namesIn(query, "excludedAttributes")]
  if (only !== undefined) return partOf(resource, [...always.map((name) => [name]), ...only], true)
  if (without === undefined) return resource
  return partOf(resource, without.filter(([first = ""]) => !always.includes(first)), false)
}
