/** The port that counts what people do, day by day: much is added, and only sums are asked for. */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { Path } from "../kernel/path.ts"
import type { Unavailable } from "../kernel/records.ts"
import type { ActivityKind, Day, DayCount } from "./model.ts"

export class Activity extends Context.Service<Activity, {
  /** Counts so many more. Any number at once add up; the place of the enterprise is all that is kept of who did it. */
  readonly add: (
    enterprise: Path, kind: ActivityKind, day: Day, count: number
  ) => Effect.Effect<void, Unavailable>
  /** The sums of an enterprise from one day to another, both included, by day and then by kind; no day without any. */
  readonly perDay: (
    enterprise: Path, from: Day, to: Day
  ) => Effect.Effect<ReadonlyArray<DayCount>, Unavailable>
}>()("@intendant/core/Activity") {}
