/** What a user is wanted to be after a number of small changes. Nothing acts here: orders are made of the outcome. */
import type { User } from "@intendant/core"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type Faulty, faulty, type Refused } from "./faults.ts"
import { faultOfFilter, isList, isObject as isJsonObject, type JsonObject, matches } from "./matching.ts"
import { schemas } from "./names.ts"
import { parsePath, type Path } from "./paths.ts"
import { userResource } from "./resources.ts"
import { asWanted, badInput, inOurLetters, readActive, readLanguage, Wanted } from "./wanted.ts"

const operationsMax = 100

const Operation = Schema.Struct({
  op: Schema.String, path: Schema.optionalKey(Schema.String), value: Schema.optionalKey(Schema.Unknown)
})

const Patch = Schema.Struct({
  Operations: Schema.Array(Operation).check(Schema.isMinLength(1), Schema.isMaxLength(operationsMax))
})

/** One change. Without a path, what it is a change of is named in its value. */
export interface Change {
  readonly op: "add" | "replace" | "remove"
  readonly path: Path | undefined
  readonly value: unknown
}

const ops: ReadonlyArray<Change["op"]> = ["add", "replace", "remove"]
const decodePatch = Schema.decodeUnknownResult(Patch, { errors: "all" })

/** The changes of a body, in their order. */
export const changesOf = (sent: unknown): Result.Result<ReadonlyArray<Change>, Refused> =>
  Result.gen(function*() {
    const ours = yield* inOurLetters(sent)
    const { Operations } = yield* Result.mapError(decodePatch(ours), ({ issue }) => badInput(issue))
    return yield* Result.all(Operations.map(changeOf))
  })

const changeOf = ({ op, path, value }: typeof Operation.Type): Result.Result<Change, Faulty> =>
  Result.gen(function*() {
    const named = ops.find((one) => one === op.toLowerCase())
    if (named === undefined) return yield* Result.fail(faulty("invalidSyntax", "op", ops.join(", ")))
    if (path === undefined) {
      return named === "remove"
        ? yield* Result.fail(faulty("noTarget", "path", "what is to be removed"))
        : { op: named, path: undefined, value }
    }
    const read = yield* Result.mapError(parsePath(path), (expected) => faulty("invalidPath", "path", expected))
    const fault = read.filter === undefined ? undefined : faultOfFilter(read.filter, read.attribute)
    if (fault !== undefined) return yield* Result.fail(faulty("invalidFilter", "path", fault))
    return { op: named, path: read, value }
  })

// -------------------------------------------------------------------------------------------------- users

/** What is wanted, as far as it was said, not yet read. */
type Wish = Readonly<Record<keyof Wanted, unknown>>
type Said = Result.Result<Partial<Wish>, Faulty>

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const invalid = (field: string, expected: string): Said => Result.fail(faulty("invalidValue", field, expected))

/** The one value among several: the only one, or the one that is marked. */
const mainOf = (value: unknown): unknown => {
  if (!Array.isArray(value)) return isObject(value) ? value["value"] : value
  const marked = value.find((one) => isObject(one) && (readActive(one["primary"]) === true || one["type"] === "work"))
  return value.length === 1 ? mainOf(value[0]) : isObject(marked) ? marked["value"] : undefined
}

const single = (key: "userName" | "role", field: string) => (value: unknown): Said => {
  const main = mainOf(value)
  return main === undefined ? invalid(field, "one value") : Result.succeed({ [key]: main })
}

const names = (value: unknown): Said => {
  if (!isObject(value)) return invalid("name", "an object")
  const { familyName, givenName } = value
  return Result.succeed({
    ...(familyName === undefined ? {} : { familyName }), ...(givenName === undefined ? {} : { givenName })
  })
}

