/** The settings that a backup policy of these portals may hold. The guides name none; these are what an agent needs. */
import type { Portals } from "@intendant/core"

export const backupSettings: (typeof Portals.Blueprint.Encoded)["policy"]["settings"] = {
  "schedule.hour": { type: "integer", default: 22 },
  "history.days": { type: "integer", default: 30 },
  "bandwidth.kilobytesPerSecond": { type: "integer", default: 0 },
  "folders.excluded": { type: "text", default: "" },
  "report.mail": { type: "boolean", default: false }
}
