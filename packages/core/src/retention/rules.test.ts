/** When a deleted account is erased, at the changes of clock and calendar too, and when its name is free. */
import * as DateTime from "effect/DateTime"
import * as fc from "fast-check"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { expect, it } from "vitest"
import { Grace } from "./model.ts"
import { erasureWindow, isNameFree } from "./rules.ts"

const morning = { _tag: "NextMorning", hour: 6, zone: "Europe/Paris" } as const
const at = (hour: number, zone: string) => ({ _tag: "NextMorning", hour, zone }) as const

const row = (what: string, now: string, grace: typeof Grace.Encoded, from: string, by = from) =>
  [what, now, grace, [from, by]] as const
const table = [
  row("the next morning", "2026-01-15T10:00:00Z", morning, "2026-01-16T05:00:00.000Z"),
  row("a minute before midnight in Paris", "2026-01-01T22:59:00Z", morning, "2026-01-02T05:00:00.000Z"),
  row("a minute after midnight in Paris, another day", "2026-01-01T23:01:00Z", morning, "2026-01-03T05:00:00.000Z"),
  row("before six in Paris, still the next day", "2026-01-02T04:00:00Z", morning, "2026-01-03T05:00:00.000Z"),
  row("the day clocks go forward", "2026-03-28T12:00:00Z", morning, "2026-03-29T04:00:00.000Z"),
  row("the day clocks go back", "2026-10-24T12:00:00Z", morning, "2026-10-25T05:00:00.000Z"),
  row("an hour that clocks skip", "2026-03-28T12:00:00Z", at(2, "Europe/Paris"), "2026-03-29T01:00:00.000Z"),
  row("an hour that clocks show twice, the first", "2026-10-24T12:00:00Z", at(2, "Europe/Paris"),
    "2026-10-25T00:00:00.000Z"),
  row("the leap day", "2028-02-28T12:00:00Z", morning, "2028-02-29T05:00:00.000Z"),
  row("the day after it", "2028-02-29T12:00:00Z", morning, "2028-03-01T05:00:00.000Z"),
  row("no leap day in 2100", "2100-02-28T12:00:00Z", morning, "2100-03-01T05:00:00.000Z"),
  row("the end of a year", "2026-12-31T12:00:00Z", morning, "2027-01-01T05:00:00.000Z"),
  row("where it is tomorrow already", "2026-01-15T12:00:00Z", at(6, "Pacific/Kiritimati"), "2026-01-16T16:00:00.000Z"),
  row("a day that a zone skipped", "2011-12-30T08:00:00Z", at(6, "Pacific/Apia"), "2011-12-30T16:00:00.000Z"),
  row("within one day to one week", "2026-01-15T10:00:00Z", { _tag: "Window", minDays: 1, maxDays: 7 },
    "2026-01-16T10:00:00.000Z", "2026-01-22T10:00:00.000Z"),
  row("days of 24 hours, over a change of clocks", "2026-03-28T12:00:00Z", { _tag: "AfterDays", days: 1 },
    "2026-03-29T12:00:00.000Z"),
  row("thirty days over a leap day", "2028-02-15T00:00:00Z", { _tag: "AfterDays", days: 30 },
    "2028-03-16T00:00:00.000Z"),
  row("no wait", "2026-01-15T10:00:00Z", { _tag: "NoGrace" }, "2026-01-15T10:00:00.000Z")
]

it.each(table)("ACC-13 %s", (_what, now, grace, expected) => {
  const { eraseFrom, eraseBy } = erasureWindow(DateTime.makeUnsafe(now), Schema.decodeSync(Grace)(grace))
  expect([eraseFrom, eraseBy].map((moment) => DateTime.formatIso(moment))).toEqual(expected)
})

it("ACC-13 deletion is never immediate where there is a wait, and its end is never before its beginning", () => {
  const instant = fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2100, 0) })
  const zone = fc.constantFrom("Europe/Paris", "UTC", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu")
  const grace = fc.oneof(
    fc.record({ _tag: fc.constant("NextMorning" as const), hour: fc.nat(23), zone }),
    fc.tuple(fc.integer({ min: 1, max: 400 }), fc.nat(400))
      .map(([minDays, more]) => ({ _tag: "Window" as const, minDays, maxDays: minDays + more }))
  )
  fc.assert(fc.property(instant, grace, (millis, wait) => {
    const { eraseFrom, eraseBy } = erasureWindow(DateTime.makeUnsafe(millis), wait)
    expect(eraseFrom.epochMilliseconds).toBeGreaterThan(millis)
    expect(eraseBy.epochMilliseconds).toBeGreaterThanOrEqual(eraseFrom.epochMilliseconds)
  }))
})

it.each([
  ["a window that ends before it begins", { _tag: "Window", minDays: 7, maxDays: 1 }, "must not exceed maxDays"],
  ["half a day", { _tag: "AfterDays", days: 0.5 }, "integer"],
  ["days before today", { _tag: "AfterDays", days: -1 }, "0"],
  ["an hour that no day has", at(24, "Europe/Paris"), "23"],
  ["a zone that is none", at(6, "Europe/Atlantis"), "must be an IANA time zone, such as Europe/Paris"],
  ["no wait that anyone knows", { _tag: "Someday" }, "_tag"]
])("%s is refused, and why is said", (_what, grace, why) => {
  const read = Result.match(Schema.decodeUnknownResult(Grace)(grace), {
    onSuccess: () => "accepted", onFailure: ({ message }) => message
  })
  expect(read).toContain(why)
})

it("ACC-15 a name is free once it is erased, never, or after a time, to the instant", () => {
  const erasedAt = DateTime.makeUnsafe("2026-01-15T10:00:00Z")
  const free = (reservation: Parameters<typeof isNameFree>[1], seconds: number) =>
    isNameFree(erasedAt, reservation, DateTime.add(erasedAt, { seconds }))
  expect([free({ _tag: "UntilErased" }, 0), free({ _tag: "Forever" }, 3_000_000_000)]).toEqual([true, false])
  const hour = { _tag: "ForSeconds", seconds: 3_600 } as const
  expect([free(hour, 0), free(hour, 3_599.999), free(hour, 3_600)]).toEqual([false, false, true])
})
