/** The port that knows who is signed in. The token itself is never kept, only its digest. */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type { Level } from "./level.ts"
import type { Moment } from "./moment.ts"
import type { Unavailable } from "./records.ts"

/** A sign-in that lasts. It is bound to the subject's id, never to a name that another may bear later. */
export interface Session {
  readonly digest: string
  readonly subject: string
  /** The name under which the subject signed in: where its record is found. */
  readonly place: string
  /** How many times the subject's credential had changed: a later change ends the session. */
  readonly epoch: number
  /** How surely it is them. A session never rises: whoever proves more gets another one. */
  readonly level: Level
  readonly issuedAt: Moment
  readonly expiresAt: Moment
}

/** A revocation holds from the next question on; expiry is told by `now`. */
export class Sessions extends Context.Service<Sessions, {
  /** Keeps a session. A digest is never used twice. */
  readonly open: (session: Session) => Effect.Effect<void, Unavailable>
  readonly find: (digest: string, now: Moment) => Effect.Effect<Option.Option<Session>, Unavailable>
  readonly revoke: (digest: string) => Effect.Effect<void, Unavailable>
  /** Ends every session of a subject, but `except` where given. */
  readonly revokeAll: (subject: string, except?: string) => Effect.Effect<void, Unavailable>
}>()("@intendant/core/Sessions") {}
