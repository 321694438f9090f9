/** The portal of a secure workspace (guide 001): enterprises, their people, and how they sign in. */
import type { Portals } from "@intendant/core"
import { passwordPolicies } from "./password-policies.ts"
import { workspacePowers } from "./workspace-powers.ts"
import { workspaceSettings } from "./workspace-settings.ts"

const daySeconds = 86_400

export const secureWorkspace: typeof Portals.Blueprint.Encoded = {
  name: "secure-workspace",
  powers: workspacePowers,
  deletion: {
    requiresDisabled: false,
    grace: { _tag: "AfterDays", days: 30 },
    undo: { selfServiceSeconds: 0, then: "support" },
    nameReservation: { _tag: "UntilErased" }
  },
  account: { liveFor: 900 },
  status: { capabilities: { Enabled: ["signIn"], Disabled: [], PendingDeletion: [] } },
  limits: { mode: { bytes: "hard" } },
  quota: { thresholds: [80, 100], reservationSeconds: 3600 },
  policy: { settings: {}, operator: {} },
  settings: { catalogue: workspaceSettings, operator: {} },
  lockout: { maxFailures: 5, trip: "onExceeding", release: { _tag: "ByAdmin" } },
  password: { policy: { mode: "enforce", name: "portal", rule: passwordPolicies.portal, shown: {} } },
  session: { seconds: 43_200 },
  roles: { joining: "user", admin: "admin" },
  minAdmins: { floor: 1, advised: 2 },
  activation: { seconds: 7 * daySeconds },
  recovery: { by: "selfService", seconds: 3600 },
  factors: { kinds: ["mail", "sms"], required: "byTenant" },
  codes: { seconds: 600, triesMax: 5, sendsMax: 5, sendsSeconds: 900 },
  stepUp: { seconds: 3600, freshSeconds: 300 },
  statistics: {
    windows: [{ name: "week", days: 7 }, { name: "month", days: 30 }, { name: "quarter", days: 90 }],
    kinds: ["signIns", "lines", "transfers"], zone: "Europe/Paris"
  }
}
