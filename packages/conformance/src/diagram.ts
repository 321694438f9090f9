/** Draws what was walked: a state diagram as text, which documents embed and tests compare. */
import type { Transition } from "./explore.ts"

interface Tagged {
  readonly _tag: string
}

const ordinal = (one: string, two: string): number => one < two ? -1 : one > two ? 1 : 0

/** The statuses, and the orders that lead from one to another, sorted by name. Nothing is drawn twice. */
export const diagram = <State extends Tagged, Command extends Tagged, Event, Refusal, Facts>(
  transitions: ReadonlyArray<Transition<State, Command, Event, Refusal, Facts>>,
  initial: State
): string => {
  const orders = new Map<string, Set<string>>()
  for (const { from, command, to } of transitions) {
    if (from._tag === to._tag) continue
    const arrow = `${from._tag} --> ${to._tag}`
    orders.set(arrow, (orders.get(arrow) ?? new Set()).add(command._tag))
  }
  const arrows = [...orders].sort(([one], [two]) => ordinal(one, two))
    .map(([arrow, names]) => `  ${arrow}: ${[...names].sort(ordinal).join(", ")}`)
  return ["stateDiagram-v2", `  [*] --> ${initial._tag}`, ...arrows, ""].join("\n")
}
