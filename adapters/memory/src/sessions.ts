/** Who is signed in. */
import { isReached, type Session, type Sessions } from "@intendant/core"
import * as Option from "effect/Option"
import { deadlines, patienceMillis } from "./deadlines.ts"
import { answering, type Store } from "./store.ts"

/** Sessions by the digest of their token, and the digests of each subject. */
export interface SignedIn {
  readonly sessions: Map<string, Session>
  readonly digests: Map<string, Set<string>>
}

const end = ({ sessions, digests }: SignedIn, digest: string): void => {
  const session = sessions.get(digest)
  if (session === undefined) return
  sessions.delete(digest)
  const others = digests.get(session.subject)
  others?.delete(digest)
  if (others?.size === 0) digests.delete(session.subject)
}

export const makeSessions = (store: Store, signedIn: SignedIn): Sessions["Service"] => {
  const { sessions, digests } = signedIn
  const ends = deadlines()

  /** A digest may stand at an instant of a session that was revoked before. */
  const forget = (untilMillis: number): void => {
    for (const digest of ends.drop(untilMillis)) {
      const session = sessions.get(digest)
      if (session !== undefined && session.expiresAt.epochMilliseconds <= untilMillis) end(signedIn, digest)
    }
  }

  return {
    open: (session) =>
      answering(store, () => {
        if (sessions.has(session.digest)) throw new Error("a session with this digest is open")
        sessions.set(session.digest, { ...session })
        digests.set(session.subject, (digests.get(session.subject) ?? new Set()).add(session.digest))
        ends.add(session.digest, session.expiresAt.epochMilliseconds)
        forget(session.issuedAt.epochMilliseconds - patienceMillis)
      }),

    find: (digest, now) =>
      answering(store, () =>
        Option.filter(Option.fromUndefinedOr(sessions.get(digest)), ({ expiresAt }) => !isReached(expiresAt, now))),

    revoke: (digest) => answering(store, () => end(signedIn, digest)),

    revokeAll: (subject, except) =>
      answering(store, () => {
        for (const digest of digests.get(subject) ?? []) if (digest !== except) end(signedIn, digest)
      })
  }
}
