/** Filters and paths of SCIM: what is written is what is read, and nothing that is sent stops the program. */
import * as fc from "fast-check"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { User } from "@intendant/core"
import { type Filter, operators, parseFilter, printFilter, type Value } from "../src/scim/filter.ts"
import { faultOfFilter, fold, type JsonObject, looksAt, matches, stretchOf } from "../src/scim/matching.ts"
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
    ["an unknown operator", "a gte 1"], ["a bare word", "a eq b"], ["an object", "a eq {}"], ["no operator", "a"],
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
  "urn:intendant:scim:User": { status: "Active" },
  groups: [{ value: "admin", display: "admin" }], members: [{ value: "usr_A", display: "Ada" }],
  meta: { resourceType: "User", created: "2026-06-01T10:00:00.000Z" }
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
  ["urn:intendant:scim:User:status eq \"active\"", true], ["emails eq \"a@home.example\"", true],
  ["userName ew \"@ACME.example\"", true], ["userName ew \"acme\"", false], ["emails ew \"home.example\"", true],
  ["id ew \"_a\"", false], ["members[value eq \"usr_a\"]", false], ["members[value eq \"usr_A\"]", true],
  ["members[display eq \"ADA\"]", true], ["groups.value eq \"Admin\"", false], ["groups.display eq \"Admin\"", true]
])("%s: %s", (text, holds) => {
  expect(matches(read(text), ada)).toBe(holds)
})

describe("RFC 7644, 3.4.2.2: more and less", () => {
  it.each([
    ["userName", "adb", "lt"], ["userName", "ADA@acme.example", "eq"], ["userName", "ABA", "gt"], ["id", "usr_A", "eq"],
    ["id", "usr_a", "lt"], ["id", "usr_", "gt"], ["name.familyName", "ÉLAN", "eq"], ["name.familyName", "z", "gt"],
    ["meta.created", "2026-06-01T10:00:00Z", "eq"], ["meta.created", "2026-06-01T12:00:00+02:00", "eq"],
    ["meta.created", "2026-06-01T09:59:59.999Z", "gt"], ["meta.created", "2026-06-01T11:00:00.5+01:00", "lt"]
  ])("%s and %j", (attribute, value, standing) => {
    const holding = { lt: ["ne", "lt", "le"], eq: ["eq", "ge", "le"], gt: ["ne", "gt", "ge"] }[standing]
    for (const operator of ["eq", "ne", "gt", "ge", "lt", "le"]) {
      const holds = matches(read(`${attribute} ${operator} ${JSON.stringify(value)}`), ada)
      expect([operator, holds]).toEqual([operator, holding?.includes(operator)])
    }
  })

  it.each([
    "active gt true", "active le \"true\"", "emails[primary ge true]", "name lt \"a\"", "userName gt 5", "id le null",
    "meta.created gt \"yesterday\"", "meta.created eq \"2026-06-01\"", "meta.created lt \"2026-13-01T10:00:00Z\"",
    "meta.created ge null", "not (active lt false)", "userName pr and active gt true"
  ])("%s cannot be compared", (text) => expect(faultOfFilter(read(text))).toMatch(/./))

  it.each([
    "active eq true", "meta.created co \"2026\"", "meta.created eq null", "meta.created pr", "userName eq 5",
    "nickName gt true", "meta.lastModified gt \"2026-06-01T10:00:00Z\"", "emails[type eq \"work\" and value ge \"a\"]"
  ])("%s can", (text) => expect(faultOfFilter(read(text))).toBeUndefined())
})

it.each([
  ["members eq \"a\"", true], ["urn:ietf:params:scim:schemas:core:2.0:Group:MEMBERS.value pr", true],
  ["id eq \"a\" and not (displayName eq \"b\" or members[value eq \"a\"])", true], ["displayName eq \"members\"", false]
])("whether %s looks at members: %s", (text, looks) => expect(looksAt(read(text), "members")).toBe(looks))

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
