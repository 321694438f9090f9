/** The parameters about people, in portals whose accounts are no people: nobody joins, recovers or is sent a code. */
import type { Portals } from "@intendant/core"

type About = "roles" | "minAdmins" | "activation" | "recovery" | "factors" | "codes" | "stepUp" | "statistics"

export const withoutUsers: Pick<typeof Portals.Blueprint.Encoded, About> = {
  roles: { joining: "user", admin: "admin" },
  minAdmins: { floor: 1, advised: 1 },
  activation: { seconds: 0 },
  recovery: { by: "none", seconds: 0 },
  factors: { kinds: [], required: "never" },
  codes: { seconds: 600, triesMax: 5, sendsMax: 5, sendsSeconds: 900 },
  stepUp: { seconds: 3600, freshSeconds: 300 },
  statistics: { windows: [], kinds: [], zone: "Europe/Paris" }
}
