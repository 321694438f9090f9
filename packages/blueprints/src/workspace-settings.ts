/** The settings of an enterprise in the secure workspace (guide 001). Where the guide names no default, it is ours. */
import type { Setting } from "@intendant/core"

type Catalogue = (typeof Setting.Blueprint.Encoded)["settings"]["catalogue"]

/** What the enterprise alone switches on or off. */
const theirs = { type: { _tag: "YesOrNo" }, changedBy: "enterprise", userMay: "never" } as const

const days = { type: { _tag: "Days", minDays: 1, maxDays: 365 }, changedBy: "enterprise", userMay: "never" } as const

export const workspaceSettings: Catalogue = {
  "transfer.validityDays": { ...days, default: 30 },
  "deletion.graceDays": { ...days, default: 30 },
  "directory.hidden": { ...theirs, default: false },
  "encryption.extra": { ...theirs, default: false, userMay: { when: "encryption.usersMayChange" } },
  "encryption.usersMayChange": { ...theirs, default: false },
  "factors.forced": { ...theirs, default: false },
  "secondaryMail.allowed": { ...theirs, default: false },
  "mail.shown": { ...theirs, default: true, userMay: { when: "mail.usersMayChange" } },
  "mail.usersMayChange": { ...theirs, default: false },
  "freeSignUp.automatic": { ...theirs, default: false },
  "freeSignUp.policy": {
    ...theirs, type: { _tag: "Choice", values: ["forbidden", "approval"] }, default: "forbidden",
    appliesWhile: { setting: "freeSignUp.automatic", is: false }
  },
  "freeSignUp.notifyAdmins": {
    ...theirs, default: true, appliesWhile: { setting: "freeSignUp.policy", is: "forbidden" }
  }
}
