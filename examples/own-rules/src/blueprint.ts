/** The portal of an archive: nothing is deleted in haste, and no client deletes at all. */
import { backupAccounts } from "@intendant/blueprints"
import type { Portals } from "@intendant/core"

const daySeconds = 86_400
const operatorsOnly = new Set(["account.delete", "account.undo"])

/** Differs from `backup-accounts` in its name, in how it deletes, and in who may. */
export const archive: typeof Portals.Blueprint.Encoded = {
  ...backupAccounts,
  name: "archive",
  deletion: {
    requiresDisabled: true,
    grace: { _tag: "AfterDays", days: 30 },
    undo: { selfServiceSeconds: 3600, then: "support" },
    nameReservation: { _tag: "ForSeconds", seconds: 90 * daySeconds }
  },
  powers: {
    ...backupAccounts.powers,
    account: backupAccounts.powers.account.filter(({ permission }) => !operatorsOnly.has(permission))
  }
}
