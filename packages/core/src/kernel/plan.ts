/** A plan: everything that one decision writes, all or nothing. */
import type { LedgerMove } from "./ledger-moves.ts"
import type { Grant } from "./permit.ts"

/** The name of a record: its concept, and its own key within the concept. */
export interface Key {
  readonly concept: string
  readonly id: string
}

/** A record as it is kept. The version counts its changes, from 1. */
export interface Kept {
  readonly state: unknown
  readonly version: number
}

/** Who ordered what, when, why, and by which grants. Every line of the journal begins with it. */
export interface Act {
  /** The id of the actor, which names one account, token or worker for good. */
  readonly by: string
  /** The instant, in ISO 8601. */
  readonly at: string
  readonly reason: string
  readonly command: unknown
  /** The grants that allowed it; none on a line about what was refused. */
  readonly grants: ReadonlyArray<Grant>
}

/**
 * One record's part of a plan. With `next`, the record becomes that, one version later; without, only its version is
 * checked. The events become its lines in the journal; a record with secrets has none.
 */
export interface Change extends Key {
  /** The version that the decision was based on; 0 for a record that was not there. */
  readonly basedOn: number
  readonly next?: unknown
  readonly events: ReadonlyArray<unknown>
}

/** Work that falls due: one entry for each kind and id. Without `at`, what was planned is called off. */
export interface DueChange {
  readonly kind: string
  readonly id: string
  readonly at?: string
}

/** The answer to a request that may be repeated: kept with the change, and given again until it expires. */
export interface Once {
  /** Who asked, and where: keys of different callers never meet. */
  readonly scope: string
  readonly key: string
  /** What was asked, as a digest: the same key with another body is refused. */
  readonly digest: string
  readonly answer: unknown
  readonly expiresAt: string
}

/** What is written besides the records. */
export interface Aside {
  readonly ledger: ReadonlyArray<LedgerMove>
  readonly due: ReadonlyArray<DueChange>
}

/** Everything that one decision writes. Each record, each piece of work and each answer is named once. */
export interface Plan extends Aside {
  readonly act: Act
  readonly changes: ReadonlyArray<Change>
  readonly once: ReadonlyArray<Once>
}

/** What came of an act: an event that happened, or a refusal. */
export type Outcome = { readonly happened: unknown } | { readonly refused: unknown }

/** A line of the journal, as it is told of one record. */
export type Line = Act & Outcome

/** A line of the journal, as it is told to who follows all of it. */
export type Entry = Line & Key & {
  /** Give it as `after` to continue behind this line. */
  readonly cursor: string
}

/** That a plan names something twice, if it does: no order was promised within it, so it cannot be carried out. */
export const twiceIn = ({ changes, due, once }: Pick<Plan, "changes" | "due" | "once">): string | undefined =>
  firstTwice(changes, ({ concept, id }) => `${concept}\u0000${id}`, ({ concept }) => `the ${concept} record`)
    ?? firstTwice(due, ({ kind, id }) => `${kind}\u0000${id}`, ({ kind }) => `the work "${kind}"`)
    ?? firstTwice(once, ({ scope, key }) => `${scope}\u0000${key}`, () => "the answer")

const firstTwice = <Item>(
  items: ReadonlyArray<Item>, nameOf: (item: Item) => string, told: (item: Item) => string
): string | undefined => {
  if (items.length < 2) return undefined
  const seen = new Set<string>()
  const twice = items.find((item) => seen.size === seen.add(nameOf(item)).size)
  return twice === undefined ? undefined : `the plan names ${told(twice)} twice`
}
