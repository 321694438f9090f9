/** Numbers and names as telephone networks write them: what kind they are, and by which plan they are read. */
import type { PhoneNumber } from "@intendant/core"

export interface Address {
  readonly kind: number
  readonly plan: number
  readonly address: string
}

const unknownPlan = 0
const telephonePlan = 1
const international = 1
const ofTheNetwork = 3
const name = 5

export const receiverOf = (number: PhoneNumber): Address =>
  ({ kind: international, plan: telephonePlan, address: number.slice(1) })

export const senderOf = (from: string): Address => {
  if (/^\+\d+$/.test(from)) return { kind: international, plan: telephonePlan, address: from.slice(1) }
  return { kind: /^\d+$/.test(from) ? ofTheNetwork : name, plan: unknownPlan, address: from }
}
