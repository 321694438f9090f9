/** Who may do what: whether, and backwards, who may do something somewhere, and what someone may do it to. */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Contract from "../contract/index.ts"
import type { Page, PageRequest } from "../kernel/page.ts"
import type { Path } from "../kernel/path.ts"
import { type Actor, type Grant, permit, permitBelow, type Permission } from "../kernel/permit.ts"
import * as Resource from "../resource/index.ts"
import { type Decision, decisionsOf } from "../role/index.ts"
import * as User from "../user/index.ts"
import type { Door } from "./people-door.ts"
import { actorOf } from "./people-session.ts"
import { clientOf, leadingTo, withShares } from "./shares.ts"
import type { SignedIn } from "./sign-in.ts"

/** Somebody who may, by which grant, and where it comes from. */
export interface Allowed {
  readonly userId: string
  readonly grant: Grant
  readonly through?: Path
}

/** A place where somebody may, by which grant, and where it comes from. */
export interface AllowedPlace {
  readonly place: Path
  readonly grant: Grant
  readonly through?: Path
}

/** A user as an actor who has proved everything that can be asked for: what they may do at all. */
const atTheirBest = (
  { blueprint }: Door, user: User.Known, clientId: string, nodes: ReadonlyArray<Resource.Resource>, now: DateTime.Utc
): Actor => {
  const actor = actorOf(user, { level: 3, issuedAt: now }, blueprint, now)
  const granted = Resource.grantsFor({ userId: user.userId, roles: [user.role], clientId }, nodes)
  return { ...actor, grants: [...actor.grants, ...granted] }
}

const told = (decision: Decision) => decision._tag === "Allowed"
  ? [{ grant: decision.grant, ...(decision.through === undefined ? {} : { through: decision.through }) }]
  : []

/**
 * The active users of an enterprise who may do something at a place, page by page of the list of users: a page may have
 * few of them, or none, and another behind it.
 *
 * @rule ROL-7
 * @source ours: who may, from the same rules as whether she may
 */
const whoMay = (door: Door) => Effect.fnUntraced(function*(
  actor: Actor, permission: Permission, place: Path, page: PageRequest
) {
  const { records, userLists } = door.ports
  const enterprise = clientOf(place)
  yield* Effect.fromResult(permitBelow(actor, "user.see", enterprise))
  const { state } = yield* Contract.find(records, enterprise)
  const nodes = yield* leadingTo(door, state, [place])
  const now = yield* DateTime.now
  const { items, ...rest } = yield* userLists.list({
    enterprise, statuses: ["Active"], sort: "mail", descending: false
  })(page)
  const actors = items.map((user) => atTheirBest(door, user, idOf(state), nodes, now))
  const { decide } = decisionsOf({ places: [place], actors })
  const who: Page<Allowed> = {
    items: actors.flatMap(({ id }) => told(decide(id, permission, place)).map((why) => ({ userId: id, ...why }))),
    ...rest
  }
  return who
})

const idOf = (contract: Contract.Contract): string => contract._tag === "Signed" ? contract.enterpriseId : ""

/**
 * The resources of an enterprise that a user may do something to, page by page of the list of resources.
 *
 * @rule ROL-7
 * @source ours: on what, from the same rules as whether she may
 */
const onWhat = (door: Door) => Effect.fnUntraced(function*(
  actor: Actor, enterprise: Path, userId: User.UserId, permission: Permission, page: PageRequest
) {
  const { records, resourceLists } = door.ports
  yield* Effect.fromResult(permitBelow(actor, "user.see", enterprise))
  const user = yield* User.knownOf(records, enterprise, userId)
  if (Option.isNone(user)) return yield* Effect.fail(User.NoSuchUser.make({ enterprise, userId }))
  const { state } = yield* Contract.find(records, enterprise)
  const { items, ...rest } = yield* resourceLists.within(enterprise)(page)
  const places = items.map(({ place }) => place)
  const nodes = yield* leadingTo(door, state, places)
  const one = atTheirBest(door, user.value, idOf(state), nodes, yield* DateTime.now)
  const { decide } = decisionsOf({ places, actors: [one] })
  const what: Page<AllowedPlace> = {
    items: places.flatMap((place) => told(decide(userId, permission, place)).map((why) => ({ place, ...why }))),
    ...rest
  }
  return what
})

/** Questions about powers, one's own and others'. Who asks about others must see them. */
export const access = (door: Door) => ({
  whoMay: whoMay(door),
  onWhat: onWhat(door),

  /**
   * Whether somebody may do something somewhere, by which grant, or what is missing.
   *
   * @rule ROL-7
   * @source ours: any decision can be explained
   */
  explain: Effect.fnUntraced(function*(who: SignedIn, permission: Permission, place: Path) {
    return Result.match(permit(yield* withShares(door, who, place), permission, place), {
      onSuccess: (grant) => ({ allowed: true as const, grant }),
      onFailure: (refusal) => ({ allowed: false as const, refusal })
    })
  })
})
