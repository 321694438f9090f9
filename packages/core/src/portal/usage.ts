/** The ways to the ledger: an account reserves, uses and gives back room of its own; who sees it asks how much. */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Account from "../account/index.ts"
import { later, type Moment } from "../kernel/moment.ts"
import type { Path } from "../kernel/path.ts"
import { type Actor, NotPermitted, type Permission, permit, permitBelow, seeing } from "../kernel/permit.ts"
import type { Unavailable } from "../kernel/records.ts"
import * as Quota from "../quota/index.ts"
import * as User from "../user/index.ts"
import type { Blueprint } from "./model.ts"
import type { Ports } from "./ports.ts"

/** What is asked for: so much of a resource, under an id that the caller chooses. */
export interface Asked {
  readonly id: string
  readonly resource: Quota.Resource
  readonly amount: number
}

/** What is told to whoever has no account of its own to fill. */
export const notHolding = ({ name }: Actor, permission: Permission) => NotPermitted.make({ actor: name, permission })

/** Who fills a box, and where it is counted: an account known by its id, or a user. */
interface Holder {
  readonly holder: string
  readonly node: Path
}

/** The account or the user itself, and only while it may store: nobody fills another's box. */
const holderOf = Effect.fnUntraced(function*(
  { records }: Ports, blueprint: Blueprint, actor: Actor, path: Path
) {
  yield* Effect.fromResult(permit(actor, "account.backUp", path))
  const account = yield* Account.load(records, path)
  if (Account.isLiving(account) && Account.may(account, "backUp", blueprint)) {
    return { holder: account.accountId, node: account.path } satisfies Holder
  }
  const { state: user } = yield* User.load(records, path.slice(path.lastIndexOf(">") + 1))
  if (account._tag !== "Absent" || user._tag !== "Active" || User.placeOf(user.enterprise, user.userId) !== path) {
    return yield* Effect.fail(Account.BackupBlocked.make({ path }))
  }
  return { holder: user.userId, node: path } satisfies Holder
})

/** The ways to room of one's own: set aside, used, given back. */
export const room = (ports: Ports, blueprint: Blueprint) => {
  const { ledger } = ports
  const step = (make: (holder: Holder, now: Moment) => Quota.Step) =>
    Effect.fnUntraced(function*(actor: Actor, path: Path) {
      const holder = yield* holderOf(ports, blueprint, actor, path)
      const now = yield* DateTime.now
      yield* ledger.take(make(holder, now), { by: actor.id, now })
    })
  return {
    /**
     * Sets room aside for an upload, in the account and every group above it, or nowhere. Unless it is committed
     * before its deadline, it lapses by itself. Asking again under the same id changes nothing.
     *
     * @rule QTA-4
     * @source ours: reserve, commit, release
     */
    reserve: (actor: Actor, path: Path, { id, resource, amount }: Asked) =>
      step((who, now) => {
        const until = later(now, blueprint.quota.reservationSeconds)
        return Quota.Reserve.make({ ...who, id, resource, amount, until })
      })(actor, path),

    /** What was reserved is used from now on. */
    commit: (actor: Actor, path: Path, id: string) =>
      step(({ holder }) => Quota.Commit.make({ holder, id }))(actor, path),

    /** Gives room back, reserved or used. */
    release: (actor: Actor, path: Path, id: string) =>
      step(({ holder }) => Quota.Release.make({ holder, id }))(actor, path)
  }
}

/** The ways to ask how much is used, for who sees the account. */
export const readings = ({ ledger }: Ports) => {
  const told = <Value>(allowed: typeof permit, ask: (now: Moment) => Effect.Effect<Value, Unavailable>) =>
    Effect.fnUntraced(function*(actor: Actor, path: Path) {
      yield* Effect.fromResult(allowed(actor, seeing, path))
      return yield* ask(yield* DateTime.now)
    })

  return {
    /** How much of a resource an account uses, itself and with everything below it. */
    usage: (actor: Actor, path: Path, resource: Quota.Resource) =>
      Effect.map(told(permit, (now) => ledger.counter(path, resource, now))(actor, path), Quota.usageOf),

    /** Who uses most of a resource at and below an account, the largest first. */
    heaviest: (actor: Actor, path: Path, resource: Quota.Resource, limit: number) =>
      Effect.map(told(permitBelow, (now) => ledger.heaviest(path, resource, limit, now))(actor, path), (counters) =>
        counters.map(Quota.usageOf))
  }
}
