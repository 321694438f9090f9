/** The dispatcher: follows the journal, and tells people what happened. What cannot leave now leaves later. */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { later } from "../kernel/moment.ts"
import type { Entry } from "../kernel/plan.ts"
import { Conflict } from "../kernel/records.ts"
import {
  change, Followed, found, joining, Keyed, type Line, queueOf, retry, retryDue, tellInOrder, waitingIn,
  whileQueuesMove, write
} from "./dispatch-queue.ts"
import { openGates } from "./dispatch-gates.ts"
import type { Dispatched, Hands } from "./dispatch-tell.ts"
import type { Door } from "./people-door.ts"
import { speaks } from "./tidings.ts"

export type { Dispatched } from "./dispatch-tell.ts"

const following = "journal"
const followDue = "dispatch.follow"
/** Long past, so that it is due by every clock, also one that was ahead and is not any more. */
const always = "1970-01-01T00:00:00.000Z"

const pageLines = 500
const chunkLines = 50
const retriedMax = 8
/** No message is begun after so long, and none is waited for longer than 40 seconds: the lease outlasts both. */
const turnSeconds = 30
const leaseSeconds = 90

// ---------------------------------------------------------------------------------------------- following

/** A line of the journal, with the cursor of the one before it: where it is read again. */
interface Place {
  readonly entry: Entry
  readonly after: string
}

const placesOf = (items: ReadonlyArray<Entry>, cursor: string): ReadonlyArray<Place> =>
  items.map((entry, index) => ({ entry, after: items[index - 1]?.cursor ?? cursor }))

const byQueue = (places: ReadonlyArray<Place>): ReadonlyMap<string, ReadonlyArray<Place>> => {
  const queues = new Map<string, Array<Place>>()
  for (const place of places.filter(({ entry }) => speaks(entry))) {
    const name = queueOf(place.entry)
    queues.set(name, [...queues.get(name) ?? [], place])
  }
  return queues
}

const firstTry = ({ entry, after }: Place, since: string) => {
  const line: Line = { cursor: entry.cursor, left: [], since, ...(after === "" ? {} : { after }) }
  return { entry, line }
}

/** Tells the lines of a chunk, and gives those that have to wait, by the record that they are about. */
const tellChunk = Effect.fnUntraced(function*(hands: Hands, places: ReadonlyArray<Place>) {
  const since = DateTime.formatIso(yield* DateTime.now)
  const told = Effect.forEach(byQueue(places), ([name, lines]) =>
    Effect.gen(function*() {
      const isHeld = (yield* waitingIn(hands, name)).length > 0
      return [name, yield* tellInOrder(hands, lines.map((place) => firstTry(place, since)), isHeld)] as const
    }), { concurrency: chunkLines })
  return (yield* told).filter(([, rest]) => rest.length > 0)
})

/**
 * How far it came is written after the messages left, and together with what has to wait: whoever is killed in between
 * tells them again, under the same ids, and passes none over.
 */
const comeTo = (
  hands: Hands, basedOn: number, cursor: string, waiting: ReadonlyArray<readonly [string, ReadonlyArray<Line>]>
) =>
  whileQueuesMove(Effect.gen(function*() {
    const now = yield* DateTime.now
    const joined = yield* Effect.forEach(waiting, ([name, lines]) => joining(hands, name, lines, now))
    yield* write(hands, now,
      [change(following, basedOn, Followed.make({ cursor })), ...joined.map((each) => each.change)],
      joined.map(({ due }) => due))
  }))

/** So few lines that are told, and all between them that are not, that little is told twice by whoever is killed. */
const chunksOf = (places: ReadonlyArray<Place>): ReadonlyArray<ReadonlyArray<Place>> => {
  const told = places.flatMap(({ entry }, index) => speaks(entry) ? [index] : [])
  const starts = [0, ...told.filter((_, count) => count > 0 && count % chunkLines === 0)]
  return places.length === 0 ? [] : starts.map((start, count) => places.slice(start, starts[count + 1]))
}

const isOver = ({ until }: Hands) => Effect.map(DateTime.now, (now) => now.epochMilliseconds >= until.epochMilliseconds)

/**
 * Reads on where the last dispatcher stopped, until nothing is left or the turn is over.
 *
 * @rule NTF-4
 * @source ours: messages wait and are retried
 */
