/** Ledgers that break a promise each. */
import { lineage, Quota } from "@intendant/core"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { type Mutant, mutant, type Mutants } from "./mutation.ts"

type Port = Quota.Ledger["Service"]
type Taking = (take: Port["take"], ledger: Port) => Port["take"]

const ledger = (breaks: string, broken: (honest: Port) => Partial<Port>): Mutant => mutant(breaks, "ledger", broken)
/** Breaks the way in of steps alone. */
const takes = (breaks: string, broken: Taking): Mutant =>
  ledger(breaks, (honest) => ({ take: broken(honest.take, honest) }))
/** Takes another step than the one that was asked for. */
const instead = (breaks: string, other: (step: Quota.Step) => Quota.Step): Mutant =>
  takes(breaks, (take) => (step, asker) => take(other(step), asker))

const usedOf = ({ group }: Quota.Counter): number => group.held + group.reserved

/** Keeps the limits to itself, so that the counting below it refuses nothing. */
const ownLimits = () => {
  const limits = new Map<string, number>()
  return {
    set: ({ node, limit }: Extract<Quota.Step,
      { readonly _tag: "SetLimit" }>) => { limits.set(node, limit?.amount ?? Quota.amountMax) },
    of: (node: string) => limits.get(node) ?? Quota.amountMax
  }
}

const refusal = (asked: Quota.Reserve, node: string, limitAmount: number, usedAmount: number) =>
  Quota.QuotaExceeded.make({
    node, resource: asked.resource, limitAmount, usedAmount, askedAmount: asked.amount,
    missingAmount: Math.max(1, usedAmount + asked.amount - limitAmount)
  })

/** Looks, lets others in, then acts on what it saw. Every single step is right; together they are not. */
export const checkThenAct: Taking = (take, { counter }) => {
  const limits = ownLimits()
  return (step, asker) =>
    Effect.gen(function*() {
      if (step._tag === "SetLimit") return limits.set(step)
      if (step._tag !== "Reserve") return yield* take(step, asker)
      for (const node of lineage(step.node)) {
        const used = usedOf(yield* counter(node, step.resource, asker.now))
        if (used + step.amount > limits.of(node)) return yield* Effect.fail(refusal(step, node, limits.of(node), used))
      }
      yield* Effect.yieldNow
      yield* take(step, asker)
    })
}

/** Counts what is only being asked for as if it were promised. */
const tooCareful: Taking = (take, { counter }) => {
  let askedAmount = 0
  return (step, asker) =>
    Effect.gen(function*() {
      if (step._tag !== "Reserve") return yield* take(step, asker)
      askedAmount += step.amount
      yield* Effect.yieldNow
      const root = lineage(step.node).at(-1) ?? step.node
      const { limit, ...rest } = yield* counter(root, step.resource, asker.now)
      const fits = limit === null || usedOf({ limit, ...rest }) + askedAmount <= limit.amount
      if (fits) yield* Effect.ensuring(take(step, asker), Effect.sync(() => { askedAmount -= step.amount }))
      else yield* Effect.fail(refusal(step, root, limit.amount, usedOf({ limit, ...rest })))
    })
}

/** Looks whether the id is new, lets others in, and promises once more. */
const onceEach: Taking = (take) => {
  const known = new Set<string>()
  let count = 0
  return (step, asker) =>
    Effect.gen(function*() {
      if (step._tag !== "Reserve") return yield* take(step, asker)
      if (known.has(step.id)) return
      yield* Effect.yieldNow
      known.add(step.id)
      yield* take({ ...step, id: `${step.id} ${count++}` }, asker)
    })
}

const counting = (breaks: string, broken: (step: Quota.Step, count: number) => Quota.Step | undefined): Mutant =>
  takes(breaks, (take) => {
    let count = 0
    return (step, asker) =>
      Effect.suspend(() => {
        const other = broken(step, count++)
        return other === undefined ? Effect.void : take(other, asker)
      })
  })

