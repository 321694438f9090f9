/** What an account may do, and which limits an edit asks for: plain calculations. */
import { ownOf } from "../kernel/own.ts"
import type { Limit, Resource } from "../quota/model.ts"
import type { Account, Blueprint, Capability, Facts, Living } from "./model.ts"

/** Whether an account can be used, or brought back. */
export const isLiving = (account: Account): account is Living =>
  account._tag === "Enabled" || account._tag === "Disabled" || account._tag === "PendingDeletion"

/**
 * Whether an account may do something in its status. A supervisor groups others: it backs nothing up, and alerts
 * nobody.
 *
 * @rule ACC-11
 * @source 003, Disable or Delete Accounts
 */
export const may = (account: Account, capability: Capability, { status }: Pick<Blueprint, "status">): boolean => {
  if (!isLiving(account)) return false
  if (account.use === "grouping" && (capability === "backUp" || capability === "alert")) return false
  return status.capabilities[account._tag].includes(capability)
}

/**
 * The limits that an edit changes: amounts in the mode that the portal gives each resource, `null` where a limit is
 * lifted. On an account with others below it, the limit covers them all.
 *
 * @rule ACC-16
 * @source 003, Storage Allocation (Quota)
 */
export const limitsOf = (
  asked: Readonly<Record<string, number | null>>,
  quota: Readonly<Record<Resource, Limit>>,
  { limits, quota: { thresholds } }: Pick<Facts, "limits" | "quota">
): ReadonlyArray<{ readonly resource: Resource; readonly limit: Limit | null }> =>
  Object.entries(asked).flatMap(([name, amount]) => {
    // The edit was decoded with resources as its keys, which `Object.entries` forgets.
    const resource = name as Resource
    const before = ownOf(quota, resource)
    const limit = amount === null ? null : { amount, mode: ownOf(limits.mode, resource) ?? "hard" as const, thresholds }
    return isSame(before ?? null, limit) ? [] : [{ resource, limit }]
  })

/** A limit that is saved again counts as the portal counts now, so its mode and thresholds belong to it. */
const isSame = (one: Limit | null, other: Limit | null): boolean =>
  one?.amount === other?.amount && one?.mode === other?.mode
  && one?.thresholds.join() === other?.thresholds.join()
