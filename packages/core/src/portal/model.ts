/** A portal as data: the blueprint of each concept, side by side, and the powers of every role. */
import * as Schema from "effect/Schema"
import { Account, Blueprint as AccountBlueprint, Capability, Refusal as AccountRefusal } from "../account/model.ts"
import { Blueprint as CredentialBlueprint, Refusal as CredentialRefusal } from "../credential/model.ts"
import { Refusal as ContractRefusal, Signed } from "../contract/model.ts"
import { BadInput } from "../kernel/input.ts"
import { KeyReused, StillRunning } from "../kernel/once-refusals.ts"
import { Count } from "../kernel/ledger-moves.ts"
import { Denial } from "../kernel/permit.ts"
import { Refusal as NoticeRefusal } from "../notice/model.ts"
import { Blueprint as PolicyBlueprint, Refusal as PolicyRefusal } from "../policy/model.ts"
import { Blueprint as QuotaBlueprint, Refusal as QuotaRefusal } from "../quota/model.ts"
import { Refusal as ResourceRefusal } from "../resource/model.ts"
import { Barred } from "../role/decisions-model.ts"
import { Powers } from "../role/model.ts"
import { Blueprint as SettingBlueprint, Refusal as SettingRefusal } from "../setting/model.ts"
import { Blueprint as StatisticsBlueprint } from "../statistics/model.ts"
import { Refusal as StatisticsRefusal } from "../statistics/refusals.ts"
import { Blueprint as UserBlueprint, User } from "../user/model.ts"
import { adminActions } from "../user/offered.ts"
import { Refusal as UserRefusal } from "../user/refusals.ts"

/**
 * Everything in which one portal differs from another: plain data, checked when it is read. The rules never ask which
 * portal they serve; they read these parameters.
 */
export const Blueprint = Schema.Struct({
  /** The portal's own name. */
  name: Schema.NonEmptyString,
  powers: Powers,
  ...AccountBlueprint.fields,
  ...QuotaBlueprint.fields,
  ...PolicyBlueprint.fields,
  ...SettingBlueprint.fields,
  ...UserBlueprint.fields,
  ...StatisticsBlueprint.fields,
  ...CredentialBlueprint.fields
})
export type Blueprint = typeof Blueprint.Type

/** Every refusal that a portal can give. */
export const Refusal = Schema.Union([
  ...AccountRefusal.members, ...QuotaRefusal.members, ...PolicyRefusal.members, ...CredentialRefusal.members,
  ...SettingRefusal.members, ...ContractRefusal.members, ...UserRefusal.members, ...StatisticsRefusal.members,
  ...ResourceRefusal.members, Barred,
  ...NoticeRefusal.members,
  ...Denial.members, BadInput, KeyReused, StillRunning
])
export type Refusal = typeof Refusal.Type

/** Why an order is given, in the giver's own words: at most 500 characters, for the journal. */
export const Reason = Schema.String.check(Schema.isMaxLength(500), Schema.isPattern(/^([^\p{C}]|\n)*$/u))

/** The key under which a request may be sent again: 1 to 200 visible ASCII characters, chosen by its sender. */
export const IdempotencyKey = Schema.String.check(Schema.isPattern(/^[\x21-\x7e]{1,200}$/))

/** A user as shown to somebody: how they stand, the colour of it, and what that somebody may do about it now. */
export const UserView = Schema.Struct({
  user: User, colour: Schema.String, actions: Schema.Array(Schema.Literals(adminActions))
})
export type UserView = typeof UserView.Type

/** A contract as it is shown, and how many more active admins the enterprise is advised to have. */
export const ContractView = Schema.Struct({ ...Signed.fields, adminsAdvised: Count })
export type ContractView = typeof ContractView.Type

/** An account as it is shown: what it is, what it may do in its status, and whether supervision alerts about it. */
export const AccountView = Schema.Struct({
  account: Account,
  capabilities: Schema.Array(Capability),
  alertable: Schema.Boolean
})
export type AccountView = typeof AccountView.Type
