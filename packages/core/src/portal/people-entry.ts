/** How people come to a password: they finish the account they were given, or reset the one they forgot. */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as Credential from "../credential/index.ts"
import type { MailAddress } from "../kernel/mail.ts"
import { later, type Moment } from "../kernel/moment.ts"
import type { OneTimeKey } from "../kernel/one-time.ts"
import { type Actor, permit } from "../kernel/permit.ts"
import { Conflict } from "../kernel/records.ts"
import * as User from "../user/index.ts"
import {
  activationLink, activationTicket, challengesOf, type Door, handedOverTicket, linkTokenOf, maySend, nobody, resetLink,
  targetOf, userOf
} from "./people-door.ts"
import { comparePassword } from "./people-lock.ts"
import { withoutConflict } from "./without-conflict.ts"

/** A new password, typed twice. */
export interface NewPassword {
  readonly next: Redacted.Redacted<string>
  readonly again: Redacted.Redacted<string>
}

/**
 * Whether a new password will do, before any secret is used up for it; and where that is a link, at first without the
 * words of anybody, so that what is told says nothing of whose it is.
 *
 * @rule USR-3
 * @source 001, Création compte côté utilisateur
 */
const checkNew = Effect.fnUntraced(function*(
  { ports: { strength }, blueprint }: Door, personal: ReadonlyArray<string>, { next, again }: NewPassword
) {
  if (Redacted.value(next) !== Redacted.value(again)) return yield* Effect.fail(Credential.PasswordsDiffer.make({}))
  const isCommon = yield* strength?.isCommon(next) ?? Effect.succeed(false)
  yield* Effect.fromResult(Credential.checkPassword(blueprint.password.policy, Redacted.value(next), {
    isCommon, personal
  }))
})

/** What of a user must not stand in their password. */
const wordsOf = ({ mail, lastName, firstName }: User.Known) => [mail, lastName, firstName]

const refused = Effect.fail(User.CodeRefused.make({}))

const isUserId = Schema.is(User.UserId)

/** Whose a link is, by what stands before its secret; the secret decides. What is no id is nobody's. */
const ownerIn = (token: string): string => {
  const named = token.slice(0, Math.max(0, token.indexOf(".")))
  return isUserId(named) ? named : ""
}

/** Uses a link up, under the first of the keys that knows it. */
const redeemed = Effect.fnUntraced(function*(
  { ports: { oneTime, secrets } }: Door, keys: ReadonlyArray<OneTimeKey>, token: string
) {
  const now = yield* DateTime.now
  const digest = yield* secrets.digest(token)
  for (const key of keys) {
    if ((yield* oneTime.redeem(key, digest, now)) === "accepted") return
  }
  return yield* refused
})

/** Everything that was opened with the old password, sent before it, or guessed at it, is over. */
const endAll = ({ credentials, ports: { sessions, oneTime } }: Door, userId: string) =>
  Effect.all([
    sessions.revokeAll(userId), sessions.revokeAll(challengesOf(userId)), oneTime.revokeAll(userId),
    credentials.release(userId)
  ])

/** Somebody else may have written the credential meanwhile: it is read again, and written again. */
const setPassword = (door: Door, user: User.Known, next: Redacted.Redacted<string>, finalises: boolean) =>
  withoutConflict(Effect.retry(setPasswordOnce(door, user, next, finalises), {
    times: 3, while: (failure) => failure instanceof Conflict
  }))

const setPasswordOnce = Effect.fnUntraced(function*(
  door: Door, user: User.Known, next: Redacted.Redacted<string>, finalises: boolean
) {
  const { credentials, submit, visitor } = door
  const { enterprise, userId } = user
  const change = yield* credentials.withPassword(userId, yield* credentials.find(userId), next)
  const order = { enterprise, userId }
  const command = finalises ? User.FinaliseUser.make(order) : User.ChangePassword.make(order)
  const proven = { ...User.nothingProven, provenFor: User.boundTo(user), along: [change] }
  yield* submit({ actor: visitor, command, reason: "" }, proven)
  yield* endAll(door, userId)
})

/** What finishes an account: the link, or the ticket, of the message that was meant for them last. */
const keysOf = ({ userId, activation: { noticeId } }: typeof User.NotFinalised.Type): ReadonlyArray<OneTimeKey> =>
  [activationLink(userId, noticeId), activationTicket(userId, noticeId)]

/** Keeps the link of a reset, which works from now on; the one before no longer does. */
const issueReset = Effect.fnUntraced(function*(
  { ports: { oneTime, secrets }, blueprint: { codes, recovery } }: Door, whose: Parameters<typeof resetLink>[0],
  now: Moment
) {
  const noticeId = yield* secrets.newId("not")
  yield* oneTime.issue({
    ...resetLink(whose), digest: yield* secrets.digest(yield* linkTokenOf(secrets, whose.userId, noticeId)),
    expiresAt: later(now, recovery.seconds), triesMax: codes.triesMax
  })
  return noticeId
})

