/** Bytes are counted exactly, and told without rounding up. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { expect, it } from "vitest"
import { Bytes, bytesMax, formatBytes, fromGigabytes, percentage } from "./bytes.ts"

const count = fc.oneof(fc.maxSafeNat(), fc.nat(5_000), fc.integer({ min: bytesMax - 1_000, max: bytesMax }))

it.each([0, 1, 1_500_000_000, 2 ** 53 - 1])("%d is a count of bytes", (bytes) => {
  expect(Schema.decodeUnknownSync(Bytes)(bytes)).toBe(bytes)
})

it.each([0.5, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, 1e300, "1", 1n, null])(
  "%s is no count of bytes", (value) => {
    expect(Schema.is(Bytes)(value)).toBe(false)
  }
)

it.each([
  [0, 0], [1, 1_000_000_000], [1.5, 1_500_000_000], [1.1, 1_100_000_000], [0.1, 100_000_000], [0.3, 300_000_000],
  [1e-9, 1], [1.1e-8, 11], [4.35, 4_350_000_000], [9_007_199.25474099, 2 ** 53 - 2], [0.000000007, 7]
])("%d GB are %d bytes", (gigabytes, bytes) => {
  expect(fromGigabytes(gigabytes)).toEqual(Result.succeed(bytes))
})

it.each([
  1e-10, 1.0000000001, -1, -0.5, Number.NaN, Number.POSITIVE_INFINITY, 9_007_200, 1e21, 5_000_000.0000000065
])(
  "%d GB are no whole number of bytes", (gigabytes) => {
    expect(fromGigabytes(gigabytes)).toEqual(Result.fail({ _tag: "NotWholeBytes", gigabytes }))
  }
)

it.each([
  [1_100_000_000, 25_000_000_000, 4], [0, 25, 0], [25, 25, 100], [24, 25, 96], [999, 1_000, 99], [26, 25, 104],
  [0, 0, 0], [1, 0, 100], [2 ** 53 - 1, 0, 100], [2 ** 53 - 2, 2 ** 53 - 1, 99], [2 ** 53 - 1, 2 ** 53 - 1, 100],
  [2 ** 53 - 1, 2 ** 53 - 2, 100], [1, 2 ** 53 - 1, 0], [90_071_992_547_409, 2 ** 53 - 1, 0],
  [90_071_992_547_410, 2 ** 53 - 1, 1], [29, 100, 29], [57, 100, 57]
])("%d of %d is %d %%", (used, limit, percent) => {
  expect(percentage(used, limit)).toBe(percent)
})

it("law: a percentage is the largest whole one that is not too much, and never falls while use grows", () => {
  fc.assert(fc.property(count, fc.integer({ min: 1, max: bytesMax }), count, (used, limit, other) => {
    const percent = BigInt(percentage(used, limit))
    if (percent < BigInt(bytesMax)) {
      expect(percent * BigInt(limit) <= BigInt(used) * 100n).toBe(true)
      expect((percent + 1n) * BigInt(limit) > BigInt(used) * 100n).toBe(true)
    }
    expect(percentage(Math.max(used, other), limit)).toBeGreaterThanOrEqual(percentage(Math.min(used, other), limit))
  }), { numRuns: 2_000 })
})

it.each([
  [0, "0 o", "0 B"], [1, "1 o", "1 B"], [999, "999 o", "999 B"], [1_000, "1 ko", "1 kB"], [1_099, "1 ko", "1 kB"],
  [1_100, "1,1 ko", "1.1 kB"], [999_999, "999,9 ko", "999.9 kB"], [1_000_000, "1 Mo", "1 MB"],
  [1_100_000_000, "1,1 Go", "1.1 GB"], [1_199_999_999, "1,1 Go", "1.1 GB"], [25_000_000_000, "25 Go", "25 GB"],
  [999_999_999_999, "999,9 Go", "999.9 GB"], [1_500_000_000_000, "1,5 To", "1.5 TB"],
  [999_999_999_999_999, "999,9 To", "999.9 TB"], [2 ** 53 - 1, "9 Po", "9 PB"], [1_000_000_000_000_000, "1 Po", "1 PB"]
])("%d bytes read %s in French and %s in English", (bytes, french, english) => {
  expect(formatBytes(bytes, "fr")).toBe(french)
  expect(formatBytes(bytes, "en")).toBe(english)
})

it("law: what is shown is never more than there is, and less than a tenth of the unit short of it", () => {
  const ranks = ["B", "kB", "MB", "GB", "TB", "PB"]
  fc.assert(fc.property(count, (bytes) => {
    const [shown = "", unit = ""] = formatBytes(bytes, "en").split(" ")
    const tenth = 10n ** BigInt(3 * ranks.indexOf(unit)) / 10n
    const [whole = "", decimal = "0"] = shown.split(".")
    const tenths = BigInt(whole) * 10n + BigInt(decimal)
    expect(Number(whole)).toBeLessThan(1_000)
    const shownBytes = unit === "B" ? BigInt(whole) : tenths * tenth
    expect(shownBytes <= BigInt(bytes) && BigInt(bytes) - shownBytes < (unit === "B" ? 1n : tenth)).toBe(true)
  }), { numRuns: 2_000 })
})
