/** The ways in for people: with password and code, up to the back office, and out. */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Credential from "../credential/index.ts"
import type { MailAddress } from "../kernel/mail.ts"
import { later, type Moment } from "../kernel/moment.ts"
import type { OneTimeKey } from "../kernel/one-time.ts"
import type * as User from "../user/index.ts"
import { answer, challenge, type Challenge } from "./people-challenge.ts"
import {
  activationCode, activationTicket, codeDigest, type Door, handedOver, handedOverTicket, isForcedFor, nobody, userOf
} from "./people-door.ts"
import { comparePassword } from "./people-lock.ts"
import { newSession, openSession, type UserSession } from "./people-session.ts"
import type { SignedIn } from "./sign-in.ts"
import { isLetters } from "./typed-codes.ts"

/** What became of a right password: signed in; a code is to be given; or a password is to be chosen first. */
export type Entered =
  | ({ readonly _tag: "Entered" } & UserSession)
  | ({ readonly _tag: "CodeAsked" } & Challenge)
  | { readonly _tag: "PasswordToChoose"; readonly ticket: Redacted.Redacted<string>; readonly expiresAt: Moment }

type NotFinalised = typeof User.NotFinalised.Type

const refused = Effect.fail(Credential.SignInRefused.make({}))
const ticketSeconds = 1_800

/** What chooses a password within the half hour, and nothing else. */
const ticketFor = Effect.fnUntraced(function*(
  { ports: { oneTime, secrets } }: Door, userId: string, key: OneTimeKey, now: Moment
) {
  const ticket = `${userId}.${Redacted.value(yield* secrets.newToken)}`
  const expiresAt = later(now, ticketSeconds)
  yield* oneTime.issue({ ...key, digest: yield* secrets.digest(ticket), expiresAt, triesMax: 1 })
  const entered: Entered = { _tag: "PasswordToChoose", ticket: Redacted.make(ticket), expiresAt }
  return entered
})

/**
 * Who was invited signs in with the code as a password, once, and is given a ticket to choose their own. It is asked
 * for of nobody too, for every other wrong password.
 */
const withCode = Effect.fnUntraced(function*(
  door: Door, invited: NotFinalised | undefined, password: Redacted.Redacted<string>, now: Moment
) {
  const { oneTime, secrets } = door.ports
  const [userId, noticeId] = [invited?.userId ?? nobody, invited?.activation.noticeId ?? ""]
  const digest = yield* codeDigest(secrets, Redacted.value(password))
  const redeemed = yield* oneTime.redeem(activationCode(userId, noticeId), digest, now)
  if (redeemed !== "accepted" || invited === undefined) return yield* refused
  return yield* ticketFor(door, userId, activationTicket(userId, noticeId), now)
})

/**
 * The ticket of whoever was handed a password by an administrator, which works once; nothing for any other password.
 * It is asked for of nobody too, so that it takes as long whoever it is.
 */
const withHandedOver = Effect.fnUntraced(function*(
  door: Door, user: User.Known | undefined, password: Redacted.Redacted<string>, now: Moment
) {
  const { oneTime, secrets } = door.ports
  if (!isLetters(Redacted.value(password))) return undefined
  const active = user?._tag === "Active" ? user : undefined
  const digest = yield* codeDigest(secrets, Redacted.value(password))
  const redeemed = yield* oneTime.redeem(handedOver(active ?? { userId: nobody, epoch: 0 }), digest, now)
  if (redeemed !== "accepted" || active === undefined) return undefined
  yield* door.credentials.release(active.userId)
  return yield* ticketFor(door, active.userId, handedOverTicket(active), now)
})

const asked = (opened: Challenge): Entered => ({ _tag: "CodeAsked", ...opened })
const entered = (opened: UserSession): Entered => ({ _tag: "Entered", ...opened })

/** What a session is worth once a challenge was answered. */
const levelAfter = { signIn: 2, stepUp: 3 } as const

/**
 * Signs a user in with mail address and password. Where a second factor is asked for, by the enterprise or by the user,
 * there is no session yet: a code is sent, and answered. Locked, suspended, deleted and unfinished users get the same
 * answer as a wrong password, after the same time.
 *
 * @rule AUT-3
 * @source 001, Options globales: a code at every sign-in
 */
const signInUser = (door: Door) => Effect.fnUntraced(function*(
  mail: MailAddress, password: Redacted.Redacted<string>
) {
  const now = yield* DateTime.now
  const user = yield* userOf(door, mail)
  const handed = yield* withHandedOver(door, user, password, now)
  if (handed !== undefined) return handed
  const verdict = yield* comparePassword(door, user, mail, password, now)
  const invited = user?._tag === "NotFinalised" ? user : undefined
  if (verdict !== "right") return yield* withCode(door, invited, password, now)
  if (user?._tag !== "Active") return yield* refused
  const needsCode = user.twoFactor || (yield* isForcedFor(door, user.enterprise))
  return needsCode
    ? asked(yield* challenge(door, user, "signIn", now))
    : entered(yield* openSession(door, user, 1, now))
})

/**
 * Whoever is signed in enters the back office: with their own password, then with a code, even if they had given both
 * to sign in. What this opens is another session, and a shorter one.
 *
 * @rule AUT-1
 * @source 001, Connexion
 */
const stepUp = (door: Door) => Effect.fnUntraced(function*(
  { user: who }: SignedIn, password: Redacted.Redacted<string>
) {
  if (who?.session === undefined || who.user._tag !== "Active") {
    return yield* Effect.fail(Credential.NotSignedIn.make({}))
  }
  const now = yield* DateTime.now
  const verdict = yield* comparePassword(door, who.user, who.user.mail, password, now)
  if (verdict !== "right") return yield* Effect.fail(Credential.WrongPassword.make({}))
  return yield* challenge(door, who.user, "stepUp", now)
})

/**
 * Gives the password once more, for what asks for that alone. What this opens is another session like the one before,
 * which runs out when that one does.
 *
 * @rule AUT-4
 * @source 001, Créer un conteneur: the password is asked for again
 */
const confirmPassword = (door: Door) => Effect.fnUntraced(function*(
  { user: who }: SignedIn, password: Redacted.Redacted<string>
) {
  const notSignedIn = Effect.fail(Credential.NotSignedIn.make({}))
  if (who?.session === undefined || who.user._tag !== "Active") return yield* notSignedIn
  const now = yield* DateTime.now
  const verdict = yield* comparePassword(door, who.user, who.user.mail, password, now)
  if (verdict !== "right") return yield* Effect.fail(Credential.WrongPassword.make({}))
  const before = yield* door.ports.sessions.find(who.session, now)
  if (Option.isNone(before)) return yield* notSignedIn
  return yield* newSession(door, who.user, who.level, before.value.expiresAt, now)
})

export const peopleSignIn = (door: Door) => ({
  signInUser: signInUser(door),
  stepUp: stepUp(door),
  confirmPassword: confirmPassword(door),

  /** Answers a challenge with the code that came, of the app, or a recovery code. */
  answerChallenge: (token: Redacted.Redacted<string>, code: Redacted.Redacted<string>) =>
    door.line(Redacted.value(token))(Effect.gen(function*() {
      const now = yield* DateTime.now
      const { user, step } = yield* answer(door, Redacted.value(token), Redacted.value(code), now)
      return yield* openSession(door, user, levelAfter[step], now)
    }))
})
