/**
 * Civil time: days counted on integers, and what the clocks of a zone show at an instant.
 *
 * Instants are whole milliseconds since 1970-01-01T00:00Z. The rules of the zones come from the platform, which is
 * asked once per zone and stretch of about a year; every further question is answered by arithmetic.
 */
import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

/** A day as people write it: months and days begin at 1, and the year before 1 is 0. */
export interface CivilDate {
  readonly year: number
  readonly month: number
  readonly day: number
}

/** What a clock on the wall shows, and its calendar. */
export interface CivilTime extends CivilDate {
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly millisecond: number
}

const secondMillis = 1_000
const minuteMillis = 60 * secondMillis
const hourMillis = 60 * minuteMillis
const dayMillis = 24 * hourMillis

/** Some 269,000 years: a little less than the platform's calendar knows, so that days around an instant exist too. */
const instantFarthestMillis = 8.5e15

/** Days from 0000-03-01 to 1970-01-01. Years that begin in March have their leap day at the end. */
const daysToEpoch = 719_468

/**
 * The days from 1970-01-01 to a date of the Gregorian calendar, negative before it. A day beyond the end of its month
 * counts on into the next one.
 *
 * @example daysFromCivil({ year: 2028, month: 2, day: 29 }) // 21243
 */
export const daysFromCivil = ({ year, month, day }: CivilDate): number => {
  const marchYear = month > 2 ? year : year - 1
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400)
  const monthsSinceMarch = (month + 9) % 12
  return 365 * marchYear + leapDays + Math.floor((153 * monthsSinceMarch + 2) / 5) + day - 1 - daysToEpoch
}

/**
 * The date so many days after 1970-01-01. It undoes `daysFromCivil`.
 *
 * @example civilFromDays(21243) // { year: 2028, month: 2, day: 29 }
 */
export const civilFromDays = (days: number): CivilDate => {
  const quarters = 4 * (days + daysToEpoch) + 3
  const century = Math.floor(quarters / 146_097)
  const centuryQuarters = 4 * Math.floor((quarters - century * 146_097) / 4) + 3
  const yearOfCentury = Math.floor(centuryQuarters / 1_461)
  const dayOfYear = Math.floor((centuryQuarters - yearOfCentury * 1_461) / 4)
  const monthsSinceMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * monthsSinceMarch + 2) / 5) + 1
  const month = monthsSinceMarch < 10 ? monthsSinceMarch + 3 : monthsSinceMarch - 9
  return { year: 100 * century + yearOfCentury + (month > 2 ? 0 : 1), month, day }
}

/** A stretch in which the clocks of a zone stay as they are: so many milliseconds ahead of UTC, now and before. */
interface Stretch {
  readonly fromMillis: number
  readonly offsetMillis: number
  readonly offsetBeforeMillis: number
}

/** The stretches of a zone for about a year. It begins a step early: a change just before the year is seen too. */
interface Block {
  readonly index: number
  readonly first: Stretch
  readonly newestFirst: ReadonlyArray<Stretch>
}

interface ZoneTable {
  readonly zone: DateTime.TimeZone.Named
  readonly blocks: Map<number, Block>
  latest: Block
}

const blockMillis = 2 ** 35

/** No zone was ever changed twice within so short a time (three days); since 1970, not within six days. */
const stepMillis = 2 ** 28

/** Bounds on what is remembered, so that odd questions cost time and not memory. Forgetting changes no answer. */
const blocksMax = 512
const tablesMax = 1_024

const tables = new Map<string, ZoneTable>()

const askPlatform = (zone: DateTime.TimeZone.Named, millis: number): number =>
  DateTime.zonedOffset(DateTime.setZone(DateTime.makeUnsafe(millis), zone))

