/** Civil dates, zones and the next morning, against the platform and by law. */
import * as DateTime from "effect/DateTime"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { expect, it } from "vitest"
import { civilFromDays, daysFromCivil, fromCivil, isZone, nextMorning, offsetAt, toCivil, Zone } from "./calendar.ts"

const hourMillis = 3_600_000
const zones = [
  "Europe/Paris", "UTC", "Africa/Cairo", "America/Sao_Paulo", "Pacific/Apia", "Australia/Lord_Howe", "Asia/Kathmandu",
  "America/New_York", "Pacific/Kiritimati", "America/St_Johns", "Africa/Casablanca", "Pacific/Chatham"
] as const
const zone = fc.constantFrom(...zones)
const instant = fc.integer({ min: Date.UTC(1970, 0, 2), max: Date.UTC(2100, 11, 31) })

const at = (iso: string) => Date.parse(iso)
const iso = (millis: number) => new Date(millis).toISOString()
const morningOf = (now: string, name = "Europe/Paris", hour = 6) => iso(nextMorning(at(now), hour, name))
const clock = (local: string, name: string) => {
  const time = new Date(`${local}Z`)
  return iso(fromCivil({
    year: time.getUTCFullYear(), month: time.getUTCMonth() + 1, day: time.getUTCDate(), hour: time.getUTCHours(),
    minute: time.getUTCMinutes(), second: time.getUTCSeconds(), millisecond: time.getUTCMilliseconds()
  }, name))
}

it.each([
  ["1970-01-01", 0], ["1969-12-31", -1], ["2000-02-29", 11_016], ["2028-02-29", 21_243], ["2028-03-01", 21_244],
  ["2100-02-28", 47_540], ["2100-03-01", 47_541], ["1600-02-29", -135_081], ["0001-01-01", -719_162],
  ["9999-12-31", 2_932_896]
])("%s is day %d", (date, days) => {
  const [year = 0, month = 0, day = 0] = date.split("-").map(Number)
  expect(daysFromCivil({ year, month, day })).toBe(days)
  expect(civilFromDays(days)).toEqual({ year, month, day })
})

it("law: days and dates are two names of the same thing, in the order and with the names of the platform", () => {
  fc.assert(fc.property(fc.integer({ min: -50_000_000, max: 50_000_000 }), (days) => {
    const date = civilFromDays(days)
    const platform = new Date(days * 86_400_000)
    expect(daysFromCivil(date)).toBe(days)
    expect([date.year, date.month, date.day])
      .toEqual([platform.getUTCFullYear(), platform.getUTCMonth() + 1, platform.getUTCDate()])
  }))
})

it("names of zones are those of the IANA database, in their own spelling", () => {
  const named = ["Europe/Paris", "UTC", "Asia/Kathmandu", "Asia/Calcutta", "Etc/GMT+5", "America/Port-au-Prince"]
  expect(named.map(isZone)).toEqual(named.map(() => true))
  const others = ["", "europe/paris", "Europe/PARIS", "Mars/Olympus", "+01:00", "Europe/Paris ", "utc", "Europe/"]
  expect(others.map(isZone)).toEqual(others.map(() => false))
  expect(Schema.is(Zone)("Europe/Paris")).toBe(true)
  expect(() => Schema.decodeUnknownSync(Zone)("Mars/Olympus")).toThrow("must be the name of an IANA time zone")
  expect(() => offsetAt(0, "Mars/Olympus")).toThrow(new RangeError("Mars/Olympus is no time zone"))
})

it.each([Number.NaN, 0.5, Number.POSITIVE_INFINITY, 8.6e15, -8.6e15])("%d is no instant", (millis) => {
  expect(() => offsetAt(millis, "Europe/Paris")).toThrow(RangeError)
})

it("an instant is a civil time, to the millisecond", () => {
  expect(toCivil(0, "Asia/Kathmandu"))
    .toEqual({ year: 1970, month: 1, day: 1, hour: 5, minute: 30, second: 0, millisecond: 0 })
  expect(toCivil(at("2026-11-20T23:30:15.678Z"), "Europe/Paris"))
    .toEqual({ year: 2026, month: 11, day: 21, hour: 0, minute: 30, second: 15, millisecond: 678 })
  expect(toCivil(-1, "UTC"))
    .toEqual({ year: 1969, month: 12, day: 31, hour: 23, minute: 59, second: 59, millisecond: 999 })
})

