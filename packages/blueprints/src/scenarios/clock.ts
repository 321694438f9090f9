/** A clock that stands still until a scenario moves it: months pass in no time, and nothing ever waits. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

/** A length of time; what is not named is none. */
export interface Span {
  readonly days?: number
  readonly hours?: number
  readonly minutes?: number
  readonly seconds?: number
}

/** The time that a scenario and its portal agree on. */
export interface ScenarioClock {
  /** The instant, in ISO 8601. */
  readonly now: () => string
  readonly advance: (span: Span) => void
  readonly to: (instant: string) => void
}

/** A clock, and the layer that makes a portal go by it. */
export interface VirtualClock extends ScenarioClock {
  readonly layer: Layer.Layer<never>
}

const secondsOf = ({ days = 0, hours = 0, minutes = 0, seconds = 0 }: Span): number =>
  ((days * 24 + hours) * 60 + minutes) * 60 + seconds

/** Starts a clock that stands at `start`. Pauses between attempts are real: they are short, and no rule sees them. */
export const virtualClock = (start: string): VirtualClock => {
  const real = Clock.Clock.defaultValue()
  let millis = Date.parse(start)
  const nanos = () => BigInt(millis) * 1_000_000n
  const clock: Clock.Clock = {
    currentTimeMillisUnsafe: () => millis, currentTimeMillis: Effect.sync(() => millis),
    currentTimeNanosUnsafe: nanos, currentTimeNanos: Effect.sync(nanos),
    monotonicTimeNanosUnsafe: () => real.monotonicTimeNanosUnsafe(), monotonicTimeNanos: real.monotonicTimeNanos,
    sleep: (duration) => real.sleep(duration)
  }
  return {
    now: () => new Date(millis).toISOString(),
    advance: (span) => { millis += secondsOf(span) * 1000 },
    to: (instant) => { millis = Date.parse(instant) },
    layer: Layer.succeed(Clock.Clock, clock)
  }
}
