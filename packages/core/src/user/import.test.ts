/** Files of people: what is meant is what is read, in whatever manner it is written, and each fault has its place. */
import { type Delimiter, delimiters, readRows } from "@intendant/csv"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { expect, it } from "vitest"
import type { Terms } from "../contract/model.ts"
import { MailAddress, MailDomain, parseMail } from "../kernel/mail.ts"
import type { Person } from "./commands.ts"
import { ImportFault, type ImportRow, ReadingObstacle } from "./import-model.ts"
import { checkImport, countSeats } from "./import-rules.ts"
import { importWordings } from "./import-wording.ts"
import { PersonName } from "./model.ts"

const contact = { name: "Ada Lovelace", mail: Schema.decodeUnknownSync(MailAddress)("ada@example.org") }
const domains = ["example.org", "société.fr"].map((domain) => Schema.decodeUnknownSync(MailDomain)(domain))
const terms: Terms = { domains, usersMax: 100, storageBytesMax: 0, accountManager: contact, support: contact }
const checked = (rows: ReadonlyArray<ImportRow>, given = terms) => {
  const check = checkImport(given)
  const judged = rows.map(check.record)
  const end = check.end()
  return {
    people: judged.flatMap(({ person }) => person === undefined ? [] : [person]),
    faults: [...judged.flatMap((one) => one.faults), ...end.faults],
    count: end.people
  }
}

const lines = (...rows: ReadonlyArray<ReadonlyArray<string>>): ReadonlyArray<ImportRow> =>
  rows.map((cells, index) => ({ line: index + 1, cells }))

const ada = ["Lovelace", "Ada", "ada@example.org", "FR"]
const bob = ["Durand", "Bob", "bob@example.org", "EN"]

const readAndChecked = async (bytes: Uint8Array) => {
  const rows: Array<ImportRow> = []
  async function* body() {
    yield bytes
  }
  for await (const row of readRows(body())) rows.push(row)
  return checked(rows)
}

// ------------------------------------------------------------------------------------------- any good file

interface Manner {
  readonly delimiter: Delimiter
  readonly encoding: "utf8" | "utf8-mark" | "windows1252"
  readonly lineEnd: string
  readonly isQuoted: boolean
  readonly isEnded: boolean
  readonly padding: string
  readonly tail: string
  readonly emptyLines: number
}

const anyManner: fc.Arbitrary<Manner> = fc.record({
  delimiter: fc.constantFrom(...delimiters),
  encoding: fc.constantFrom("utf8", "utf8-mark", "windows1252"),
  lineEnd: fc.constantFrom("\r\n", "\n", "\r"),
  isQuoted: fc.boolean(),
  isEnded: fc.boolean(),
  padding: fc.constantFrom("", " ", "\u00a0 "),
  tail: fc.constantFrom("", "x"),
  emptyLines: fc.nat(2)
})

