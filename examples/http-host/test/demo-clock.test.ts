/** How far the demonstration's clock goes: as far as instants are written in the order of time. */
import { BadInput, type Portals } from "@intendant/core"
import * as Effect from "effect/Effect"
import { expect, it } from "vitest"
import { clockRoute, makeDemoClock } from "../src/demo-clock.ts"

const operator: Portals.SignedIn = {
  actor: { id: "tok_1", name: "operator", grants: [] }, owner: { _tag: "RoleOwner", role: "operator" }
}

const asked = (now: string) => {
  const clock = makeDemoClock()
  let workedTimes = 0
  const { answer } = clockRoute(clock, async () => {
    workedTimes += 1
  })
  return Effect.runPromise(Effect.result(answer({ now }, operator)))
    .then((result) => ({ result, workedTimes, year: new Date(clock.clock.currentTimeMillisUnsafe()).getUTCFullYear() }))
}

it.each(["+010000-01-01T00:00:00.000Z", "+275760-09-13T00:00:00.000Z"])("%s is refused by name", async (now) => {
  const { result, workedTimes, year } = await asked(now)
  const expected = "an instant before the year 10000"
  expect(result).toMatchObject({ failure: BadInput.make({ faults: [{ field: "now", expected }] }) })
  expect([workedTimes, year]).toEqual([0, new Date().getUTCFullYear()])
})

it("the last day before is reached", async () => {
  const now = "9999-12-31T00:00:00.000Z"
  const { result, workedTimes, year } = await asked(now)
  expect(result).toMatchObject({ success: { now } })
  expect([workedTimes, year]).toEqual([1, 9999])
})
