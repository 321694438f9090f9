/** Filters and paths of SCIM: what is written is what is read, and nothing that is sent stops the program. */
import * as fc from "fast-check"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { User } from "@intendant/core"
import { type Filter, operators, parseFilter, printFilter, type Value } from "../src/scim/filter.ts"
import { fold, type JsonObject, matches, stretchOf } from "../src/scim/matching.ts"
import { parsePath } from "../src/scim/paths.ts"

const anyName = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,8}$/)
const anyAttribute = fc.oneof(
  fc.array(anyName, { minLength: 1, maxLength: 2 }),
  fc.array(anyName, { minLength: 1, maxLength: 2 }).map((names) => ["urn:example:2.0:Thing", ...names])
)
const anyValue: fc.Arbitrary<Value> = fc.oneof(
  fc.string({ unit: "grapheme" }), fc.constantFrom("\"", "\\", "a \"b\" ]) and", "\u0000\n"),
  fc.integer(), fc.boolean(), fc.constant(null)
)
const anyFilter = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 4, depthIdentifier: "filter" },
    fc.record({
      _tag: fc.constant("Compare" as const), attribute: anyAttribute, operator: fc.constantFrom(...operators),
      value: anyValue
    }),
    fc.record({ _tag: fc.constant("Present" as const), attribute: anyAttribute }),
    fc.record({ _tag: fc.constant("And" as const), left: tie("filter"), right: tie("filter") }),
    fc.record({ _tag: fc.constant("Or" as const), left: tie("filter"), right: tie("filter") }),
    fc.record({ _tag: fc.constant("Not" as const), filter: tie("filter") }),
    fc.record({ _tag: fc.constant("Where" as const), attribute: anyAttribute, filter: tie("filter") })
  )
})).filter

const read = (text: string): Filter => {
  const parsed = parseFilter(text)
  if (Result.isFailure(parsed)) throw new Error(`${text}: ${parsed.failure}`)
  return parsed.success
}

describe("what is written is what is read", () => {
  it("a filter that is written and read again is the same one", () => {
    fc.assert(fc.property(anyFilter, (filter) => {
      const text = printFilter(filter)
      fc.pre(text.length <= 2_000)
      expect(read(text)).toEqual(filter)
    }))
  })

  it.each([
    ["userName eq \"a\" or active pr and not (b pr)", "(userName eq \"a\" or active pr) and not (b pr)"],
    ["a eq 1 and b eq 2 and c eq 3", "a eq 1 and (b eq 2 and c eq 3)"],
    ["emails[type eq \"work\" and value sw \"a\"]", "emails[type eq \"work\"] and value sw \"a\""]
  ])("%s is not %s", (one, other) => {
    expect(printFilter(read(one))).toBe(one)
    expect(printFilter(read(other))).toBe(other)
    expect(read(one)).not.toEqual(read(other))
  })

  it("names of the core's own schema go without it, and words are the same in capitals and without", () => {
    const plain = read("name.familyName eq \"a\"")
    expect(read("urn:ietf:params:scim:schemas:core:2.0:User:name.familyName EQ \"a\"")).toEqual(plain)
    expect(read("a Eq True AND NOT (b PR)")).toEqual(read("a eq true and not (b pr)"))
  })
})

describe("hostile input", () => {
  const pieces = [
    "(", ")", "[", "]", "\"", "\\", "not", "and", "or", "pr", "eq", "userName", " ", ".", ":", "1", "é", "\u0000"
  ]
  const anyText = fc.oneof(
    fc.string({ unit: "binary", maxLength: 200 }),
    fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((some) => some.join("")),
    fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((some) => some.join(" "))
  )

  it("every text is a filter, or is told what it lacks", () => {
    fc.assert(fc.property(anyText, (text) => {
      const parsed = parseFilter(text)
      expect(Result.isSuccess(parsed) ? printFilter(parsed.success) : parsed.failure).toMatch(/./)
      expect(Result.isResult(parsePath(text))).toBe(true)
    }), { numRuns: 2_000 })
  })

  it.each([
    ["deep brackets", "(".repeat(900) + "a pr" + ")".repeat(900)], ["deep not", "not (".repeat(300)],
    ["deep values", "a[".repeat(900)], ["a long text", `a eq "${"x".repeat(100_000)}"`], ["nothing", ""],
    ["an open text", "a eq \"x"], ["a bad escape", "a eq \"\\x\""], ["two filters", "a pr b pr"],
    ["an unknown operator", "a gt 1"], ["a bare word", "a eq b"], ["an object", "a eq {}"], ["no operator", "a"],
    ["no name", "__proto__ pr"]
  ])("%s is refused", (_, text) => {
    expect(Result.isFailure(parseFilter(text))).toBe(true)
  })

  it("the longest filters are read in no longer than their length takes", () => {
    const long = Array.from({ length: 240 }, () => "a pr").join(" or ")
    expect(Result.isSuccess(parseFilter(long))).toBe(true)
    for (const text of ["\"".repeat(2_000), `a eq "${"\\".repeat(1_900)}`, " ".repeat(2_000), "a".repeat(2_000)]) {
      expect(Result.isFailure(parseFilter(text))).toBe(true)
    }
  })
})

