/** A clock that stands still, and jumps to the end of the pauses that were begun together: no test waits for one. */
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { setImmediate } from "node:timers/promises"

export const leapingClock = () => {
  const real = Clock.Clock.defaultValue()
  let millis = Date.parse("2026-06-01T10:00:00.000Z")
  const layer = Layer.succeed(Clock.Clock, {
    ...real, currentTimeMillisUnsafe: () => millis, currentTimeMillis: Effect.sync(() => millis),
    sleep: (duration) => Effect.promise(async () => {
      const end = millis + Duration.toMillis(duration)
      await setImmediate()
      millis = Math.max(millis, end)
    })
  })
  return { layer, millis: () => millis, advance: (seconds: number) => { millis += seconds * 1000 } }
}
