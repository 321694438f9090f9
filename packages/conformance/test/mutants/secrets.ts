/** Throttles, one-time secrets and sessions that break a promise each. */
import {
  isReached, later, type OneTime, type OneTimeKey, type OneTimeSecret, type Session, type Sessions, type Throttle,
  type ThrottleRule
} from "@intendant/core"
import * as Memory from "@intendant/memory"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { incapable, type Mutant, mutant, type Mutants } from "./mutation.ts"

type Attempting = Throttle["Service"]
type Issuing = OneTime["Service"]
type SigningIn = Sessions["Service"]
const throttle = (breaks: string, broken: (honest: Attempting) => Partial<Attempting>): Mutant =>
  mutant(breaks, "throttle", broken)
const oneTime = (breaks: string, broken: (honest: Issuing) => Partial<Issuing>): Mutant =>
  mutant(breaks, "oneTime", broken)
const sessions = (breaks: string, broken: (honest: SigningIn) => Partial<SigningIn>): Mutant =>
  mutant(breaks, "sessions", broken)

/** What one port keeps ends with the process, though the storage says that it lasts. */
const forgetful = (port: "throttle" | "oneTime" | "sessions", breaks: string): Mutant =>
  incapable(breaks, ({ storage }) =>
    ({ durable: { has: async () => ({ storage: { ...storage, [port]: Memory.open()[port] } }) } }))

const long = DateTime.makeUnsafe("2999-01-01T00:00:00Z")
const early = DateTime.makeUnsafe("1970-01-01T00:00:00Z")
const nameOf = ({ kind, subject, purpose }: OneTimeKey) => JSON.stringify([kind, subject, purpose])

/** Every attempt starts the time of all of them afresh. */
const extending = (): Partial<Attempting> => {
  const kept = new Map<string, { readonly count: number; readonly until: DateTime.Utc }>()
  return {
    attempt: (key, { attemptsMax, rememberSeconds = 60 }, now) =>
      Effect.sync(() => {
        const before = kept.get(key)
        const count = before === undefined || isReached(before.until, now) ? 0 : before.count
        if (before !== undefined && count >= attemptsMax) return { admitted: false, count, retryAt: before.until }
        kept.set(key, { count: count + 1, until: later(now, rememberSeconds) })
        return { admitted: true, count: count + 1 }
      })
  }
}

const throttleMutants: Mutants = {
  "T-1": throttle("counts what it refused", ({ attempt }) => {
    let refused = 0
    return {
      attempt: (key, rule, now) => Effect.map(attempt(key, rule, now), (told) =>
        told.admitted ? told : { ...told, count: told.count + ++refused })
    }
  }),
  "T-2": throttle("looks, then counts", ({ attempt, count }) => ({
    attempt: (key, rule, now) =>
      Effect.gen(function*() {
        const before = yield* count(key, now)
        if (before >= rule.attemptsMax) return { admitted: false, count: before }
        yield* Effect.yieldNow
        return yield* attempt(key, { ...rule, attemptsMax: 1000 }, now)
      })
  })),
  "T-3": throttle("forgets nothing", ({ attempt }) => ({
    attempt: (key, { attemptsMax }, now) => attempt(key, { attemptsMax }, now)
  })),
  "T-4": throttle("starts the time afresh with every attempt", extending),
  "T-5": throttle("forgets after a day what is to be remembered for good", ({ attempt }) => ({
    attempt: (key, rule, now) => attempt(key, { rememberSeconds: 86_400, ...rule }, now)
  })),
  "T-6": throttle("forgets its neighbours too", ({ reset }) => ({
    reset: (key) => Effect.andThen(reset(key), reset(key.toUpperCase()))
  })),
  "T-7": throttle("counts no more once it was reset", ({ attempt, reset }) => {
    const free = new Set<string>()
    return {
      reset: (key) => Effect.andThen(Effect.sync(() => free.add(key)), reset(key)),
      attempt: (key, rule, now) => Effect.suspend(() =>
        free.has(key) ? Effect.succeed({ admitted: true, count: 1 }) : attempt(key, rule, now))
    }
  }),
  "T-8": throttle("takes capitals for small letters", ({ attempt, count, reset }) => ({
    attempt: (key, rule, now) => attempt(key.toLowerCase(), rule, now),
    count: (key, now) => count(key.toLowerCase(), now), reset: (key) => reset(key.toLowerCase())
  })),
  "T-9": throttle("remembers two attempts beyond a reset", ({ attempt, reset }) => ({
    reset: (key) => Effect.andThen(reset(key), Effect.replicateEffect(attempt(key, { attemptsMax: 1000 }, early), 2))
  })),
  "T-10": throttle("judges a key by the first rule that it was given", ({ attempt }) => {
    const first = new Map<string, ThrottleRule>()
    return {
      attempt: (key, rule, now) => Effect.suspend(() => {
        const kept = first.get(key) ?? rule
        first.set(key, kept)
        return attempt(key, kept, now)
      })
    }
  }),
  "T-11": forgetful("throttle", "forgets what was counted when it is opened again")
}

