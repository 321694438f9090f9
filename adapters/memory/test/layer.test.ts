/** The layer opens one storage for all ports, and closes it with its scope. */
import { Records, Sessions } from "@intendant/core"
import * as Memory from "@intendant/memory"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { expect, it } from "vitest"

it("serves every port until its scope ends, and then none", async () => {
  const used = Effect.gen(function*() {
    const [records, sessions] = [yield* Records, yield* Sessions]
    yield* records.ready
    expect(yield* sessions.find("d", DateTime.makeUnsafe(0))).toEqual(Option.none())
    return records
  })
  const records = await Effect.runPromise(Effect.provide(used, Layer.fresh(Memory.layer)))
  expect((await Effect.runPromise(Effect.flip(records.ready)))._tag).toBe("Unavailable")
})