/** What can be changed, and what each change says. */
const writable = new Map<string, (value: unknown) => Said>([
  ["username", (value) => Result.succeed({ userName: value })],
  ["name", names],
  ["name.familyname", (value) => Result.succeed({ familyName: value })],
  ["name.givenname", (value) => Result.succeed({ givenName: value })],
  ["preferredlanguage", (value) => Result.succeed({ language: readLanguage(value) })],
  ["active", (value) => Result.succeed({ active: readActive(value) })],
  ["emails", single("userName", "emails")],
  ["emails.value", single("userName", "emails")],
  ["roles", single("role", "roles")],
  ["roles.value", single("role", "roles")]
])

/** What is told and cannot be changed. */
const told = [
  "id", "meta", "schemas", "groups", "displayname", "phonenumbers", "name.formatted", "emails.type", "emails.primary",
  "roles.primary", schemas.standing.toLowerCase()
]

const keyOf = ({ attribute, part }: Path): string => [...attribute, ...(part === undefined ? [] : [part])].join(".")

/** What directories call a resource by is not kept: it is as if nothing had been said of it, in whatever request. */
export const isIgnored = (path: Path): boolean => keyOf(path) === "externalid"

/** Which values a filter picks: the one that can be changed must be among them. */
const picks = ({ attribute: [name = ""], filter }: Path, resource: JsonObject): Faulty | undefined => {
  if (filter === undefined) return undefined
  const values = resource[name]
  const all = isList(values) ? values : []
  const picked = all.filter((value) => isJsonObject(value) && matches(filter, value, [name]))
  if (picked.length === 0) return faulty("noTarget", "path", "one of the values that are there")
  return picked[0] === all[0] ? undefined : faulty("mutability", "path", "the address to sign in with")
}

const said = (change: Change, path: Path, resource: JsonObject): Said => {
  if (isIgnored(path)) return Result.succeed({})
  const key = keyOf(path)
  const write = writable.get(key)
  if (write === undefined) {
    return Result.fail(told.includes(key) || told.includes(path.attribute[0] ?? "")
      ? faulty("mutability", "path", "an attribute that can be changed")
      : faulty("invalidPath", "path", [...writable.keys()].join(", ")))
  }
  if (change.op === "remove") return Result.fail(faulty("mutability", "path", "an attribute that can be empty"))
  const strange = picks(path, resource)
  return strange === undefined ? write(change.value) : Result.fail(strange)
}

/** Of a value without a path what can be changed is looked at, as of a whole resource, and nothing else. */
const inside = (value: Readonly<Record<string, unknown>>): ReadonlyArray<readonly [Path, unknown]> =>
  Object.entries(value).flatMap(([name, one]) => {
    if (name.toLowerCase() === schemas.user.toLowerCase() && isObject(one)) return inside(one)
    const path = Result.getOrUndefined(parsePath(name))
    return path !== undefined && writable.has(keyOf(path)) ? [[path, one] as const] : []
  })

/** A change without a path is one change for each name in it. */
const parts = (change: Change): Result.Result<ReadonlyArray<readonly [Path, unknown]>, Faulty> => {
  if (change.path !== undefined) return Result.succeed([[change.path, change.value]])
  return isObject(change.value)
    ? Result.succeed(inside(change.value))
    : Result.fail(faulty("invalidValue", "value", "an object, where no path is named"))
}

const decodeWanted = Schema.decodeUnknownResult(Wanted, { errors: "all" })

/** What a user is wanted to be after all changes. Of two that say different things, the later one holds. */
export const patched = (user: User.Known, changes: ReadonlyArray<Change>): Result.Result<Wanted, Refused> =>
  Result.gen(function*() {
    const resource = userResource(user)
    let wish: Wish = asWanted(user)
    for (const change of changes) {
      for (const [path, value] of yield* parts(change)) {
        wish = { ...wish, ...yield* said({ ...change, value }, path, resource) }
      }
    }
    return yield* Result.mapError(decodeWanted(wish), ({ issue }) => badInput(issue))
  })
