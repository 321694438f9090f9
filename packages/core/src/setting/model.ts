/** The settings of an enterprise, and those that its users have of their own. All their words are in this file. */
import * as Schema from "effect/Schema"
import { Path } from "../kernel/path.ts"
import { NoSuchAccount } from "../kernel/permit.ts"
import { refusal } from "../kernel/refusal.ts"
import { variant } from "../kernel/variant.ts"
import { SettingValue } from "../policy/model.ts"
import { SettingName, Settings, Values } from "./catalogue.ts"

// ------------------------------------------------------------------------------------------------- state

/** How many times the settings of a place were changed: an editor tells by it what they have seen. */
export const Revision = Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))

/** Settings that the operator holds fast: at a value, or, with `null`, at whatever holds. */
const Locks = Schema.Record(SettingName, Schema.NullOr(SettingValue))

const saved = { owner: Path, ownerId: Schema.String, revision: Revision, values: Values }

/** Nobody has saved anything here yet. */
export const Unset = variant("Unset", {})
/** Of one enterprise, and no one's any more once another bears its name. */
export const OfEnterprise = variant("OfEnterprise", { ...saved, locks: Locks })
/** What one user has chosen otherwise. It is kept, and sleeps, while users may not choose. */
export const OfUser = variant("OfUser", saved)

export const Saved = Schema.Union([Unset, OfEnterprise, OfUser])
export type Saved = typeof Saved.Type

/** What an enterprise has saved, and what is locked for it. */
export type EnterpriseValues = Pick<typeof OfEnterprise.Type, "values" | "locks">
/** What a user has saved. */
export type UserValues = Pick<typeof OfUser.Type, "values">

// ---------------------------------------------------------------------------------------------- commands

const settingsMax = 100
const order = {
  owner: Path,
  /** The revision that was on the screen: whoever saves over something else is told instead. */
  basedOn: Schema.optionalKey(Revision)
}
/** New values by name; `null` goes back to what is inherited. */
const Changes = Schema.Record(SettingName, Schema.NullOr(SettingValue)).check(Schema.isMaxProperties(settingsMax))

/** Saves the settings of an enterprise, all together or not at all. */
export const SaveSettings = variant("SaveSettings", { ...order, changes: Changes })
/** Said by a user, of their own settings. The owner is the user's place, directly below the enterprise. */
export const SaveOwnSettings = variant("SaveOwnSettings", { ...order, changes: Changes })
/** Said by the operator: from now on the enterprise sees these, and cannot change them. */
export const LockSettings = variant("LockSettings", { ...order, locks: Changes })
export const UnlockSettings = variant("UnlockSettings", {
  ...order, settings: Schema.Array(SettingName).check(Schema.isMaxLength(settingsMax), Schema.isUnique())
})

export const Command = Schema.Union([SaveSettings, SaveOwnSettings, LockSettings, UnlockSettings])
export type Command = typeof Command.Type

// ------------------------------------------------------------------------------------------------ events

const bearer = { owner: Path, ownerId: Schema.String }

export const SettingsSaved = variant("SettingsSaved", { ...bearer, changes: Changes })
export const OwnSettingsSaved = variant("OwnSettingsSaved", { ...bearer, changes: Changes })
/** Whose these were is gone, or stands somewhere else: nothing of them stays here. */
export const OwnSettingsErased = variant("OwnSettingsErased", bearer)
export const SettingsLocked = variant("SettingsLocked", { ...bearer, locks: Changes })
export const SettingsUnlocked = variant("SettingsUnlocked", {
  ...bearer, settings: Schema.Array(SettingName)
})

export const Event = Schema.Union([
  SettingsSaved, OwnSettingsSaved, OwnSettingsErased, SettingsLocked, SettingsUnlocked
])
export type Event = typeof Event.Type

// ---------------------------------------------------------------------------------------------- refusals

/** What stands in the way of one change, and what would be taken there; for what may not be changed, what holds. */
export const SettingFault = Schema.Struct({
  setting: Schema.String,
  obstacle: Schema.Literals(["unknown", "type", "range", "locked", "notYours"]),
  expected: Schema.String
})
export type SettingFault = typeof SettingFault.Type

/** Some of it cannot be saved, so none of it was: every fault at once. */
export const SettingsRefused = refusal("SettingsRefused", "POL-5", { faults: Schema.Array(SettingFault) })
/** Someone else has changed these settings since they were looked at. */
export const SettingsMoved = refusal("SettingsMoved", "POL-5", { owner: Path, basedOn: Revision, revision: Revision })

export const Refusal = Schema.Union([NoSuchAccount, SettingsRefused, SettingsMoved])
export type Refusal = typeof Refusal.Type

// -------------------------------------------------------------------------------------------- parameters

/** The settings that enterprises and users of this portal have. */
export const Blueprint = Schema.Struct({ settings: Settings })
export type Blueprint = typeof Blueprint.Type

/** What a decision about settings may know besides them. */
export interface Facts extends Blueprint {
  /** The id of whoever bears the owner's name now; none where nobody does. */
  readonly ownerId: string | undefined
  /** Where a user saves: what their enterprise has saved. */
  readonly enterprise: EnterpriseValues
}

// ------------------------------------------------------------------------------------------------- views

/** The value of a setting for one enterprise or one user, where it comes from, and what can be done about it. */
export const Resolved = Schema.Struct({
  setting: SettingName,
  value: SettingValue,
  origin: Schema.Literals(["default", "operator", "enterprise", "user"]),
  /** Whether the operator holds it fast. */
  locked: Schema.Boolean,
  /** Whether whom it is resolved for may change it. */
  editable: Schema.Boolean,
  /** Whether it has any effect now. What has none can still be changed. */
  applies: Schema.Boolean
})
export type Resolved = typeof Resolved.Type

/** Every setting as it holds for one enterprise or one user. Give the revision as `basedOn` when saving. */
export const SettingsView = Schema.Struct({ revision: Revision, settings: Schema.Array(Resolved) })
export type SettingsView = typeof SettingsView.Type
