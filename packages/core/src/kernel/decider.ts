/**
 * The shape of every rule in this library.
 *
 * A decider is two pure functions. `decide` says what a command makes happen, or which rule refuses it. `evolve` says
 * what the state becomes once something has happened. Neither reads a clock, a database or an environment: all they
 * may know is in their arguments.
 */
import * as Result from "effect/Result"

/** A life told in two functions: the commands it takes, and the events it is made of. */
export interface Decider<State, Command, Event, Refusal, Facts> {
  readonly initial: State
  readonly decide: (command: Command, state: State, facts: Facts) => Decision<Event, Refusal>
  readonly evolve: (state: State, event: Event) => State
}

/** Either the events that now happened, possibly none, or the rule that stands in the way. */
export type Decision<Event, Refusal> = Result.Result<ReadonlyArray<Event>, Refusal>

/** The command is accepted, and this happened. */
export const accept = <Event>(...events: ReadonlyArray<Event>): Decision<Event, never> => Result.succeed(events)

/** The command is accepted, and changes nothing: it had already been carried out. */
export const nothing: Decision<never, never> = Result.succeed([])

/** The command breaks a rule. */
export const refuse = <Refusal>(refusal: Refusal): Result.Result<never, Refusal> => Result.fail(refusal)
