/** What is kept of those who sign in: their attempts, their sessions, and secrets that work once. */
import {
  type Attempt, isReached, later, type Moment, type OneTime, type OneTimeKey, type Redemption, type Session,
  type Sessions, type Throttle, type ThrottleRule
} from "@intendant/core"
import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { moment, nameOf, type State, text } from "./content.ts"
import { done, type Keeper } from "./keeper.ts"

export const makeThrottle = ({ look, change }: Keeper): Throttle["Service"] => ({
  attempt: (key, rule, now) =>
    change((state) => {
      forget(state, now)
      const ends = remembered(state, key, now)
      if (ends.length >= rule.attemptsMax) return Result.succeed(refused(ends, rule))
      const end = rule.rememberSeconds === undefined ? null : later(now, rule.rememberSeconds).epochMilliseconds
      state.attempts.set(key, { key, ends: [...ends, end] })
      return Result.succeed({ admitted: true, count: ends.length + 1 })
    }),
  reset: (key) => change((state) => { state.attempts.delete(key); return done }),
  count: (key, now) => look((state) => remembered(state, key, now).length)
})

const remembered = (state: State, key: string, now: Moment): ReadonlyArray<number | null> =>
  (state.attempts.get(key)?.ends ?? []).filter((end) => end === null || end > now.epochMilliseconds)

/** What nobody remembers takes no room in the file. */
const forget = (state: State, now: Moment): void => {
  for (const key of state.attempts.keys()) if (remembered(state, key, now).length === 0) state.attempts.delete(key)
}

/** Attempts are let through again once so many are forgotten that there is room for one. */
const refused = (ends: ReadonlyArray<number | null>, { attemptsMax }: ThrottleRule): Attempt => {
  const sorted = ends.map((end) => end ?? Number.POSITIVE_INFINITY).sort((one, two) => one - two)
  const retryMillis = sorted[ends.length - attemptsMax] ?? Number.POSITIVE_INFINITY
  const retry = Number.isFinite(retryMillis) ? { retryAt: DateTime.makeUnsafe(retryMillis) } : {}
  return { admitted: false, count: ends.length, ...retry }
}

export const makeSessions = ({ look, change }: Keeper): Sessions["Service"] => ({
  open: (session) =>
    change(({ sessions }) => {
      if (sessions.has(session.digest)) throw new Error("a session with this digest is open")
      const { issuedAt, expiresAt } = session
      sessions.set(session.digest, { ...session, issuedAt: text(issuedAt), expiresAt: text(expiresAt) })
      return done
    }),
  find: (digest, now) =>
    look(({ sessions }) => Option.fromUndefinedOr(sessions.get(digest)).pipe(
      Option.map((kept): Session =>
        ({ ...kept, issuedAt: moment(kept.issuedAt), expiresAt: moment(kept.expiresAt) })),
      Option.filter(({ expiresAt }) => !isReached(expiresAt, now)))),
  revoke: (digest) => change(({ sessions }) => { sessions.delete(digest); return done }),
  revokeAll: (subject, except) =>
    change(({ sessions }) => {
      for (const session of sessions.values()) {
        if (session.subject === subject && session.digest !== except) sessions.delete(session.digest)
      }
      return done
    })
})

const nameIn = ({ subject, kind, purpose }: OneTimeKey): string => nameOf(subject, kind, purpose)

export const makeOneTime = ({ change }: Keeper): OneTime["Service"] => ({
  issue: (secret) =>
    change(({ secrets }) => {
      secrets.set(nameIn(secret), { ...secret, expiresAt: text(secret.expiresAt), tries: 0 })
      return done
    }),
  redeem: (key, digest, now) =>
    change(({ secrets }): Result.Result<Redemption> => {
      const secret = secrets.get(nameIn(key))
      if (secret === undefined || secret.tries >= secret.triesMax || isReached(moment(secret.expiresAt), now)) {
        return Result.succeed("gone")
      }
      if (secret.digest !== digest) {
        secrets.set(nameIn(key), { ...secret, tries: secret.tries + 1 })
        return Result.succeed("wrong")
      }
      secrets.delete(nameIn(key))
      return Result.succeed("accepted")
    }),
  revokeAll: (subject) =>
    change(({ secrets }) => {
      for (const [name, secret] of secrets) if (secret.subject === subject) secrets.delete(name)
      return done
    })
})
