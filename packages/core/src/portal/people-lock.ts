/** What happens when somebody guesses too often: the account is locked for good, wherever the guesses were counted. */
import * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import { type MailAddress, mailKey } from "../kernel/mail.ts"
import type { Moment } from "../kernel/moment.ts"
import * as User from "../user/index.ts"
import { challengesOf, type Door } from "./people-door.ts"

/**
 * Locks an account, and ends what was half done; whoever is signed in stays so, since they are not who guessed. The
 * lock is in the user's record: a store of attempts that forgets opens nothing. Where the portal has it forget after a
 * time, that is all of the lock, and the record stays as it is.
 *
 * @rule AUT-2
 * @source 001, Statuts des utilisateurs: more than five failed sign-ins
 */
export const lockOut = Effect.fnUntraced(function*(door: Door, { enterprise, userId }: User.Known) {
  const { ports: { sessions, oneTime }, submit, visitor } = door
  if (isForGood(door)) {
    yield* submit({ actor: visitor, command: User.LockUser.make({ enterprise, userId }), reason: "" })
  }
  yield* Effect.all([sessions.revokeAll(challengesOf(userId)), oneTime.revokeAll(userId)])
})

const isForGood = ({ blueprint: { lockout } }: Door): boolean => lockout.release._tag === "ByAdmin"

/** Locks whoever was guessed at too often, also where the storage of attempts remembers better than the record. */
const lockedAfter = (door: Door, user: User.Known | undefined) =>
  user?._tag === "Active" ? lockOut(door, user) : Effect.void

/** Compares the password, whoever it is: one answer for the unknown, the wrong, and those who may not enter. */
export const comparePassword = Effect.fnUntraced(function*(
  door: Door, user: User.Known | undefined, mail: MailAddress, password: Redacted.Redacted<string>, now: Moment
) {
  const compared = door.credentials.compare(user?.userId, mailKey(mail), password, now)
  const { verdict, isLast } = yield* Effect.tapErrorTag(compared, "SignInLocked", () =>
    isForGood(door) ? lockedAfter(door, user) : Effect.void)
  if (isLast) yield* lockedAfter(door, user)
  return verdict
})
