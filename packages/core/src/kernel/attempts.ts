/** How often something may be tried: the words of the port that counts attempts. */
import * as Schema from "effect/Schema"
import type { Moment } from "./moment.ts"

/** How many attempts are let through, and for how long they are remembered; for good where no time is said. */
export const ThrottleRule = Schema.Struct({
  attemptsMax: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1000 })),
  rememberSeconds: Schema.optionalKey(Schema.Int.check(Schema.isGreaterThan(0)))
})
export type ThrottleRule = typeof ThrottleRule.Type

/** Whether an attempt may be made, and which one it is. */
export interface Attempt {
  readonly admitted: boolean
  /** Attempts let through so far, this one included when it was admitted. */
  readonly count: number
  /** From when on attempts are let through again; absent when nobody knows, or when this one was admitted. */
  readonly retryAt?: Moment
}