const follow = Effect.fnUntraced(function*(hands: Hands) {
  const { records } = hands.door.ports
  for (;;) {
    const { state, basedOn } = yield* found(hands, following)
    const cursor = state._tag === "Followed" ? state.cursor : ""
    const page = yield* records.journal({ limit: pageLines, ...(cursor === "" ? {} : { after: cursor }) })
    let version = basedOn
    for (const chunk of chunksOf(placesOf(page.items, cursor))) {
      if (yield* isOver(hands)) return
      const waiting = yield* tellChunk(hands, chunk)
      yield* comeTo(hands, version, chunk.at(-1)?.entry.cursor ?? cursor, waiting)
      version += 1
    }
    if (page.next === undefined) return
  }
})

const oneAtATime = (failure: unknown) => failure instanceof Conflict

/** Whoever holds this piece of work follows the journal; everybody else does something else. */
const claimFollowing = Effect.fnUntraced(function*(hands: Hands) {
  const { due } = hands.door.ports
  const now = yield* DateTime.now
  const { basedOn } = yield* found(hands, following)
  if (basedOn === 0) {
    const begun = write(hands, now, [change(following, 0, Followed.make({ cursor: "" }))],
      [{ kind: followDue, id: following, at: always }])
    yield* Effect.catchIf(begun, oneAtATime, () => Effect.void)
  }
  return yield* due.claim(followDue, DateTime.formatIso(now), 1, leaseSeconds)
})

/** Follows for a turn. Who was so late that another went on from there has nothing to write down any more. */
const followForATurn = Effect.fnUntraced(function*(hands: Hands) {
  for (const item of yield* claimFollowing(hands)) {
    const followed = Effect.catchIf(follow(hands), oneAtATime, () =>
      Effect.logWarning("another dispatcher was faster: some messages may have left twice"))
    yield* Effect.ensuring(followed, Effect.ignore(hands.door.ports.due.again(item, always)))
  }
})

// ------------------------------------------------------------------------------------------------ retries

/** Tries again whatever is due, until nothing is or the turn is over. One that cannot be written down is held on to. */
const retryForATurn = Effect.fnUntraced(function*(hands: Hands) {
  const { due } = hands.door.ports
  while (!(yield* isOver(hands))) {
    const items = yield* due.claim(retryDue, DateTime.formatIso(yield* DateTime.now), retriedMax, leaseSeconds)
    yield* Effect.forEach(items, (item) =>
      Effect.catchCause(retry(hands, item), () => Effect.logWarning("a message that waits could not be tried")),
      { concurrency: retriedMax })
    if (items.length < retriedMax) return
  }
})

// --------------------------------------------------------------------------------------------- dispatcher

/**
 * Since when messages are made from this key. A key that was lost took the codes that were open with it: those are not
 * sent, since they would open nothing.
 */
const keySince = Effect.fnUntraced(function*(door: Door) {
  const { secrets } = door.ports
  const print = yield* Effect.flatMap(secrets.derive("print"), (text) => secrets.digest(Redacted.value(text)))
  const now = yield* DateTime.now
  const { state, basedOn } = yield* found({ door }, "key")
  if (state._tag === "Keyed" && state.print === print) return state.since
  const isFirst = state._tag !== "Keyed"
  const since = isFirst ? "" : DateTime.formatIso(now)
  yield* write({ door }, now, [change("key", basedOn, Keyed.make({ print, since }))], [])
  if (!isFirst) yield* Effect.logWarning("the installation's key is another: codes that were open are not sent")
  return since
})

/** Makes the dispatcher. Without gateways nobody is told anything, and nothing is passed over either. */
export const dispatcher = (door: Door) => {
  const gates = openGates()
  return Effect.fnUntraced(function*() {
    const round: Hands["round"] = { sent: 0, waiting: 0, refused: 0 }
    const { gateways } = door.ports
    if (gateways === undefined) return round
    const since = yield* Effect.retry(keySince(door), { times: 5, while: oneAtATime })
    const turn = Effect.map(DateTime.now, (now): Hands =>
      ({ door, gateways, gates, round, keySince: since, until: later(now, turnSeconds) }))
    yield* Effect.flatMap(turn, followForATurn)
    yield* Effect.flatMap(turn, retryForATurn)
    const dispatched: Dispatched = round
    return dispatched
  })
}
