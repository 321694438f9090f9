/** Counts room: the rule itself, on what is kept. */
import { type Act, byCodePoint, isWithin, type Moment, Quota } from "@intendant/core"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { copyOf, moment, type State, text } from "./content.ts"
import { done, type Keeper } from "./keeper.ts"

export const makeLedger = ({ look, change }: Keeper): Quota.Ledger["Service"] => ({
  take: (step, { by, now }) =>
    change((state) => {
      const settled = settleOn(state, [step], now)
      keepSettlement(state, settled, { by, at: text(now), reason: "", command: copyOf(step), grants: [] })
      const refusal = refusalOf(settled)
      return refusal === undefined ? done : Result.fail(refusal)
    }),
  counter: (node, resource, now) =>
    look((state) => countersAt(state, now).get(Quota.counterKey({ node, resource }))
      ?? { node, resource, limit: null, own: nothing, group: nothing }),
  heaviest: (node, resource, limit, now) =>
    look((state) => [...countersAt(state, now).values()]
      .filter((counter) => counter.resource === resource && isWithin(counter.node, node) && ownAmount(counter) > 0)
      .sort((one, two) => ownAmount(two) - ownAmount(one) || byCodePoint(one.node, two.node))
      .slice(0, limit))
})

const nothing: Quota.Tally = { held: 0, reserved: 0 }
const ownAmount = ({ own }: Quota.Counter): number => own.held + own.reserved

/** Every counter, without what ran out by `now`. */
const countersAt = (state: State, now: Moment): ReadonlyMap<string, Quota.Counter> =>
  new Map([...state.counters, ...settleOn(state, [], now).counters.map((one) => [Quota.counterKey(one), one] as const)])

/** What the rule says about steps at an instant. Nothing is written yet. */
export const settleOn = (state: State, steps: ReadonlyArray<Quota.Step>, now: Moment): Quota.Settlement => {
  const entries = [...state.entries.values()].map((entry): Quota.Entry => ({ ...entry, until: moment(entry.until) }))
  return Quota.settle({
    counter: (node, resource) => state.counters.get(Quota.counterKey({ node, resource })),
    entry: (holder, id) => entries.find((entry) => entry.holder === holder && entry.id === id),
    entriesOf: (holder) => entries.filter((entry) => entry.holder === holder),
    within: (node) => ({
      counters: [...state.counters.values()].filter((counter) => isWithin(counter.node, node)),
      entries: entries.filter((entry) => isWithin(entry.node, node))
    }),
    lapsing: entries
  }, steps, now)
}

export const refusalOf = ({ answers }: Quota.Settlement) => answers.map(Result.getFailure).find(Option.isSome)?.value

export const keepSettlement = (state: State, { counters, entries, answers }: Quota.Settlement, act: Act) => {
  for (const counter of counters) state.counters.set(Quota.counterKey(counter), counter)
  for (const entry of entries) state.entries.set(Quota.entryKey(entry), { ...entry, until: text(entry.until) })
  state.journal.push(...answers.flatMap(Result.getOrElse(() => [])).map((happened) =>
    ({ ...act, concept: Quota.journalConcept, id: happened.node, happened })))
}