it("the clocks of Paris change in 2026 on 29 March and 25 October, at one in the morning UTC", () => {
  const offsetHours = (when: string) => offsetAt(at(when), "Europe/Paris") / hourMillis
  expect(offsetHours("2026-03-29T00:59:59.999Z")).toBe(1)
  expect(offsetHours("2026-03-29T01:00:00.000Z")).toBe(2)
  expect(offsetHours("2026-10-25T00:59:59.999Z")).toBe(2)
  expect(offsetHours("2026-10-25T01:00:00.000Z")).toBe(1)
})

it.each([
  ["2026-03-29T02:30:00", "Europe/Paris", "2026-03-29T01:00:00.000Z"],
  ["2026-03-29T02:00:00", "Europe/Paris", "2026-03-29T01:00:00.000Z"],
  ["2026-03-29T01:59:59", "Europe/Paris", "2026-03-29T00:59:59.000Z"],
  ["2026-03-29T03:00:00", "Europe/Paris", "2026-03-29T01:00:00.000Z"],
  ["2026-10-25T02:30:00", "Europe/Paris", "2026-10-25T00:30:00.000Z"],
  ["2026-10-25T03:00:00", "Europe/Paris", "2026-10-25T02:00:00.000Z"],
  ["2026-10-04T02:15:00", "Australia/Lord_Howe", "2026-10-03T15:30:00.000Z"],
  ["2026-04-05T01:45:00", "Australia/Lord_Howe", "2026-04-04T14:45:00.000Z"],
  ["2011-12-30T12:00:00", "Pacific/Apia", "2011-12-30T10:00:00.000Z"],
  ["2028-02-29T12:00:00", "Asia/Kathmandu", "2028-02-29T06:15:00.000Z"],
  ["2100-02-28T12:00:00", "Europe/Paris", "2100-02-28T11:00:00.000Z"]
])("%s in %s is %s", (local, name, utc) => {
  expect(clock(local, name)).toBe(utc)
})

it.each([
  ["2026-11-20T12:00:00Z", "2026-11-21T05:00:00.000Z", "an ordinary day"],
  ["2026-11-20T22:59:59.999Z", "2026-11-21T05:00:00.000Z", "a moment before midnight"],
  ["2026-11-20T23:00:00Z", "2026-11-22T05:00:00.000Z", "midnight: it is the 21st, so the next day is the 22nd"],
  ["2026-11-21T04:59:00Z", "2026-11-22T05:00:00.000Z", "a minute before six: still another day"],
  ["2026-03-28T12:00:00Z", "2026-03-29T04:00:00.000Z", "the day on which clocks go forward"],
  ["2026-10-24T12:00:00Z", "2026-10-25T05:00:00.000Z", "the day on which clocks go back"],
  ["2028-02-28T12:00:00Z", "2028-02-29T05:00:00.000Z", "a leap day"],
  ["2028-02-29T12:00:00Z", "2028-03-01T05:00:00.000Z", "the day after it"],
  ["2100-02-28T12:00:00Z", "2100-03-01T05:00:00.000Z", "2100 has no leap day"],
  ["2099-12-31T12:00:00Z", "2100-01-01T05:00:00.000Z", "the end of a century"]
])("ACC-13 after %s the next morning in Paris is %s: %s", (now, morning) => {
  expect(morningOf(now)).toBe(morning)
})

it("ACC-13 an hour that does not exist is the end of the gap, and a skipped day is no day", () => {
  expect(morningOf("2026-03-28T12:00:00Z", "Europe/Paris", 2)).toBe("2026-03-29T01:00:00.000Z")
  expect(morningOf("2026-04-23T12:00:00Z", "Africa/Cairo", 0)).toBe("2026-04-23T22:00:00.000Z")
  expect(morningOf("2018-11-03T12:00:00Z", "America/Sao_Paulo", 0)).toBe("2018-11-04T03:00:00.000Z")
  expect(morningOf("2026-10-03T12:00:00Z", "Australia/Lord_Howe", 2)).toBe("2026-10-03T15:30:00.000Z")
  expect(morningOf("2011-12-29T12:00:00Z", "Pacific/Apia")).toBe("2011-12-30T16:00:00.000Z")
  expect(morningOf("2011-12-30T10:00:00Z", "Pacific/Apia")).toBe("2011-12-31T16:00:00.000Z")
})

