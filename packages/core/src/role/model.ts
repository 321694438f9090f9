/** Which powers each kind of actor has, and how far they reach: data of the portal, and nothing else gives any. */
import * as Schema from "effect/Schema"
import { Level } from "../kernel/level.ts"
import { Permission } from "../kernel/permit.ts"

/** A power, and how far it reaches from the account that holds it. */
export const Power = Schema.Struct({
  permission: Permission,
  reach: Schema.Literals(["itself", "below", "within", "everywhere"]),
  /** How surely its holder must be who they say they are; 1 where nothing is said. */
  level: Schema.optionalKey(Level),
  /** Whether the password must have been given again just before. */
  fresh: Schema.optionalKey(Schema.Boolean)
})
export type Power = typeof Power.Type

/**
 * Who can act at all. In every portal: an account signed in, the support desk, the operator, the worker that does what
 * is due, and a visitor, whom nobody knows yet; and the roles that the portal gives its users.
 */
export const Role = Schema.String.check(
  Schema.isPattern(/^[a-z][a-zA-Z]{0,31}$/, { description: "the name of a role, such as `admin`" })
)
export type Role = typeof Role.Type

const held = Schema.Array(Power)

/** The powers of every role in this portal: those that every portal has, and its own. Any other role has none. */
export const Powers = Schema.StructWithRest(
  Schema.Struct({ account: held, support: held, operator: held, worker: held }), [Schema.Record(Role, held)]
)
export type Powers = typeof Powers.Type
