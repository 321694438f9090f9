/**
 * Users: each request becomes the questions and orders that a person would put to the portal, which decides. An address
 * that somebody else holds gives nobody their account: it is refused, or the creation is told of as blocked.
 */
import { type Path, User } from "@intendant/core"
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
import { askedOf, shaped } from "./shape.ts"
import { ordersFor, type Wanted, wantedOf } from "./wanted.ts"

const isUserId = Schema.is(User.UserId)

/** A user who is there: whoever was deleted is gone, as far as a directory is concerned. */
export const userOf = Effect.fnUntraced(function*({ portal, who }: Call, enterprise: Path, id: string) {
  if (!isUserId(id)) return yield* Effect.fail(NoSuchRoute.make({}))
  const { user } = yield* orUnavailable(portal.user(who.actor, enterprise, id))
  return User.isKnown(user) && user._tag !== "Deleted"
    ? user
    : yield* Effect.fail(User.NoSuchUser.make({ enterprise, userId: id }))
})

/** Gives orders one after the other, and tells how the user stands after the last. */
export const order = Effect.fnUntraced(function*(
  { portal, who: { actor } }: Call, user: User.Known, commands: ReadonlyArray<User.AdminCommand>
) {
  let after: User.User = user
  for (const command of commands) {
    after = yield* orUnavailable(withoutQuota(portal.submitUser({ actor, command, reason })))
  }
  return User.isKnown(after) ? after : user
})

const answer = ({ query }: Call, user: User.Known) => told(shaped(query, userResource(user)))

const list = (call: Call) =>
  Effect.gen(function*() {
    const { portal, who: { actor }, enterprise, query } = call
    const asked = yield* Effect.fromResult(askedOf(query))
    const { total, resources } = yield* orUnavailable(usersAsked(portal, actor, enterprise, asked))
    const shown = resources.map((resource) => shaped(query, resource))
    return told(listResponse({ total, resources: shown }, asked.startIndex))
  })

const one = (call: Call) => Effect.map(userOf(call, call.enterprise, call.id), (user) => answer(call, user))

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
    const user = yield* userOf(call, call.enterprise, call.id)
    const wanted = yield* Effect.fromResult(
      wantedOf(call.sent, { language: user.language, role: user.role, active: isOpen(user) }))
    return answer(call, yield* order(call, user, ordersFor(user, wanted)))
  })

const patch = (call: Call) =>
  Effect.gen(function*() {
    const changes = yield* Effect.fromResult(changesOf(call.sent))
    const user = yield* userOf(call, call.enterprise, call.id)
    const wanted = yield* Effect.fromResult(patched(user, changes))
    return answer(call, yield* order(call, user, ordersFor(user, wanted)))
  })

const remove = (call: Call) =>
  Effect.gen(function*() {
    const user = yield* userOf(call, call.enterprise, call.id)
    yield* order(call, user, [User.DeleteUser.make({ enterprise: user.enterprise, userId: user.userId })])
    return done()
  })

export const users = { list, create, one, replace, patch, remove }
