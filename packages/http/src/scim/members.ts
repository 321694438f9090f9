/** Who has a role after a number of changes: all of it is found out first, and then given or taken, or nothing is. */
import { User } from "@intendant/core"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Call } from "./call.ts"
import { type Faulty, faulty } from "./faults.ts"
import { attributeOf } from "./filter.ts"
import { type JsonObject, matches } from "./matching.ts"
import { type Change, isIgnored } from "./patch.ts"
import { order, userOf } from "./users.ts"

/** So many may come or go by one request. */
const movesMax = 500

const decodeMembers = Schema.decodeUnknownResult(Schema.Array(Schema.Struct({ value: User.UserId })))

/** The users whom a value names. */
const named = (value: unknown): Result.Result<ReadonlyArray<User.UserId>, Faulty> =>
  Result.match(decodeMembers(Array.isArray(value) ? value : [value]), {
    onSuccess: (members) => Result.succeed(members.map((member) => member.value)),
    onFailure: () => Result.fail(faulty("invalidValue", "members", "users, by their ids"))
  })

/** What becomes of the members by one change: who comes, and who goes. */
interface Moves {
  readonly into: ReadonlyArray<string>
  readonly out: ReadonlyArray<string>
}

const none: Moves = { into: [], out: [] }

const picked = (members: ReadonlyArray<User.Known>, { path }: Change): ReadonlyArray<User.Known> =>
  members.filter(({ userId, firstName, lastName }) => {
    const member: JsonObject = { value: userId, display: `${firstName} ${lastName}`, type: "User" }
    return path?.filter === undefined || matches(path.filter, member, ["members"])
  })

/** A change of members, or of nothing: a role has no other part that could be changed. */
const movesOf = (change: Change, members: ReadonlyArray<User.Known>): Result.Result<Moves, Faulty> => {
  const { op, path, value } = change
  if (path === undefined) return movesOfWhole(change, members)
  if (isIgnored(path)) return Result.succeed(none)
  if (path.attribute.join(".") !== "members" || path.part !== undefined) {
    return Result.fail(faulty("mutability", "path", "members"))
  }
  if (op === "remove" && (value === undefined || path.filter !== undefined)) {
    return Result.succeed({ into: [], out: picked(members, change).map(({ userId }) => userId) })
  }
  if (path.filter !== undefined) return Result.fail(faulty("invalidPath", "path", "members"))
  return Result.map(named(value), (users): Moves => {
    if (op === "remove") return { into: [], out: users }
    const stay = new Set(users)
    const out = members.map(({ userId }) => userId).filter((userId) => !stay.has(userId))
    return { into: users, out: op === "replace" ? out : [] }
  })
}

const whole = { attribute: ["members"], filter: undefined, part: undefined }

/** Of a value without a path only the members are looked at, as of a whole role. */
const movesOfWhole = (change: Change, members: ReadonlyArray<User.Known>): Result.Result<Moves, Faulty> => {
  const { value } = change
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return Result.fail(faulty("invalidValue", "value", "an object with members"))
  }
  const found = Object.entries(value).find(([name]) => attributeOf(name.toLowerCase()).join(".") === "members")
  return found === undefined ? Result.succeed(none) : movesOf({ ...change, path: whole, value: found[1] }, members)
}

export const idsOf = (users: ReadonlyArray<User.Known>): ReadonlySet<string> =>
  new Set(users.map(({ userId }) => userId))

/** Whoever is named is there: nobody is given a role, or has one taken, before all are known. */
export const membersAfter = Effect.fnUntraced(function*(
  call: Call, changes: ReadonlyArray<Change>, before: ReadonlyArray<User.Known>
) {
  let after = before
  for (const change of changes) {
    const { into, out } = yield* Effect.fromResult(movesOf(change, after))
    const ids = idsOf(after)
    const strangers = [...new Set([...into, ...out])].filter((id) => !ids.has(id))
    if (strangers.length > movesMax) {
      return yield* Effect.fail(faulty("invalidValue", "members", `at most ${movesMax} who come or go`))
    }
    const found = yield* Effect.forEach(strangers, (id) => userOf(call, id))
    const [comers, goers] = [new Set(into), new Set(out)]
    after = [...after, ...found.filter(({ userId }) => comers.has(userId))].filter(({ userId }) => !goers.has(userId))
  }
  return after
})

/** Gives a user another role, unless they have one by now that is not theirs to lose; tells who they were. */
const assign = Effect.fnUntraced(function*(call: Call, id: string, roleAfter: (role: string) => string) {
  const user = yield* userOf(call, id)
  const role = roleAfter(user.role)
  if (role === user.role) return []
  yield* order(call, User.EditUser.make({ enterprise: user.enterprise, userId: user.userId, role }))
  return [user]
})

/**
 * Gives everyone who comes or goes the role that they move to; whoever left meanwhile stays where they are. Each is an
 * order of its own: where one is refused, those who moved before are given back the role that they had.
 */
export const move = Effect.fnUntraced(function*(
  call: Call, before: ReadonlyArray<User.Known>, after: ReadonlyArray<User.Known>, joining: string
) {
  const moved: Array<User.Known> = []
  const back = Effect.suspend(() =>
    Effect.forEach(moved.toReversed(), ({ userId, role }) => Effect.ignore(assign(call, userId, () => role))))
  const give = (ids: ReadonlyArray<string>, roleAfter: (role: string) => string) =>
    Effect.forEach(ids, (id) => Effect.map(assign(call, id, roleAfter), (some) => void moved.push(...some)))
  const [ids, idsAfter] = [idsOf(before), idsOf(after)]
  const come = give([...idsAfter].filter((id) => !ids.has(id)), () => call.id)
  const go = give([...ids].filter((id) => !idsAfter.has(id)), (role) => role === call.id ? joining : role)
  yield* Effect.tapError(Effect.andThen(come, go), () => back)
})
