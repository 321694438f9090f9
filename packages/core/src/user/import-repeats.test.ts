/** Repetitions in files of more addresses than are remembered at a time: what is told is told once, and is all. */
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { expect, it } from "vitest"
import type { Terms } from "../contract/model.ts"
import { MailAddress, MailDomain } from "../kernel/mail.ts"
import type { ImportRow } from "./import-model.ts"
import { checkImport } from "./import-rules.ts"

const contact = { name: "Ada Lovelace", mail: Schema.decodeUnknownSync(MailAddress)("ada@example.org") }
const terms: Terms = {
  domains: [MailDomain.make("example.org")], usersMax: 100, storageBytesMax: 0, accountManager: contact,
  support: contact
}

const lines = (...rows: ReadonlyArray<ReadonlyArray<string>>): ReadonlyArray<ImportRow> =>
  rows.map((cells, index) => ({ line: index + 1, cells }))

/** Every repetition that is told, in as many readings as it takes, by its line and the first one. */
const repetitions = (rows: ReadonlyArray<ImportRow>, most: number) => {
  const check = checkImport(terms, most)
  const told = rows.flatMap((row) => check.record(row).faults)
  const again = check.again()
  const readings = again.map((look) => rows.flatMap(look))
  return {
    readings: again.length,
    lines: [...told, ...readings.flat()].flatMap((fault) =>
      fault._tag === "MailRepeated" ? [[fault.line, fault.firstLine] as const] : [])
      .toSorted(([one], [other]) => one - other)
  }
}

it("law USR-10 however little is remembered at a time, each address that stands further up is told once", () => {
  const anyRow = fc.tuple(fc.integer({ min: 0, max: 60 }), fc.constantFrom("", "  "), fc.boolean()).map(
    ([index, padding, isLoud]) => {
      const address = `ada.${index}@example.org`
      return ["Lovelace", "Ada", `${padding}${isLoud ? address.toUpperCase() : address}`, "FR"]
    })
  fc.assert(fc.property(fc.array(anyRow, { maxLength: 120 }), fc.integer({ min: 1, max: 40 }), (cells, most) => {
    const rows = lines(...cells)
    const whole = repetitions(rows, Number.POSITIVE_INFINITY)
    expect(whole.readings).toBe(0)
    expect(repetitions(rows, most).lines).toEqual(whole.lines)
  }))
})

it("a file of as many addresses as are remembered is read once, and one of more of them again", () => {
  const people = Array.from({ length: 65 }, (_, index) => ["L", "A", `ada.${index}@example.org`, "FR"])
  expect(repetitions(lines(...people.slice(0, 64)), 64)).toEqual({ readings: 0, lines: [] })
  for (const [index, person] of people.entries()) {
    expect(repetitions(lines(...people, person), 64)).toEqual({ readings: 1, lines: [[66, index + 1]] })
  }
})