const cellOf = (text: string, { isQuoted, padding }: Manner): string => {
  const padded = padding + text + padding
  return isQuoted || /[;,\t"\r\n]/.test(text) ? `"${padded.replaceAll("\"", "\"\"")}"` : padded
}

/** The lines that separate two people: so many are counted, and nobody stands in them. */
const stride = ({ emptyLines }: Manner): number => 1 + emptyLines

const bytesOf = (rows: ReadonlyArray<ReadonlyArray<string>>, manner: Manner): Uint8Array => {
  const { delimiter, encoding, lineEnd, isEnded, tail } = manner
  const written = rows.map((cells) =>
    cells.map((text) => cellOf(text, manner)).join(delimiter) + (tail === "" ? "" : delimiter))
  const text = written.join(lineEnd.repeat(stride(manner))) + (isEnded ? lineEnd : "")
  return encoding === "windows1252"
    ? Uint8Array.from(text, (character) => character.charCodeAt(0))
    : new TextEncoder().encode(encoding === "utf8" ? text : `\ufeff${text}`)
}

/** Names of letters that are not the same bytes in two encodings, and all that quotation marks are for. */
const anyName = fc.string({ unit: fc.constantFrom(..."aZéçïù-'", "o ", ";", ",", "\""), minLength: 1, maxLength: 12 })
  .filter((text) => Schema.is(PersonName)(text) && !/(^|[;,])['"]*-/.test(text))

const anyLocal = fc.constantFrom("ada", "Ada.L", "a+b", "é.l", "a_b-c", "x0")
const anyCells = fc.tuple(anyName, anyName, anyLocal, fc.constantFrom("example.org", "Example.ORG", "Société.fr"),
  fc.constantFrom("FR", "EN", "fr"))

const anyFile = fc.array(anyCells, { minLength: 1, maxLength: 8 }).map((rows) =>
  rows.map(([lastName, firstName, local, domain, language], index) =>
    [lastName, firstName, `${local}${index}@${domain}`, language]))

const personOf = ([lastName = "", firstName = "", mail = "", language = ""]: ReadonlyArray<string>): Person => ({
  lastName, firstName, mail: Result.getOrThrow(parseMail(mail)), language: language.toUpperCase() === "FR" ? "fr" : "en"
})

it("USR-10 a good file is accepted, in every encoding, delimiter, line end and quoting", async () => {
  await fc.assert(fc.asyncProperty(anyFile, anyManner, async (rows, manner) => {
    expect(await readAndChecked(bytesOf(rows, manner)))
      .toEqual({ people: rows.map(personOf), faults: [], count: rows.length })
  }), { numRuns: 1000 })
})

/** Texts that spoil a column, and what is said of each. */
const spoilers = [
  [["", "NameUnfit"], [" ", "NameUnfit"], ["x".repeat(101), "NameUnfit"], ["a\u0007b", "NameUnfit"],
    ["a  b", "NameUnfit"], ["a\nb", "NameUnfit"]],
  [["", "NameUnfit"], ["é".repeat(101), "NameUnfit"], ["a\u00adb", "NameUnfit"], ["a\0", "RecordUnreadable"]],
  [["", "MailUnfit"], ["ada", "MailUnfit"], ["a@b@example.org", "MailUnfit"], ["<a@example.org>", "MailUnfit"],
    ["a%b@example.org", "MailUnfit"], ["ada@example.com", "MailOutside"], ["ada@mail.example.org", "MailOutside"]],
  [["", "LanguageUnknown"], ["DE", "LanguageUnknown"], ["FRA", "LanguageUnknown"], ["F R", "LanguageUnknown"]]
] as const
const anySpoiler = fc.constantFrom(...spoilers.flatMap((texts, index) =>
  texts.map(([text, tag]) => ({ index, text, tag }))))

it("USR-10 one spoiled cell is told at its line and column, and the other lines are right", async () => {
  await fc.assert(fc.asyncProperty(anyFile, anyManner, anySpoiler, fc.nat(), async (rows, manner, spoiler, any) => {
    const at = any % rows.length
    const spoiled = rows.map((cells, row) => row === at ? cells.with(spoiler.index, spoiler.text) : cells)
    const { people, faults } = await readAndChecked(bytesOf(spoiled, manner))
    expect(faults).toHaveLength(1)
    expect(faults[0]).toMatchObject({
      _tag: spoiler.tag, rule: "USR-10", line: 1 + at * stride(manner), column: spoiler.index + 1,
      field: ["lastName", "firstName", "mail", "language"][spoiler.index]
    })
    expect(people).toEqual(rows.toSpliced(at, 1).map(personOf))
  }), { numRuns: 1000 })
})

// ------------------------------------------------------------------------------------------------ examples

it("USR-10 the example of the guide: spaces around the cells do not count", () => {
  const { people, faults } = checked(lines(["Lovelace", " Ada", " Ada@Example.org ", " FR"]))
  expect(faults).toEqual([])
  expect(people).toEqual([{ lastName: "Lovelace", firstName: "Ada", mail: "Ada@example.org", language: "fr" }])
})

it("USR-10 one spelling of a name is kept, whichever it was written in", () => {
  const { people } = checked(lines(["E\u0301loi", " Zoe\u0308 ", "z@example.org", "en"]))
  expect(people).toMatchObject([{ lastName: "\u00c9loi", firstName: "Zo\u00eb", language: "en" }])
})

it("USR-10 every fault of a line is told, each with its own column and what was written there", () => {
  const { people, faults } = checked(lines(bob, ["", "A\u202eda", "ada.example.org", "Deutsch"]))
  expect(people).toHaveLength(1)
  expect(faults).toEqual([
    { _tag: "NameUnfit", rule: "USR-10", line: 2, column: 1, field: "lastName", value: "", obstacle: "Empty" },
    { _tag: "NameUnfit", rule: "USR-10", line: 2, column: 2, field: "firstName", value: "A\ufffdda",
      obstacle: "Character" },
    { _tag: "MailUnfit", rule: "USR-10", line: 2, column: 3, field: "mail", value: "ada.example.org",
      obstacle: "NotOneAt" },
    { _tag: "LanguageUnknown", rule: "USR-10", line: 2, column: 4, field: "language", value: "Deutsch" }
  ])
})

it.each([
  [["Nom", "Prénom", "Email", "Langue"]], [["Last name", "First name", "E-mail address", "Language"]],
  [["NOM", "PRENOM", "Adresse e-mail", "LANGUE"]], [["a", "b", "Courriel", "d"]]
])("USR-10 a header (%j) is told as such, once, and is nobody", (header) => {
  const { people, faults, count } = checked(lines(header, ada))
  expect(faults).toEqual([
    { _tag: "HeaderFound", rule: "USR-10", line: 1, column: null, field: null, value: header.join("; ") }
  ])
  expect([people.length, count]).toEqual([1, 1])
  expect(checked(lines(ada, header)).faults.map(({ _tag }) => _tag)).not.toContain("HeaderFound")
})

it("USR-10 people who are called like a column are people", () => {
  expect(checked(lines(["Mail", "Langue", "mail@example.org", "FR"])).faults).toEqual([])
})

it("USR-10 lines of too few or too many cells are told, empty cells at the end and empty lines are not", () => {
  const rows = lines(ada.slice(0, 2), [...ada, "admin"], [...bob, "", " "], ["", "", "", ""], [" "])
  const { people, faults, count } = checked(rows)
  expect(faults).toMatchObject([
    { _tag: "CellMissing", line: 1, column: 3, field: "mail", cells: 2 },
    { _tag: "CellTooMany", line: 2, column: 5, field: null, value: "admin", cells: 5 }
  ])
  expect([people.length, count]).toEqual([1, 3])
})

it("USR-10 an address that stands further up is told with that line, however it is written", () => {
  const again = ["L.", "A.", " ADA@EXAMPLE.org", "EN"]
  const broken = ["", "Ada", "ada@example.org", "FR"]
  expect(checked(lines(ada, bob, again, again)).faults).toMatchObject([
    { _tag: "MailRepeated", line: 3, column: 3, firstLine: 1 },
    { _tag: "MailRepeated", line: 4, column: 3, firstLine: 1 }
  ])
  expect(checked(lines(broken, ada)).faults.map(({ _tag }) => _tag)).toEqual(["NameUnfit", "MailRepeated"])
})

it("SEC-51 a domain that only looks authorised, or that a lenient reader would find, is not", () => {
  const tagsOf = (mail: string) => checked(lines(["L", "A", mail, "FR"])).faults.map(({ _tag }) => _tag)
  const unfit = ["ada\uff20example.org", "\"x@evil.test\"@example.org", "ada@example\u3002org",
    "ada@evil.test,example.org", `${"a".repeat(65)}@example.org`]
  for (const mail of unfit) expect(tagsOf(mail)).toEqual(["MailUnfit"])
  const outside = ["ada@ex\u0430mple.org", "ada@example.org.evil.test"]
  for (const mail of outside) expect(tagsOf(mail)).toEqual(["MailOutside"])
  for (const mail of ["ada@xn--socit-esab.fr", `${"a".repeat(64)}@example.org`]) expect(tagsOf(mail)).toEqual([])
})

it("every address is read as the kernel reads it, authorised or not", () => {
  const unit = fc.constantFrom(..."aZ0._-+@é ", "example.org", "xn--socit-esab.fr", "a".repeat(40), "\u0131")
  fc.assert(fc.property(fc.string({ unit, maxLength: 8 }), (text) => {
    const read = parseMail(text)
    const expected = Result.isFailure(read) ? [] : [read.success]
    const everyone = { ...terms, domains: null }
    expect(checked(lines(["L", "A", text, "FR"]), everyone).people.map(({ mail }) => mail)).toEqual(expected)
    const inside = expected.filter((mail) => domains.some((domain) => mail.endsWith(`@${domain}`)))
    expect(checked(lines(["L", "A", text, "FR"])).people.map(({ mail }) => mail)).toEqual(inside)
  }), { numRuns: 3000 })
})

/** What is told of a file in which these lines are to get an account. */
const seatFaults = (seatsLeft: number, ...taking: ReadonlyArray<number>) => {
  const seats = countSeats(seatsLeft)
  taking.forEach(seats.take)
  return seats.end()
}

it("USR-10 CTR-9 a file with more people than seats names the first who has none, once", () => {
  const short = (line: number, people: number, seatsLeft: number) =>
    [{ _tag: "SeatsShort", rule: "USR-10", line, column: null, field: null, value: "", people, seatsLeft }]
  expect([seatFaults(0), seatFaults(3, 1, 4, 5)]).toEqual([[], []])
  expect(seatFaults(2, 1, 4, 5)).toEqual(short(5, 3, 2))
  expect(seatFaults(1, 1, 4, 5)).toEqual(short(4, 3, 1))
  expect(seatFaults(0, 7)).toEqual(short(7, 1, 0))
})

it("USR-10 a file in which nobody stands is told, with or without lines", () => {
  const fault = { _tag: "FileEmpty", rule: "USR-10", line: 1, column: null, field: null, value: "" }
  expect(checked([])).toEqual({ people: [], faults: [fault], count: 0 })
  expect(checked(lines(["", ""], [" "])).faults).toEqual([fault])
  expect(checked(lines(["Nom", "Prénom", "Email", "Langue"])).faults.map(({ _tag }) => _tag))
    .toEqual(["HeaderFound", "FileEmpty"])
})

it("a value is shown by its beginning, without anything that acts on a screen", () => {
  const mail = `a\0${"b".repeat(60_000)}@c`
  const { faults } = checked(lines(["\u001b[31m\u2028", "𝒜".repeat(30_000), mail, "FR"]))
  expect(faults.map(({ value }) => value))
    .toEqual(["\ufffd[31m\ufffd", `${"𝒜".repeat(60)}…`, `a\ufffd${"b".repeat(58)}…`])
})

it("a cell made of nothing but spaces takes no longer than any other", () => {
  const hostile = ` a${" ".repeat(60_000)}b`
  const { faults } = checked(lines([hostile, hostile, hostile, hostile]))
  expect(faults.map(({ _tag }) => _tag)).toEqual(["NameUnfit", "NameUnfit", "MailUnfit", "LanguageUnknown"])
})

// ---------------------------------------------------------------------------------------------- as it is told

it("whatever is told is data that can be sent, and has a sentence in both languages", () => {
  const read = Schema.decodeUnknownSync(Schema.Array(ImportFault))
  const write = Schema.encodeSync(Schema.Array(ImportFault))
  const unreadable = ReadingObstacle.literals.map((reason): ImportRow => ({ line: 9, column: 2, reason }))
  const rows = [
    ...lines(["x", "y", "mail", "z"], ada.slice(1), [...ada, "x"], ada, ada, ["", "\0", "x", "x"]),
    ...lines(["L", "A", "x@y.test", "FR"]), ...unreadable, { line: 10, reason: "TooLong" as const }
  ]
  const { faults } = checked(rows)
  const all = [...faults, ...checked([]).faults, ...seatFaults(0, 1)]
  expect(new Set(all.map(({ _tag }) => _tag)).size).toBe(ImportFault.members.length)
  expect(read(JSON.parse(JSON.stringify(write(all))))).toEqual(all)
  // Which sentence belongs to which fault is in its tag; the compiler loses the pair where both are unions.
  type Sentence = (fault: ImportFault) => string
  for (const fault of all) {
    const [english, french] = [importWordings.en, importWordings.fr].map((wording) =>
      (wording[fault._tag] as Sentence)(fault))
    expect(english).toMatch(/^[A-Z].*[.?]$/)
    expect(french).toMatch(/^[A-Z].*[.?]$/)
    expect(french).not.toBe(english)
  }
})
