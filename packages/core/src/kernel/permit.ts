/** Who may do what, and where. A grant reaches down the tree; no grant ever reaches up. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { Level } from "./level.ts"
import { isBelow, isWithin, Path } from "./path.ts"
import { refusal, setBy } from "./refusal.ts"
import { variant } from "./variant.ts"

/** A power, such as `account.delete`. */
export const Permission = Schema.TemplateLiteral([Schema.String, ".", Schema.String])
export type Permission = typeof Permission.Type

/** A power over one account alone, over all that is below it, over both, or over the whole installation. */
export const Grant = Schema.Union([
  Schema.Struct({ permission: Permission, reach: Schema.Literals(["itself", "below", "within"]), place: Path }),
  Schema.Struct({ permission: Permission, reach: Schema.Literal("everywhere") })
])
export type Grant = typeof Grant.Type

/** What someone has to prove again, or more surely, before a grant of theirs holds. */
export const Proof = Schema.Struct({ level: Level, fresh: Schema.Boolean })
export type Proof = typeof Proof.Type

/** A grant that its holder does not have in this session, and what it takes to have it. */
export const Withheld = Schema.Struct({ grant: Grant, proof: Proof })
export type Withheld = typeof Withheld.Type

/** Whoever gives the orders: an account, a support desk, the worker. Rules compare the `id`; a name can pass on. */
export const Actor = Schema.Struct({
  id: Schema.NonEmptyString, name: Schema.NonEmptyString, grants: Schema.Array(Grant),
  /** What they could do once they have proved more surely who they are. */
  withheld: Schema.optionalKey(Schema.Array(Withheld)),
  /** How surely they are known; 1 where nothing is said. */
  level: Schema.optionalKey(Level)
})
export type Actor = typeof Actor.Type

/**
 * The powers that each command of a concept needs, all of them; some depend on whom it is about, as that stands now.
 * The compiler refuses a command without a line.
 */
export type PermissionTable<Command extends { readonly _tag: string }, State = unknown> = {
  readonly [Tag in Command["_tag"]]:
    | Permission
    | ((command: Extract<Command, { readonly _tag: Tag }>, state: State) => ReadonlyArray<Permission>)
}

/** The actor sees this place and does not hold this power there. */
export const NotPermitted = refusal("NotPermitted", "ROL-6", {
  actor: Schema.String, permission: Permission, path: Schema.optionalKey(Path)
})
export type NotPermitted = typeof NotPermitted.Type

/** There is no such account, or the actor may not know that there is: the answer is the same for both. */
export const NoSuchAccount = refusal("NoSuchAccount", "ACC-1", { path: Path })
export type NoSuchAccount = typeof NoSuchAccount.Type

/**
 * The actor would hold this power, once they have proved again, or more surely, who they are: with the password alone
 * where they are known surely enough (AUT-4), and otherwise with a code too (AUT-1).
 */
export const StepUpNeeded = variant("StepUpNeeded", {
  rule: Schema.Literals(["AUT-1", "AUT-4"]),
  permission: Permission, path: Schema.optionalKey(Path), proof: Proof, ...setBy("stepUp")
})
export type StepUpNeeded = typeof StepUpNeeded.Type

/** Every way in which a power can be missing. */
export const Denial = Schema.Union([NotPermitted, NoSuchAccount, StepUpNeeded])
export type Denial = typeof Denial.Type

/** The power that lets an actor know that a place exists. */
export const seeing: Permission = "account.see"

/**
 * A grant gives its power over the places it reaches, and nothing else gives any. The grant that allowed is returned,
 * so that a yes is explained as well as a no. Who may not even see the place is told what anybody is told of a name
 * that was never given: a stranger learns nothing. Without a place, the whole installation is meant. Here alone is
 * asked how surely the actor is who they say they are.
 *
 * @rule ROL-6
 * @source ours: nobody acts outside their own subtree
 */
export const permit = (
  actor: Actor,
  permission: Permission,
  path: Path | undefined
): Result.Result<Grant, Denial> => {
  const grant = grantOf(actor, permission, path)
  return grant === undefined ? Result.fail(denialOf(actor, permission, path, reaches)) : Result.succeed(grant)
}

type Reaches = (grant: Grant, path: Path | undefined) => boolean

/** Why a power is missing: it is withheld, or not held; or the place is not even seen. */
const denialOf = (actor: Actor, permission: Permission, path: Path | undefined, reaches: Reaches): Denial => {
  const place = path === undefined ? {} : { path }
  const withheld = (actor.withheld ?? []).filter(({ grant }) => reaches(grant, path))
  const proof = withheld.find(({ grant }) => grant.permission === permission)?.proof
  if (proof !== undefined) {
    const rule = proof.level > (actor.level ?? 1) ? "AUT-1" : "AUT-4"
    return StepUpNeeded.make({ rule, permission, ...place, proof })
  }
  const isSeen = path === undefined || grantOf(actor, seeing, path) !== undefined
    || withheld.some(({ grant }) => grant.permission === seeing)
  return isSeen ? NotPermitted.make({ actor: actor.name, permission, ...place }) : NoSuchAccount.make({ path })
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
): Result.Result<Grant, Denial> => {
  const grant = actor.grants.find((one) => one.permission === permission && coversBelow(one, scope))
  return grant === undefined ? Result.fail(denialOf(actor, permission, scope, coversBelow)) : Result.succeed(grant)
}

const coversBelow: Reaches = (grant, scope) => {
  if (grant.reach === "everywhere") return true
  return grant.reach !== "itself" && scope !== undefined && isWithin(scope, grant.place)
}

const reaches: Reaches = (grant, path) => {
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
): Result.Result<ReadonlyArray<Grant>, Denial> =>
  Result.all(permissions.map((permission) => permit(actor, permission, path)))

/** The powers that a command needs, from the table of its concept, as its record stands. */
export const permissionsOf = <Command extends { readonly _tag: string }, State>(
  table: PermissionTable<Command, State>, command: Command, state: State
): ReadonlyArray<Permission> => {
  const tag: Command["_tag"] = command._tag
  const entry = table[tag]
  // The table pairs each tag with a function of that very command, which the compiler cannot follow through a lookup.
  return typeof entry === "function"
    ? (entry as (command: Command, state: State) => ReadonlyArray<Permission>)(command, state)
    : [entry]
}
