/** One refusal of each kind, as the documentation shows it. The compiler refuses a missing line. */
import {
  Account, BadInput, Credential, KeyReused, NoSuchAccount, NotPermitted, Path, Policy, Quota, Role, Segment,
  StepUpNeeded, StillRunning
} from "@intendant/core"
import * as DateTime from "effect/DateTime"
import { ofPeople } from "./samples-people.ts"
import type { AnyTold, Tag } from "./status.ts"
import * as Transport from "./transport.ts"

type Samples = { readonly [Each in Tag]: Extract<AnyTold, { readonly _tag: Each }> }

const path = Path.make("acme>paris>nas")
const order = { path }
const tomorrow = DateTime.makeUnsafe("2026-11-21T05:00:00.000Z")
const key = "order-1"
const id = "upload-1"
const fault = { field: "command.path", expected: "every segment between `>` must have at least one character" }

const ofAccounts = {
  NoSuchAccount: NoSuchAccount.make(order),
  NameTaken: Account.NameTaken.make(order),
  NameReserved: Account.NameReserved.make(order),
  StillEnabled: Account.StillEnabled.make(order),
  UndoExpired: Account.UndoExpired.make({ path, undoUntil: tomorrow }),
  NotYourDeletion: Account.NotYourDeletion.make(order),
  NotRecallable: Account.NotRecallable.make(order),
  AwaitingDeletion: Account.AwaitingDeletion.make({ path, eraseFrom: tomorrow }),
  BeingErased: Account.BeingErased.make(order),
  NotScheduled: Account.NotScheduled.make(order),
  TooEarly: Account.TooEarly.make({ path, eraseFrom: tomorrow }),
  BackupBlocked: Account.BackupBlocked.make(order),
  NoMachineHere: Account.NoMachineHere.make({ path, use: "grouping" }),
  MachineInUse: Account.MachineInUse.make({ path, machineId: "nas-1", liveUntil: tomorrow })
}

const ofOthers = {
  NoSuchPolicy: Policy.NoSuchPolicy.make({ policy: { owner: Path.make("acme"), name: Segment.make("nightly") } }),
  SettingsUnknown: Policy.SettingsUnknown.make({ faults: [{ setting: "schedule.hour", expected: "an integer" }] }),
  QuotaExceeded: Quota.QuotaExceeded.make({
    node: "acme>paris", resource: Quota.Resource.make("bytes"),
    limitAmount: 1000, usedAmount: 900, askedAmount: 200, missingAmount: 100
  }),
  ReservationDiffers: Quota.ReservationDiffers.make({ id }),
  NoSuchReservation: Quota.NoSuchReservation.make({ id }),
  ReservationOver: Quota.ReservationOver.make({ id, phase: "lapsed" }),
  NoSuchToken: Credential.NoSuchToken.make({ tokenId: Credential.TokenId.make("tok_1") }),
  SignInRefused: Credential.SignInRefused.make({}),
  SignInLocked: Credential.SignInLocked.make({ retryAt: tomorrow }),
  WrongPassword: Credential.WrongPassword.make({}),
  PasswordsDiffer: Credential.PasswordsDiffer.make({}),
  NotSignedIn: Credential.NotSignedIn.make({})
}

const ofRequests = {
  NotPermitted: NotPermitted.make({ actor: "acme", permission: "account.recall", path }),
  Barred: Role.Barred.make({ actor: "acme", permission: "account.open", path, by: Path.make("acme>paris") }),
  StepUpNeeded: StepUpNeeded.make({
    rule: "AUT-1", permission: "user.see", path, proof: { level: 3, fresh: false }
  }),
  BadInput: BadInput.make({ faults: [fault] }),
  KeyReused: KeyReused.make({ key }),
  StillRunning: StillRunning.make({ key }),
  NoSuchRoute: Transport.NoSuchRoute.make({}),
  WrongMethod: Transport.WrongMethod.make({ allowed: ["GET", "HEAD", "OPTIONS"] }),
  BodyTooLarge: Transport.BodyTooLarge.make({ limitBytes: 1_000_000 }),
  AddressTooLong: Transport.AddressTooLong.make({ limitCharacters: 8192 }),
  WrongContentType: Transport.WrongContentType.make({ expected: "application/json" }),
  Unavailable: Transport.Unavailable.make({}),
  Unexpected: Transport.Unexpected.make({})
}

export const samples: Samples = { ...ofAccounts, ...ofPeople, ...ofOthers, ...ofRequests }
