/** The port behind which the data of an account lies. The library never sees it; it only has it destroyed. */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { Unavailable } from "../kernel/records.ts"
import type { AccountId } from "./model.ts"

export class AccountData extends Context.Service<AccountData, {
  /** Destroys everything that the account holds, for good. Called again after a failure, it ends what was begun. */
  readonly destroy: (accountId: AccountId) => Effect.Effect<void, Unavailable>
}>()("@intendant/core/AccountData") {}
