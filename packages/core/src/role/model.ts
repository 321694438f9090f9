/** Which powers each kind of actor has, and how far they reach: data of the portal, and nothing else gives any. */
import * as Schema from "effect/Schema"
import { Permission } from "../kernel/permit.ts"

/** A power, and how far it reaches from the account that holds it. */
export const Power = Schema.Struct({
  permission: Permission,
  reach: Schema.Literals(["itself", "below", "within", "everywhere"])
})
export type Power = typeof Power.Type

/** Who can act at all: an account signed in, the support desk, the operator, and the worker that does what is due. */
export const Role = Schema.Literals(["account", "support", "operator", "worker"])
export type Role = typeof Role.Type

/** The powers of every role in this portal. */
export const Powers = Schema.Struct({
  account: Schema.Array(Power), support: Schema.Array(Power), operator: Schema.Array(Power), worker: Schema.Array(Power)
})
export type Powers = typeof Powers.Type
