/** Who is signed in. */
import { isReached, type Session, type Sessions } from "@intendant/core"
import * as Option from "effect/Option"
import { answering, type Store } from "./store.ts"

/** Sessions by the digest of their token, and the digests of each subject. */
export interface SignedIn {
  readonly sessions: Map<string, Session>
  readonly digests: Map<string, Set<string>>
}

export const makeSessions = (store: Store, { sessions, digests }: SignedIn): Sessions["Service"] => {
  const end = (digest: string): void => {
    const session = sessions.get(digest)
    if (session === undefined) return
    sessions.delete(digest)
    const others = digests.get(session.subject)
    others?.delete(digest)
    if (others?.size === 0) digests.delete(session.subject)
  }

  return {
    open: (session) =>
      answering(store, () => {
        if (sessions.has(session.digest)) throw new Error("a session with this digest is open")
        sessions.set(session.digest, { ...session })
        digests.set(session.subject, (digests.get(session.subject) ?? new Set()).add(session.digest))
      }),

    find: (digest, now) =>
      answering(store, () =>
        Option.filter(Option.fromUndefinedOr(sessions.get(digest)), ({ expiresAt }) => !isReached(expiresAt, now))),

    revoke: (digest) => answering(store, () => end(digest)),

    revokeAll: (subject, except) =>
      answering(store, () => {
        for (const digest of digests.get(subject) ?? []) if (digest !== except) end(digest)
      })
  }
}
