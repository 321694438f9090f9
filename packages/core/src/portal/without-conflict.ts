/** What becomes of orders that others were always faster than. */
import * as Effect from "effect/Effect"
import { Conflict, Unavailable } from "../kernel/records.ts"

/** What is told to whoever waits in vain: other writers were always faster, or the storage is away. Ask again. */
export const withoutConflict = <Value, Failure>(attempt: Effect.Effect<Value, Failure | Conflict>) =>
  Effect.catchIf(attempt, (failure) => failure instanceof Conflict, (cause) => Effect.fail(new Unavailable({ cause })))
