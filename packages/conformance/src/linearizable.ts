/** Whether what several callers got could have come from the rule, one step after the other. */
import { Quota, type Unavailable } from "@intendant/core"
import type * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { type ReferenceLedger, referenceLedger } from "./ledger-scripts.ts"

/** A step was asked for, or its answer was got: none, or a refusal. */
export type Happening =
  | { readonly name: string; readonly step: Quota.Step }
  | { readonly name: string; readonly refusal: Quota.Refusal | Unavailable | undefined }

interface Answered {
  readonly step: Quota.Step
  readonly refusal: Quota.Refusal | Unavailable | undefined
  /** When it was asked for, and when it was answered, among all that happened. */
  readonly from: number
  readonly to: number
}

/** A hard limit that is passed at this instant. */
export const faultNow = (counters: ReadonlyArray<Quota.Counter>): string | undefined => {
  const over = counters.find(({ limit, group }) => limit?.mode === "hard" && group.held + group.reserved > limit.amount)
  return over && `${over.node} holds ${over.group.held + over.group.reserved} of ${over.limit?.amount}`
}

/** No order of the steps, earlier ones before later ones, gives these answers and these counts. */
export const faultAtTheEnd = (
  before: ReadonlyArray<Quota.Step>, happenings: ReadonlyArray<Happening>, kept: ReadonlyArray<Quota.Counter>,
  now: DateTime.Utc
): string | undefined => {
  const steps = answered(happenings)
  const isOrder = (order: ReadonlyArray<Answered>): boolean => {
    const reference = referenceLedger()
    for (const step of before) reference.take(step, now)
    const agrees = order.every(({ step, refusal }) =>
      JSON.stringify(Option.getOrUndefined(Result.getFailure(reference.take(step, now)))) === JSON.stringify(refusal))
    return agrees && written(kept) === written(counted(reference, now))
  }
  if (orders(steps).some(isOrder)) return undefined
  const told = steps.map(({ step, refusal }) => `${JSON.stringify(step)}: ${refusal?._tag ?? "taken"}`).join("; ")
  return `no order of the steps explains these answers and counts: ${told}; ${written(kept)}`
}

const answered = (happenings: ReadonlyArray<Happening>): ReadonlyArray<Answered> =>
  happenings.flatMap((asked, from) => {
    if (!("step" in asked)) return []
    const to = happenings.findIndex((other) => "refusal" in other && other.name === asked.name)
    const answer = happenings[to]
    return answer !== undefined && "refusal" in answer ? [{ step: asked.step, refusal: answer.refusal, from, to }] : []
  })

/** Every order in which nothing comes before what was answered before it was asked for. */
const orders = (steps: ReadonlyArray<Answered>): ReadonlyArray<ReadonlyArray<Answered>> => {
  if (steps.length === 0) return [[]]
  return steps.flatMap((first) => {
    const rest = steps.filter((other) => other !== first)
    return rest.some(({ to }) => to < first.from) ? [] : orders(rest).map((order) => [first, ...order])
  })
}

const counted = (reference: ReferenceLedger, now: DateTime.Utc): ReadonlyArray<Quota.Counter> => reference.counters(now)

/** Counters that hold nothing and limit nothing are as good as none. */
const written = (counters: ReadonlyArray<Quota.Counter>): string =>
  JSON.stringify(counters
    .filter(({ limit, group }) => limit !== null || group.held + group.reserved > 0)
    .map(({ node, resource, limit, own, group }) => [Quota.counterKey({ node, resource }), limit, own, group])
    .sort())
