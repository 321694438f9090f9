/** From what was counted to what is shown: a line for every day of the period, and the sums. */
import * as Result from "effect/Result"
import { civilFromDays, daysFromCivil, toCivil } from "../kernel/calendar.ts"
import type { Moment } from "../kernel/moment.ts"
import {
  type ActivityKind, type ActivityView, type Blueprint, Day, type DayCount, signIns, type Window
} from "./model.ts"
import { NoSuchActivity } from "./refusals.ts"

/** The day that a clock in the zone shows at an instant. */
export const dayOf = (moment: Moment, zone: string): Day =>
  dayAt(daysFromCivil(toCivil(moment.epochMilliseconds, zone)))

const dayAt = (days: number): Day => {
  const { year, month, day } = civilFromDays(days)
  const padded = (value: number, length: number): string => String(value).padStart(length, "0")
  return Day.make(`${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`)
}

/** The first and the last day of a period that ends today. */
export const spanOf = ({ days }: Window, now: Moment, zone: string): { readonly from: Day; readonly to: Day } => {
  const last = daysFromCivil(toCivil(now.epochMilliseconds, zone))
  return { from: dayAt(last - days + 1), to: dayAt(last) }
}

/**
 * The use of the portal over a period: an overview, and the detail over time.
 *
 * @rule STA-2
 * @source 001, Statistiques
 */
export const activityView = (
  window: Window, now: Moment, counted: ReadonlyArray<DayCount>, { statistics: { kinds, zone } }: Blueprint
): ActivityView => {
  const last = daysFromCivil(toCivil(now.epochMilliseconds, zone))
  const found = new Map(counted.map(({ day, kind, count }) => [`${day} ${kind}`, count]))
  const days = Array.from({ length: window.days }, (_, index) => {
    const day = dayAt(last - window.days + 1 + index)
    return { day, counts: countsBy(kinds, (kind) => found.get(`${day} ${kind}`) ?? 0) }
  })
  const totals = countsBy(kinds, (kind) => days.reduce((sum, { counts }) => sum + (counts[kind] ?? 0), 0))
  return { window: window.name, ...spanOf(window, now, zone), totals, days }
}

const countsBy = (kinds: ReadonlyArray<ActivityKind>, count: (kind: ActivityKind) => number) =>
  Object.fromEntries(kinds.map((kind) => [kind, count(kind)]))

/**
 * The product reports what the portal shows and does not count itself: a sign-in is counted where somebody signs in.
 *
 * @rule STA-2
 * @source ours: a figure that anybody could raise, or that nobody sees, is none
 */
export const judgeReport = (
  kind: ActivityKind, { statistics: { kinds } }: Blueprint
): Result.Result<void, typeof NoSuchActivity.Type> => {
  const offered = kinds.filter((one) => one !== signIns)
  return offered.includes(kind) ? Result.void : Result.fail(NoSuchActivity.make({ kind, offered }))
}

/**
 * The same as rows of a table: a title, then a line for each day.
 *
 * @rule STA-2
 * @source 001, Statistiques: the data can be downloaded as CSV
 */
export const activityRows = ({ days, totals }: ActivityView): ReadonlyArray<ReadonlyArray<string>> => {
  const kinds = Object.keys(totals)
  return [["day", ...kinds], ...days.map(({ day, counts }) => [day, ...kinds.map((kind) => String(counts[kind] ?? 0))])]
}
