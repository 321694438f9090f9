/** Steps carried out on what this process remembers, in one statement that writes nothing if any of it is outdated. */
import { lineage, Quota } from "@intendant/core"
import * as Result from "effect/Result"
import { type Ask, only } from "./driver.ts"
import { begunBy, carriedOnBy, type Errand, latest, touchedBy } from "./ledger-errand.ts"
import type { LedgerMemory } from "./ledger-memory.ts"
import { linesOf, namedKey, type Outcome, settleAll } from "./ledger-settle.ts"
import { applyValues, checkValues, ledgerApply, ledgerCheck, ledgerView, viewValues } from "./ledger-statements.ts"
import { rootOf, viewOf } from "./ledger-view.ts"

/** Why nothing was written: someone else wrote, something ran out, or something is there that was not known. */
export type Stale = "outdated" | "running out" | "unforeseen"

const verdicts: ReadonlyArray<Stale | undefined> = [undefined, "outdated", "running out", "unforeseen"]

/** What memory says about steps. */
interface Thought {
  readonly outcome: Outcome
  /** Entries that were remembered, by their key. */
  readonly met: ReadonlyMap<string, Quota.Entry>
  /** Counters, or entries that steps carry on, that were not remembered: the outcome is worth nothing. */
  readonly hasGaps: boolean
  /** Everything that was remembered is of these versions. */
  readonly versions: ReadonlyMap<string, number>
}

/** Works the steps out in one breath: memory does not change meanwhile. */
const think = (memory: LedgerMemory, errands: ReadonlyArray<Errand>): Thought => {
  const met = new Map<string, Quota.Entry>()
  let hasGaps = false
  const outcome = settleAll({
    counter: (node, resource) => {
      const counter = memory.counter(node, resource)
      if (counter === undefined) hasGaps = true
      return counter
    },
    entry: (holder, id) => {
      const entry = memory.entry(holder, id)
      if (entry !== undefined) met.set(Quota.entryKey(entry), entry)
      return entry
    },
    entriesOf: () => [], within: () => ({ counters: [], entries: [] }), lapsing: []
  }, errands)
  return { outcome, met, hasGaps, versions: versionsFor(memory, errands, met) }
}

const versionsFor = (
  memory: LedgerMemory, errands: ReadonlyArray<Errand>, met: ReadonlyMap<string, Quota.Entry>
): ReadonlyMap<string, number> => {
  const versions = new Map<string, number>()
  const add = (node: string) => {
    const root = rootOf(node)
    const version = versions.has(root) ? undefined : memory.version(root)
    if (version !== undefined) versions.set(root, version)
  }
  for (const { step } of errands) if ("node" in step) add(step.node)
  for (const { node } of met.values()) add(node)
  return versions
}

/** Entries that steps carry on without having been remembered, or begun by a step before. */
const unknownTo = ({ met, outcome }: Thought, errands: ReadonlyArray<Errand>): boolean => {
  const named = errands.flatMap((errand) => keyNamed(carriedOnBy(errand)))
  if (named.length === 0) return false
  const begun = new Set(outcome.entries.map(Quota.entryKey))
  return named.some((key) => !met.has(key) && !begun.has(key))
}

const keyNamed = (named: readonly [string, string] | undefined): ReadonlyArray<string> =>
  named === undefined ? [] : [namedKey(named)]

const nothing: Quota.Tally = { held: 0, reserved: 0 }

/** Reads what the steps touch. What was never counted is remembered too, as nothing. */
const recall = async (ask: Ask, memory: LedgerMemory, errands: ReadonlyArray<Errand>): Promise<void> => {
  const carriedOn = errands.filter((errand) => carriedOnBy(errand) !== undefined)
  const touched = { ...touchedBy(errands), entries: touchedBy(carriedOn).entries }
  const view = viewOf(only(await ask(ledgerView, viewValues(touched, null)), "told"))
  memory.learn(view, touched.roots)
  const counters = errands.flatMap(({ step }) => {
    if (!("resource" in step)) return []
    const { node, resource } = step
    return lineage(node).filter((place) => memory.counter(place, resource) === undefined)
      .map((place): Quota.Counter => ({ node: place, resource, limit: null, own: nothing, group: nothing }))
  })
  memory.learn({ ...view, counters, entries: [] }, touched.roots)
}

/** Decides and writes; tells why not where what was remembered does not hold. */
export const decideRemembered = async (
  ask: Ask, memory: LedgerMemory, errands: ReadonlyArray<Errand>
): Promise<Outcome | Stale> => {
  let thought = think(memory, errands)
  if (thought.hasGaps || unknownTo(thought, errands)) {
    await recall(ask, memory, errands)
    thought = think(memory, errands)
    if (thought.hasGaps) return "unforeseen"
  }
  const { outcome, versions } = thought
  const told = await submit(ask, memory, errands, thought)
  if (told !== undefined) memory.forget(versions.keys())
  else if (outcome.counters.length > 0) memory.advance(versions, outcome.counters, outcome.entries)
  return told ?? outcome
}

const submit = async (
  ask: Ask, memory: LedgerMemory, errands: ReadonlyArray<Errand>, { outcome, met, versions }: Thought
): Promise<Stale | undefined> => {
  const begun = met.size === 0 ? outcome.entries : outcome.entries.filter((entry) => !met.has(Quota.entryKey(entry)))
  const basis = { versions, reachedMillis: latest(errands), absent: absentFor(errands, outcome, met) }
  const rows = outcome.counters.length === 0 && outcome.entries.length === 0
    ? await ask(ledgerCheck, checkValues(basis))
    : await ask(ledgerApply, applyValues(basis, {
      counters: outcome.counters, begun, lines: linesOf(errands, outcome),
      carriedOn: met.size === 0 ? [] : outcome.entries.filter((entry) => met.has(Quota.entryKey(entry))),
      limited: outcome.counters.filter(({ node, resource, limit }) =>
        limit !== (memory.counter(node, resource)?.limit ?? null))
    }))
  return verdicts[Number(only(rows, "told"))]
}

/** Who was refused, or found nothing to carry on, was answered as if the entry were not there: so it may not be. */
const absentFor = (
  errands: ReadonlyArray<Errand>, { answers, entries }: Outcome, met: ReadonlyMap<string, Quota.Entry>
): ReadonlyArray<readonly [holder: string, id: string]> => {
  const doubtful = errands.flatMap((errand, index) => {
    const answer = answers[index]
    const named = answer !== undefined && Result.isFailure(answer) ? begunBy(errand) : undefined
    return [named ?? carriedOnBy(errand)].filter((one) => one !== undefined)
  })
  if (doubtful.length === 0) return []
  const begun = new Set(entries.map(Quota.entryKey))
  return doubtful.filter((named) => !met.has(namedKey(named)) && !begun.has(namedKey(named)))
}