it("ACC-13 clocks set back over midnight do not make a day begin again", () => {
  const before = "2010-11-07T02:30:30Z"
  const after = "2010-11-07T02:31:30Z"
  expect([toCivil(at(before), "America/St_Johns").day, toCivil(at(after), "America/St_Johns").day]).toEqual([7, 6])
  expect(morningOf(before, "America/St_Johns")).toBe("2010-11-08T09:30:00.000Z")
  expect(morningOf(after, "America/St_Johns")).toBe("2010-11-08T09:30:00.000Z")
})

it("ACC-13 law: the next morning is later, another day, at that hour but for gaps, and never runs backwards", () => {
  const hours = fc.integer({ min: 0, max: 23 })
  fc.assert(fc.property(zone, instant, hours, fc.nat(3 * 86_400_000), (name, now, hour, later) => {
    const morning = nextMorning(now, hour, name)
    const shown = toCivil(morning, name)
    const isAfterGap = offsetAt(morning, name) > offsetAt(morning - 1, name)
    expect(morning).toBeGreaterThan(now)
    expect(daysFromCivil(shown)).toBeGreaterThan(daysFromCivil(toCivil(now, name)))
    if (!isAfterGap) expect([shown.hour, shown.minute, shown.second, shown.millisecond]).toEqual([hour, 0, 0, 0])
    expect(nextMorning(now + later, hour, name)).toBeGreaterThanOrEqual(morning)
  }), { numRuns: 2_000 })
})

it("law: an instant that is shown once is read back, and one shown twice is read as the first", () => {
  fc.assert(fc.property(zone, instant, (name, millis) => {
    const back = fromCivil(toCivil(millis, name), name)
    expect(back).toBeLessThanOrEqual(millis)
    expect(toCivil(back, name)).toEqual(toCivil(millis, name))
  }), { numRuns: 1_000 })
})

const platformCivil = (millis: number, name: string) => {
  const { year, month, day, hour, minute, second, millisecond } =
    DateTime.toParts(DateTime.setZone(DateTime.makeUnsafe(millis), DateTime.zoneMakeNamedUnsafe(name)))
  return { year, month, day, hour, minute, second, millisecond }
}

const platformMorning = (millis: number, name: string) => {
  const local = DateTime.setZone(DateTime.makeUnsafe(millis), DateTime.zoneMakeNamedUnsafe(name))
  const tomorrow = DateTime.add(DateTime.startOf(local, "day"), { days: 1 })
  return DateTime.toEpochMillis(DateTime.setParts(tomorrow, { hour: 6, minute: 0, second: 0, millisecond: 0 }))
}

it.each(zones)("ACC-13 law: agrees with the platform's own computation in %s", (name) => {
  const around = fc.constantFrom(at("2011-12-30T10:00:00Z"), at("2026-03-29T01:00:00Z"), at("2026-10-25T01:00:00Z"))
  const threeDays = fc.integer({ min: -3 * 86_400_000, max: 3 * 86_400_000 })
  const near = fc.tuple(around, threeDays).map(([millis, more]) => millis + more)
  fc.assert(fc.property(fc.oneof(instant, near), (millis) => {
    expect(toCivil(millis, name)).toEqual(platformCivil(millis, name))
    expect(iso(nextMorning(millis, 6, name))).toBe(iso(platformMorning(millis, name)))
  }), { numRuns: 200 })
})

it("far instants are answered alike before and after the memory was full", () => {
  const farMillis = Array.from({ length: 600 }, (_, index) => index * 2 ** 35)
  const asked = farMillis.map((millis) => offsetAt(millis, "Europe/Paris"))
  expect(farMillis.map((millis) => offsetAt(millis, "Europe/Paris"))).toEqual(asked)
  expect(offsetAt(8.5e15, "Asia/Kathmandu")).toBe(5.75 * hourMillis)
  expect(offsetAt(-8.5e15, "UTC")).toBe(0)
})
