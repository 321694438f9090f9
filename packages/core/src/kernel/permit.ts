/** Who may do what, and where. A grant reaches down the tree; no grant ever reaches up. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { isBelow, isWithin, Path } from "./path.ts"
import { refusal } from "./refusal.ts"

/** A power, such as `account.delete`. */
export const Permission = Schema.TemplateLiteral([Schema.String, ".", Schema.String])
export type Permission = typeof Permission.Type

/** A power over one account alone, over all that is below it, over both, or over the whole installation. */
export const Grant = Schema.Union([
  Schema.Struct({ permission: Permission, reach: Schema.Literals(["itself", "below", "within"]), place: Path }),
  Schema.Struct({ permission: Permission, reach: Schema.Literal("everywhere") })
])
export type Grant = typeof Grant.Type

/** Whoever gives the orders: an account, a support desk, the worker. Rules compare the `id`; a name can pass on. */
export const Actor = Schema.Struct({
  id: Schema.NonEmptyString, name: Schema.NonEmptyString, grants: Schema.Array(Grant)
})
export type Actor = typeof Actor.Type

/** The powers that each command of a concept needs, all of them. The compiler refuses a command without a line. */
export type PermissionTable<Command extends { readonly _tag: string }> = {
  readonly [Tag in Command["_tag"]]:
    | Permission
    | ((command: Extract<Command, { readonly _tag: Tag }>) => ReadonlyArray<Permission>)
}

/** The actor sees this place and does not hold this power there. */
export const NotPermitted = refusal("NotPermitted", "ROL-6", {
  actor: Schema.String, permission: Permission, path: Schema.optionalKey(Path)
})
export type NotPermitted = typeof NotPermitted.Type

/** There is no such account, or the actor may not know that there is: the answer is the same for both. */
export const NoSuchAccount = refusal("NoSuchAccount", "ACC-1", { path: Path })
export type NoSuchAccount = typeof NoSuchAccount.Type

/** The power that lets an actor know that a place exists. */
export const seeing: Permission = "account.see"

/**
 * A grant gives its power over the places it reaches, and nothing else gives any. The grant that allowed is returned,
 * so that a yes is explained as well as a no. Who may not even see the place is told what anybody is told of a name
 * that was never given: a stranger learns nothing. Without a place, the whole installation is meant.
 *
 * @rule ROL-6
 * @source ours: nobody acts outside their own subtree
 */
export const permit = (
  actor: Actor,
  permission: Permission,
  path: Path | undefined
): Result.Result<Grant, NotPermitted | NoSuchAccount> => {
  const grant = grantOf(actor, permission, path)
  if (grant !== undefined) return Result.succeed(grant)
  if (path === undefined) return Result.fail(NotPermitted.make({ actor: actor.name, permission }))
  return Result.fail(
    grantOf(actor, seeing, path) === undefined
      ? NoSuchAccount.make({ path })
      : NotPermitted.make({ actor: actor.name, permission, path })
  )
}

/** The first grant that gives this power there. */
export const grantOf = (actor: Actor, permission: Permission, path: Path | undefined): Grant | undefined =>
  actor.grants.find((grant) => grant.permission === permission && reaches(grant, path))

/**
 * The power over everything below a place, or in the whole installation: what a list of it needs. A power over the
 * place alone lists nothing.
 *
 * @rule ROL-6
 * @source ours: every list shows what may be asked for one by one, and nothing else
 */
export const permitBelow = (
  actor: Actor, permission: Permission, scope: Path | undefined
): Result.Result<Grant, NotPermitted | NoSuchAccount> => {
  const grant = actor.grants.find((one) => one.permission === permission && coversBelow(one, scope))
  if (grant !== undefined) return Result.succeed(grant)
  const path = scope === undefined ? {} : { path: scope }
  return Result.fail(
    scope !== undefined && grantOf(actor, seeing, scope) === undefined
      ? NoSuchAccount.make({ path: scope })
      : NotPermitted.make({ actor: actor.name, permission, ...path })
  )
}

const coversBelow = (grant: Grant, scope: Path | undefined): boolean => {
  if (grant.reach === "everywhere") return true
  return grant.reach !== "itself" && scope !== undefined && isWithin(scope, grant.place)
}

const reaches = (grant: Grant, path: Path | undefined): boolean => {
  if (grant.reach === "everywhere") return true
  if (path === undefined) return false
  switch (grant.reach) {
    case "itself": return path === grant.place
    case "below": return isBelow(path, grant.place)
    case "within": return isWithin(path, grant.place)
  }
}

/** Every power that a command needs, or the first that is missing. */
export const permitAll = (
  actor: Actor,
  permissions: ReadonlyArray<Permission>,
  path: Path | undefined
): Result.Result<ReadonlyArray<Grant>, NotPermitted | NoSuchAccount> =>
  Result.all(permissions.map((permission) => permit(actor, permission, path)))
