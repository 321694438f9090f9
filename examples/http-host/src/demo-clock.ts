/** A clock that the operator may move forward, for this process alone: tomorrow morning comes when it is called. */
import { BadInput, type Moment, Moment as MomentSchema, NotPermitted, reader } from "@intendant/core"
import type { OwnRoute } from "@intendant/http"
import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

export interface DemoClock {
  readonly clock: Clock.Clock
  /** Goes on to this instant and runs from there. Says no to what has passed. */
  readonly advance: (now: Moment) => boolean
}

export const makeDemoClock = (real: Clock.Clock = Clock.Clock.defaultValue()): DemoClock => {
  let aheadMilliseconds = 0
  const milliseconds = () => real.currentTimeMillisUnsafe() + aheadMilliseconds
  const nanoseconds = () => real.currentTimeNanosUnsafe() + BigInt(aheadMilliseconds) * 1_000_000n
  return {
    clock: {
      ...real, sleep: (duration) => real.sleep(duration),
      currentTimeMillisUnsafe: milliseconds, currentTimeMillis: Effect.sync(milliseconds),
      currentTimeNanosUnsafe: nanoseconds, currentTimeNanos: Effect.sync(nanoseconds)
    },
    advance: (now) => {
      const aheadBy = now.epochMilliseconds - milliseconds()
      if (aheadBy >= 0) aheadMilliseconds += aheadBy
      return aheadBy >= 0
    }
  }
}

const read = reader(Schema.Struct({ now: MomentSchema }))
const fault = (expected: string) => BadInput.make({ faults: [{ field: "now", expected }] })

/** From here on years are written with a sign and six digits, and no longer stand in the order of their texts. */
const yearsEnd = DateTime.makeUnsafe("+010000-01-01T00:00:00.000Z")

/** The operator moves the clock; what has fallen due by then is carried out before the answer. */
export const clockRoute = ({ advance }: DemoClock, work: () => Promise<unknown>): OwnRoute => ({
  method: "POST", template: "/demo/clock",
  answer: Effect.fnUntraced(function*(sent, { owner, actor }) {
    if (owner._tag !== "RoleOwner" || owner.role !== "operator") {
      return yield* Effect.fail(NotPermitted.make({ actor: actor.name, permission: "clock.advance" }))
    }
    const { now } = yield* Effect.fromResult(read(sent))
    if (now.epochMilliseconds >= yearsEnd.epochMilliseconds) {
      return yield* Effect.fail(fault("an instant before the year 10000"))
    }
    if (!advance(now)) return yield* Effect.fail(fault("an instant that is still to come"))
    yield* Effect.promise(work)
    return { now: DateTime.formatIso(now) }
  })
})
