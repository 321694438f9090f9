/** The rule of the ledger on what is kept: it reads what it asks for, and what it says changed is written. */
import { type Act, type Moment, Quota } from "@intendant/core"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import type { Database } from "./database.ts"
import { append } from "./journal.ts"
import {
  counterAt, countersWithin, entriesOf, entriesWithin, entryAt, keepCounter, keepEntry, lapsedIn, rootOf
} from "./ledger-rows.ts"

/** What the rule says about steps at an instant. Nothing is written yet, and nobody else writes meanwhile. */
export const settleOn = (database: Database, steps: ReadonlyArray<Quota.Step>, now: Moment): Quota.Settlement =>
  Quota.settle({
    counter: remembered((node, resource) => counterAt(database, node, resource)),
    entry: remembered((holder, id) => entryAt(database, holder, id)),
    entriesOf: (holder) => entriesOf(database, holder),
    within: (node) => ({ counters: countersWithin(database, node), entries: entriesWithin(database, node) }),
    lapsing: lapsing(database, steps, now)
  }, steps, now)

/** What the rule asks for twice is read once. */
const remembered = <Value>(read: (one: string, two: string) => Value) => {
  const known = new Map<string, Value>()
  return (one: string, two: string): Value => {
    const key = `${one}\u0000${two}`
    const before = known.get(key)
    if (before !== undefined) return before
    const found = read(one, two)
    known.set(key, found)
    return found
  }
}

/** Everything that has run out in the trees that the steps touch: more than has to lapse, and never less. */
const lapsing = (
  database: Database, steps: ReadonlyArray<Quota.Step>, now: Moment
): ReadonlyArray<Quota.Entry> => {
  const touched = new Map<string, Map<string, ReadonlyArray<Quota.Entry>>>()
  for (const { node, resource } of steps.flatMap((step) => placesOf(database, step))) {
    const root = rootOf(node)
    const ofRoot = touched.get(root) ?? new Map<string, ReadonlyArray<Quota.Entry>>()
    if (!ofRoot.has(resource)) touched.set(root, ofRoot.set(resource, lapsedIn(database, root, resource, now)))
  }
  return [...touched.values()].flatMap((ofRoot) => [...ofRoot.values()].flat())
}

type Place = Pick<Quota.Entry, "node" | "resource">

const placesOf = (database: Database, step: Quota.Step): ReadonlyArray<Place> => {
  switch (step._tag) {
    case "Reserve": return [step]
    case "Take": return [step]
    case "SetLimit": return [step]
    case "Commit": return placeOfEntry(database, step.holder, step.id)
    case "Release": return placeOfEntry(database, step.holder, step.id)
    case "ReleaseHolder": return entriesOf(database, step.holder)
    case "Move": return countersWithin(database, step.from).flatMap(({ node, resource }) =>
      [{ node, resource }, { node: step.to, resource }])
  }
}

const placeOfEntry = (database: Database, holder: string, id: string): ReadonlyArray<Place> => {
  const entry = entryAt(database, holder, id)
  return entry === undefined ? [] : [entry]
}

export const firstRefusal = ({ answers }: Quota.Settlement): Quota.Refusal | undefined =>
  answers.map(Result.getFailure).find(Option.isSome)?.value

/** Writes what the rule said changed, and a line for everything that a step crossed, told by the act of that step. */
export const keepSettlement = (
  database: Database, { answers, counters, entries }: Quota.Settlement, actOf: (index: number) => Act
): void => {
  for (const counter of counters) keepCounter(database, counter)
  for (const entry of entries) keepEntry(database, entry)
  answers.forEach((answer, index) => {
    for (const happened of Result.getOrElse(answer, () => [])) {
      append(database, actOf(index), { concept: Quota.journalConcept, id: happened.node }, { happened })
    }
  })
}
