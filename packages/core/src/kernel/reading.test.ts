/** A text that was read before is not read again, and never says anything else. */
import * as fc from "fast-check"
import * as Schema from "effect/Schema"
import { expect, it } from "vitest"
import { codec } from "./concept.ts"
import { remembering } from "./reading.ts"

const { read } = codec(Schema.Struct({ of: Schema.Int }))
const text = (of: number) => JSON.stringify({ of })

it("law: whatever was read before, a text says what it says", () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 9 })), fc.integer({ min: 1, max: 4 }), (numbers, most) => {
    const remembered = remembering({ read, write: () => undefined }, most)
    expect(numbers.map((of) => remembered(text(of)))).toEqual(numbers.map((of) => ({ of })))
  }))
})

it("whoever comes again soon is the one who was read, and of those who stay away nobody is kept", () => {
  const asked: Array<unknown> = []
  const remembered = remembering({ read: (written) => (asked.push(written), read(written)), write: () => undefined }, 2)
  const first = remembered(text(1))
  expect(remembered(text(1))).toBe(first)
  for (const of of [2, 3, 4, 5]) remembered(text(of))
  expect(remembered(text(1))).not.toBe(first)
  expect(asked).toEqual([1, 2, 3, 4, 5, 1].map((of) => ({ of })))
})

it("a text that cannot be read is told every time", () => {
  const remembered = remembering({ read, write: () => undefined })
  for (const _ of [1, 2]) expect(() => remembered("{\"of\":\"x\"}")).toThrow("Expected number")
})
