/**
 * Users: each request becomes the questions and orders that a person would put to the portal, which decides. An address
 * that somebody else holds gives nobody their account: it is refused, or the creation is told of as blocked.
 */
import { type Path, type Portals, User } from "@intendant/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { orUnavailable, withoutQuota } from "../answer.ts"
import { NoSuchRoute } from "../transport.ts"
import { type Call, done, reason, told } from "./call.ts"
import { faulty } from "./faults.ts"
import { listResponse, usersAsked } from "./listing.ts"
import { baseOf } from "./names.ts"
import { changesOf, patched } from "./patch.ts"
import { isOpen, userResource } from "./resources.ts"
import { askedOf, shaped, userColumns } from "./shape.ts"
import { ordersFor, type Wanted, wantedOf } from "./wanted.ts"

const isUserId = Schema.is(User.UserId)

/** A user, and what the portal would carry out about them if it were ordered now. */
interface Seen {
  readonly user: User.Known
  readonly actions: Portals.UserView["actions"]
}

/**
 * A user who is there, and what may be ordered about them: whoever was deleted is gone, as far as a directory is
 * concerned.
 */
const seenOf = Effect.fnUntraced(function*({ portal, who, enterprise }: Call, id: string) {
  if (!isUserId(id)) return yield* Effect.fail(NoSuchRoute.make({}))
  const { user, actions } = yield* orUnavailable(portal.user(who.actor, enterprise, id))
  return User.isKnown(user) && user._tag !== "Deleted"
    ? { user, actions }
    : yield* Effect.fail(User.NoSuchUser.make({ enterprise, userId: id }))
})

/** A user who is there. */
export const userOf = (call: Call, id: string) => Effect.map(seenOf(call, id), ({ user }) => user)

/** Gives an order about a user, and tells how they stand after it. */
export const order = ({ portal, who: { actor } }: Call, command: User.AdminCommand) =>
  orUnavailable(withoutQuota(portal.submitUser({ actor, command, reason })))

/** Whoever holds the address of a blocked creation may hold on to it: then nothing changes, and nothing is wrong. */
const attempt = (call: Call, command: User.AdminCommand, user: User.User) =>
  Effect.catchTag(order(call, command), "StillBlocked", () => Effect.succeed(user))

/**
 * Makes a user what is wanted, or changes nothing. Of two orders the one that would be refused is given first, while
 * nothing has changed yet: the portal tells which orders it offers. Whoever is to be shut out is shut out first, and
 * stays out whatever else of the request is refused: a directory says so of who has left. A creation that was blocked
 * is tried again once everything else is done, since the address may have been what was wrong.
 */
const change = Effect.fnUntraced(function*(call: Call, { user, actions }: Seen, wanted: Wanted) {
  const { edit, stand } = ordersFor(user, wanted)
  const isFirst = stand !== undefined && (stand._tag === "SuspendUser" || !actions.includes(stand._tag))
  const isLast = !isFirst || stand._tag === "ResumeCreation"
  let after: User.User = user
  for (const command of [isFirst ? stand : undefined, edit, isLast ? stand : undefined]) {
    if (command !== undefined) after = yield* attempt(call, command, after)
  }
  return User.isKnown(after) ? after : user
})

const answer = ({ query }: Call, user: User.Known) => told(shaped(query, userResource(user)))

const list = (call: Call) =>
  Effect.gen(function*() {
    const { portal, who: { actor }, enterprise, query } = call
    const asked = yield* Effect.fromResult(askedOf(query, userColumns))
    const { total, resources } = yield* orUnavailable(usersAsked(portal, actor, enterprise, asked))
    const shown = resources.map((resource) => shaped(query, resource))
    return told(listResponse({ total, resources: shown }, asked.startIndex))
  })

const one = (call: Call) => Effect.map(userOf(call, call.id), (user) => answer(call, user))

const newcomerOf = (enterprise: Path, { userName, familyName, givenName, language, role }: Wanted) =>
  ({ enterprise, mail: userName, lastName: familyName, firstName: givenName, language, role })

const create = (call: Call) =>
  Effect.gen(function*() {
    const { portal, who: { actor }, enterprise, query, sent } = call
    const { joining } = yield* portal.roles(actor, enterprise)
    const wanted = yield* Effect.fromResult(wantedOf(sent, { language: "en", role: joining, active: true }))
    if (!wanted.active) {
      return yield* Effect.fail(faulty("invalidValue", "active", "true: whoever is created is invited"))
    }
    const created = portal.createUser(actor, newcomerOf(enterprise, wanted), reason)
    const user = yield* orUnavailable(withoutQuota(created))
    if (!User.isKnown(user)) return yield* Effect.die("whoever was created is there")
    const location = `${baseOf(enterprise)}/Users/${user.userId}`
    return told(shaped(query, userResource(user)), 201, { location })
  })

const replace = (call: Call) =>
  Effect.gen(function*() {
    const seen = yield* seenOf(call, call.id)
    const { language, role } = seen.user
    const wanted = yield* Effect.fromResult(wantedOf(call.sent, { language, role, active: isOpen(seen.user) }))
    return answer(call, yield* change(call, seen, wanted))
  })

const patch = (call: Call) =>
  Effect.gen(function*() {
    const changes = yield* Effect.fromResult(changesOf(call.sent))
    const seen = yield* seenOf(call, call.id)
    const wanted = yield* Effect.fromResult(patched(seen.user, changes))
    return answer(call, yield* change(call, seen, wanted))
  })

const remove = (call: Call) =>
  Effect.gen(function*() {
    const { enterprise, userId } = yield* userOf(call, call.id)
    yield* order(call, User.DeleteUser.make({ enterprise, userId }))
    return done()
  })

export const users = { list, create, one, replace, patch, remove }
