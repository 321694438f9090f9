/** The same portal's earlier edition (guide 004): disabled before it is deleted, undone for seconds, gone in a week. */
import type { Portals } from "@intendant/core"
import { backupAccounts } from "./backup-accounts.ts"

export const backupAccountsClassic: typeof Portals.Blueprint.Encoded = {
  ...backupAccounts,
  name: "backup-accounts-classic",
  deletion: {
    requiresDisabled: true,
    grace: { _tag: "Window", minDays: 1, maxDays: 7 },
    undo: { selfServiceSeconds: 10, then: "support" },
    nameReservation: { _tag: "UntilErased" }
  },
  password: { policy: { mode: "advise", shown: {} } }
}
