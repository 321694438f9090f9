/** A sketch of sessions remembered in the process: used for half a second, and forgotten at once where they end. */
import type { Portals, Session, Storage } from "@intendant/core"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { blueprint, digestOf, type Portal, portalOn } from "./sign-in-world.ts"

/** What ended in another process is noticed after so long at the latest, counted from before the question. */
const rememberMillis = 500
const rememberMost = 100_000

interface Remembered {
  readonly subject: string
  /** On a clock that nobody sets back. */
  readonly untilMillis: number
  /** How much had been forgotten when the storage was asked. */
  readonly asOf: number
  readonly answer: Effect.Effect<Portals.SignedIn>
}

/** What was forgotten is counted: an answer that was under way meanwhile is not remembered for it. */
const makeMemory = () => {
  const entries = new Map<string, Remembered>()
  const forgotten = new Map<string, number>()
  let count = 0
  const isSince = (name: string, asOf: number): boolean => (forgotten.get(name) ?? 0) > asOf
  return {
    count: () => count,
    forget: (name: string): void => {
      forgotten.set(name, ++count)
      entries.delete(name)
    },
    find: (digest: string, nowMillis: number): Remembered["answer"] | undefined => {
      const entry = entries.get(digest)
      const holds = entry !== undefined && nowMillis < entry.untilMillis && !isSince(entry.subject, entry.asOf)
      return holds ? entry.answer : undefined
    },
    keep: (digest: string, entry: Remembered): void => {
      if (isSince(digest, entry.asOf) || isSince(entry.subject, entry.asOf)) return
      const [oldest] = entries.keys()
      if (entries.size >= rememberMost && oldest !== undefined) entries.delete(oldest)
      entries.set(digest, entry)
    }
  }
}

type Memory = ReturnType<typeof makeMemory>

/** Whatever ends sessions is forgotten before it is answered, also where nobody knows whether it was written. */
const forgetful = ({ sessions, records, ...others }: Storage, memory: Memory): Storage => {
  const forgetting = <Value, Failure>(asked: Effect.Effect<Value, Failure>, names: ReadonlyArray<string>) =>
    Effect.ensuring(asked, Effect.sync(() => names.forEach(memory.forget)))
  return {
    ...others,
    sessions: {
      ...sessions,
      revoke: (digest) => forgetting(sessions.revoke(digest), [digest]),
      revokeAll: (subject, except) => forgetting(sessions.revokeAll(subject, except), [subject])
    },
    records: {
      ...records,
      commit: (plan) => forgetting(
        records.commit(plan), plan.changes.filter(({ concept }) => concept === "user").map(({ id }) => id))
    }
  }
}

/** For how long the answer would be the same: to the end of the session, or of what was proved just before. */
const unchangedMillis = ({ issuedAt, expiresAt }: Session): number => {
  const freshUntil = issuedAt.epochMilliseconds + blueprint.stepUp.freshSeconds * 1_000
  const ends = [expiresAt.epochMilliseconds, freshUntil].map((end) => end - Date.now()).filter((left) => left > 0)
  return Math.min(rememberMillis, ...ends)
}

/** A portal that asks the storage about each session twice a second, however often it is used. */
export const cachedPortal = (storage: Storage): Portal => {
  const memory = makeMemory()
  const found = new Map<string, Session>()
  const { sessions } = storage
  const portal = portalOn(forgetful({
    ...storage,
    sessions: {
      ...sessions,
      find: (digest, now) =>
        Effect.tap(sessions.find(digest, now), (session) =>
          Effect.sync(() => void (Option.isSome(session) && found.set(digest, session.value))))
    }
  }, memory))
  const ask = (bearer: Redacted.Redacted<string>, digest: string, nowMillis: number) => {
    const asOf = memory.count()
    return Effect.tap(portal.authenticate(bearer), (signedIn) => Effect.sync(() => {
      const session = found.get(digest)
      found.delete(digest)
      if (session === undefined || signedIn.user === undefined) return
      const untilMillis = nowMillis + unchangedMillis(session)
      memory.keep(digest, { subject: session.subject, untilMillis, asOf, answer: Effect.succeed(signedIn) })
    }))
  }
  return {
    ...portal,
    authenticate: (bearer) => Effect.suspend(() => {
      const digest = digestOf(Redacted.value(bearer))
      const nowMillis = performance.now()
      return memory.find(digest, nowMillis) ?? ask(bearer, digest, nowMillis)
    })
  }
}