/** Halves the time between two instants with different offsets until the change stands between neighbours. */
const findChange = (
  zone: DateTime.TimeZone.Named, fromMillis: number, untilMillis: number, offsetBeforeMillis: number
): Stretch => {
  let beforeMillis = fromMillis
  let afterMillis = untilMillis
  while (afterMillis - beforeMillis > 1) {
    const middleMillis = Math.floor((beforeMillis + afterMillis) / 2)
    if (askPlatform(zone, middleMillis) === offsetBeforeMillis) beforeMillis = middleMillis
    else afterMillis = middleMillis
  }
  return { fromMillis: afterMillis, offsetMillis: askPlatform(zone, afterMillis), offsetBeforeMillis }
}

const readBlock = (zone: DateTime.TimeZone.Named, index: number): Block => {
  const startMillis = index * blockMillis - stepMillis
  const startOffsetMillis = askPlatform(zone, startMillis)
  const first = { fromMillis: startMillis, offsetMillis: startOffsetMillis, offsetBeforeMillis: startOffsetMillis }
  const newestFirst: Array<Stretch> = []
  let last: Stretch = first
  for (let atMillis = startMillis; atMillis <= startMillis + blockMillis; atMillis += stepMillis) {
    const untilMillis = atMillis + stepMillis
    if (askPlatform(zone, untilMillis) === last.offsetMillis) continue
    last = findChange(zone, atMillis, untilMillis, last.offsetMillis)
    newestFirst.unshift(last)
  }
  return { index, first, newestFirst }
}

const isSpelledOtherwise = (text: string, id: string): boolean =>
  text !== id && text.toLowerCase() === id.toLowerCase()

const findZone = (text: string): Option.Option<DateTime.TimeZone.Named> =>
  /^[A-Z][\w+-]*(\/[A-Z][\w+-]*)*$/.test(text)
    ? Option.filter(DateTime.zoneMakeNamed(text), ({ id }) => !isSpelledOtherwise(text, id))
    : Option.none()

const openTable = (zoneId: string): ZoneTable => {
  const zone = Option.getOrThrowWith(findZone(zoneId), () => new RangeError(`${zoneId} is no time zone`))
  const latest = readBlock(zone, 0)
  const table: ZoneTable = { zone, blocks: new Map([[0, latest]]), latest }
  if (tables.size >= tablesMax) tables.clear()
  tables.set(zoneId, table)
  return table
}

const tableOf = (zoneId: string): ZoneTable => tables.get(zoneId) ?? openTable(zoneId)

const openBlock = (table: ZoneTable, index: number): Block => {
  const block = readBlock(table.zone, index)
  if (table.blocks.size >= blocksMax) table.blocks.clear()
  table.blocks.set(index, block)
  return block
}

const blockAt = (table: ZoneTable, millis: number): Block => {
  if (!(Number.isInteger(millis) && Math.abs(millis) <= instantFarthestMillis)) {
    throw new RangeError(`${millis} is no instant`)
  }
  const index = Math.floor(millis / blockMillis)
  if (table.latest.index !== index) table.latest = table.blocks.get(index) ?? openBlock(table, index)
  return table.latest
}

const stretchAt = (table: ZoneTable, millis: number): Stretch => {
  const { first, newestFirst } = blockAt(table, millis)
  for (const stretch of newestFirst) if (stretch.fromMillis <= millis) return stretch
  return first
}

const offsetIn = (table: ZoneTable, millis: number): number => stretchAt(table, millis).offsetMillis

/**
 * Whether a text names a zone of the IANA database, in its own spelling: `Europe/Paris`, `UTC`. Older names such as
 * `Asia/Calcutta` are zones too; `europe/paris` and plain offsets such as `+01:00` are none.
 *
 * @example isZone("Europe/Paris") // true
 */
export const isZone = (text: string): boolean => tables.has(text) || Option.isSome(findZone(text))

/** The name of a time zone as a parameter or a profile holds it. */
export const Zone = Schema.String.check(
  Schema.makeFilter((text: string) => isZone(text) || "must be the name of an IANA time zone, such as Europe/Paris")
)
export type Zone = typeof Zone.Type

