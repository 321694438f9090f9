/** What could not leave yet: for each person the lines that wait, in their order, and when they are tried again. */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { codec } from "../kernel/concept.ts"
import type { DueItem } from "../kernel/due.ts"
import { later, type Moment } from "../kernel/moment.ts"
import type { Act, Change, DueChange, Entry, Key } from "../kernel/plan.ts"
import { Conflict } from "../kernel/records.ts"
import { read } from "../kernel/run.ts"
import { type Hands, tell } from "./dispatch-tell.ts"

// ------------------------------------------------------------------------------------------------ records

/** A line that waits: where it stands in the journal, which of its messages left, and since when it is tried. */
const Line = Schema.Struct({
  cursor: Schema.String, after: Schema.optionalKey(Schema.String), left: Schema.Array(Schema.String),
  since: Schema.String
})
export type Line = typeof Line.Type

/** How far the journal has been told. */
export const Followed = Schema.TaggedStruct("Followed", { cursor: Schema.String })
/** Which key the messages are made from, by a digest of it, and since when. */
export const Keyed = Schema.TaggedStruct("Keyed", { print: Schema.String, since: Schema.String })
const Waiting = Schema.TaggedStruct("Waiting", { lines: Schema.Array(Line), attempts: Schema.Int })
/** Everything has left. */
const Over = Schema.TaggedStruct("Over", {})

const Dispatch = Schema.Union([Followed, Keyed, Waiting, Over])
type Dispatch = typeof Dispatch.Type

const concept = { initial: Followed.make({ cursor: "" }), state: codec(Dispatch), name: "dispatch" }

type Ported = Pick<Hands, "door">

export const found = ({ door: { ports: { records } } }: Ported, id: string) =>
  Effect.map(records.load({ concept: concept.name, id }), (kept) => read(concept, kept))

export const change = (id: string, basedOn: number, next: Dispatch): Change =>
  ({ concept: concept.name, id, basedOn, next: concept.state.write(next), events: [] })

const actAt = (now: Moment): Act =>
  ({ by: "dispatcher", at: DateTime.formatIso(now), reason: "", command: { _tag: "Dispatch" }, grants: [] })

export const write = (
  { door: { ports: { records } } }: Ported, now: Moment, changes: ReadonlyArray<Change>, due: ReadonlyArray<DueChange>
) => records.commit({ act: actAt(now), changes, ledger: [], due, once: [] })

/** Does it again while somebody else changes the same lines; fails once it is about another record. */
export const whileQueuesMove = <Value, Failure>(attempt: Effect.Effect<Value, Failure>) =>
  Effect.retry(attempt, { times: 20, while: (failure) => failure instanceof Conflict && isQueue(failure.key.id) })

// ------------------------------------------------------------------------------------------------- queues

export const retryDue = "dispatch.retry"

const secondsMin = 10
const secondsMax = 3_600
/** Whatever could not be told for eight days is given up: no code works for longer, and the news is old. */
const givenUpAfterSeconds = 8 * 86_400

/** Longer and longer: 10 seconds, 20, 40, up to an hour. */
const backOffSeconds = (attempts: number): number => Math.min(secondsMax, secondsMin * 2 ** Math.min(attempts, 20))

/** The name of a record's queue; no other record of the dispatcher has a `>` in its name. */
export const queueOf = ({ concept, id }: Key): string => `${concept}>${id}`
const isQueue = (id: string): boolean => id.includes(">")

/** The lines that wait under this name. */
export const waitingIn = (hands: Ported, id: string) =>
  Effect.map(found(hands, id), ({ state }) => state._tag === "Waiting" ? state.lines : [])

const knows = (lines: ReadonlyArray<Line>, { cursor }: Line): boolean => lines.some((line) => line.cursor === cursor)

/** What is written where lines begin to wait, behind those that wait already. */
export const joining = Effect.fnUntraced(function*(hands: Ported, id: string, lines: ReadonlyArray<Line>, now: Moment) {
  const { state, basedOn } = yield* found(hands, id)
  const ahead = state._tag === "Waiting" ? state.lines : []
  const next = Waiting.make({ lines: [...ahead, ...lines.filter((line) => !knows(ahead, line))], attempts: 0 })
  const due: DueChange = { kind: retryDue, id, at: DateTime.formatIso(later(now, backOffSeconds(0))) }
  return { change: change(id, basedOn, next), due }
})

/** Writes down what is left of the lines that were tried; those that came meanwhile are behind them. */
const settle = Effect.fnUntraced(function*(
  hands: Hands, id: string, tried: ReadonlyArray<Line>, rest: ReadonlyArray<Line>
) {
  const now = yield* DateTime.now
  const { state, basedOn } = yield* found(hands, id)
  if (state._tag !== "Waiting") return
  const newer = state.lines.filter((line) => !knows(tried, line))
  const lines = [...rest, ...newer]
  const attempts = newer.length > 0 ? 0 : state.attempts + 1
  const [next, at] = lines.length === 0
    ? [Over.make({}), {}]
    : [Waiting.make({ lines, attempts }), { at: DateTime.formatIso(later(now, backOffSeconds(attempts))) }]
  yield* write(hands, now, [change(id, basedOn, next)], [{ kind: retryDue, id, ...at }])
})

/** The line that stands there; none where the journal begins later by now. */
const entryAt = ({ door: { ports: { records } } }: Hands, { cursor, after }: Line) =>
  Effect.map(records.journal({ limit: 1, ...(after === undefined ? {} : { after }) }), ({ items: [entry] }) =>
    entry?.cursor === cursor ? entry : undefined)

const isGivenUp = ({ since }: Line, now: Moment): boolean =>
  now.epochMilliseconds >= later(DateTime.makeUnsafe(since), givenUpAfterSeconds).epochMilliseconds

/** Lines about one record one after the other, so that nobody reads of the end before the beginning. */
export const tellInOrder = Effect.fnUntraced(function*(
  hands: Hands, lines: ReadonlyArray<{ readonly line: Line; readonly entry: Entry }>, isHeldBefore: boolean
) {
  let isHeld = isHeldBefore
  const rest: Array<Line> = []
  for (const { line, entry } of lines) {
    const { outcome, left } = yield* tell(hands, entry, line.left, isHeld)
    if (outcome !== "told") rest.push({ ...line, left })
    if (outcome === "kept") isHeld = true
  }
  hands.round.waiting += rest.length
  return rest
})

/**
 * Tries the lines of one record again. What waited for days is given up, and the log says so.
 *
 * @rule NTF-4
 * @source ours: messages wait and are retried
 */
export const retry = Effect.fnUntraced(function*(hands: Hands, item: DueItem) {
  const tried = yield* waitingIn(hands, item.id)
  if (tried.length === 0) return yield* hands.door.ports.due.done(item)
  const read = yield* Effect.forEach(tried, (line) =>
    Effect.map(entryAt(hands, line), (entry) => entry === undefined ? [] : [{ line, entry }]))
  const rest = yield* tellInOrder(hands, read.flat(), false)
  const now = yield* DateTime.now
  const [over, still] = [rest.filter((line) => isGivenUp(line, now)), rest.filter((line) => !isGivenUp(line, now))]
  for (const { cursor, since } of over) yield* Effect.logError("a message was given up", { cursor, since })
  yield* whileQueuesMove(settle(hands, item.id, tried, still))
})
