/** Groups: the roles of the portal. Nobody is in two, and nobody in none, so that a change of members gives a role. */
import * as Effect from "effect/Effect"
import { orUnavailable } from "../answer.ts"
import { NoSuchRoute } from "../transport.ts"
import { type Call, done, told } from "./call.ts"
import { faulty } from "./faults.ts"
import type { Filter } from "./filter.ts"
import { listResponse, membersOf } from "./listing.ts"
import { matches } from "./matching.ts"
import { idsOf, membersAfter, move } from "./members.ts"
import { type Change, changesOf } from "./patch.ts"
import { groupResource } from "./resources.ts"
import { askedOf, groupColumns, isNeeded, shaped } from "./shape.ts"
import { inOurLetters } from "./wanted.ts"

/** A role as it is asked for; who has it is looked up only where that is told, or asked about. */
const groupOf = Effect.fnUntraced(function*(
  { portal, who: { actor }, enterprise, query }: Call, role: string, filter?: Filter
) {
  const members = isNeeded(query, "members", filter)
    ? yield* orUnavailable(membersOf(portal, actor, enterprise, role))
    : undefined
  return groupResource(enterprise, role, members)
})

const rolesOf = ({ portal, who: { actor }, enterprise }: Call) => portal.roles(actor, enterprise)

const list = (call: Call) =>
  Effect.gen(function*() {
    const { query } = call
    const { filter, startIndex, count, descending } = yield* Effect.fromResult(askedOf(query, groupColumns))
    const { all } = yield* rolesOf(call)
    const groups = yield* Effect.forEach(descending ? all.toReversed() : all, (role) => groupOf(call, role, filter))
    const found = groups.filter((group) => filter === undefined || matches(filter, group))
    const shown = found.slice(startIndex - 1, startIndex - 1 + count).map((group) => shaped(query, group))
    return told(listResponse({ total: found.length, resources: shown }, startIndex))
  })

const existing = Effect.fnUntraced(function*(call: Call) {
  const roles = yield* rolesOf(call)
  return roles.all.includes(call.id) ? roles : yield* Effect.fail(NoSuchRoute.make({}))
})

const answer = (call: Call) => Effect.map(groupOf(call, call.id), (group) => told(shaped(call.query, group)))

const one = (call: Call) => Effect.andThen(existing(call), answer(call))

/**
 * Changes who has a role. Whoever is taken out of one has the role of whoever joins; nobody is taken out of that one
 * but by being put into another.
 */
const change = Effect.fnUntraced(function*(call: Call, changes: ReadonlyArray<Change>) {
  const { portal, who: { actor }, enterprise, id } = call
  const { joining } = yield* existing(call)
  const before = yield* orUnavailable(membersOf(portal, actor, enterprise, id))
  const after = yield* membersAfter(call, changes, before)
  const stay = idsOf(after)
  if (id === joining && before.some(({ userId }) => !stay.has(userId))) {
    return yield* Effect.fail(faulty("mutability", "members", "another role to be put into"))
  }
  yield* move(call, before, after, joining)
})

const patch = (call: Call) =>
  Effect.gen(function*() {
    yield* change(call, yield* Effect.fromResult(changesOf(call.sent)))
    return call.query.has("attributes") ? yield* answer(call) : done()
  })

/** A whole role in place of another: its members, if it says who they are. */
const replace = (call: Call) =>
  Effect.gen(function*() {
    const value = yield* Effect.fromResult(inOurLetters(call.sent))
    yield* change(call, [{ op: "replace", path: undefined, value }])
    return yield* answer(call)
  })

export const groups = { list, one, replace, patch }
