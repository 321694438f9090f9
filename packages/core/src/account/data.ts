/** The port behind which the data of accounts and users lies. The library never sees it; it only has it destroyed. */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { Unavailable } from "../kernel/records.ts"

export class AccountData extends Context.Service<AccountData, {
  /**
   * Destroys everything that an account or a user, known by its id, holds, for good: data and keys. Called again after
   * a failure, it ends what was begun.
   */
  readonly destroy: (ownerId: string) => Effect.Effect<void, Unavailable>
}>()("@intendant/core/AccountData") {}
