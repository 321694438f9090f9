/** The portal of backup accounts, current edition (guide 003): erased the next morning, recalled until then. */
import type { Portals } from "@intendant/core"
import { passwordPolicies } from "./password-policies.ts"
import { accountPowers } from "./powers.ts"
import { backupSettings } from "./settings.ts"
import { withoutUsers } from "./without-users.ts"

export const backupAccounts: typeof Portals.Blueprint.Encoded = {
  name: "backup-accounts",
  powers: accountPowers,
  deletion: {
    requiresDisabled: false,
    grace: { _tag: "NextMorning", hour: 6, zone: "Europe/Paris" },
    undo: { selfServiceSeconds: 0, then: "support" },
    nameReservation: { _tag: "UntilErased" }
  },
  account: { liveFor: 900 },
  status: {
    capabilities: {
      Enabled: ["signIn", "administer", "backUp", "restore", "alert"],
      Disabled: ["signIn", "restore"],
      PendingDeletion: []
    }
  },
  limits: { mode: { bytes: "hard" } },
  quota: { thresholds: [80, 100], reservationSeconds: 3600 },
  policy: { settings: backupSettings, operator: {} },
  lockout: { maxFailures: 5, trip: "onExceeding", release: { _tag: "ByAdmin" } },
  password: { policy: { mode: "advise", shown: { "pgssi-s": passwordPolicies["pgssi-s"] } } },
  settings: { catalogue: {}, operator: {} },
  ...withoutUsers,
  session: { seconds: 43_200 }
}
