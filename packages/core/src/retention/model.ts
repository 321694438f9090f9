/** How long what was deleted stays, who may bring it back, and when its name is free again. */
import * as Schema from "effect/Schema"
import { isZone } from "../kernel/calendar.ts"
import { type Moment, Seconds } from "../kernel/moment.ts"

const Days = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 36_525 }))
const Hour = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 23 }))

/** An IANA time zone, such as `Europe/Paris`. */
export const Zone = Schema.String.check(
  Schema.makeFilter((text: string) => isZone(text) || "must be an IANA time zone, such as Europe/Paris")
)

/** Erased after so many days. */
export const AfterDays = Schema.TaggedStruct("AfterDays", { days: Days })
/** Erased at this hour of the next morning, where the portal lives. */
export const NextMorning = Schema.TaggedStruct("NextMorning", { hour: Hour, zone: Zone })
/** Erased at the earliest after so many days, at the latest after so many. */
export const Window = Schema.TaggedStruct("Window", { minDays: Days, maxDays: Days }).check(
  Schema.makeFilter(({ minDays, maxDays }) => minDays <= maxDays || "minDays must not exceed maxDays")
)
/** Erased as soon as a worker comes by. */
export const NoGrace = Schema.TaggedStruct("NoGrace", {})

export const Grace = Schema.Union([AfterDays, NextMorning, Window, NoGrace])
export type Grace = typeof Grace.Type

/** Whoever asked may undo for so long, and afterwards those of one role may, until the data is destroyed. */
export const Undo = Schema.Struct({
  selfServiceSeconds: Seconds,
  then: Schema.Literals(["support", "admin", "operator", "nobody"])
})

/** When a name that was erased may be given again. */
export const NameReservation = Schema.Union([
  Schema.TaggedStruct("UntilErased", {}),
  Schema.TaggedStruct("Forever", {}),
  Schema.TaggedStruct("ForSeconds", { seconds: Seconds })
])
export type NameReservation = typeof NameReservation.Type

/** How this portal deletes. */
export const Deletion = Schema.Struct({
  requiresDisabled: Schema.Boolean,
  grace: Grace,
  undo: Undo,
  nameReservation: NameReservation
})
export type Deletion = typeof Deletion.Type

/** From when on, and until when at the latest, something is erased. */
export interface ErasureWindow {
  readonly eraseFrom: Moment
  readonly eraseBy: Moment
}
