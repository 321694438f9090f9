/** A backup account: a sealed box that one agent on one machine fills with backups. All its words are in this file. */
import * as Schema from "effect/Schema"
import { Count, Limit, Resource } from "../kernel/ledger-moves.ts"
import { Moment, Seconds } from "../kernel/moment.ts"
import { isDescent, Path, Segment } from "../kernel/path.ts"
import { NoSuchAccount } from "../kernel/permit.ts"
import { refusal, setBy } from "../kernel/refusal.ts"
import { Password } from "../kernel/secret.ts"
import { variant } from "../kernel/variant.ts"
import { PasswordsDiffer, type PasswordVerdict, WrongPassword } from "../credential/model.ts"
import { NoSuchPolicy, PolicyRef } from "../policy/model.ts"
import type { Blueprint as QuotaBlueprint } from "../quota/model.ts"
import { Deletion } from "../retention/model.ts"

// ------------------------------------------------------------------------------------------------- state

/** An id that is never given twice: whoever recreates a name gets another one, and inherits nothing. */
export const AccountId = Schema.NonEmptyString.pipe(Schema.brand("AccountId"))
export type AccountId = typeof AccountId.Type

/** What the account is for: one machine's agent, a cloud-to-cloud agent, or only the grouping of others. */
export const Use = Schema.Literals(["machine", "cloud", "grouping"])
export type Use = typeof Use.Type

/** A machine's own id, as its agent tells it. */
export const MachineId = Schema.String.check(
  Schema.isMinLength(1), Schema.isMaxLength(200), Schema.isPattern(/^[^\p{C}]+$/u)
)

/** Free text of at most 2,000 characters; lines may be broken, nothing else unseen is let in. */
export const Comment = Schema.String.check(Schema.isMaxLength(2000), Schema.isPattern(/^([^\p{C}]|\n)*$/u))

const profile = {
  path: Path,
  accountId: AccountId,
  openedAt: Moment,
  /** How many times the password was changed. A session of an earlier count is over. */
  epoch: Schema.Int,
  use: Use,
  comment: Comment,
  policy: Schema.NullOr(PolicyRef),
  /** The limits set on this account, which bind everything below it too. */
  quota: Schema.Record(Resource, Limit),
  /** The machine that uses the account, and when it was last seen. */
  lease: Schema.NullOr(Schema.Struct({ machineId: MachineId, seenAt: Moment }))
}

export const Absent = variant("Absent", {})
export const Enabled = variant("Enabled", profile)
export const Disabled = variant("Disabled", profile)
export const PendingDeletion = variant("PendingDeletion", {
  ...profile,
  was: Schema.Literals(["Enabled", "Disabled"]),
  /** The id of whoever asked for it: an identity, not a role. */
  askedBy: Schema.String, undoUntil: Moment, eraseFrom: Moment, eraseBy: Moment
})
/** Its data is being destroyed: from here nothing leads back. */
export const Erasing = variant("Erasing", { path: Path, accountId: AccountId })
export const Erased = variant("Erased", { path: Path, accountId: AccountId, erasedAt: Moment })

export const Account = Schema.Union([Absent, Enabled, Disabled, PendingDeletion, Erasing, Erased])
export type Account = typeof Account.Type
export type Status = Account["_tag"]
/** Every status that an account was ever in. */
export const Status = Schema.Literals(["Enabled", "Disabled", "PendingDeletion", "Erasing", "Erased"])
/** An account that can still be used, or brought back. */
export type Living = typeof Enabled.Type | typeof Disabled.Type | typeof PendingDeletion.Type

// ---------------------------------------------------------------------------------------------- commands

const order = { path: Path }

/** A name entered relative to a chosen account; it may hold several segments. */
export const OpenAccount = variant("OpenAccount", { under: Path, name: Path, password: Password }).check(
  Schema.makeFilter(({ under, name }) =>
    isDescent(under, name) || { path: ["name"], issue: "the full name would have more than 1024 bytes in UTF-8" })
)
/** Only the operator opens accounts that have no parent. */
export const OpenRootAccount = variant("OpenRootAccount", { name: Segment, password: Password })
export const EditAccount = variant("EditAccount", {
  ...order,
  comment: Schema.optionalKey(Comment),
  policy: Schema.optionalKey(Schema.NullOr(PolicyRef)),
  /** The allocated amount of each resource named; `null` lifts the limit. */
  quota: Schema.optionalKey(Schema.Record(Resource, Schema.NullOr(Count)))
})
export const ChangePassword = variant("ChangePassword", {
  ...order, current: Password, next: Password, again: Password
})
/** Forgets the wrong passwords that locked the account. */
export const ReleaseLock = variant("ReleaseLock", order)
export const SetSupervisor = variant("SetSupervisor", order)
export const AssignToCloud = variant("AssignToCloud", order)
/** The account is one machine's again, neither a supervisor nor a cloud agent's. */
export const AssignToMachine = variant("AssignToMachine", order)
/** Told by the agent, again and again while it runs. */
export const ConnectMachine = variant("ConnectMachine", { ...order, machineId: MachineId })
export const DisableAccount = variant("DisableAccount", order)
export const EnableAccount = variant("EnableAccount", order)
export const DeleteAccount = variant("DeleteAccount", order)
/** Said by whoever has just deleted, within seconds. */
export const UndoDeletion = variant("UndoDeletion", order)
/** Said by the support desk, as long as no data is destroyed. */
export const RecallAccount = variant("RecallAccount", order)
/** Said by the worker once the time has come: from then on nothing leads back. */
export const EraseAccount = variant("EraseAccount", order)
/** Said by the worker once the data of this account, and of no other that bears the name, is destroyed. */
export const ConfirmErasure = variant("ConfirmErasure", { ...order, accountId: AccountId })

