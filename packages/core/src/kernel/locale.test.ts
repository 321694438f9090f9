/** Which language a reader gets, and how an instant is told in it. */
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { expect, it } from "vitest"
import { toCivil } from "./calendar.ts"
import { formatMoment, Locale, preferredLocale } from "./locale.ts"

const isLocale = Schema.is(Locale)

it("there are two locales", () => {
  expect(["fr", "en", "FR", "de", "", 1].filter((value) => isLocale(value))).toEqual(["fr", "en"])
})

const headers: ReadonlyArray<readonly [string | undefined, Locale, string]> = [
  [undefined, "en", "no header"], ["", "en", "an empty one"], ["fr", "fr", "one language"], ["en", "en", "the other"],
  ["FR-ca", "fr", "a region, in any case"], ["fr-Latn-CA-x-priv", "fr", "a long tag"],
  ["french", "en", "no such language"],
  ["fro", "en", "Old French is not French"], ["de", "en", "a language that is not ours"],
  ["de, fr;q=0.2", "fr", "the second choice is ours"], ["de, fr-CA;q=0.8, en;q=0.5", "fr", "the better of ours"],
  ["en;q=0.5, fr;q=0.51", "fr", "by a hundredth"], ["fr;q=0.5,en;q=0.500", "fr", "equal: the first"],
  ["en, fr", "en", "equal: the first"], ["fr, en", "fr", "equal: the first"],
  ["en;q=0.3, fr-CA;q=0.2, fr-FR", "fr", "the best range counts"],
  ["*", "en", "anything"], ["*, fr", "fr", "a named one wins over anything"],
  ["fr;q=0.5, *", "en", "rather anything than French"],
  ["en;q=0, *;q=0.5", "fr", "anything but English"], ["fr;q=0", "en", "not French"],
  ["fr;q=0, en;q=0", "en", "neither"],
  ["en;q=0", "en", "nothing else is asked for"], ["fr;q=0.000", "en", "zero in full"],
  ["fr;q=1.000, en", "fr", "one in full"],
  ["fr ; q=0.9 , en ; q=0.1", "fr", "spaces around"], ["\tfr\t,en;q=0.1", "fr", "tabs around"],
  ["fr;Q=0.4", "fr", "a capital Q"],
  ["en;q=0.1,,fr", "fr", "empty elements"], ["fr;q=2", "en", "a quality above one"], ["fr;q=-1", "en", "below zero"],
  ["fr;q=0.1234", "en", "too many digits"], ["fr;q=", "en", "no quality"], ["fr;q=abc", "en", "no number"],
  ["fr;level=1", "en", "another parameter"], ["fr;q=1;q=1", "en", "two qualities"], ["fr_FR", "en", "an underscore"],
  ["fr-", "en", "a hyphen at the end"], ["!!garbage!!", "en", "garbage"],
  ["!!garbage!!, fr;q=0.1", "fr", "garbage beside French"],
  ["fr\0", "en", "a control character"], ["__proto__", "en", "a name objects know"]
]

it.each(headers)("Accept-Language %j gives %s: %s", (header, locale) => {
  expect(preferredLocale(header)).toBe(locale)
})

it("law: any header gives a locale", () => {
  const known = fc.constantFrom("fr", "en", "*", "fr-CA", ";q=0", ";q=0.5", ",", " ", ";")
  const piece = fc.oneof(known, fc.string({ maxLength: 3 }))
  fc.assert(fc.property(fc.array(piece), (pieces) => {
    expect(["fr", "en"]).toContain(preferredLocale(pieces.join("")))
  }))
})

it("law: what else is accepted, at whatever quality, does not change the order of ours", () => {
  const quality = fc.integer({ min: 1, max: 1_000 })
  const other = fc.constantFrom("de", "it-CH", "x", "!!", "")
  fc.assert(fc.property(quality, quality, fc.array(other), (french, english, others) => {
    const header = [`fr;q=${french / 1_000}`, ...others, `en;q=${english / 1_000}`].join(",")
    expect(preferredLocale(header)).toBe(french >= english ? "fr" : "en")
  }))
})

it.each([
  ["commas", ","], ["spaces", " "], ["semicolons", ";"], ["hyphens", "fr-"], ["digits", "fr;q=0.0000"],
  ["languages", "a,"],
  ["letters", "a"], ["subtags", "-aaaaaaaa"]
])("a header of 100 kB of %s is read in a moment", (_, unit) => {
  const header = `fr${unit.repeat(100_000 / unit.length)}!,fr`
  const startedMillis = performance.now()
  expect(preferredLocale(header)).toBe("fr")
  expect(performance.now() - startedMillis).toBeLessThan(1_000)
})

it.each([
  ["2026-11-21T05:00:00Z", "Europe/Paris", "21 novembre 2026 à 06:00 (Europe/Paris)",
    "21 November 2026 at 06:00 (Europe/Paris)"],
  ["2026-08-01T10:05:59.999Z", "UTC", "1er août 2026 à 10:05 (UTC)", "1 August 2026 at 10:05 (UTC)"],
  ["2028-02-28T18:20:00Z", "Asia/Kathmandu", "29 février 2028 à 00:05 (Asia/Kathmandu)",
    "29 February 2028 at 00:05 (Asia/Kathmandu)"],
  ["2026-03-29T01:00:00Z", "Europe/Paris", "29 mars 2026 à 03:00 (Europe/Paris)",
    "29 March 2026 at 03:00 (Europe/Paris)"],
  ["1999-12-31T23:00:00Z", "Europe/Paris", "1er janvier 2000 à 00:00 (Europe/Paris)",
    "1 January 2000 at 00:00 (Europe/Paris)"]
])("%s in %s reads %s, and %s", (moment, zone, french, english) => {
  expect(formatMoment(Date.parse(moment), zone, "fr")).toBe(french)
  expect(formatMoment(Date.parse(moment), zone, "en")).toBe(english)
})

it("each month has its name", () => {
  const read = (locale: Locale) =>
    Array.from({ length: 12 }, (_, month) => formatMoment(Date.UTC(2026, month, 2), "UTC", locale).split(" ")[1])
  expect(read("fr").join(" "))
    .toBe("janvier février mars avril mai juin juillet août septembre octobre novembre décembre")
  expect(read("en").join(" "))
    .toBe("January February March April May June July August September October November December")
})

it("law: the text holds what calendar and clock show", () => {
  const zones = fc.constantFrom("Europe/Paris", "Asia/Kathmandu")
  fc.assert(fc.property(fc.integer({ min: 0, max: 4e12 }), zones, (millis, zone) => {
    const text = formatMoment(millis, zone, "en")
    const [, day, year, hour, minute] = /^(\d+) [A-Z][a-z]+ (\d+) at (\d\d):(\d\d) \(/.exec(text) ?? []
    const civil = toCivil(millis, zone)
    expect([day, year, hour, minute].map(Number)).toEqual([civil.day, civil.year, civil.hour, civil.minute])
  }))
})

it("no such zone, no text", () => {
  expect(() => formatMoment(0, "Mars/Olympus", "en")).toThrow(RangeError)
})
