/** What is counted, and how a change of a record moves the counters: the words, for which `quota/` has the rules. */
import * as Schema from "effect/Schema"
import { refusal } from "./refusal.ts"

/** What is counted: `bytes`, `machines`, `users`, or anything that an embedding product declares. */
export const Resource = Schema.String.check(
  Schema.isPattern(/^[a-z][a-zA-Z0-9._-]{0,63}$/, { description: "a name such as `bytes` or `machines`" })
).pipe(Schema.brand("Resource"))
export type Resource = typeof Resource.Type

/** The largest number that is counted exactly: 2^53 − 1. No counter ever passes it. */
export const amountMax = Number.MAX_SAFE_INTEGER

/** How much of a resource: a whole number from 1 to 2^53 − 1; bytes for `bytes`, pieces for everything else. */
export const Amount = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: amountMax }))

/** What is counted so far: like an amount, and possibly none. */
export const Count = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: amountMax }))

/** A hard limit is never passed. A soft one lets through, and marks the overrun. */
export const LimitMode = Schema.Literals(["hard", "soft"])
export type LimitMode = typeof LimitMode.Type

/** How much an account and everything below it may hold, and at which percentages someone is told. */
export const Limit = Schema.Struct({
  amount: Count,
  mode: LimitMode,
  thresholds: Schema.Array(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1000 })))
})
export type Limit = typeof Limit.Type

/** Sets the limit of a node, or lifts it. What is held already stays. */
export const SetLimit = Schema.TaggedStruct("SetLimit", {
  node: Schema.String, resource: Resource, limit: Schema.NullOr(Limit)
})
/** Counts at once what a record uses from now on. The same holder and id again change nothing. */
export const Take = Schema.TaggedStruct("Take", {
  holder: Schema.String, id: Schema.String, node: Schema.String, resource: Resource, amount: Amount
})
/** Gives back everything that a holder holds or has reserved. */
export const ReleaseHolder = Schema.TaggedStruct("ReleaseHolder", { holder: Schema.String })
/** Carries everything at and below a node to another place in the tree, and counts it there. */
export const Move = Schema.TaggedStruct("Move", { from: Schema.String, to: Schema.String })

/** What a commit may do to the counters, all or nothing with the rest of its plan. */
export const LedgerMove = Schema.Union([SetLimit, Take, ReleaseHolder, Move])
export type LedgerMove = typeof LedgerMove.Type

/**
 * There is no room: in the account itself, or in the nearest group above that is too small. `usedAmount` is what is
 * held and reserved there now; `missingAmount` is the nearest change that would have let it through.
 */
export const QuotaExceeded = refusal("QuotaExceeded", "QTA-2", {
  node: Schema.String,
  resource: Resource,
  limitAmount: Count,
  usedAmount: Count,
  askedAmount: Amount,
  missingAmount: Amount
})
export type QuotaExceeded = typeof QuotaExceeded.Type

/** Used again with other content: an id names one reservation for good. */
export const ReservationDiffers = refusal("ReservationDiffers", "QTA-4", { id: Schema.String })
export type ReservationDiffers = typeof ReservationDiffers.Type
