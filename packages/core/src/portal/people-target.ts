/** What something is done to: a user, a resource, or any place; and which powers over people reach it. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type * as Contract from "../contract/index.ts"
import { descend, isDescent, lineage, Path } from "../kernel/path.ts"
import type { Permission } from "../kernel/permit.ts"
import { read } from "../kernel/run.ts"
import * as Resource from "../resource/index.ts"
import * as User from "../user/index.ts"
import type { Blueprint } from "./model.ts"
import type { Door } from "./people-door.ts"

/** What something is done to: a user or a resource, by its id; or any place, by its name. */
export type Thing =
  | { readonly type: "user"; readonly id: User.UserId }
  | { readonly type: "node"; readonly id: Resource.NodeId }
  | { readonly type: "place"; readonly id: Path }

/** There is no such thing, as far as anybody of the enterprise is told. */
export type Missing = typeof User.NoSuchUser.Type | typeof Resource.NoSuchNode.Type

const creating = "user.create."

/**
 * The roles that a portal gives its users. There are no others: of every one it is said who may create its users.
 *
 * @rule ROL-1
 * @source ours: powers are data of the portal, and so are the roles they are about
 */
export const rolesOf = ({ powers, roles }: Blueprint) => {
  const named = Object.values(powers).flatMap((held) => held.map(({ permission }) => permission))
    .flatMap((permission) => permission.startsWith(creating) ? [permission.slice(creating.length)] : [])
  return { joining: roles.joining, all: [...new Set([roles.joining, roles.admin, ...named])].sort() }
}

/** Where something stands; and in which role, where it is somebody. */
export interface Target {
  readonly place: Path
  readonly role?: string
}

export const targetOf = ({ enterprise, userId, role }: User.Known): Target =>
  ({ place: User.placeOf(enterprise, userId), role })

const isUserId = Schema.is(User.UserId)

/** A place, and the role of whoever stands there, where it is a user's own. */
export const targetAt = Effect.fnUntraced(function*({ ports: { records } }: Door, place: Path) {
  const [, enterprise] = lineage(place)
  const id = enterprise === undefined ? "" : place.slice(enterprise.length + 1)
  const target: Target = { place }
  if (enterprise === undefined || !isUserId(id)) return target
  const found = yield* User.knownOf(records, enterprise, id)
  return Option.isSome(found) ? targetOf(found.value) : target
})

/** Of which enterprise something is said to be. */
interface Whose {
  readonly door: Door
  readonly enterprise: Path
  readonly contract: Contract.Contract
}

/** Whether a resource was made for this very enterprise, and not for another, or for one that bore its name before. */
export const isOurs = (
  { contract }: Pick<Whose, "contract">, resource: Resource.Resource
): resource is typeof Resource.Node.Type =>
  resource._tag === "Node" && contract._tag === "Signed" && resource.clientId === contract.enterpriseId

type Found = Result.Result<Target, Missing>

/** Where a thing stands. Another enterprise's is told of like one that never was. */
export const findTarget = Effect.fnUntraced(function*(whose: Whose, thing: Thing) {
  const { enterprise, door } = whose
  const { records } = door.ports
  const found = (target: Target): Found => Result.succeed(target)
  const missing = (refusal: Missing): Found => Result.fail(refusal)
  switch (thing.type) {
    case "place": return found(yield* targetAt(door, thing.id))
    case "user": {
      const user = yield* User.knownOf(records, enterprise, thing.id)
      return Option.isSome(user)
        ? found(targetOf(user.value))
        : missing(User.NoSuchUser.make({ enterprise, userId: thing.id }))
    }
    case "node": {
      const id = Path.make(thing.id)
      const { state } = read(Resource.concept, yield* records.load({ concept: Resource.concept.name, id: thing.id }))
      return isOurs(whose, state)
        ? found({ place: state.place })
        : missing(Resource.NoSuchNode.make({ place: isDescent(enterprise, id) ? descend(enterprise, id) : enterprise }))
    }
  }
})

/** Whether a power over people is one over people of another role than this: it does nothing to them. */
export const isOverOthers = (blueprint: Blueprint, permission: Permission, role: string | undefined): boolean => {
  const [concept, , about] = permission.split(".")
  return concept === "user" && role !== undefined && about !== undefined && about !== role
    && rolesOf(blueprint).all.includes(about)
}

