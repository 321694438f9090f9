/** The port for work that falls due: erasures, expiries, retries. One worker at a time holds a piece of it. */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { Unavailable } from "./records.ts"

/** A piece of work, held by whoever claimed it until the lease ends. */
export interface DueItem {
  readonly kind: string
  readonly id: string
  readonly at: string
  /** Tells this claim from a later one: whoever held it too long can no longer finish it. */
  readonly lease: string
}

/** All instants are ISO 8601 texts in UTC with milliseconds, so that they compare as text. */
export class Due extends Context.Service<Due, {
  /**
   * At most `limit` pieces of this kind that are due at `now`, the longest due first, held for `leaseSeconds`. Nobody
   * else is given them meanwhile; afterwards anybody is.
   */
  readonly claim: (
    kind: string, now: string, limit: number, leaseSeconds: number
  ) => Effect.Effect<ReadonlyArray<DueItem>, Unavailable>
  /** The work is done and forgotten; without effect once the lease was lost to someone else. */
  readonly done: (item: DueItem) => Effect.Effect<void, Unavailable>
  /** The work is to be tried again from `at` on; without effect once the lease was lost to someone else. */
  readonly again: (item: DueItem, at: string) => Effect.Effect<void, Unavailable>
}>()("@intendant/core/Due") {}
