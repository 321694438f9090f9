/** The port that counts attempts. Every secret that can be guessed is asked for through it. */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { Attempt, ThrottleRule } from "./attempts.ts"
import type { Moment } from "./moment.ts"
import type { Unavailable } from "./records.ts"

/** Counts exactly: of any number of attempts at once, no more than the rule allows are let through. */
export class Throttle extends Context.Service<Throttle, {
  /** Asks for one attempt, before the secret is compared. An attempt counts from then on, however it ends. */
  readonly attempt: (key: string, rule: ThrottleRule, now: Moment) => Effect.Effect<Attempt, Unavailable>
  /** Forgets the attempts of this key: the secret was right, or someone with the power for it says so. */
  readonly reset: (key: string) => Effect.Effect<void, Unavailable>
  /** How many attempts are remembered at `now`. */
  readonly count: (key: string, now: Moment) => Effect.Effect<number, Unavailable>
}>()("@intendant/core/Throttle") {}
