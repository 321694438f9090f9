/** Filters as RFC 7644 writes them: which there are, how they are read, and how they are written. */
import * as Result from "effect/Result"
import { isAttribute, type Token, tokensOf } from "./tokens.ts"

/** What an attribute is compared with. */
export type Value = string | number | boolean | null

export const operators = ["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"] as const
export type Operator = (typeof operators)[number]

/** A condition on a resource. An attribute is its names from the outside in; what it is an extension of comes first. */
export type Filter =
  | {
    readonly _tag: "Compare"; readonly attribute: Attribute; readonly operator: Operator; readonly value: Value
  }
  | { readonly _tag: "Present"; readonly attribute: Attribute }
  | { readonly _tag: "And"; readonly left: Filter; readonly right: Filter }
  | { readonly _tag: "Or"; readonly left: Filter; readonly right: Filter }
  | { readonly _tag: "Not"; readonly filter: Filter }
  /** One value of several, of which all of the condition holds. */
  | { readonly _tag: "Where"; readonly attribute: Attribute; readonly filter: Filter }
export type Attribute = ReadonlyArray<string>

/** What is longer, or nested deeper, is not looked at. */
const charactersMax = 2_000
const depthMax = 20

const coreSchemas = /^urn:ietf:params:scim:schemas:core:2\.0:(User|Group)$/i

/** `urn:…:User:name.familyName`: what stands before the last colon is a schema, and that of the core goes without. */
export const attributeOf = (text: string): Attribute => {
  const end = text.lastIndexOf(":")
  const schema = end < 0 ? "" : text.slice(0, end)
  const names = text.slice(end + 1).split(".")
  return schema === "" || coreSchemas.test(schema) ? names : [schema, ...names]
}

const writeAttribute = ([first = "", ...rest]: Attribute): string =>
  first.includes(":") ? `${first}:${rest.join(".")}` : [first, ...rest].join(".")

// ------------------------------------------------------------------------------------------------ reading

/** What is read from, and how far: every reader takes what it reads. */
interface Reading {
  readonly tokens: ReadonlyArray<Token>
  at: number
}
type Read<Found = Filter> = Result.Result<Found, string>

const peek = ({ tokens, at }: Reading): string => tokens[at]?.text ?? ""
const isWord = (reading: Reading, word: string): boolean =>
  reading.tokens[reading.at]?.kind === "word" && peek(reading).toLowerCase() === word

const takeSign = (reading: Reading, sign: string): Read<void> => {
  if (reading.tokens[reading.at]?.kind !== "sign" || peek(reading) !== sign) return Result.fail(`\`${sign}\``)
  reading.at += 1
  return Result.succeed(undefined)
}

/** Conditions joined by one word, the first two first. */
const joined = (
  reading: Reading, word: "and" | "or", one: () => Read, join: (left: Filter, right: Filter) => Filter
): Read =>
  Result.gen(function*() {
    let left = yield* one()
    while (isWord(reading, word)) {
      reading.at += 1
      left = join(left, yield* one())
    }
    return left
  })

const either = (reading: Reading, depth: number): Read => {
  if (depth > depthMax) return Result.fail(`at most ${depthMax} levels of brackets`)
  return joined(reading, "or", () => both(reading, depth), (left, right) => ({ _tag: "Or", left, right }))
}

const both = (reading: Reading, depth: number): Read =>
  joined(reading, "and", () => single(reading, depth), (left, right) => ({ _tag: "And", left, right }))

const inside = (reading: Reading, [open, close]: readonly [string, string], depth: number): Read =>
  Result.gen(function*() {
    yield* takeSign(reading, open)
    const filter = yield* either(reading, depth + 1)
    yield* takeSign(reading, close)
    return filter
  })

const isSign = ({ tokens }: Reading, at: number, sign: string): boolean =>
  tokens[at]?.kind === "sign" && tokens[at].text === sign

const single = (reading: Reading, depth: number): Read => {
  if (isSign(reading, reading.at, "(")) return inside(reading, ["(", ")"], depth)
  if (isWord(reading, "not") && isSign(reading, reading.at + 1, "(")) {
    reading.at += 1
    return Result.map(inside(reading, ["(", ")"], depth), (filter): Filter => ({ _tag: "Not", filter }))
  }
  const name = reading.tokens[reading.at]
  if (name?.kind !== "word" || !isAttribute(name.text)) return Result.fail("the name of an attribute")
  reading.at += 1
  const attribute = attributeOf(name.text)
  return isSign(reading, reading.at, "[")
    ? Result.map(inside(reading, ["[", "]"], depth), (filter): Filter => ({ _tag: "Where", attribute, filter }))
    : condition(reading, attribute)
}

const condition = (reading: Reading, attribute: Attribute): Read => {
  if (isWord(reading, "pr")) {
    reading.at += 1
    return Result.succeed({ _tag: "Present", attribute })
  }
  const operator = operators.find((one) => isWord(reading, one))
  if (operator === undefined) return Result.fail(`pr, ${operators.join(", ")}`)
  reading.at += 1
  const value = valueOf(reading.tokens[reading.at])
  if (value === undefined) return Result.fail("a text in double quotes, a number, true, false or null")
  reading.at += 1
  return Result.succeed({ _tag: "Compare", attribute, operator, value })
}

const words = new Map<string, Value>([["true", true], ["false", false], ["null", null]])

const valueOf = (token: Token | undefined): Value | undefined => {
  if (token === undefined || token.kind === "sign") return undefined
  if (token.kind === "text") return token.text
  const number = /^-?\d{1,15}(\.\d{1,15})?$/.test(token.text) ? Number(token.text) : undefined
  return number ?? words.get(token.text.toLowerCase())
}

/**
 * Reads a filter, or says what it should hold and does not. `and` binds closer than `or`, and `not` closest.
 *
 * @example parseFilter("userName eq \"ada@acme.example\" and active eq true")
 */
export const parseFilter = (text: string): Read => {
  if (text.length > charactersMax) return Result.fail(`at most ${charactersMax} characters`)
  return Result.flatMap(tokensOf(text), (tokens) => {
    const reading: Reading = { tokens, at: 0 }
    return Result.filterOrFail(either(reading, 0), () => reading.at === tokens.length, () => "and, or, or the end")
  })
}

// ------------------------------------------------------------------------------------------------ writing

const bracketed = (filter: Filter, needs: ReadonlyArray<Filter["_tag"]>): string =>
  needs.includes(filter._tag) ? `(${printFilter(filter)})` : printFilter(filter)

/** Writes a filter, with no more brackets than it takes to read the same one. */
export const printFilter = (filter: Filter): string => {
  switch (filter._tag) {
    case "Compare":
      return `${writeAttribute(filter.attribute)} ${filter.operator} ${JSON.stringify(filter.value)}`
    case "Present": return `${writeAttribute(filter.attribute)} pr`
    case "Or": return `${printFilter(filter.left)} or ${bracketed(filter.right, ["Or"])}`
    case "And": return `${bracketed(filter.left, ["Or"])} and ${bracketed(filter.right, ["Or", "And"])}`
    case "Not": return `not (${printFilter(filter.filter)})`
    case "Where": return `${writeAttribute(filter.attribute)}[${printFilter(filter.filter)}]`
  }
}
