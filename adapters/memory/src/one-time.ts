/** Secrets that work once. The newest of a key is the only one kept. */
import type { OneTime, OneTimeKey, OneTimeSecret, Redemption } from "@intendant/core"
import { isReached } from "@intendant/core"
import { answering, nameOf, type Store } from "./store.ts"

/** A secret, and how many wrong answers it got. */
interface Issued {
  readonly secret: OneTimeSecret
  readonly tries: number
}

/** By subject, so that all of a subject's secrets end together; then by kind and purpose. */
export type Issues = Map<string, Map<string, Issued>>

const nameIn = ({ kind, purpose }: OneTimeKey): string => nameOf(kind, purpose)

export const makeOneTime = (store: Store, issues: Issues): OneTime["Service"] => ({
  issue: (secret) =>
    answering(store, () => {
      const ofSubject = issues.get(secret.subject) ?? new Map<string, Issued>()
      issues.set(secret.subject, ofSubject.set(nameIn(secret), { secret: { ...secret }, tries: 0 }))
    }),

  redeem: (key, digest, now) =>
    answering(store, (): Redemption => {
      const ofSubject = issues.get(key.subject)
      const issued = ofSubject?.get(nameIn(key))
      if (ofSubject === undefined || issued === undefined) return "gone"
      const { secret, tries } = issued
      if (isReached(secret.expiresAt, now) || tries >= secret.triesMax) return "gone"
      if (secret.digest !== digest) {
        ofSubject.set(nameIn(key), { secret, tries: tries + 1 })
        return "wrong"
      }
      ofSubject.delete(nameIn(key))
      if (ofSubject.size === 0) issues.delete(key.subject)
      return "accepted"
    }),

  revokeAll: (subject) => answering(store, () => { issues.delete(subject) })
})
