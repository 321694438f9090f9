/** Groups: the roles of the portal. Nobody is in two, and nobody in none, so that a change of members gives a role. */
import { type Path, User } from "@intendant/core"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { orUnavailable } from "../answer.ts"
import { NoSuchRoute } from "../transport.ts"
import { type Call, done, told } from "./call.ts"
import { type Faulty, faulty } from "./faults.ts"
import type { Filter } from "./filter.ts"
import { listResponse, membersOf } from "./listing.ts"
import { type JsonObject, matches } from "./matching.ts"
import { type Change, changesOf } from "./patch.ts"
import { groupResource } from "./resources.ts"
import { askedOf, isNeeded, shaped } from "./shape.ts"
import { order, userOf } from "./users.ts"

const membersMax = 500

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
    const { filter, startIndex, count } = yield* Effect.fromResult(askedOf(query))
    const { all } = yield* rolesOf(call)
    const groups = yield* Effect.forEach(all, (role) => groupOf(call, role, filter))
    const found = groups.filter((group) => filter === undefined || matches(filter, group))
    const shown = found.slice(startIndex - 1, startIndex - 1 + count).map((group) => shaped(query, group))
    return told(listResponse({ total: found.length, resources: shown }, startIndex))
  })

const existing = Effect.fnUntraced(function*(call: Call) {
  const roles = yield* rolesOf(call)
  return roles.all.includes(call.id) ? roles : yield* Effect.fail(NoSuchRoute.make({}))
})

const one = (call: Call) =>
  Effect.gen(function*() {
    yield* existing(call)
    return told(shaped(call.query, yield* groupOf(call, call.id)))
  })

const Members = Schema.Array(Schema.Struct({ value: User.UserId })).check(Schema.isMaxLength(membersMax))
const decodeMembers = Schema.decodeUnknownResult(Members)

/** The users whom a value names. */
const named = (value: unknown): Result.Result<ReadonlyArray<User.UserId>, Faulty> =>
  Result.match(decodeMembers(Array.isArray(value) ? value : [value]), {
    onSuccess: (members) => Result.succeed(members.map((member) => member.value)),
    onFailure: () => Result.fail(faulty("invalidValue", "members", `at most ${membersMax} users, by their ids`))
  })

/** What becomes of the members: who comes, and who goes. */
interface Moves {
  readonly into: ReadonlyArray<string>
  readonly out: ReadonlyArray<string>
}

const picked = (members: ReadonlyArray<User.Known>, { path }: Change): ReadonlyArray<User.Known> =>
  members.filter(({ userId, firstName, lastName }) => {
    const member: JsonObject = { value: userId, display: `${firstName} ${lastName}`, type: "User" }
    return path?.filter === undefined || matches(path.filter, member, ["members"])
  })

/** A change of members, or of nothing: a role has no other part that could be changed. */
const movesOf = (change: Change, members: ReadonlyArray<User.Known>): Result.Result<Moves, Faulty> => {
  const { op, path, value } = change
  if (path === undefined) return movesOfWhole(change, members)
  if (path.attribute.join(".") !== "members" || path.part !== undefined) {
    return Result.fail(faulty("mutability", "path", "members"))
  }
  if (op === "remove" && (value === undefined || path.filter !== undefined)) {
    return Result.succeed({ into: [], out: picked(members, change).map(({ userId }) => userId) })
  }
  if (path.filter !== undefined) return Result.fail(faulty("invalidPath", "path", "members"))
  return Result.map(named(value), (users): Moves => {
    if (op === "remove") return { into: [], out: users }
    const out = members.filter(({ userId }) => !users.includes(userId)).map(({ userId }) => userId)
    return { into: users, out: op === "replace" ? out : [] }
  })
}

const movesOfWhole = (change: Change, members: ReadonlyArray<User.Known>): Result.Result<Moves, Faulty> => {
  const { value } = change
  const isNamed = typeof value === "object" && value !== null && "members" in value
  if (!isNamed || Object.keys(value).some((name) => !["members", "id", "displayName"].includes(name))) {
    return Result.fail(faulty("mutability", "value", "members"))
  }
  const path = { attribute: ["members"], filter: undefined, part: undefined }
  return movesOf({ ...change, path, value: value.members }, members)
}

/** Gives everyone who moves the role that they move to. Whoever left before stays where they are. */
const move = Effect.fnUntraced(function*(call: Call, enterprise: Path, { into, out }: Moves, joining: string) {
  for (const id of new Set(into)) yield* assign(call, enterprise, id, () => call.id)
  for (const id of new Set(out)) {
    yield* assign(call, enterprise, id, (role) => role === call.id ? joining : role)
  }
})

const assign = Effect.fnUntraced(function*(
  call: Call, enterprise: Path, id: string, roleAfter: (role: string) => string
) {
  const user = yield* userOf(call, enterprise, id)
  const role = roleAfter(user.role)
  if (role === user.role) return
  yield* order(call, user, [User.EditUser.make({ enterprise, userId: user.userId, role })])
})

/**
 * Changes who has a role. Whoever is taken out of one has the role of whoever joins; nobody is taken out of that one
 * but by being put into another. Each is an order of its own, and the first that is refused is the last: what was
 * asked for can be asked for again, and goes on where it stopped.
 */
const patch = (call: Call) =>
  Effect.gen(function*() {
    const changes = yield* Effect.fromResult(changesOf(call.sent))
    const { portal, who: { actor }, enterprise, id } = call
    const { joining } = yield* existing(call)
    for (const change of changes) {
      const members = yield* orUnavailable(membersOf(portal, actor, enterprise, id))
      const moves = yield* Effect.fromResult(movesOf(change, members))
      if (id === joining && members.some(({ userId }) => moves.out.includes(userId))) {
        return yield* Effect.fail(faulty("mutability", "members", "another role to be put into"))
      }
      yield* move(call, enterprise, moves, joining)
    }
    return done()
  })

export const groups = { list, one, patch }
