/** What became useless while it waited: a link or a code that something later ended, or whose owner has gone. */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { later } from "../kernel/moment.ts"
import type { Records } from "../kernel/records.ts"
import * as User from "../user/index.ts"
import { happenedIn } from "./happened.ts"

/** What carries a secret of its own, made from the id. */
export type Sent = typeof User.CodeRequested.Type | typeof User.ResetRequested.Type

/** From here on nothing works that was sent before: where it went may be in other hands, or they are shut out. */
const endings: ReadonlyArray<User.Event["_tag"]> = [
  "PasswordChanged", "PasswordReset", "MailChanged", "FactorsReset", "AccessRevoked", "UserLocked", "UserSuspended",
  "UserDeleted"
]
/** A link that sets a password is bound to the count of sign-outs too. */
const endingsOfResets: ReadonlyArray<User.Event["_tag"]> = [...endings, "RoleChanged", "UserAttached"]

/** Of two that were asked for within so long nobody knows here which one works: their lines may have crossed. */
const crossedSeconds = 60

/** What happened, and when. */
interface Happening {
  readonly event: User.Event
  readonly at: string
}

/** A code to sign in with belongs to one attempt: another attempt has another, and both work. */
const hasRivals = (sent: Sent): boolean =>
  sent._tag === "ResetRequested" || (sent.purpose !== "signIn" && sent.purpose !== "stepUp")

/** Whether what was asked for again is the same: the newer one alone works. */
const isAskedAgain = (sent: Sent, next: User.Event): boolean => {
  if (sent._tag === "ResetRequested") return next._tag === "ResetRequested"
  if (!hasRivals(sent)) return false
  const { purpose, phone, mail } = sent
  return next._tag === "CodeRequested" && next.purpose === purpose && next.phone === phone && next.mail === mail
}

/** Whether what was sent works no more once this has happened after it. */
const ends = (sent: Sent, askedAt: string) => ({ event, at }: Happening): boolean => {
  if ((sent._tag === "ResetRequested" ? endingsOfResets : endings).includes(event._tag)) return true
  return isAskedAgain(sent, event) && at >= DateTime.formatIso(later(DateTime.makeUnsafe(askedAt), crossedSeconds))
}

const isFor = (noticeId: string) => ({ event }: Happening): boolean =>
  "noticeId" in event && event.noticeId === noticeId

/**
 * Whether a code or a link opens nothing any more. Codes and links open something for who is active alone; and what
 * was asked for again, or ended, is looked for in everything that happened to them since. For a code to sign in with
 * that leaves at once nobody looks so far back.
 *
 * @rule NTF-4
 * @source ours: nobody is sent what opens nothing
 */
export const isOvertaken = Effect.fnUntraced(function*(
  records: Records["Service"], { _tag, userId }: User.Known, sent: Sent, hasWaited: boolean
) {
  if (_tag !== "Active") return true
  if (!hasRivals(sent) && !hasWaited) return false
  const lines = yield* records.history({ concept: User.concept.name, id: userId })
  const happenings = lines.flatMap((line): ReadonlyArray<Happening> => {
    const event = happenedIn(line)
    return event === undefined ? [] : [{ event, at: line.at }]
  })
  const place = happenings.findIndex(isFor(sent.noticeId))
  const [asked, ...since] = place < 0 ? [] : happenings.slice(place)
  return asked !== undefined && since.some(ends(sent, asked.at))
})