const ada: JsonObject = {
  id: "usr_A", userName: "Ada@acme.example", active: true, name: { familyName: "Élan" },
  emails: [{ value: "Ada@acme.example", type: "work", primary: true }, { value: "a@home.example", type: "other" }],
  "urn:intendant:scim:User": { status: "Active" }
}

it.each([
  ["userName eq \"ada@ACME.example\"", true], ["userName eq \"ada@acme\"", false], ["userName sw \"ADA\"", true],
  ["userName ne \"bob\"", true], ["userName co \"CME\"", true], ["id eq \"usr_a\"", false], ["id eq \"usr_A\"", true],
  ["name.familyName eq \"éLAN\"", true], ["name.familyName eq \"elan\"", false], ["active eq true", true],
  ["active eq \"True\"", true], ["active ne true", false], ["active eq 1", false], ["emails co \"home\"", true],
  ["emails[type eq \"work\"]", true], ["emails[type eq \"work\" and value co \"home\"]", false],
  ["emails.type eq \"other\"", true], ["externalId eq \"7\"", false], ["externalId pr", false],
  ["externalId eq null", true], ["externalId ne \"7\"", true], ["constructor pr", false],
  ["not (userName pr)", false], ["userName pr and (active eq false or id pr)", true],
  ["urn:intendant:scim:User:status eq \"active\"", true], ["emails eq \"a@home.example\"", true]
])("%s: %s", (text, holds) => {
  expect(matches(read(text), ada)).toBe(holds)
})

it("whatever a filter by name holds of is in the stretch of the list that is read for it", () => {
  const letters = fc.array(fc.constantFrom("a", "A", "k", "\u212A", "é", "e\u0301", "@", ".", "İ", "i\u0307", "ß", "가"))
  fc.assert(fc.property(letters, letters, fc.constantFrom("eq" as const, "sw" as const), (some, others, operator) => {
    const mail = [...some, ...others].join("").normalize("NFC")
    const value = some.join("")
    const filter: Filter = { _tag: "Compare", attribute: ["userName"], operator, value }
    const stretch = stretchOf(filter)
    if (stretch === undefined || !matches(filter, { userName: mail })) return
    const key = User.sortKey(mail)
    expect(`${key}\u0001` > stretch.from).toBe(true)
    // Only what the list sorts by is looked at.
    expect(stretch.isWithin({ sortKeys: { mail: key } } as User.Known)).toBe(true)
    expect(fold(mail).startsWith(fold(value))).toBe(true)
  }))
})

it.each([
  ["emails[type eq \"work\"].value", { attribute: ["emails"], part: "value" }],
  ["Name.GivenName", { attribute: ["name", "givenname"], part: undefined }],
  ["members[value eq \"usr_A\"]", { attribute: ["members"], part: undefined }],
  ["urn:ietf:params:scim:schemas:core:2.0:User:active", { attribute: ["active"], part: undefined }]
])("%s is a path", (text, path) => {
  expect(Result.getOrUndefined(parsePath(text))).toMatchObject(path)
})

it.each(["", "a b", "a pr", "emails[type eq \"work\"].value.more", "emails[].value", "a]", ".", "a[b pr] or c[d pr]"])(
  "%s is no path", (text) => expect(Result.isFailure(parsePath(text))).toBe(true))
