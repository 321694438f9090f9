/** The words of statistics: what is counted, over which periods, and how it is told. */
import * as Schema from "effect/Schema"
import { Zone } from "../kernel/calendar.ts"
import { Count } from "../kernel/ledger-moves.ts"

/** Something that is counted: `signIns`, or anything that the portal's own product reports. */
export const ActivityKind = Schema.String.check(
  Schema.isPattern(/^[a-z][a-zA-Z0-9]{0,31}$/, { description: "a name such as `signIns`" })
)
export type ActivityKind = typeof ActivityKind.Type

/** What the library counts itself. */
export const signIns: ActivityKind = "signIns"

/** A day of the portal's calendar, as `2026-03-29`. */
export const Day = Schema.String.check(
  Schema.isPattern(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, { description: "a day, as 2026-03-29" })
).pipe(Schema.brand("Day"))
export type Day = typeof Day.Type

/** What was counted of one kind on one day. */
export interface DayCount {
  readonly kind: ActivityKind
  readonly day: Day
  readonly count: number
}

/** A period that people choose: a name, and how many days it has, today included. */
export const Window = Schema.Struct({
  name: Schema.String.check(Schema.isPattern(/^[a-z][a-zA-Z0-9]{0,31}$/)),
  days: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 366 }))
})
export type Window = typeof Window.Type

export const Blueprint = Schema.Struct({
  statistics: Schema.Struct({
    windows: Schema.Array(Window),
    /** What is shown, in this order. */
    kinds: Schema.Array(ActivityKind),
    /** Where a day begins. */
    zone: Zone
  })
})
export type Blueprint = typeof Blueprint.Type

/** What was done over a period: all in all, and day by day, days without anything too. */
export const ActivityView = Schema.Struct({
  window: Schema.String,
  from: Day,
  to: Day,
  totals: Schema.Record(ActivityKind, Count),
  days: Schema.Array(Schema.Struct({ day: Day, counts: Schema.Record(ActivityKind, Count) }))
})
export type ActivityView = typeof ActivityView.Type