/** Counts what was used before the limit was set as if it were room. */
const limitsFromNow: Taking = (take, { counter }) => (step, asker) =>
  Effect.gen(function*() {
    if (step._tag !== "SetLimit" || step.limit === null) return yield* take(step, asker)
    const used = usedOf(yield* counter(step.node, step.resource, asker.now))
    yield* take({ ...step, limit: { ...step.limit, amount: step.limit.amount + used } }, asker)
  })

/** Carries what is counted, and leaves the limits where they were. */
const limitsStay: Taking = (take) => (step, asker) =>
  Effect.gen(function*() {
    yield* take(step, asker)
    if (step._tag !== "Move") return
    const resource = Quota.Resource.make("bytes")
    yield* take(Quota.SetLimit.make({ node: step.to, resource, limit: null }), asker)
  })

const withHolder = (step: Quota.Step, change: (holder: string) => string): Quota.Step =>
  "holder" in step ? { ...step, holder: change(step.holder) } : step
const withNode = (step: Quota.Step, change: (node: string) => string): Quota.Step =>
  "node" in step ? { ...step, node: change(step.node) } : step
const long = DateTime.makeUnsafe("2999-01-01T00:00:00Z")
const early = DateTime.makeUnsafe("1970-01-01T00:00:00Z")

export const ledgerMutants: Mutants = {
  "Q-1": instead("uses what is given back", (step) =>
    step._tag === "Release" ? Quota.ReleaseHolder.make({ holder: step.holder }) : step),
  "Q-2": counting("moves nothing", (step) => step._tag === "Move" ? undefined : step),
  "Q-3": instead("counts at the top alone", (step) =>
    step._tag === "Reserve" ? withNode(step, (node) => node.split(">")[0] ?? node) : step),
  "Q-4": counting("takes a repeated request for another", (step, count) =>
    step._tag === "Reserve" ? { ...step, id: `${step.id} ${count}` } : step),
  "Q-5": instead("never lets a promise run out", (step) => step._tag === "Reserve" ? { ...step, until: long } : step),
  "Q-6": ledger("tells the smallest first", ({ heaviest }) => ({
    heaviest: (node, resource, limit, now) =>
      Effect.map(heaviest(node, resource, 500, now), (all) => all.toReversed().slice(0, limit))
  })),
  "Q-7": takes("counts from the day the limit was set", limitsFromNow),
  "Q-8": takes("leaves limits behind", limitsStay),
  "Q-9": instead("takes every limit for a hard one", (step) =>
    step._tag === "SetLimit" && step.limit !== null ? { ...step, limit: { ...step.limit, mode: "hard" } } : step),
  "Q-10": takes("forgets who asked", (take) => (step, { now }) => take(step, { by: "system", now })),
  "Q-11": instead("takes one holder for another", (step) => withHolder(step, (holder) => holder.toLowerCase())),
  "Q-12": instead("composes its names", (step) => withNode(step, (node) => node.normalize("NFC"))),
  "Q-13": ledger("counts in halves of a number", ({ counter }) => ({
    counter: (node, resource, now) => Effect.map(counter(node, resource, now), ({ group, ...rest }) =>
      ({ ...rest, group: { held: Math.fround(group.held), reserved: Math.fround(group.reserved) } }))
  })),
  "Q-14": takes("looks, then acts", checkThenAct),
  "Q-15": takes("refuses what fitted", tooCareful),
  "Q-16": counting("loses a return now and then",
    (step, count) => step._tag === "Release" && count % 50 === 0 ? undefined : step),
  "Q-17": takes("looks for the id, then acts", onceEach),
  "Q-18": instead("forgets all thresholds but one", (step) =>
    step._tag === "SetLimit" && step.limit !== null
      ? { ...step, limit: { ...step.limit, thresholds: step.limit.thresholds.slice(0, 1) } } : step),
  "Q-19": takes("judges as if no time had passed", (take) => (step, { by, now }) =>
    take(step, { by, now: step._tag === "Reserve" ? early : now })),
  "Q-20": mutant("does not count what plans take", "records",
    ({ commit }) => ({ commit: (plan) => commit({ ...plan, ledger: [] }) }))
}
