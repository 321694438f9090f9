/** What 64 clients in 4 processes do at one root: they reserve, use and give back room of which there is too little. */
import { Quota } from "@intendant/core"
import * as DateTime from "effect/DateTime"

export const now = DateTime.makeUnsafe("2026-03-29T01:30:00.000Z")
export const until = DateTime.add(now, { hours: 1 })
export const bytes = Quota.Resource.make("bytes")
export const root = "acme"

export const processesCount = 4
export const clientsCount = 16
export const roundsCount = 20
export const limitAmount = 1500
/** Each client asks for 1 to 3 bytes at a time, and in every fourth round gives back what it got. */
export const amountOf = (client: number, round: number): number => (client + round) % 3 + 1
export const isGivenBack = (round: number): boolean => round % 4 === 3

export const setLimit = Quota.SetLimit.make({
  node: root, resource: bytes, limit: { amount: limitAmount, mode: "hard", thresholds: [] }
})
