/** The walk finds every transition of a small machine, and the diagram draws those that lead somewhere. */
import { diagram, explore } from "@intendant/conformance"
import { accept, type Decider, nothing, refuse } from "@intendant/core"
import { expect, it } from "vitest"

interface Tagged<Tag extends string> {
  readonly _tag: Tag
}
type State = Tagged<"Open"> | Tagged<"Shut"> | Tagged<"Locked"> & { readonly turns: number }
type Command = Tagged<"Close"> | Tagged<"Lock"> | Tagged<"Unlock">
type Event = Tagged<"Closed"> | Tagged<"Turned">
interface Facts {
  readonly hasKey: boolean
}

const door: Decider<State, Command, Event, "NoKey" | "NotShut", Facts> = {
  initial: { _tag: "Open" },
  decide: ({ _tag }, state, { hasKey }) => {
    if (_tag === "Close") return state._tag === "Open" ? accept({ _tag: "Closed" }) : nothing
    if (!hasKey) return refuse("NoKey")
    return state._tag === "Open" ? refuse("NotShut") : accept({ _tag: "Turned" })
  },
  evolve: (state, event) => {
    if (event._tag === "Closed") return { _tag: "Shut" }
    return { _tag: "Locked", turns: state._tag === "Locked" ? state.turns + 1 : 1 }
  }
}
const commands: ReadonlyArray<Command> = [{ _tag: "Close" }, { _tag: "Lock" }, { _tag: "Unlock" }]
const walk = explore(door, {
  commands, circumstances: [{ hasKey: true }, { hasKey: false }], name: ({ _tag }) => _tag
})

it("every state is met with every order in every circumstance, each once", () => {
  const met = walk.map(({ from, command, facts }) => `${from._tag} ${command._tag} ${facts.hasKey}`)
  expect(met.length).toBe(3 * 3 * 2)
  expect(new Set(met).size).toBe(met.length)
})

it("a state that differs by what the name leaves out is walked once", () => {
  const turns = walk.flatMap(({ from }) => from._tag === "Locked" ? [from.turns] : [])
  expect(new Set(turns)).toEqual(new Set([1]))
})

it("the diagram draws every way from one status to another once, sorted", () => {
  expect(diagram(walk, door.initial)).toBe([
    "stateDiagram-v2",
    "  [*] --> Open",
    "  Open --> Shut: Close",
    "  Shut --> Locked: Lock, Unlock",
    ""
  ].join("\n"))
})