export const Command = Schema.Union([
  OpenAccount, OpenRootAccount, EditAccount, ChangePassword, ReleaseLock, SetSupervisor, AssignToCloud, AssignToMachine,
  ConnectMachine, DisableAccount, EnableAccount, DeleteAccount, UndoDeletion, RecallAccount, EraseAccount,
  ConfirmErasure
])
export type Command = typeof Command.Type

// ------------------------------------------------------------------------------------------------ events

export const AccountOpened = variant("AccountOpened", { path: Path, accountId: AccountId, at: Moment })
/** What is described was changed: each field named is now as it says. */
export const DetailsChanged = variant("DetailsChanged", {
  comment: Schema.optionalKey(Comment), policy: Schema.optionalKey(Schema.NullOr(PolicyRef))
})
export const QuotaSet = variant("QuotaSet", { resource: Resource, limit: Schema.NullOr(Limit) })
export const PasswordChanged = variant("PasswordChanged", {})
export const LockReleased = variant("LockReleased", {})
export const UseChanged = variant("UseChanged", { use: Use })
export const MachineConnected = variant("MachineConnected", { machineId: MachineId, at: Moment })
export const AccountDisabled = variant("AccountDisabled", {})
export const AccountEnabled = variant("AccountEnabled", {})
export const DeletionScheduled = variant("DeletionScheduled", {
  askedBy: Schema.String, undoUntil: Moment, eraseFrom: Moment, eraseBy: Moment
})
export const DeletionUndone = variant("DeletionUndone", {})
export const ErasureStarted = variant("ErasureStarted", {})
export const AccountErased = variant("AccountErased", { at: Moment })

export const Event = Schema.Union([
  AccountOpened, DetailsChanged, QuotaSet, PasswordChanged, LockReleased, UseChanged, MachineConnected, AccountDisabled,
  AccountEnabled, DeletionScheduled, DeletionUndone, ErasureStarted, AccountErased
])
export type Event = typeof Event.Type

// ---------------------------------------------------------------------------------------------- refusals

export const NameTaken = refusal("NameTaken", "ACC-1", order)
export const NameReserved = refusal("NameReserved", "ACC-15", { ...order, ...setBy("deletion.nameReservation") })
export const StillEnabled = refusal("StillEnabled", "ACC-12", { ...order, ...setBy("deletion.requiresDisabled") })
export const UndoExpired = refusal("UndoExpired", "ACC-14", { ...order, undoUntil: Moment, ...setBy("deletion.undo") })
export const NotYourDeletion = refusal("NotYourDeletion", "ACC-14", { ...order, ...setBy("deletion.undo") })
export const NotRecallable = refusal("NotRecallable", "ACC-14", { ...order, ...setBy("deletion.undo") })
export const AwaitingDeletion = refusal("AwaitingDeletion", "ACC-13", { ...order, eraseFrom: Moment })
export const BeingErased = refusal("BeingErased", "ACC-13", order)
export const NotScheduled = refusal("NotScheduled", "ACC-13", order)
export const TooEarly = refusal("TooEarly", "ACC-13", { ...order, eraseFrom: Moment, ...setBy("deletion.grace") })
export const BackupBlocked = refusal("BackupBlocked", "ACC-11", { ...order, ...setBy("status.capabilities") })
export const NoMachineHere = refusal("NoMachineHere", "ACC-9", { ...order, use: Use })
export const MachineInUse = refusal("MachineInUse", "ACC-7", {
  ...order, machineId: MachineId, liveUntil: Moment, ...setBy("account.liveFor")
})

export const Refusal = Schema.Union([
  NoSuchAccount, NameTaken, NameReserved, StillEnabled, UndoExpired, NotYourDeletion, NotRecallable, AwaitingDeletion,
  BeingErased, NotScheduled, TooEarly, BackupBlocked, NoMachineHere, MachineInUse, NoSuchPolicy, WrongPassword,
  PasswordsDiffer
])
export type Refusal = typeof Refusal.Type

// -------------------------------------------------------------------------------------------- parameters

/** What an account may do in a status. */
export const Capability = Schema.Literals(["signIn", "administer", "backUp", "restore", "alert"])
export type Capability = typeof Capability.Type

const Capabilities = Schema.Array(Capability)

/** How this portal wants accounts handled. */
export const Blueprint = Schema.Struct({
  deletion: Deletion,
  account: Schema.Struct({
    /** For so many seconds after its last sign of life a machine keeps the account to itself. */
    liveFor: Seconds
  }),
  status: Schema.Struct({
    capabilities: Schema.Struct({ Enabled: Capabilities, Disabled: Capabilities, PendingDeletion: Capabilities })
  })
})
export type Blueprint = typeof Blueprint.Type

/** What a decision about an account may know besides the account itself. */
export interface Facts extends Blueprint, Pick<QuotaBlueprint, "limits" | "quota"> {
  readonly now: Moment
  /** The id of whoever gives the order. */
  readonly actor: string
  /** An id for the account that is opened now. */
  readonly newId: AccountId
  readonly password: PasswordVerdict
  /** Whether the new password was typed the same way twice. */
  readonly passwordsMatch: boolean
  /** Whether the policy that is asked for was made, and by the account itself or one above it. */
  readonly policyKnown: boolean
}