/** Looks whether it is right, lets others in, and uses it up. */
const lookThenUse = ({ issue, redeem }: Issuing): Partial<Issuing> => {
  const digests = new Map<string, string>()
  return {
    issue: (secret) => Effect.andThen(Effect.sync(() => digests.set(nameOf(secret), secret.digest)), issue(secret)),
    redeem: (key, digest, now) =>
      Effect.gen(function*() {
        const isRight = digests.get(nameOf(key)) === digest
        yield* Effect.yieldNow
        const told = yield* redeem(key, digest, now)
        digests.delete(nameOf(key))
        return isRight ? "accepted" : told
      })
  }
}

/** Looks how often it was tried, lets others in, and counts. */
const lookThenCount = ({ issue, redeem }: Issuing): Partial<Issuing> => {
  const left = new Map<string, number>()
  return {
    issue: (secret) => Effect.andThen(
      Effect.sync(() => left.set(nameOf(secret), secret.triesMax)), issue({ ...secret, triesMax: 1000 })),
    redeem: (key, digest, now) =>
      Effect.gen(function*() {
        const before = left.get(nameOf(key)) ?? 0
        if (before <= 0) return "gone"
        yield* Effect.yieldNow
        left.set(nameOf(key), before - 1)
        return yield* redeem(key, digest, now)
      })
  }
}

const oneTimeMutants: Mutants = {
  "O-1": oneTime("takes capitals for small letters", ({ redeem }) => ({
    redeem: (key, digest, now) => redeem(key, digest.toLowerCase(), now)
  })),
  "O-2": oneTime("looks, then uses it up", lookThenUse),
  "O-3": oneTime("keeps the oldest", ({ issue }) => {
    const issued = new Set<string>()
    return {
      issue: (secret) => Effect.suspend(() => {
        if (issued.has(nameOf(secret))) return Effect.void
        issued.add(nameOf(secret))
        return issue(secret)
      })
    }
  }),
  "O-4": oneTime("does not look at the kind", ({ issue, redeem }) => ({
    issue: (secret) => issue({ ...secret, kind: "any" }),
    redeem: (key, digest, now) => redeem({ ...key, kind: "any" }, digest, now)
  })),
  "O-5": oneTime("lets guess for ever", ({ issue }) => ({ issue: (secret) => issue({ ...secret, triesMax: 1000 }) })),
  "O-6": oneTime("looks, then counts", lookThenCount),
  "O-7": oneTime("waits for a clean-up", ({ issue }) => ({ issue: (secret) => issue({ ...secret, expiresAt: long }) })),
  "O-8": oneTime("revokes whatever begins alike", ({ issue, revokeAll }) => {
    const subjects = new Set<string>()
    return {
      issue: (secret) => Effect.andThen(Effect.sync(() => subjects.add(secret.subject)), issue(secret)),
      revokeAll: (subject) =>
        Effect.forEach([...subjects].filter((other) => other.startsWith(subject)), revokeAll, { discard: true })
    }
  }),
  "O-9": oneTime("trims its subjects", ({ issue, redeem }) => ({
    issue: (secret) => issue({ ...secret, subject: secret.subject.trim() }),
    redeem: (key, digest, now) => redeem({ ...key, subject: key.subject.trim() }, digest, now)
  })),
  "O-10": oneTime("gives the next secret the end and the tries of the first", ({ issue }) => {
    const first = new Map<string, OneTimeSecret>()
    return {
      issue: (secret) => Effect.suspend(() => {
        const { expiresAt, triesMax } = first.get(nameOf(secret)) ?? secret
        first.set(nameOf(secret), { ...secret, expiresAt, triesMax })
        return issue({ ...secret, expiresAt, triesMax })
      })
    }
  }),
  "O-11": forgetful("oneTime", "forgets what was issued when it is opened again")
}

const sessionsMutants: Mutants = {
  "S-1": sessions("forgets how often the credential changed", ({ open }) => ({
    open: (session: Session) => open({ ...session, epoch: 0 })
  })),
  "S-2": sessions("waits for a clean-up", ({ find }) => ({ find: (digest) => find(digest, early) })),
  "S-3": sessions("revokes after the next question", ({ find, revoke }) => {
    const revoked = new Set<string>()
    return {
      revoke: (digest) => Effect.sync(() => { revoked.add(digest) }),
      find: (digest, now) => Effect.tap(find(digest, now), () => revoked.has(digest) ? revoke(digest) : Effect.void)
    }
  }),
  "S-4": sessions("excepts nothing", ({ revokeAll }) => ({ revokeAll: (subject) => revokeAll(subject) })),
  "S-5": sessions("gives a digest to the last who comes", ({ open, revoke }) => ({
    open: (session) => Effect.andThen(revoke(session.digest), open(session))
  })),
  "S-6": sessions("trims its digests", ({ find }) => ({ find: (digest, now) => find(digest.trim(), now) })),
  "S-7": sessions("prolongs a session with every question", ({ open, find, revoke }) => ({
    find: (digest, now) => Effect.tap(find(digest, now), (found) => Option.match(found, {
      onNone: () => Effect.void,
      onSome: (one) => Effect.andThen(revoke(digest), open({ ...one, expiresAt: later(now, 60) }))
    }))
  })),
  "S-8": forgetful("sessions", "forgets who is signed in when it is opened again")
}

export const secretsMutants: Mutants = { ...throttleMutants, ...oneTimeMutants, ...sessionsMutants }
