/** Lists of users by number, read from lists that are read by key. */
import { type Actor, type Denial, type Path, type Portals, type Unavailable, User } from "@intendant/core"
import * as Effect from "effect/Effect"
import { type JsonObject, matches, type Stretch, stretchOf } from "./matching.ts"
import { schemas } from "./names.ts"
import { userResource } from "./resources.ts"
import type { Asked } from "./shape.ts"

type Portal = Portals.Portal["Service"]

/** Users that are read at a time: of a whole list, and where only a few bear a name. */
const usersMax = 500
const namesakesMax = 20
/** Whoever was deleted is gone as far as a directory is concerned, and their address may be given again. */
const statuses: ReadonlyArray<User.Status> = User.statuses.filter((status) => status !== "Deleted")

/** Which stretch of a list is read, from where to where. */
interface Walk {
  readonly enterprise: Path
  readonly sort: User.Column
  readonly descending: boolean
  readonly stretch: Stretch | undefined
  readonly limit: number
}

/** Shows users one after the other, until there are no more, or nobody wants more. */
const walk = Effect.fnUntraced(function*(
  portal: Portal, actor: Actor, { enterprise, sort, descending, stretch, limit }: Walk,
  wants: (user: User.Known) => boolean
) {
  const query = { enterprise, statuses, sort, descending }
  let after = stretch?.from
  do {
    const { items, next } = yield* portal.users(actor, query, { limit, ...(after === undefined ? {} : { after }) })
    for (const { user } of items) {
      if (!User.isKnown(user)) continue
      if (stretch?.isWithin(user) === false || !wants(user)) return
    }
    after = next
  } while (after !== undefined)
})

/** One part of a list, and how long all of it is. */
export interface Part {
  readonly total: number
  readonly resources: ReadonlyArray<JsonObject>
}

const counted = (portal: Portal, actor: Actor, enterprise: Path) =>
  Effect.map(portal.usersByStatus(actor, enterprise), (counts) =>
    statuses.reduce((sum, status) => sum + counts[status], 0))

/**
 * The users of whom a filter holds, from one number to another, and how many there are in all. Where everyone is asked
 * for, the rest is not read: there is a count. A name, or how one begins, is looked up.
 */
export const usersAsked = (
  portal: Portal, actor: Actor, enterprise: Path, { filter, startIndex, count, sort, descending }: Asked
): Effect.Effect<Part, Denial | Unavailable> => Effect.gen(function*() {
  const isByMail = sort === "mail" && !descending
  const stretch = filter !== undefined && isByMail ? stretchOf(filter) : undefined
  const resources: Array<JsonObject> = []
  const all = filter === undefined ? yield* counted(portal, actor, enterprise) : undefined
  const limit = all === undefined
    ? stretch === undefined ? usersMax : namesakesMax
    : Math.min(startIndex - 1 + count, usersMax)
  let total = 0
  if (all === undefined || count > 0) {
    yield* walk(portal, actor, { enterprise, sort, descending, stretch, limit }, (user) => {
      const resource = userResource(user)
      if (filter !== undefined && !matches(filter, resource)) return true
      total += 1
      if (total >= startIndex && resources.length < count) resources.push(resource)
      return all === undefined || resources.length < count
    })
  }
  return { total: all ?? total, resources }
})

/** Everyone who has a role. */
export const membersOf = (
  portal: Portal, actor: Actor, enterprise: Path, role: string
): Effect.Effect<ReadonlyArray<User.Known>, Denial | Unavailable> => Effect.gen(function*() {
  const members: Array<User.Known> = []
  const stretch: Stretch = { from: role, isWithin: (user) => user.role === role }
  yield* walk(portal, actor, { enterprise, sort: "role", descending: false, stretch, limit: usersMax }, (user) => {
    members.push(user)
    return true
  })
  return members
})

/** A list as SCIM writes it. */
export const listResponse = ({ total, resources }: Part, startIndex: number): JsonObject => ({
  schemas: [schemas.listResponse], totalResults: total, startIndex, itemsPerPage: resources.length,
  Resources: resources
})
