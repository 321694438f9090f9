/** The port for secrets that work exactly once: codes, links, invitations. Only their digest is kept. */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { Moment } from "./moment.ts"
import type { Unavailable } from "./records.ts"

/** What a secret is for. Secrets of different kinds, subjects or purposes never meet. */
export interface OneTimeKey {
  readonly kind: string
  readonly subject: string
  readonly purpose: string
}

/** A secret as it is kept. */
export interface OneTimeSecret extends OneTimeKey {
  readonly digest: string
  readonly expiresAt: Moment
  /** After so many wrong answers the secret is dead. */
  readonly triesMax: number
}

/** What became of an answer: right and used up, wrong, or there is nothing (any more) that could be right. */
export type Redemption = "accepted" | "wrong" | "gone"

/** A hundred right answers at once are one acceptance. Time is told by `now`: no clean-up has to run first. */
export class OneTime extends Context.Service<OneTime, {
  /** Keeps a secret. The newest one of its key is the only one that works. */
  readonly issue: (secret: OneTimeSecret) => Effect.Effect<void, Unavailable>
  /** Compares, and uses the secret up when it is right. */
  readonly redeem: (key: OneTimeKey, digest: string, now: Moment) => Effect.Effect<Redemption, Unavailable>
  /** Nothing issued to this subject works any more, whatever its kind. */
  readonly revokeAll: (subject: string) => Effect.Effect<void, Unavailable>
}>()("@intendant/core/OneTime") {}
