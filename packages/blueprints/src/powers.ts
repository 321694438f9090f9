/** The powers of the two portals that administer a tree of backup accounts: what each role may do, and how far down. */
import type { Portals } from "@intendant/core"

type Powers = (typeof Portals.Blueprint.Encoded)["powers"]

/** An account sees itself and what is below; administers what is below; and keeps to itself what is its own. */
const overDescendants = [
  "account.open", "account.edit", "account.quota", "account.policy", "account.disable", "account.enable",
  "account.delete", "account.undo", "account.releaseLock", "account.see"
] as const
const onItself = [
  "account.see", "account.changePassword", "account.backUp", "account.restore", "token.issue", "token.revoke"
] as const

const everywhere = (permissions: ReadonlyArray<`${string}.${string}`>) =>
  permissions.map((permission) => ({ permission, reach: "everywhere" as const }))

export const accountPowers: Powers = {
  account: [
    ...overDescendants.map((permission) => ({ permission, reach: "below" as const })),
    ...onItself.map((permission) => ({ permission, reach: "itself" as const })),
    { permission: "policy.define", reach: "within" }
  ],
  support: everywhere(["account.see", "account.recall"]),
  operator: everywhere([
    ...overDescendants, "policy.define", "account.openRoot", "account.recall", "token.issue", "token.revoke"
  ]),
  worker: everywhere(["account.erase"])
}
