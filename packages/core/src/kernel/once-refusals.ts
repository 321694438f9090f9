/** What can be said of a key under which a request may be sent again. */
import * as Schema from "effect/Schema"
import { refusal } from "./refusal.ts"

/** This key was used before, for something else. */
export const KeyReused = refusal("KeyReused", "IDEMPOTENCY", { key: Schema.String })
/** The first request with this key is still being carried out. */
export const StillRunning = refusal("StillRunning", "IDEMPOTENCY", { key: Schema.String })
export type OnceRefusal = typeof KeyReused.Type | typeof StillRunning.Type
