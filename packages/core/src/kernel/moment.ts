/** An instant, as the rules know it: a UTC date and time, written in ISO 8601. */
import * as DateTime from "effect/DateTime"
import * as Schema from "effect/Schema"

/** An instant in UTC, written `2026-03-29T01:30:00.000Z`. */
export const Moment = Schema.DateTimeUtcFromString
export type Moment = DateTime.Utc

/** A length of time in whole seconds, 0 or more, at most a hundred years. */
export const Seconds = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 3_155_760_000 }))

/** The instant so many seconds later. */
export const later = (moment: Moment, seconds: number): Moment =>
  DateTime.makeUnsafe(moment.epochMilliseconds + seconds * 1000)

/** Whether `moment` is `limit`, or after it. */
export const isReached = (limit: Moment, moment: Moment): boolean => moment.epochMilliseconds >= limit.epochMilliseconds
