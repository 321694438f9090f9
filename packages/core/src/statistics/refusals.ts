/** What may stand in the way of statistics, and how it is told. */
import * as Schema from "effect/Schema"
import { refusal, setBy, type Wordings } from "../kernel/refusal.ts"

/** This portal does not show that period; those that it shows are told. */
export const NoSuchWindow = refusal("NoSuchWindow", "STA-2", {
  window: Schema.String, offered: Schema.Array(Schema.String), ...setBy("statistics.windows")
})
export const Refusal = Schema.Union([NoSuchWindow])
export type Refusal = typeof Refusal.Type

export const wordings: Wordings<Refusal> = {
  en: { NoSuchWindow: ({ window, offered }) => `There is no period ${window}. There are: ${offered.join(", ")}.` },
  fr: { NoSuchWindow: ({ window, offered }) => `La période ${window} n'existe pas. Il y a : ${offered.join(", ")}.` }
}
