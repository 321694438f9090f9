/** Who may do what: whether, and backwards, who may do something somewhere, and what someone may do it to. */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { Page, PageRequest } from "../kernel/page.ts"
import type { Path } from "../kernel/path.ts"
import { type Actor, permit, type Permission } from "../kernel/permit.ts"
import type * as User from "../user/index.ts"
import { type AllowedPlace, peopleAccess } from "./people-access.ts"
import type { Door } from "./people-door.ts"
import { clientOf, withShares } from "./shares.ts"
import type { SignedIn } from "./sign-in.ts"

/** Of whoever has proved everything that can be asked for: what they may do at all. */
const atTheirBest = 3

/**
 * The users of an enterprise who may do something at a place, page by page of the list of users: a page may have few of
 * them, or none, and another behind it.
 *
 * @rule ROL-7
 * @source ours: who may, from the same rules as whether she may
 */
const whoMay = (door: Door) => (actor: Actor, permission: Permission, place: Path, page: PageRequest) =>
  peopleAccess(door).whoMayDo(
    actor, { enterprise: clientOf(place), level: atTheirBest }, { permission, thing: { type: "place", id: place } },
    page
  )

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
    return Result.match(permit(yield* withShares(door, who, place), permission, place), {
      onSuccess: (grant) => ({ allowed: true as const, grant }),
      onFailure: (refusal) => ({ allowed: false as const, refusal })
    })
  })
})