/**
 * How many milliseconds the clocks of a zone are ahead of UTC at an instant. Throws a `RangeError` for a name that is
 * no zone and for what is no whole number of milliseconds within 8.5e15 of 1970.
 *
 * @example offsetAt(Date.UTC(2026, 6, 1), "Europe/Paris") // 7200000
 */
export const offsetAt = (millis: number, zone: string): number => offsetIn(tableOf(zone), millis)

/**
 * What calendar and clock of a zone show at an instant. Throws like `offsetAt`.
 *
 * @example toCivil(0, "Asia/Kathmandu") // { year: 1970, month: 1, day: 1, hour: 5, minute: 30, … }
 */
export const toCivil = (millis: number, zone: string): CivilTime => {
  const localMillis = millis + offsetAt(millis, zone)
  const days = Math.floor(localMillis / dayMillis)
  const { year, month, day } = civilFromDays(days)
  const inDayMillis = localMillis - days * dayMillis
  return {
    year, month, day,
    hour: Math.floor(inDayMillis / hourMillis),
    minute: Math.floor(inDayMillis / minuteMillis) % 60,
    second: Math.floor(inDayMillis / secondMillis) % 60,
    millisecond: inDayMillis % secondMillis
  }
}

/** Changes lie at least three days apart, so the offsets a day before and a day after are all that can apply. */
const instantOf = (table: ZoneTable, localMillis: number): number => {
  const earlyMillis = localMillis - offsetIn(table, localMillis - dayMillis)
  const lateMillis = localMillis - offsetIn(table, localMillis + dayMillis)
  if (earlyMillis === lateMillis) return earlyMillis
  if (earlyMillis + offsetIn(table, earlyMillis) === localMillis) return earlyMillis
  if (lateMillis + offsetIn(table, lateMillis) === localMillis) return lateMillis
  return stretchAt(table, earlyMillis).fromMillis
}

/**
 * The instant at which a zone's clocks show a civil time. A time that clocks skip is the first instant after the gap;
 * a time they show twice is the first of the two. Throws like `offsetAt`.
 *
 * @example fromCivil({ ...march29th, hour: 2, minute: 30, second: 0, millisecond: 0 }, "Europe/Paris")
 * // in 2026 01:00 UTC, for half past two does not exist that night
 */
export const fromCivil = (civil: CivilTime, zone: string): number =>
  instantOf(
    tableOf(zone),
    daysFromCivil(civil) * dayMillis + civil.hour * hourMillis + civil.minute * minuteMillis +
      civil.second * secondMillis + civil.millisecond
  )

const dayOf = (localMillis: number): number => Math.floor(localMillis / dayMillis)

/** The last day that has begun. Clocks set back over midnight do not make a day begin again. */
const dayReached = (table: ZoneTable, millis: number): number => {
  const { fromMillis, offsetMillis, offsetBeforeMillis } = stretchAt(table, millis)
  return Math.max(dayOf(millis + offsetMillis), dayOf(fromMillis - 1 + offsetBeforeMillis))
}

/**
 * The given hour (0–23) of the next civil day in a zone: always another day, even just after midnight, and always
 * later than now. A day that the zone skipped is no day, and an hour that clocks skip is the end of the gap. Throws
 * like `offsetAt`.
 *
 * @example nextMorning(Date.UTC(2026, 10, 20, 23, 30), 6, "Europe/Paris")
 * // 2026-11-22T05:00:00Z, for in Paris it is the 21st already
 */
export const nextMorning = (nowMillis: number, hour: number, zone: string): number => {
  const table = tableOf(zone)
  const dayStart = instantOf(table, (dayReached(table, nowMillis) + 1) * dayMillis)
  const day = dayOf(dayStart + offsetIn(table, dayStart))
  return instantOf(table, day * dayMillis + hour * hourMillis)
}
