/** Everything that a portal keeps, behind one value: what a storage adapter gives, and what a host hands on. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import { AccountLists } from "../account/index.ts"
import { Due } from "../kernel/due.ts"
import { OneTime } from "../kernel/one-time.ts"
import { Records } from "../kernel/records.ts"
import { Sessions } from "../kernel/sessions.ts"
import { Throttle } from "../kernel/throttle.ts"
import { Ledger } from "../quota/index.ts"
import { ResourceLists } from "../resource/index.ts"
import { Activity } from "../statistics/index.ts"
import { UserLists } from "../user/index.ts"
import type { Screens } from "./screens.ts"

/** The ports that one storage serves together: a commit of `records` moves `ledger` and `due` in the same breath. */
export interface Storage {
  readonly records: Records["Service"]
  readonly accountLists: AccountLists["Service"]
  readonly userLists: UserLists["Service"]
  readonly activity: Activity["Service"]
  readonly resourceLists: ResourceLists["Service"]
  readonly ledger: Ledger["Service"]
  readonly due: Due["Service"]
  readonly throttle: Throttle["Service"]
  readonly oneTime: OneTime["Service"]
  readonly sessions: Sessions["Service"]
  /** Several of them in one question, where the storage can. */
  readonly screens?: Screens
}

/** The ports as services. */
export type StoragePorts =
  | Records | AccountLists | UserLists | Activity | ResourceLists | Ledger | Due | Throttle | OneTime | Sessions

/** The concepts whose records a storage must keep, each in a place of its own. */
export const storedConcepts = [
  "account", "policy", "token", "credential", "contract", "setting", "user", "address", "notice", "resource", "dispatch"
] as const

/** A storage as a layer of its ports. */
export const storageLayer = <Failure, Needs>(
  open: Effect.Effect<Storage, Failure, Needs>
): Layer.Layer<StoragePorts, Failure, Exclude<Needs, Scope.Scope>> =>
  Layer.effectContext(Effect.map(open, (storage) =>
    Context.make(Records, storage.records).pipe(
      Context.add(AccountLists, storage.accountLists),
      Context.add(UserLists, storage.userLists),
      Context.add(Activity, storage.activity),
      Context.add(ResourceLists, storage.resourceLists),
      Context.add(Ledger, storage.ledger),
      Context.add(Due, storage.due),
      Context.add(Throttle, storage.throttle),
      Context.add(OneTime, storage.oneTime),
      Context.add(Sessions, storage.sessions)
    )))
