/** Walks every state that a decider can reach. Small state machines need no luck: all of it can be looked at. */
import type { Decider, Decision } from "@intendant/core"
import * as Result from "effect/Result"

/** One step: what was ordered, where, under which facts, and what came of it. */
export interface Transition<State, Command, Event, Refusal, Facts> {
  readonly from: State
  readonly command: Command
  readonly facts: Facts
  readonly decision: Decision<Event, Refusal>
  readonly to: State
}

/** What a decider is walked with, and what may be left out of sight. */
export interface Walk<State, Command, Facts> {
  readonly commands: ReadonlyArray<Command>
  readonly circumstances: ReadonlyArray<Facts>
  /** What tells two states apart; everything, unless said otherwise. Counters that only grow are left out here. */
  readonly name?: (state: State) => unknown
}

/**
 * Every transition from every state that can be reached, each once.
 *
 * @example explore(Account, { commands, circumstances: [facts] })
 */
export const explore = <State, Command, Event, Refusal, Facts>(
  decider: Pick<Decider<State, Command, Event, Refusal, Facts>, "initial" | "decide" | "evolve">,
  { commands, circumstances, name = (state) => state }: Walk<State, Command, Facts>
): ReadonlyArray<Transition<State, Command, Event, Refusal, Facts>> => {
  const transitions: Array<Transition<State, Command, Event, Refusal, Facts>> = []
  const seen = new Set<string>()
  const frontier = [decider.initial]
  for (let from = frontier.pop(); from !== undefined; from = frontier.pop()) {
    const found = JSON.stringify(name(from))
    if (seen.has(found)) continue
    seen.add(found)
    for (const command of commands) {
      for (const facts of circumstances) {
        const decision = decider.decide(command, from, facts)
        const to = Result.getOrElse(decision, () => []).reduce(decider.evolve, from)
        transitions.push({ from, command, facts, decision, to })
        frontier.push(to)
      }
    }
  }
  return transitions
}