/** Sends the link of a reset. It is kept before the line that has it sent: no link is sent that does not work. */
const sendReset = Effect.fnUntraced(function*(door: Door, user: User.Known, now: Moment) {
  const { submit, visitor } = door
  const { enterprise, userId } = user
  const noticeId = yield* issueReset(door, user, now)
  const command = User.RequestReset.make({ enterprise, userId })
  yield* submit({ actor: visitor, command, reason: "" }, { ...User.nothingProven, noticeId })
})

/** Whoever stands before what a link of theirs opens, in the status that it opens. */
const holderOf = Effect.fnUntraced(function*({ ports: { records } }: Door, token: string) {
  const { state } = yield* User.load(records, ownerIn(token))
  return state
})

/**
 * Finishes an account with the link that was mailed, or the ticket that its code was given for: a password is chosen,
 * and the user signs in with it from then on. So does whoever was handed a password over, with the ticket for that.
 *
 * @rule USR-2
 * @source 001, Création compte côté utilisateur
 */
const finaliseUser = (door: Door) => (bearer: Redacted.Redacted<string>, password: NewPassword) =>
  door.line(Redacted.value(bearer))(Effect.gen(function*() {
    const token = Redacted.value(bearer)
    yield* checkNew(door, [], password)
    const user = yield* holderOf(door, token)
    const isFirst = user._tag === "NotFinalised"
    if (!isFirst && user._tag !== "Active") return yield* refused
    yield* checkNew(door, wordsOf(user), password)
    yield* redeemed(door, isFirst ? keysOf(user) : [handedOverTicket(user)], token)
    yield* setPassword(door, user, password.next, isFirst)
  }))

/**
 * Sends the link of a reset to the address that is kept. The answer is the same whoever holds it, and whether anyone
 * does: who asks learns nothing. A line is written in either case.
 */
const requestReset = (door: Door) => Effect.fnUntraced(function*(mail: MailAddress, from: string) {
  const now = yield* DateTime.now
  yield* maySend(door, `from/${yield* door.ports.secrets.digest(from)}`, now)
  yield* maySend(door, yield* targetOf(door, mail), now)
  const user = yield* userOf(door, mail)
  if (user?._tag !== "Active") return yield* resetNobody(door, now)
  // Shut out just now, or moved elsewhere: told like everybody.
  yield* Effect.catchTag(sendReset(door, user, now), ["WrongStatus", "NoSuchUser"], () => Effect.void)
})

/** Costs what a reset of somebody costs, so that the time it takes tells nothing either. Nobody is told the link. */
const resetNobody = Effect.fnUntraced(function*(door: Door, now: Moment) {
  const { ports: { records }, visitor } = door
  yield* issueReset(door, { userId: nobody, epoch: 0 }, now)
  yield* User.load(records, nobody)
  yield* Effect.catchTag(records.note(
    {
      by: visitor.id, at: DateTime.formatIso(now), reason: "", command: { _tag: "RequestReset" }, grants: []
    },
    { concept: User.concept.name, id: nobody }, User.concept.refusal.write(User.CodeRefused.make({})), []
  ), "Repeated", () => Effect.void)
})

/** Chooses another password with the link that was mailed. Everyone who was signed in is out. */
const resetPassword = (door: Door) => (bearer: Redacted.Redacted<string>, password: NewPassword) =>
  door.line(Redacted.value(bearer))(Effect.gen(function*() {
    const token = Redacted.value(bearer)
    yield* checkNew(door, [], password)
    const user = yield* holderOf(door, token)
    if (user._tag !== "Active") return yield* refused
    yield* checkNew(door, wordsOf(user), password)
    yield* redeemed(door, [resetLink(user)], token)
    yield* setPassword(door, user, password.next, false)
  }))

/** Changes one's own password. Everyone who was signed in with the old one is out, whoever changes it too. */
const changeUserPassword = (door: Door) => Effect.fnUntraced(function*(
  actor: Actor, user: User.Known, current: Redacted.Redacted<string>, password: NewPassword
) {
  const now = yield* DateTime.now
  yield* Effect.fromResult(permit(actor, "user.changePassword", User.placeOf(user.enterprise, user.userId)))
  const verdict = yield* comparePassword(door, user, user.mail, current, now)
  if (verdict !== "right") return yield* Effect.fail(Credential.WrongPassword.make({}))
  yield* checkNew(door, wordsOf(user), password)
  // Signed out meanwhile, as by a link of a reset: the password that was right is not theirs any more.
  yield* Effect.catchTag(setPassword(door, user, password.next, false), "CodeRefused", () =>
    Effect.fail(Credential.NotSignedIn.make({})))
})

export const peopleEntry = (door: Door) => ({
  finaliseUser: finaliseUser(door),
  requestReset: requestReset(door),
  resetPassword: resetPassword(door),
  changeUserPassword: changeUserPassword(door)
})
