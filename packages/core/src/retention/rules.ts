/** When a deleted account is erased, and when its name is free again. */
import * as DateTime from "effect/DateTime"
import { nextMorning } from "../kernel/calendar.ts"
import { isReached, later, type Moment } from "../kernel/moment.ts"
import type { ErasureWindow, Grace, NameReservation } from "./model.ts"

const daySeconds = 86_400

/**
 * Between "from" and "by" the data is erased: in one stroke next morning, after so many days, or within so many. The
 * morning is that of the portal's own zone, and always of another day, even when the deletion is ordered just after
 * midnight. Days are 24 hours each.
 *
 * @rule ACC-13
 * @source 003, Disable or Delete Accounts; 004, Deleting a backup account
 */
export const erasureWindow = (now: Moment, grace: Grace): ErasureWindow => {
  switch (grace._tag) {
    case "AfterDays": return at(later(now, grace.days * daySeconds))
    case "NextMorning": return at(DateTime.makeUnsafe(nextMorning(now.epochMilliseconds, grace.hour, grace.zone)))
    case "Window":
      return { eraseFrom: later(now, grace.minDays * daySeconds), eraseBy: later(now, grace.maxDays * daySeconds) }
    case "NoGrace": return at(now)
  }
}

const at = (moment: Moment): ErasureWindow => ({ eraseFrom: moment, eraseBy: moment })

/**
 * Whether a name that was erased at `erasedAt` may be given again.
 *
 * @rule ACC-15
 * @source 004, Deleting a backup account
 */
export const isNameFree = (erasedAt: Moment, reservation: NameReservation, now: Moment): boolean => {
  switch (reservation._tag) {
    case "UntilErased": return true
    case "Forever": return false
    case "ForSeconds": return isReached(later(erasedAt, reservation.seconds), now)
  }
}
