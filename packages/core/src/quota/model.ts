/** Room: who may use how much of a resource, who uses it, who was promised some. A limit binds all that is below. */
import * as Schema from "effect/Schema"
import {
  Amount, Count, type LedgerMove, type Limit, LimitMode, QuotaExceeded, ReservationDiffers, Resource
} from "../kernel/ledger-moves.ts"
import { Moment, Seconds } from "../kernel/moment.ts"
import { refusal } from "../kernel/refusal.ts"
import { variant } from "../kernel/variant.ts"

export {
  Amount, amountMax, Count, Limit, LimitMode, Move, QuotaExceeded, ReleaseHolder, ReservationDiffers, Resource,
  SetLimit, Take
} from "../kernel/ledger-moves.ts"
export type { LedgerMove } from "../kernel/ledger-moves.ts"

// ------------------------------------------------------------------------------------------------- state

/** What is used for good, and what is promised and not yet used. */
export interface Tally {
  readonly held: number
  readonly reserved: number
}

/** One node's count of one resource: its own use, and that of the node with everything below it. */
export interface Counter {
  readonly node: string
  readonly resource: Resource
  readonly limit: Limit | null
  readonly own: Tally
  readonly group: Tally
}

/** The ways a reservation can stand. What was released, or lapsed unused, is over for good. */
export const Phase = Schema.Literals(["reserved", "held", "released", "lapsed"])
export type Phase = typeof Phase.Type

/** A reservation as it is kept. The holder is an account's id, never its name. */
export interface Entry {
  readonly holder: string
  readonly id: string
  readonly node: string
  readonly resource: Resource
  readonly amount: number
  readonly phase: Phase
  readonly until: Moment
}

// -------------------------------------------------------------------------------------------------- steps

/** The name of a reservation, chosen by whoever asks, so that asking twice is asking once. */
export const ReservationId = Schema.String.check(
  Schema.isMinLength(1), Schema.isMaxLength(200), Schema.isPattern(/^[^\p{C}]+$/u)
)

const one = { holder: Schema.String, id: ReservationId }

/** Asks for room, until an instant: from then on it takes none, and can no longer be used. */
export const Reserve = variant("Reserve", {
  ...one, node: Schema.String, resource: Resource, amount: Amount, until: Moment
})
export type Reserve = typeof Reserve.Type
/** What was reserved is used from now on. */
export const Commit = variant("Commit", one)
/** Gives room back, promised or used. */
export const Release = variant("Release", one)

export type Step =
  | Reserve
  | typeof Commit.Type
  | typeof Release.Type
  | LedgerMove

// ------------------------------------------------------------------------------------------------- events

const crossing = { node: Schema.String, resource: Resource, usedAmount: Count, limitAmount: Count }

/** Use reached this percentage of a limit, from below. Told once, and again only after use was below it. */
export const ThresholdCrossed = variant("ThresholdCrossed", { ...crossing, percent: Schema.Int })
/** Use passed a limit: a soft one lets it, and a hard one was lowered or set later. */
export const OverrunStarted = variant("OverrunStarted", crossing)

export const Event = Schema.Union([ThresholdCrossed, OverrunStarted])
export type Event = typeof Event.Type

// ----------------------------------------------------------------------------------------------- refusals

/** Nothing was reserved under this id. */
export const NoSuchReservation = refusal("NoSuchReservation", "QTA-4", { id: Schema.String })
/** It was given back, or its time ran out. Another needs another id. */
export const ReservationOver = refusal("ReservationOver", "QTA-4", {
  id: Schema.String, phase: Schema.Literals(["released", "lapsed"])
})

export const Refusal = Schema.Union([QuotaExceeded, ReservationDiffers, NoSuchReservation, ReservationOver])
export type Refusal = typeof Refusal.Type

// ---------------------------------------------------------------------------------------------- parameters

/** How this portal counts: the mode of each resource's limits, when someone is told, how long a promise holds. */
export const Blueprint = Schema.Struct({
  limits: Schema.Struct({ mode: Schema.Record(Resource, LimitMode) }),
  quota: Schema.Struct({
    thresholds: Schema.Array(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1000 }))),
    reservationSeconds: Seconds
  })
})
export type Blueprint = typeof Blueprint.Type

/** What is told of a node: its own use, that of its group, and the limit with the percentage where there is one. */
export const Usage = Schema.Struct({
  node: Schema.String,
  resource: Resource,
  ownAmount: Count,
  groupAmount: Count,
  reservedAmount: Count,
  limitAmount: Schema.optionalKey(Count),
  /** Of the limit, rounded down. */
  percent: Schema.optionalKey(Schema.Int),
  /** Above the limit: nothing is taken away, and increases are refused under a hard one. */
  overrun: Schema.Boolean
})
export type Usage = typeof Usage.Type
