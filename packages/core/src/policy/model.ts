/** A backup policy: a named bundle of settings that accounts and groups are given. All its words are in this file. */
import * as Schema from "effect/Schema"
import { Path, Segment } from "../kernel/path.ts"
import { ownOf } from "../kernel/own.ts"
import { NoSuchAccount } from "../kernel/permit.ts"
import { refusal } from "../kernel/refusal.ts"
import { isKeepable } from "../kernel/text.ts"
import { variant } from "../kernel/variant.ts"

/** What a setting can be set to. */
export const SettingValue = Schema.Union([
  Schema.Boolean, Schema.Int, Schema.String.check(Schema.isMaxLength(1000), isKeepable)
])
export type SettingValue = typeof SettingValue.Type

const SettingName = Schema.String.check(Schema.isPattern(/^[a-z][a-zA-Z0-9.]{0,63}$/))
const Settings = Schema.Record(SettingName, SettingValue)

/** Which policy: the account that made it, and its name there. */
export const PolicyRef = Schema.Struct({ owner: Path, name: Segment })
export type PolicyRef = typeof PolicyRef.Type

// ------------------------------------------------------------------------------------------------- state

export const Undefined = variant("Undefined", {})
/** Made by one account, and no one's any more once another bears its name. */
export const Defined = variant("Defined", {
  ...PolicyRef.fields, ownerId: Schema.String, settings: Settings
})
/** Accounts that were given it fall back on the next policy up the tree. */
export const Withdrawn = variant("Withdrawn", PolicyRef.fields)

export const Policy = Schema.Union([Undefined, Defined, Withdrawn])
export type Policy = typeof Policy.Type

// ---------------------------------------------------------------------------------------------- commands

/** Makes a policy, or replaces its settings, all together. */
export const DefinePolicy = variant("DefinePolicy", { ...PolicyRef.fields, settings: Settings })
export const WithdrawPolicy = variant("WithdrawPolicy", PolicyRef.fields)

export const Command = Schema.Union([DefinePolicy, WithdrawPolicy])
export type Command = typeof Command.Type

// ------------------------------------------------------------------------------------------------ events

export const PolicyDefined = variant("PolicyDefined", {
  ...PolicyRef.fields, ownerId: Schema.String, settings: Settings
})
export const PolicyWithdrawn = variant("PolicyWithdrawn", {})

export const Event = Schema.Union([PolicyDefined, PolicyWithdrawn])
export type Event = typeof Event.Type

// ---------------------------------------------------------------------------------------------- refusals

/** No policy of that name was made there. */
export const NoSuchPolicy = refusal("NoSuchPolicy", "POL-1", { policy: PolicyRef })
/** These settings are not in the portal's catalogue, or are of another type; what each takes is told. */
export const SettingsUnknown = refusal("SettingsUnknown", "POL-1", {
  faults: Schema.Array(Schema.Struct({ setting: Schema.String, expected: Schema.String }))
})

export const Refusal = Schema.Union([NoSuchPolicy, NoSuchAccount, SettingsUnknown])
export type Refusal = typeof Refusal.Type

// -------------------------------------------------------------------------------------------- parameters

/** One setting that policies of this portal may hold, and what holds where none says anything. */
export const SettingDeclaration = Schema.Struct({
  type: Schema.Literals(["boolean", "integer", "text"]),
  default: SettingValue
}).check(Schema.makeFilter(({ type, default: value }) =>
  typeOf(value) === type || { path: ["default"], issue: `must be of the type that is declared: ${type}` }))

/** The type of a value, in the words of the catalogue. */
export const typeOf = (value: SettingValue): "boolean" | "integer" | "text" =>
  typeof value === "boolean" ? "boolean" : typeof value === "number" ? "integer" : "text"

/** The catalogue of settings, and the values that the operator gives the whole installation. */
export const Blueprint = Schema.Struct({
  policy: Schema.Struct({ settings: Schema.Record(SettingName, SettingDeclaration), operator: Settings }).check(
    Schema.makeFilter(({ settings, operator }) => {
      const unknown = Object.entries(operator).find(([name, value]) => ownOf(settings, name)?.type !== typeOf(value))
      return unknown === undefined || { path: ["operator", unknown[0]], issue: "must be a setting of the catalogue" }
    })
  )
})
export type Blueprint = typeof Blueprint.Type

/** What a decision about a policy may know besides the policy itself. */
export interface Facts extends Blueprint {
  /** The id of the account that bears the owner's name now; none where nobody does. */
  readonly ownerId: string | undefined
}

/** The value of a setting for one account, and where it comes from. */
export const Resolved = Schema.Struct({
  setting: Schema.String,
  value: SettingValue,
  origin: Schema.Literals(["own", "ancestor", "operator", "default"]),
  /** The account that was given the policy, where the value comes from one. */
  through: Schema.optionalKey(Path),
  policy: Schema.optionalKey(PolicyRef)
})
export type Resolved = typeof Resolved.Type
