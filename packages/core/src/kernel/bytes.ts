/** Whole bytes: never a fraction, never more than a number holds exactly. One gigabyte is 10^9 bytes. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Locale } from "./locale.ts"

/** The largest count of bytes, 2^53 − 1: about nine petabytes. */
export const bytesMax = Number.MAX_SAFE_INTEGER

/**
 * A count of bytes, from 0 to 2^53 − 1. Fractions, negative numbers, NaN and what lies beyond are refused, since sums
 * of them would not be exact.
 *
 * @example Schema.decodeUnknownSync(Bytes)(1_500_000_000)
 */
export const Bytes = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: bytesMax })).pipe(Schema.brand("Bytes"))
export type Bytes = typeof Bytes.Type

/** An amount in gigabytes that is no whole number of bytes, or none that a number holds exactly. */
export interface NotWholeBytes {
  readonly _tag: "NotWholeBytes"
  readonly gigabytes: number
}

const gigabyteDigits = 9
const readBytes = Schema.decodeUnknownResult(Bytes)

/** Moves the point in the decimal that people wrote, since a multiplication would round what 1.1 stands for. */
const bytesIn = (gigabytes: number): number => {
  const [mantissa = "", exponent = "0"] = String(gigabytes).split("e")
  const [, fraction = ""] = mantissa.split(".")
  const isWhole = fraction.length - Number(exponent) <= gigabyteDigits
  return isWhole ? Number(`${mantissa}e${Number(exponent) + gigabyteDigits}`) : Number.NaN
}

/**
 * The bytes in so many gigabytes, exactly as the decimal reads: 1.1 GB are 1,100,000,000 bytes. Fails with
 * `NotWholeBytes` for what has more than nine decimals, is negative, is no number, or passes 2^53 − 1 bytes. From
 * 8,388,608 GB on, a number itself no longer tells neighbouring bytes apart: give bytes there.
 *
 * @example fromGigabytes(1.5) // Result.succeed(1_500_000_000)
 */
export const fromGigabytes = (gigabytes: number): Result.Result<Bytes, NotWholeBytes> =>
  Result.mapError(
    readBytes(bytesIn(gigabytes)),
    () => ({ _tag: "NotWholeBytes", gigabytes })
  )

/** Up to here a hundred times a count is still exact as a number. */
const exactPercentMax = Math.floor(bytesMax / 100)

/**
 * How much of a limit is used, in whole percent, rounded down: 1.1 of 25 GB are 4 %, and 100 % means that nothing is
 * left. Of a limit of 0, nothing used is 0 %, and anything is 100 %. More than the limit is more than 100 %.
 *
 * @example percentage(1_100_000_000, 25_000_000_000) // 4
 */
export const percentage = (used: number, limit: number): number => {
  if (limit === 0) return used > 0 ? 100 : 0
  return used <= exactPercentMax ? Math.floor((used * 100) / limit) : Number((BigInt(used) * 100n) / BigInt(limit))
}

const units: Record<Locale, readonly [string, ...ReadonlyArray<string>]> = {
  fr: ["o", "ko", "Mo", "Go", "To", "Po"],
  en: ["B", "kB", "MB", "GB", "TB", "PB"]
}
const decimalPoint: Record<Locale, string> = { fr: ",", en: "." }

/**
 * A count of bytes as people read it: base 1000, one decimal, rounded down so that what is shown is never more than
 * what there is. A decimal of 0 is left out.
 *
 * @example formatBytes(1_190_000_000, "fr") // "1,1 Go"
 */
export const formatBytes = (bytes: number, locale: Locale): string => {
  const names = units[locale]
  const rank = Math.max(0, Math.min(names.length - 1, Math.floor((String(bytes).length - 1) / 3)))
  const tenths = rank === 0 ? bytes * 10 : Math.floor(bytes / (1000 ** rank / 10))
  const decimal = tenths % 10 === 0 ? "" : `${decimalPoint[locale]}${tenths % 10}`
  return `${Math.floor(tenths / 10)}${decimal} ${names[rank] ?? names[0]}`
}
