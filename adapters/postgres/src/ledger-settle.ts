/** Applies the rule to gathered steps, each at its own instant, and collects what is to be written. */
import { isReached, isWithin, Quota } from "@intendant/core"
import * as Result from "effect/Result"
import type { Errand } from "./ledger-errand.ts"

/** What became of the steps. Nothing of it is true before it is written. */
export interface Outcome {
  readonly answers: ReadonlyArray<Result.Result<ReadonlyArray<Quota.Event>, Quota.Refusal>>
  readonly counters: ReadonlyArray<Quota.Counter>
  readonly entries: ReadonlyArray<Quota.Entry>
}

/** The key of the entry that a step names. */
export const namedKey = ([holder, id]: readonly [holder: string, id: string]): string =>
  Quota.entryKey({ holder, id })

/**
 * Steps asked at the same instant are settled in one go. A promise that is over as soon as it is made ends its group
 * too, since whoever comes behind it finds it lapsed.
 */
const groupsOf = (errands: ReadonlyArray<Errand>): ReadonlyArray<ReadonlyArray<Errand>> => {
  const groups: Array<Array<Errand>> = []
  let group: Array<Errand> = []
  let millis: number | undefined
  for (const errand of errands) {
    if (errand.now.epochMilliseconds !== millis) groups.push(group = [])
    group.push(errand)
    const isOver = errand.step._tag === "Reserve" && isReached(errand.step.until, errand.now)
    millis = isOver ? undefined : errand.now.epochMilliseconds
  }
  return groups
}

/** Settles the steps in the order given. */
export const settleAll = (known: Quota.Known, errands: ReadonlyArray<Errand>): Outcome => {
  const groups = groupsOf(errands)
  const [only] = groups
  if (only !== undefined && groups.length === 1) return settleGroup(known, only)
  const counters = new Map<string, Quota.Counter>()
  const entries = new Map<string, Quota.Entry>()
  const sofar = onTopOf(known, counters, entries)
  const answers = groups.flatMap((group) => {
    const settled = settleGroup({ ...sofar, lapsing: lapsingOf(known, entries) }, group)
    for (const counter of settled.counters) counters.set(Quota.counterKey(counter), counter)
    for (const entry of settled.entries) entries.set(Quota.entryKey(entry), entry)
    return settled.answers
  })
  return { answers, counters: [...counters.values()], entries: [...entries.values()] }
}

const settleGroup = (known: Quota.Known, group: ReadonlyArray<Errand>): Outcome => {
  const [first] = group
  return first === undefined
    ? { answers: [], counters: [], entries: [] }
    : Quota.settle(known, group.map(({ step }) => step), first.now)
}

const lapsingOf = (
  known: Quota.Known, entries: ReadonlyMap<string, Quota.Entry>
): ReadonlyArray<Quota.Entry> => [
  ...known.lapsing.filter((entry) => !entries.has(Quota.entryKey(entry))),
  ...[...entries.values()].filter(({ phase }) => phase === "reserved")
]

/** What was known, with what the steps before have changed. */
const onTopOf = (
  known: Quota.Known, counters: ReadonlyMap<string, Quota.Counter>, entries: ReadonlyMap<string, Quota.Entry>
): Omit<Quota.Known, "lapsing"> => {
  const among = (before: ReadonlyArray<Quota.Entry>, holds: (entry: Quota.Entry) => boolean) =>
    [...new Map([...before, ...entries.values()].map((entry) => [Quota.entryKey(entry), entry])).values()].filter(holds)
  return {
    counter: (node, resource) => counters.get(Quota.counterKey({ node, resource })) ?? known.counter(node, resource),
    entry: (holder, id) => entries.get(Quota.entryKey({ holder, id })) ?? known.entry(holder, id),
    entriesOf: (holder) => among(known.entriesOf(holder), (entry) => entry.holder === holder),
    within: (place) => {
      const before = known.within(place)
      const all = new Map(
        [...before.counters, ...counters.values()].map((counter) => [Quota.counterKey(counter), counter]))
      return {
        counters: [...all.values()].filter(({ node }) => isWithin(node, place)),
        entries: among(before.entries, ({ node }) => isWithin(node, place))
      }
    }
  }
}

/** The lines that the steps leave in the journal, as the ledger's statements take them; none is told as null. */
export const linesOf = (errands: ReadonlyArray<Errand>, { answers }: Outcome): string | null => {
  const lines = answers.flatMap((answer, index) => {
    const errand = errands[index]
    return errand === undefined || Result.isFailure(answer)
      ? []
      : answer.success.map((outcome) => ({ id: outcome.node, ...errand.act(), outcome }))
  })
  return lines.length === 0 ? null : JSON.stringify(lines)
}
