/** The second step: somebody gave a right password, and proves the rest with a code. */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Credential from "../credential/index.ts"
import { later, type Moment } from "../kernel/moment.ts"
import { Conflict, Unavailable } from "../kernel/records.ts"
import type { Session } from "../kernel/sessions.ts"
import * as User from "../user/index.ts"
import { challengesOf, codeDigest, codeOf, type Door, maySend } from "./people-door.ts"
import { lockOut } from "./people-lock.ts"
import { isLetters } from "./typed-codes.ts"

/** Someone whose password was right, and who has not proved the rest yet. */
export interface Challenge {
  readonly token: Redacted.Redacted<string>
  readonly channel: User.Channel
  readonly expiresAt: Moment
}

/** What a challenge leads to. */
export type Step = "signIn" | "stepUp"
type Active = typeof User.Active.Type

const challengePrefix = "chl_"

/** Sends the code, where one has to be sent, and opens the challenge that it answers. */
export const challenge = Effect.fnUntraced(function*(door: Door, user: Active, step: Step, now: Moment) {
  const { ports: { secrets, sessions }, blueprint: { codes, factors } } = door
  const channel = User.codeChannel(user, factors)
  const token = `${challengePrefix}${Redacted.value(yield* secrets.newToken)}`
  const digest = yield* secrets.digest(token)
  const expiresAt = later(now, codes.seconds)
  if (channel !== "totp") yield* sendCode(door, { ...user, channel }, step, digest, now)
  yield* sessions.open({
    digest, subject: challengesOf(user.userId), place: yield* placeOf(door, step, user), epoch: user.epoch, level: 1,
    issuedAt: now, expiresAt
  })
  const opened: Challenge = { token: Redacted.make(token), channel, expiresAt }
  return opened
})

/**
 * What a challenge leads to, for whom, and by which way: a code that went to a telephone or an address opens nothing
 * once codes go elsewhere.
 */
const placeOf = ({ ports: { secrets } }: Door, step: string, { userId, channel, phone, mail }: Active) =>
  Effect.map(secrets.digest(`${channel} ${channel === "sms" ? phone : mail}`), (way) => `${step} ${userId} ${way}`)

const sendCode = Effect.fnUntraced(function*(door: Door, user: Active, purpose: Step, asked: string, now: Moment) {
  const { ports: { secrets, oneTime }, blueprint: { codes } } = door
  const { enterprise, userId, channel } = user
  yield* maySend(door, userId, now)
  const noticeId = yield* secrets.newId("not")
  // Before the line that has it sent: whoever is killed in between sends no code that does not work.
  yield* oneTime.issue({
    kind: "code", subject: userId, purpose: asked, digest: yield* codeDigest(secrets, yield* codeOf(secrets, noticeId)),
    expiresAt: later(now, codes.seconds), triesMax: codes.triesMax
  })
  const command = User.RequestCode.make({ enterprise, userId, purpose, channel })
  yield* door.submit({ actor: door.visitor, command, reason: "" }, { ...User.nothingProven, noticeId })
})

const refused = Effect.fail(User.CodeRefused.make({}))

/** What an answered challenge leads to. */
export interface Answered {
  readonly user: Active
  readonly step: Step
}

/**
 * Compares the answer to a challenge, once and counted. One count for everything that a person can answer with, over
 * all challenges: a new challenge brings no new guesses. Whoever guesses too often locks the account.
 *
 * @rule AUT-7
 * @source ours: codes expire, work once, and are limited in tries
 */
export const answer = Effect.fnUntraced(function*(door: Door, token: string, code: string, now: Moment) {
  const { ports: { secrets, sessions, throttle, records }, blueprint: { lockout } } = door
  const digest = yield* secrets.digest(token)
  const open = token.startsWith(challengePrefix) ? yield* sessions.find(digest, now) : Option.none<Session>()
  if (Option.isNone(open)) return yield* refused
  const [step = "", userId = ""] = open.value.place.split(" ")
  const { state: user } = yield* User.load(records, userId)
  if (user._tag !== "Active" || user.epoch !== open.value.epoch) return yield* refused
  if (open.value.place !== (yield* placeOf(door, step, user))) return yield* refused
  const rule = Credential.throttleRuleOf(lockout)
  const { admitted, count } = yield* throttle.attempt(codeTries(userId), rule, now)
  const right = admitted && (yield* isRight(door, user, digest, code, now))
  if (!right) {
    if (count >= rule.attemptsMax) yield* lockOut(door, user)
    return yield* refused
  }
  yield* Effect.all([throttle.reset(codeTries(userId)), sessions.revoke(digest)])
  return { user, step: step === "stepUp" ? "stepUp" as const : "signIn" as const } satisfies Answered
})

export const codeTries = (userId: string): string => `code/${userId}`

const isRight = (door: Door, user: Active, challengeDigest: string, code: string, now: Moment) => {
  if (isLetters(code)) return isRecovery(door, user, code, now)
  return user.channel === "totp" ? isOfApp(door, user, code, now) : isSent(door, user, challengeDigest, code, now)
}

const isSent = Effect.fnUntraced(function*(
  { ports: { secrets, oneTime } }: Door, { userId }: Active, purpose: string, code: string, now: Moment
) {
  const digest = yield* codeDigest(secrets, code)
  const redeemed = yield* oneTime.redeem({ kind: "code", subject: userId, purpose }, digest, now)
  return redeemed === "accepted"
})

/** A code of an app works once: the time step that it belongs to is kept, and neither it nor one before comes again. */
const isOfApp = Effect.fnUntraced(function*(door: Door, { userId }: Active, code: string, now: Moment) {
  const { credentials, ports: { authenticator } } = door
  const found = yield* credentials.find(userId)
  const { totp } = Credential.personalOf(found.credential)
  if (totp === null || authenticator === undefined) return false
  const step = yield* authenticator.stepOf(Redacted.make(totp.secret), code, now)
  if (step === undefined || step <= totp.step) return false
  return yield* keep(door, userId, credentials.withFactors(userId, found, { totp: { ...totp, step } }), now)
})

/** Each recovery code works once, and is kept as its digest alone. */
const isRecovery = Effect.fnUntraced(function*(door: Door, { userId }: Active, code: string, now: Moment) {
  const { credentials, ports: { secrets } } = door
  const found = yield* credentials.find(userId)
  const { recovery } = Credential.personalOf(found.credential)
  const digest = yield* secrets.digest(`${userId} ${code}`)
  if (!recovery.includes(digest)) return false
  const rest = recovery.filter((one) => one !== digest)
  return yield* keep(door, userId, credentials.withFactors(userId, found, { recovery: rest }), now)
})

/** Writes down that it was used. Whoever is second, by whatever hair, was not let in. */
export const keep = (
  { ports: { records } }: Door, userId: string, change: ReturnType<Door["credentials"]["withFactors"]>, now: Moment
) =>
  Effect.as(
    records.commit({
      act: { by: userId, at: DateTime.formatIso(now), reason: "", command: { _tag: "UseFactor" }, grants: [] },
      changes: [change], ledger: [], due: [], once: []
    }),
    true
  ).pipe(
    Effect.catchIf((failure) => failure instanceof Conflict, () => Effect.succeed(false)),
    Effect.mapError((cause) => cause instanceof Unavailable ? cause : new Unavailable({ cause }))
  )
