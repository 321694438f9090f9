/** Who may do what: whether, and backwards, who may do something somewhere, and what someone may do it to. */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { Level } from "../kernel/level.ts"
import type { Page, PageRequest } from "../kernel/page.ts"
import type { Path } from "../kernel/path.ts"
import { type Actor, type Denial, NoSuchAccount, NotPermitted, permit, type Permission } from "../kernel/permit.ts"
import type * as User from "../user/index.ts"
import { type AllowedPlace, peopleAccess } from "./people-access.ts"
import type { Door } from "./people-door.ts"
import { isOverOthers, targetAt } from "./people-target.ts"
import { clientOf, withShares } from "./shares.ts"
import type { SignedIn } from "./sign-in.ts"

/** Of whoever has proved everything that can be asked for: what they may do at all. */
const atTheirBest: Level = 3

/**
 * The users of an enterprise who may do something at a place, page by page of the list of users: a page may have few of
 * them, or none, and another behind it.
 *
 * @rule ROL-7
 * @source ours: who may, from the same rules as whether she may
 */
const whoMay = (door: Door) => Effect.fnUntraced(function*(
  actor: Actor, permission: Permission, place: Path, page: PageRequest
) {
  const premise = { enterprise: (yield* clientOf(door, place)) ?? place, level: atTheirBest }
  const found = peopleAccess(door).whoMayDo(actor, premise, { permission, thing: { type: "place", id: place } }, page)
  // Whose place it would be is told to nobody who may not see it.
  return yield* Effect.catchTag(found, "NoSuchAccount", () => Effect.fail(NoSuchAccount.make({ path: place })))
})

/**
 * The resources of an enterprise that a user may do something to, page by page of the list of resources.
 *
 * @rule ROL-7
 * @source ours: on what, from the same rules as whether she may
 */
const onWhat = (door: Door) => Effect.fnUntraced(function*(
  actor: Actor, enterprise: Path, userId: User.UserId, permission: Permission, page: PageRequest
) {
  const wanted = { userId, permission, type: "node" as const }
  const found = peopleAccess(door).onWhatMay(actor, { enterprise, level: atTheirBest }, wanted, page)
  const { items, ...rest } = yield* found
  const what: Page<AllowedPlace> = { items: items.map(({ allowed }) => allowed), ...rest }
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
    const permitted = permit(yield* withShares(door, who, place), permission, place)
    const { role } = yield* targetAt(door, place)
    if (Result.isSuccess(permitted) && isOverOthers(door.blueprint, permission, role)) {
      const refusal: Denial = NotPermitted.make({ actor: who.actor.name, permission, path: place })
      return { allowed: false as const, refusal }
    }
    return Result.match(permitted, {
      onSuccess: (grant) => ({ allowed: true as const, grant }),
      onFailure: (refusal) => ({ allowed: false as const, refusal })
    })
  })
})
