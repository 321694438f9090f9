/** Steps carried out under the lock: everything they touch is read and held until the transaction ends. */
import { isWithin, Quota } from "@intendant/core"
import * as Result from "effect/Result"
import { type Ask, only } from "./driver.ts"
import { gaveWay, isTaken } from "./failures.ts"
import { carriedOnBy, type Errand, latest, touchedBy } from "./ledger-errand.ts"
import { linesOf, namedKey, type Outcome, settleAll } from "./ledger-settle.ts"
import { applyValues, ledgerApply, ledgerOpen, ledgerView, viewValues } from "./ledger-statements.ts"
import { rootOf, type View, viewOf } from "./ledger-view.ts"

/** What was decided, and the versions of the roots on which it was. */
export interface Decided {
  readonly outcome: Outcome
  readonly versions: ReadonlyMap<string, number>
}

/** Between looking for it and locking it, something moved to a root that is not locked. Begin again. */
class Strayed extends Error {}

/** Whether it may go well the next time. */
export const mayRecover = (cause: unknown): boolean => gaveWay(cause) || isTaken(cause) || cause instanceof Strayed

/** Decides within a transaction, and writes what changed unless `isWanted` says no. */
export const decideLocked = async (
  ask: Ask, errands: ReadonlyArray<Errand>, isWanted: (outcome: Outcome) => boolean = () => true
): Promise<Decided> => {
  const touched = touchedBy(errands, await rootsOfKnown(ask, errands))
  const reachedMillis = latest(errands)
  const view = viewOf(only(await ask(ledgerOpen, viewValues(touched, reachedMillis)), "told"))
  const locked = new Set(touched.roots)
  const carriedOn = new Set(errands.flatMap(entryNamed))
  const strays = view.entries.some((entry) =>
    !locked.has(rootOf(entry.node)) && (carriedOn.has(Quota.entryKey(entry)) || touched.whole.includes(entry.holder)))
  if (strays) throw new Strayed("an entry moved meanwhile")
  const outcome = settleAll(knownFrom(view, locked), errands)
  const versions = new Map(touched.roots.map((root) => [root, view.versions.get(root) ?? 0]))
  if (isWanted(outcome)) await write(ask, errands, view, { outcome, versions })
  return { outcome, versions }
}

const entryNamed = (errand: Errand): ReadonlyArray<string> => {
  const named = carriedOnBy(errand)
  return named === undefined ? [] : [namedKey(named)]
}

/** Steps that name an entry or a holder do not say where it is counted: that is looked up before it is locked. */
const rootsOfKnown = async (ask: Ask, errands: ReadonlyArray<Errand>): Promise<ReadonlyArray<string>> => {
  const searching = errands.filter(({ step }) =>
    step._tag === "Commit" || step._tag === "Release" || step._tag === "ReleaseHolder")
  if (searching.length === 0) return []
  const found = viewOf(only(await ask(ledgerView, viewValues(touchedBy(searching), null)), "told"))
  return found.entries.map(({ node }) => rootOf(node))
}

const knownFrom = (view: View, locked: ReadonlySet<string>): Quota.Known => {
  const counters = new Map(view.counters.map((counter) => [Quota.counterKey(counter), counter]))
  const entries = new Map(view.entries.map((entry) => [Quota.entryKey(entry), entry]))
  return {
    counter: (node, resource) => counters.get(Quota.counterKey({ node, resource })),
    entry: (holder, id) => entries.get(Quota.entryKey({ holder, id })),
    entriesOf: (holder) => view.entries.filter((entry) => entry.holder === holder),
    within: (place) => ({
      counters: view.counters.filter(({ node }) => isWithin(node, place)),
      entries: view.entries.filter(({ node }) => isWithin(node, place))
    }),
    lapsing: view.entries.filter(({ phase, node }) => phase === "reserved" && locked.has(rootOf(node)))
  }
}

const write = async (
  ask: Ask, errands: ReadonlyArray<Errand>, view: View, { outcome, versions }: Decided
): Promise<void> => {
  if (outcome.counters.length === 0 && outcome.entries.length === 0) return
  const limits = new Map(view.counters.map((counter) => [Quota.counterKey(counter), counter.limit]))
  const known = new Set(view.entries.map(Quota.entryKey))
  const told = only(await ask(ledgerApply, applyValues({ versions, reachedMillis: null, absent: [] }, {
    counters: outcome.counters,
    limited: outcome.counters.filter((counter) => counter.limit !== (limits.get(Quota.counterKey(counter)) ?? null)),
    begun: outcome.entries.filter((entry) => !known.has(Quota.entryKey(entry))),
    carriedOn: outcome.entries.filter((entry) => known.has(Quota.entryKey(entry))),
    lines: linesOf(errands, outcome)
  })), "told")
  if (told !== 0) throw new Error(`what is locked was written by someone else: ${String(told)}`)
}

/** Whether every step was accepted. */
export const isAccepted = ({ answers }: Outcome): boolean => answers.every(Result.isSuccess)
