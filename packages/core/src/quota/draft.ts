/** The page on which a batch of steps is worked out: what is known stays as it is, what changes is written on top. */
import { percentage } from "../kernel/bytes.ts"
import type { Resource } from "../kernel/ledger-moves.ts"
import { isWithin, lineage } from "../kernel/path.ts"
import {
  type Counter, type Entry, type Event, OverrunStarted, type Phase, type Tally, ThresholdCrossed
} from "./model.ts"

/** What an adapter must have read before steps are settled: every counter and entry that the steps touch. */
export interface Known {
  readonly counter: (node: string, resource: Resource) => Counter | undefined
  readonly entry: (holder: string, id: string) => Entry | undefined
  readonly entriesOf: (holder: string) => ReadonlyArray<Entry>
  /** Every counter and entry at or below a node. */
  readonly within: (node: string) => {
    readonly counters: ReadonlyArray<Counter>
    readonly entries: ReadonlyArray<Entry>
  }
  /** Promises that have run out and may touch the same counters. */
  readonly lapsing: ReadonlyArray<Entry>
}

/** Reads like what is known, and remembers what was changed since, step by step. */
export interface Draft {
  readonly counter: (node: string, resource: Resource) => Counter
  readonly entry: (holder: string, id: string) => Entry | undefined
  readonly entriesOf: (holder: string) => ReadonlyArray<Entry>
  readonly within: Known["within"]
  readonly putCounter: (counter: Counter) => undefined
  readonly putEntry: (entry: Entry) => undefined
  /** Ends a step: what it changed stands. Gives the thresholds it crossed. */
  readonly keep: () => ReadonlyArray<Event>
  /** Ends a step: what it changed is as before. */
  readonly undo: () => void
  readonly changes: () => { readonly counters: ReadonlyArray<Counter>; readonly entries: ReadonlyArray<Entry> }
}

const none: Tally = { held: 0, reserved: 0 }
/** Holders and nodes are free text; U+0000 is in neither, so that no two pairs share a key. */
const pairKey = (one: string, two: string): string => `${one}\u0000${two}`
export const counterKey = ({ node, resource }: Pick<Counter, "node" | "resource">): string => pairKey(node, resource)
export const entryKey = ({ holder, id }: Pick<Entry, "holder" | "id">): string => pairKey(holder, id)

/** A map that can take back what was written since the last time it was told to keep. */
const layered = <Value>() => {
  const written = new Map<string, Value>()
  let before = new Map<string, Value | undefined>()
  return {
    get: (key: string) => written.get(key),
    all: () => [...written.values()],
    before: () => before,
    put: (key: string, value: Value) => {
      if (!before.has(key)) before.set(key, written.get(key))
      written.set(key, value)
    },
    keep: () => { before = new Map() },
    undo: () => {
      for (const [key, value] of before) {
        if (value === undefined) written.delete(key)
        else written.set(key, value)
      }
      before = new Map()
    }
  }
}

export const draftOf = (known: Known): Draft => {
  const counters = layered<Counter>()
  const entries = layered<Entry>()
  const original = (node: string, resource: Resource): Counter =>
    known.counter(node, resource) ?? { node, resource, limit: null, own: none, group: none }
  const latest = (entry: Entry): Entry => entries.get(entryKey(entry)) ?? entry
  const among = (known: ReadonlyArray<Entry>, holds: (entry: Entry) => boolean): ReadonlyArray<Entry> =>
    [...new Map([...known, ...entries.all()].map((entry) => [entryKey(entry), latest(entry)])).values()].filter(holds)
  return {
    counter: (node, resource) => counters.get(pairKey(node, resource)) ?? original(node, resource),
    entry: (holder, id) => entries.get(pairKey(holder, id)) ?? known.entry(holder, id),
    entriesOf: (holder) => among(known.entriesOf(holder), (entry) => entry.holder === holder),
    within: (node) => {
      const inside = known.within(node)
      const touched = [...inside.counters, ...counters.all().filter((counter) => isWithin(counter.node, node))]
      return {
        entries: among(inside.entries, (entry) => isWithin(entry.node, node)),
        counters: [...new Map(touched.map((one) => [counterKey(one), counters.get(counterKey(one)) ?? one])).values()]
      }
    },
    putCounter: (counter) => { counters.put(counterKey(counter), counter) },
    putEntry: (entry) => { entries.put(entryKey(entry), entry) },
    keep: () => {
      const events = [...counters.before()].flatMap(([key, before]) => {
        const after = counters.get(key)
        return after === undefined ? [] : crossings(before ?? original(after.node, after.resource), after)
      })
      counters.keep()
      entries.keep()
      return events
    },
    undo: () => { counters.undo(); entries.undo() },
    changes: () => ({ counters: counters.all(), entries: entries.all() })
  }
}

/** Changes how an entry stands, or where, and counts it accordingly: in its own node, and in every group above. */
export const turn = (draft: Draft, entry: Entry, phase: Phase, node = entry.node): undefined => {
  count(draft, entry, -1)
  const next = { ...entry, phase, node }
  count(draft, next, 1)
  draft.putEntry(next)
}

const count = (draft: Draft, { node, resource, phase, amount }: Entry, sign: 1 | -1): void => {
  if (phase === "released" || phase === "lapsed") return
  const add = (tally: Tally): Tally => ({ ...tally, [phase]: tally[phase] + sign * amount })
  for (const place of lineage(node)) {
    const counter = draft.counter(place, resource)
    const own = place === node ? add(counter.own) : counter.own
    draft.putCounter({ ...counter, own, group: add(counter.group) })
  }
}

const totalOf = ({ group }: Counter): number => group.held + group.reserved

/** What one step made cross: a threshold that is reached now and was not before, a limit that is passed now. */
const crossings = (before: Counter, after: Counter): ReadonlyArray<Event> => {
  const { limit, node, resource } = after
  if (limit === null) return []
  const [from, usedAmount] = [totalOf(before), totalOf(after)]
  const fromLimit = before.limit
  const facts = { node, resource, usedAmount, limitAmount: limit.amount }
  const was = fromLimit === null ? 0 : percentage(from, fromLimit.amount)
  const is = percentage(usedAmount, limit.amount)
  const crossed = limit.thresholds.filter((percent) => was < percent && percent <= is)
  const wasOver = fromLimit !== null && from > fromLimit.amount
  return [
    ...crossed.map((percent) => ThresholdCrossed.make({ ...facts, percent })),
    ...(usedAmount > limit.amount && !wasOver ? [OverrunStarted.make(facts)] : [])
  ]
}
