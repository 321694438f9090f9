/** The languages people are spoken to in, and how a moment reads in each: the same text on every machine. */
import * as Schema from "effect/Schema"
import { toCivil } from "./calendar.ts"

/** French or English. */
export const Locale = Schema.Literals(["fr", "en"])
export type Locale = typeof Locale.Type

const isLocale = Schema.is(Locale)
const fallback: Locale = "en"

const languageRange = /^(?:\*|[a-z]{1,8}(?:-[a-z0-9]{1,8})*)$/i
const weight = /^q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/i

interface Preference {
  readonly language: string
  readonly quality: number
}

/** One element of the header, or `undefined` if it is none: a broken element does not spoil the others. */
const readPreference = (element: string): Preference | undefined => {
  const [range = "", ...parameters] = element.split(";").map((part) => part.trim())
  if (!languageRange.test(range) || parameters.length > 1) return undefined
  const [language = ""] = range.toLowerCase().split("-")
  const [parameter] = parameters
  if (parameter === undefined) return { language, quality: 1 }
  const quality = weight.exec(parameter)?.[1]
  return quality === undefined ? undefined : { language, quality: Number(quality) }
}

/**
 * The language to answer in, for the header `Accept-Language` of RFC 9110: the one of ours with the highest quality,
 * `fr-CA` counting as `fr`. Among equals the first named wins, and a named one wins over `*`. What is absent, broken
 * or asks for neither gives English. The time taken grows with the length of the header and no faster.
 *
 * @example preferredLocale("de, fr-CA;q=0.8, en;q=0.5") // "fr"
 */
export const preferredLocale = (acceptLanguage: string | undefined): Locale => {
  const qualities = new Map<string, number>()
  for (const element of (acceptLanguage ?? "").split(",")) {
    const preference = readPreference(element)
    if (preference === undefined) continue
    const { language, quality } = preference
    qualities.set(language, Math.max(quality, qualities.get(language) ?? 0))
  }
  const others = qualities.get("*") ?? 0
  const named = [...qualities.keys()].filter((language) => isLocale(language))
  const candidates = [...named, fallback, ...Locale.literals]
  const qualityOf = (locale: Locale): number => qualities.get(locale) ?? others
  const best = Math.max(...candidates.map(qualityOf))
  return best === 0 ? fallback : candidates.find((locale) => qualityOf(locale) === best) ?? fallback
}

type Months = readonly [
  string, string, string, string, string, string, string, string, string, string, string, string
]

const months: Record<Locale, Months> = {
  fr: [
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre"
  ],
  en: [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December"
  ]
}

const ordinalFirst: Record<Locale, string> = { fr: "1er", en: "1" }
const atTheHour: Record<Locale, string> = { fr: "à", en: "at" }

const twoDigits = (value: number): string => String(value).padStart(2, "0")

/**
 * An instant, in milliseconds since 1970 UTC, as the calendar and clock of a zone show it, to the minute that has
 * begun. Throws a `RangeError` for a name that is no zone, and for what is no instant.
 *
 * @example formatMoment(Date.UTC(2026, 10, 21, 5), "Europe/Paris", "fr") // "21 novembre 2026 à 06:00 (Europe/Paris)"
 */
export const formatMoment = (millis: number, zone: string, locale: Locale): string => {
  const { year, month, day, hour, minute } = toCivil(millis, zone)
  const dayText = day === 1 ? ordinalFirst[locale] : String(day)
  const clock = `${twoDigits(hour)}:${twoDigits(minute)}`
  return `${dayText} ${months[locale][month - 1] ?? ""} ${year} ${atTheHour[locale]} ${clock} (${zone})`
}
