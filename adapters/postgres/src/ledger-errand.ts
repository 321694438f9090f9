/** A step on its way to the ledger, with what the journal is to say of it, and what it touches. */
import type { Plan, Quota } from "@intendant/core"
import * as DateTime from "effect/DateTime"
import { rootOf, type Touched } from "./ledger-view.ts"

type Moment = Quota.Asker["now"]

/** How the lines begin that the step leaves, should it cross a threshold. */
interface LineAct {
  readonly by: string
  readonly at: string
  readonly reason: string
  readonly command: unknown
  readonly grants: ReadonlyArray<unknown>
}

export interface Errand {
  readonly step: Quota.Step
  readonly now: Moment
  readonly act: () => LineAct
}

export const errandOf = (step: Quota.Step, { by, now }: Quota.Asker): Errand =>
  ({ step, now, act: () => ({ by, at: DateTime.formatIso(now), reason: "", command: step, grants: [] }) })

export const errandsOf = ({ act, ledger }: Pick<Plan, "act" | "ledger">): ReadonlyArray<Errand> => {
  const now = DateTime.makeUnsafe(act.at)
  return ledger.map((step) => ({ step, now, act: () => act }))
}

/** Steps of which only the ledger itself knows what they touch. */
export const isSweeping = ({ step }: Errand): boolean => step._tag === "ReleaseHolder" || step._tag === "Move"

/** The entry that a step begins, where it begins one. */
export const begunBy = ({ step }: Errand): readonly [holder: string, id: string] | undefined =>
  step._tag === "Reserve" || step._tag === "Take" ? [step.holder, step.id] : undefined

/** The entry that a step carries on, where it carries one on. */
export const carriedOnBy = ({ step }: Errand): readonly [holder: string, id: string] | undefined =>
  step._tag === "Commit" || step._tag === "Release" ? [step.holder, step.id] : undefined

/** What the steps touch, as far as they say it themselves; `further` are roots that were found out. */
export const touchedBy = (errands: ReadonlyArray<Errand>, further: ReadonlyArray<string> = []): Touched => {
  const nodes = new Set<string>()
  const entries: Array<readonly [string, string]> = []
  const whole = new Set<string>()
  const moved = new Set<string>()
  for (const { step } of errands) {
    if (step._tag === "Move") {
      moved.add(step.from).add(step.to)
      nodes.add(step.to)
    } else if (step._tag === "ReleaseHolder") whole.add(step.holder)
    else if ("node" in step) nodes.add(step.node)
    if ("id" in step) entries.push([step.holder, step.id])
  }
  const roots = new Set([...further, ...[...nodes, ...moved].map(rootOf)])
  return { roots: [...roots], nodes: [...nodes], entries, whole: [...whole], moved: [...moved] }
}

/** The latest instant at which one of them is asked. */
export const latest = (errands: ReadonlyArray<Errand>): number =>
  errands.reduce((millis, { now }) => Math.max(millis, now.epochMilliseconds), 0)
