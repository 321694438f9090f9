/** Walks every state that a decider can reach. Small state machines need no luck: all of it can be looked at. */
import * as Result from "effect/Result"
import type { Decider, Decision } from "../src/kernel/decider.ts"

/** One step: what was ordered, where, under which facts, and what came of it. */
export interface Transition<State, Command, Event, Refusal, Facts> {
  readonly from: State
  readonly command: Command
  readonly facts: Facts
  readonly decision: Decision<Event, Refusal>
  readonly to: State
}

/** Every step there is. States of which `nameOf` says the same are looked at once. */
export const walk = <State, Command, Event, Refusal, Facts>(
  decider: Decider<State, Command, Event, Refusal, Facts>,
  commands: ReadonlyArray<Command>,
  circumstances: ReadonlyArray<Facts>,
  nameOf: (state: State) => string = (state) => JSON.stringify(state)
): ReadonlyArray<Transition<State, Command, Event, Refusal, Facts>> => {
  const transitions: Array<Transition<State, Command, Event, Refusal, Facts>> = []
  const seen = new Set([nameOf(decider.initial)])
  const frontier = [decider.initial]
  for (let from = frontier.pop(); from !== undefined; from = frontier.pop()) {
    for (const command of commands) {
      for (const facts of circumstances) {
        const decision = decider.decide(command, from, facts)
        const to = Result.getOrElse(decision, () => []).reduce(decider.evolve, from)
        transitions.push({ from, command, facts, decision, to })
        if (seen.has(nameOf(to))) continue
        seen.add(nameOf(to))
        frontier.push(to)
      }
    }
  }
  return transitions
}
