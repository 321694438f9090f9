/** The books of a ledger in memory: what the rules of `quota` are tried on, with words to say what is asked of them. */
import * as DateTime from "effect/DateTime"
import * as Result from "effect/Result"
import { isWithin, lineage, type Moment, Quota } from "../src/index.ts"

export interface Books {
  readonly counters: ReadonlyMap<string, Quota.Counter>
  readonly entries: ReadonlyMap<string, Quota.Entry>
}

export const blank: Books = { counters: new Map(), entries: new Map() }
export const bytes = Quota.Resource.make("bytes")
export const noon = DateTime.makeUnsafe("2026-01-15T12:00:00Z")
export const after = (seconds: number): Moment => DateTime.add(noon, { seconds })

const knownOf = ({ counters, entries }: Books): Quota.Known => ({
  counter: (node, resource) => counters.get(Quota.counterKey({ node, resource })),
  entry: (holder, id) => entries.get(Quota.entryKey({ holder, id })),
  entriesOf: (holder) => [...entries.values()].filter((entry) => entry.holder === holder),
  within: (node) => ({
    counters: [...counters.values()].filter((counter) => isWithin(counter.node, node)),
    entries: [...entries.values()].filter((entry) => isWithin(entry.node, node))
  }),
  lapsing: [...entries.values()]
})

/** What a batch was answered, and the books after it. */
interface Posted {
  readonly answers: Quota.Settlement["answers"]
  readonly books: Books
}

/** One batch. */
export const post = (books: Books, steps: ReadonlyArray<Quota.Step>, now: Moment = noon): Posted => {
  const { answers, counters, entries } = Quota.settle(knownOf(books), steps, now)
  return {
    answers,
    books: {
      counters: new Map([...books.counters, ...counters.map((one) => [Quota.counterKey(one), one] as const)]),
      entries: new Map([...books.entries, ...entries.map((one) => [Quota.entryKey(one), one] as const)])
    }
  }
}

/** The same steps, one call after the other. */
export const postEach = (books: Books, steps: ReadonlyArray<Quota.Step>, now: Moment = noon): Posted =>
  steps.reduce<Posted>((before, step) => {
    const { answers, books } = post(before.books, [step], now)
    return { answers: [...before.answers, ...answers], books }
  }, { answers: [], books })

/** Steps that are known to be accepted. */
export const accepted = (books: Books, steps: ReadonlyArray<Quota.Step>, now: Moment = noon): Books => {
  const posted = post(books, steps, now)
  for (const answer of posted.answers) Result.getOrThrow(answer)
  return posted.books
}

export const counterOf = ({ counters }: Books, node: string, resource = bytes): Quota.Counter =>
  counters.get(Quota.counterKey({ node, resource })) ??
    { node, resource, limit: null, own: { held: 0, reserved: 0 }, group: { held: 0, reserved: 0 } }

export const usedIn = (books: Books, node: string): number => {
  const { held, reserved } = counterOf(books, node).group
  return held + reserved
}

/** How much still fits at a node: what the tightest hard limit above it leaves. */
export const roomAt = (books: Books, node: string): number =>
  Math.min(...lineage(node).map((place) => {
    const { limit } = counterOf(books, place)
    return (limit?.mode === "hard" ? limit.amount : Quota.amountMax) - usedIn(books, place)
  }))

/** Every counter as the entries say that it must be: nothing may ever differ. */
export const recount = ({ entries }: Books, node: string): Pick<Quota.Counter, "own" | "group"> => {
  const sum = (phase: Quota.Phase, holds: (entry: Quota.Entry) => boolean) =>
    [...entries.values()].filter((entry) => entry.phase === phase && holds(entry))
      .reduce((total, { amount }) => total + amount, 0)
  const here = (entry: Quota.Entry) => entry.node === node
  const group = (entry: Quota.Entry) => isWithin(entry.node, node)
  return {
    own: { held: sum("held", here), reserved: sum("reserved", here) },
    group: { held: sum("held", group), reserved: sum("reserved", group) }
  }
}

// ------------------------------------------------------------------------------------------------- steps

type Mode = Quota.LimitMode
export const limit = (
  node: string, amount: number | null, mode: Mode = "hard", thresholds: ReadonlyArray<number> = []
): Quota.Step => ({
  _tag: "SetLimit", node, resource: bytes, limit: amount === null ? null : { amount, mode, thresholds }
})
export const reserve = (id: string, node: string, amount: number, until = after(3_600), holder = "acc"): Quota.Step =>
  ({ _tag: "Reserve", holder, id, node, resource: bytes, amount, until })
export const take = (id: string, node: string, amount: number, holder = "acc"): Quota.Step =>
  ({ _tag: "Take", holder, id, node, resource: bytes, amount })
export const commit = (id: string): Quota.Step => ({ _tag: "Commit", holder: "acc", id })
export const release = (id: string): Quota.Step => ({ _tag: "Release", holder: "acc", id })
export const releaseHolder = (holder: string): Quota.Step => ({ _tag: "ReleaseHolder", holder })
export const move = (from: string, to: string): Quota.Step => ({ _tag: "Move", from, to })
