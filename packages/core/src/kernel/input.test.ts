/** How faults of input are told: where, what would be right, and nothing of what was sent. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { expect, it } from "vitest"
import { reader } from "./input.ts"

const Disable = Schema.TaggedStruct("Disable", { path: Schema.String })
const Enable = Schema.TaggedStruct("Enable", { path: Schema.String })
const read = reader(Schema.Struct({ command: Schema.Union([Disable, Enable]), at: Schema.NullOr(Schema.Number) }))

const faultsIn = (sent: unknown) =>
  Result.match(read(sent), { onSuccess: () => [], onFailure: ({ faults }) => faults })

it.each([["a name that nobody knows", { _tag: "Abolish" }], ["no name", {}], ["no object", 7]])(
  "%s is told the names that are known, in short", (_what, command) => {
    expect(faultsIn({ command, at: null }))
      .toEqual([{ field: "command", expected: "Expected _tag \"Disable\" | \"Enable\"" }])
  }
)

it("what is no choice of variants is told as it was, and every fault of it at once", () => {
  expect(faultsIn({ command: { _tag: "Enable", path: "zqcanary", by: "zqcanary" }, at: "zqcanary" })).toEqual([
    { field: "command.by", expected: "Expected no excess property" },
    { field: "at", expected: "Expected number | null" }
  ])
  expect(faultsIn({ command: { _tag: "Enable", path: "here" }, at: 1 })).toEqual([])
})
