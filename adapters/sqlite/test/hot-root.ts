/** What two hosts and a worker do on one file: the same root, the same record, the same work. */
import { type Act, type Plan, Quota } from "@intendant/core"
import * as DateTime from "effect/DateTime"

export const now = DateTime.makeUnsafe("2026-03-29T01:30:00.000Z")
export const until = DateTime.add(now, { hours: 1 })
export const root = "acme"
export const bytes = Quota.Resource.make("bytes")
export const shared = { concept: "policy", id: "shared" }
export const workKind = "work"

/** Each host has so many callers, and each of them asks so many times for one byte of room, of which there is less. */
export const callersCount = 16
export const roundsCount = 10
export const limitAmount = 250

export const act: Act =
  { by: "ada", at: DateTime.formatIso(now), reason: "", command: { _tag: "Write" }, grants: [] }

/** A plan with nothing but what is said. */
export const planOf = (more: Partial<Plan>): Plan => ({ act, changes: [], ledger: [], due: [], once: [], ...more })

export const setLimit = Quota.SetLimit.make({
  node: root, resource: bytes, limit: { amount: limitAmount, mode: "hard", thresholds: [80] }
})
