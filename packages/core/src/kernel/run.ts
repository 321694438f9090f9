/** Where a decision meets the world: load, permit, decide, evolve, commit; and again if someone was faster. */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schedule from "effect/Schedule"
import type { Concept, Tagged } from "./concept.ts"
import type { Moment } from "./moment.ts"
import {
  type Actor, type Denial, permitAll, permissionsOf
} from "./permit.ts"
import type { Act, Change, Kept, Once, Plan } from "./plan.ts"
import { Conflict, type Records } from "./records.ts"

/** An order, who gives it, and why. The reason is for the journal; no rule reads it. */
export interface Submission<Command> {
  readonly actor: Actor
  readonly command: Command
  readonly reason: string
}

/** The answer to keep for a request that may be repeated, once it is known how the request ended. */
export type Remember<State, Refusal> = (outcome: Result.Result<State, Refusal>) => Once

/** What a decision may know besides the record itself, and what is written together with it. */
export interface Circumstances<State, Event, Facts> {
  readonly facts: Facts
  /** Records that the facts were read from, and records that change along: checked or written in the same commit. */
  readonly along: (events: ReadonlyArray<Event>, next: State) => ReadonlyArray<Change>
}

/** Gathers the circumstances of one attempt: facts are read afresh each time. */
export type Gather<State, Event, Facts, Failure> = (
  now: Moment, state: State
) => Effect.Effect<Circumstances<State, Event, Facts>, Failure>

/** How often, and after which pauses, whoever others were faster than tries again. */
export const patience = {
  times: 39,
  schedule: Schedule.min([Schedule.exponential("2 millis"), Schedule.spaced("80 millis")]).pipe(Schedule.jittered)
}

/** One attempt at one order: its line in the journal, the key of its record, and what to remember of the outcome. */
interface Attempt<State, Refusal> {
  readonly act: Act
  readonly id: string
  readonly remember: ReadonlyArray<Remember<State, Refusal>>
}

/** Everything that an accepted order writes. */
const planOf = <State extends Tagged, Command extends Tagged, Event extends Tagged, Refusal, Facts>(
  concept: Concept<State, Command, Event, Refusal, Facts>,
  { act, id, remember }: Attempt<State, Refusal>,
  { state, basedOn }: Found<State>,
  events: ReadonlyArray<Event>,
  { facts, along }: Circumstances<State, Event, Facts>
): { readonly next: State; readonly plan: Plan } => {
  const next = events.reduce(concept.evolve, state)
  const key = { concept: concept.name, id, basedOn }
  const own: Change = events.length === 0
    ? { ...key, events: [] }
    : { ...key, next: concept.state.write(next), events: events.map(concept.event.write) }
  const once = remember.map((write) => write(Result.succeed(next)))
  return { next, plan: { act, changes: [own, ...along(events, next)], once, ...concept.aside(events, next, facts) } }
}

/** Loads, permits, decides and commits, once. What happened, and what was refused, is journaled. */
const attempter = <State extends Tagged, Command extends Tagged, Event extends Tagged, Refusal, Facts>(
  concept: Concept<State, Command, Event, Refusal, Facts>,
  records: Records["Service"]
) => {
  const refuse = <Why extends Refusal | Denial>(
    act: Act, id: string, why: Why, once: ReadonlyArray<Once>
  ) =>
    Effect.andThen(
      records.note({ ...act, grants: [] }, { concept: concept.name, id }, concept.refusal.write(why), once),
      Effect.fail(why)
    )

  return Effect.fnUntraced(function*<Failure>(
    submission: Submission<Command>,
    gather: Gather<State, Event, Facts, Failure>,
    remember: ReadonlyArray<Remember<State, Refusal>>
  ) {
    const { actor, command } = submission
    const now = yield* DateTime.now
    const id = concept.key(command)
    const before = read(concept, yield* records.load({ concept: concept.name, id }))
    const needed = permissionsOf(concept.permissions, command, before.state)
    const permitted = permitAll(actor, needed, concept.place(command))
    const act = { ...actOf(concept, submission, now), grants: Result.getOrElse(permitted, () => []) }
    if (Result.isFailure(permitted)) return yield* refuse(act, id, permitted.failure, [])
    const circumstances = yield* gather(now, before.state)
    const decided = concept.decide(command, before.state, circumstances.facts)
    if (Result.isFailure(decided)) {
      return yield* refuse(act, id, decided.failure, remember.map((write) => write(Result.fail(decided.failure))))
    }
    const { next, plan } = planOf(concept, { act, id, remember }, before, decided.success, circumstances)
    return yield* Effect.as(records.commit(plan), next)
  })
}

/**
 * Makes the way in of one concept, on the records given: attempts, until nobody was faster. A conflict over what an
 * attempt does not read afresh is the caller's, who alone knows how it was found out.
 */
export const runner = <State extends Tagged, Command extends Tagged, Event extends Tagged, Refusal, Facts>(
  concept: Concept<State, Command, Event, Refusal, Facts>,
  records: Records["Service"]
) => {
  const attempt = attempter(concept, records)
  return <Failure>(
    submission: Submission<Command>,
    gather: Gather<State, Event, Facts, Failure>,
    remember: ReadonlyArray<Remember<State, Refusal>> = [],
    isReadAfresh: (conflict: Conflict) => boolean = () => true
  ) =>
    Effect.retry(attempt(submission, gather, remember), {
      ...patience,
      while: (failure) => failure instanceof Conflict && isReadAfresh(failure)
    })
}

/** How an order begins its line in the journal, before it is known what allows it. */
export const actOf = <Command>(
  concept: { readonly command: { readonly write: (command: Command) => unknown } },
  { actor, command, reason }: Submission<Command>,
  now: Moment
): Act => ({ by: actor.id, at: DateTime.formatIso(now), reason, command: concept.command.write(command), grants: [] })

/** The state of a record as its concept knows it, and the version that a decision about it is based on. */
export interface Found<State> {
  readonly state: State
  readonly basedOn: number
}

/** Reads a record; one that was never written is at its concept's beginning. */
export const read = <State extends Tagged>(
  concept: { readonly initial: State; readonly state: { readonly read: (written: unknown) => State } },
  kept: Option.Option<Kept>
): Found<State> =>
  Option.match(kept, {
    onNone: () => ({ state: concept.initial, basedOn: 0 }),
    onSome: ({ state, version }) => ({ state: concept.state.read(state), basedOn: version })
  })
