/**
 * The port behind which room is counted. Its meaning is `settle`, one step after the other, however many ask at once:
 * an adapter that first looks and then writes will, one day, promise the same room twice.
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { Resource } from "../kernel/ledger-moves.ts"
import type { Moment } from "../kernel/moment.ts"
import type { Unavailable } from "../kernel/records.ts"
import type { Counter, Refusal, Step } from "./model.ts"

/** Who asks, for the journal: the lines of what was crossed begin with it. */
export interface Asker {
  readonly by: string
  readonly now: Moment
}

/** Nodes, holders and ids are any text without U+0000; what descends from what is told by `>` alone. */
export class Ledger extends Context.Service<Ledger, {
  /** One step, all or nothing. What it crossed is written into the journal of the concept `quota` along with it. */
  readonly take: (step: Step, asker: Asker) => Effect.Effect<void, Refusal | Unavailable>
  /** One node's count as it is at `now`: what ran out is not in it, whether or not anyone has tidied up. */
  readonly counter: (node: string, resource: Resource, now: Moment) => Effect.Effect<Counter, Unavailable>
  /** The nodes at and below this one that use most themselves, the largest first; who uses nothing is left out. */
  readonly heaviest: (
    node: string, resource: Resource, limit: number, now: Moment
  ) => Effect.Effect<ReadonlyArray<Counter>, Unavailable>
}>()("@intendant/core/Ledger") {}

/** The concept under which the ledger's lines stand in the journal; their id is the node. */
export const journalConcept = "quota"
