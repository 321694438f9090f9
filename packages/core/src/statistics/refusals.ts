/** What may stand in the way of statistics, and how it is told. */
import * as Schema from "effect/Schema"
import { refusal, setBy, type Wordings } from "../kernel/refusal.ts"
import { ActivityKind } from "./model.ts"

/** This portal does not show that period; those that it shows are told. */
export const NoSuchWindow = refusal("NoSuchWindow", "STA-2", {
  window: Schema.String, offered: Schema.Array(Schema.String), ...setBy("statistics.windows")
})

/** Nothing of this kind is reported here; what may be is told. What the library counts itself nobody reports. */
export const NoSuchActivity = refusal("NoSuchActivity", "STA-2", {
  kind: ActivityKind, offered: Schema.Array(ActivityKind), ...setBy("statistics.kinds")
})
export const Refusal = Schema.Union([NoSuchWindow, NoSuchActivity])
export type Refusal = typeof Refusal.Type

export const wordings: Wordings<Refusal> = {
  en: {
    NoSuchWindow: ({ window, offered }) => `There is no period ${window}. There are: ${offered.join(", ")}.`,
    NoSuchActivity: ({ kind, offered }) =>
      `${kind} cannot be reported here. What can: ${offered.join(", ") || "nothing"}.`
  },
  fr: {
    NoSuchWindow: ({ window, offered }) => `La période ${window} n'existe pas. Il y a : ${offered.join(", ")}.`,
    NoSuchActivity: ({ kind, offered }) =>
      `${kind} ne se déclare pas ici. Se déclarent : ${offered.join(", ") || "rien"}.`
  }
}
