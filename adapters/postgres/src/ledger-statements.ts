/** The statements of the ledger, and their values: arrays, which the engine reads much faster than JSON. */
import type { Quota } from "@intendant/core"
import { plainArray, textArray } from "./array-literal.ts"
import type { Statement, Value } from "./driver.ts"
import type { Touched } from "./ledger-view.ts"

const parameters = (count: number): string => Array.from({ length: count }, (_, index) => `$${index + 1}`).join(", ")

export const ledgerView: Statement = {
  name: "ledger_view", text: `select {schema}.ledger_view(${parameters(7)}) as told`
}
export const ledgerOpen: Statement = {
  name: "ledger_open", text: `select {schema}.ledger_open(${parameters(7)}) as told`
}
export const ledgerCheck: Statement = {
  name: "ledger_check", text: `select {schema}.ledger_check(${parameters(5)}) as told`
}
export const ledgerApply: Statement = {
  name: "ledger_apply", text: `select {schema}.ledger_apply(${parameters(26)}) as told`
}

/** The values of `ledger_view` and `ledger_open`. Without an instant nothing is looked for that runs out. */
export const viewValues = (
  { roots, nodes, entries, whole, moved }: Touched, reachedMillis: number | null
): ReadonlyArray<Value> => [
  textArray(roots), textArray(nodes), textArray(entries.map(([holder]) => holder)),
  textArray(entries.map(([, id]) => id)), textArray(whole), textArray(moved), reachedMillis
]

/** What the rule was applied to, and what has to be so still. */
export interface Basis {
  readonly versions: ReadonlyMap<string, number>
  /** No promise may be over at this instant; null where that was seen to under the lock. */
  readonly reachedMillis: number | null
  /** Entries that may not be there. */
  readonly absent: ReadonlyArray<readonly [holder: string, id: string]>
}

/** What has to be written. */
export interface Changes {
  readonly counters: ReadonlyArray<Quota.Counter>
  /** Those of the counters whose limit is another one now. */
  readonly limited: ReadonlyArray<Quota.Counter>
  readonly begun: ReadonlyArray<Quota.Entry>
  readonly carriedOn: ReadonlyArray<Quota.Entry>
  readonly lines: string | null
}

export const checkValues = ({ versions, reachedMillis, absent }: Basis): ReadonlyArray<Value> => [
  textArray([...versions.keys()]), plainArray([...versions.values()]), reachedMillis,
  textArray(absent.map(([holder]) => holder)), textArray(absent.map(([, id]) => id))
]

export const applyValues = (
  basis: Basis, { counters, limited, begun, carriedOn, lines }: Changes
): ReadonlyArray<Value> => [
  ...checkValues(basis),
  textArray(counters.map(({ node }) => node)), textArray(counters.map(({ resource }) => resource)),
  plainArray(counters.map(({ own }) => own.held)), plainArray(counters.map(({ own }) => own.reserved)),
  plainArray(counters.map(({ group }) => group.held)), plainArray(counters.map(({ group }) => group.reserved)),
  textArray(limited.map(({ node }) => node)), textArray(limited.map(({ resource }) => resource)),
  textArray(limited.map(({ limit }) => limit === null ? null : JSON.stringify(limit))),
  textArray(begun.map(({ holder }) => holder)), textArray(begun.map(({ id }) => id)),
  textArray(begun.map(({ node }) => node)), textArray(begun.map(({ resource }) => resource)),
  plainArray(begun.map(({ amount }) => amount)), textArray(begun.map(({ phase }) => phase)),
  plainArray(begun.map(({ until }) => until.epochMilliseconds)),
  textArray(carriedOn.map(({ holder }) => holder)), textArray(carriedOn.map(({ id }) => id)),
  textArray(carriedOn.map(({ node }) => node)), textArray(carriedOn.map(({ phase }) => phase)), lines
]
