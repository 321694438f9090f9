/** What may happen to an account: every command in every status, in both editions of the portal. */
import * as DateTime from "effect/DateTime"
import { describe, expect, it } from "vitest"
import {
  accounts, at, bytes, commandsOn, eraseFrom, facts, now, path, portals, undoUntil
} from "../../test/accounts.ts"
import { accept, type Decision, nothing, refuse } from "../kernel/decider.ts"
import { Path, Segment } from "../kernel/path.ts"
import { NoSuchAccount } from "../kernel/permit.ts"
import { PasswordsDiffer, WrongPassword } from "../credential/index.ts"
import { NoSuchPolicy } from "../policy/index.ts"
import { Resource } from "../quota/index.ts"
import { decide } from "./decide.ts"
import * as Account from "./model.ts"

type Then = Decision<Account.Event, Account.Refusal>
type Tag = Account.Command["_tag"]
type Row = { readonly rule: string } & { readonly [Status in Account.Status]: Then }

const commands = commandsOn(path)
const unknown = refuse(NoSuchAccount.make({ path }))
const awaiting = refuse(Account.AwaitingDeletion.make({ path, eraseFrom }))
const beingErased = refuse(Account.BeingErased.make({ path }))
const notScheduled = refuse(Account.NotScheduled.make({ path }))
const undone = accept(Account.DeletionUndone.make({}))

/** Orders that only an account in use takes. */
const inUse = (rule: string, enabled: Then, disabled = enabled): Row => ({
  rule, Absent: unknown, Enabled: enabled, Disabled: disabled, PendingDeletion: awaiting, Erasing: beingErased,
  Erased: unknown
})
/** Orders that bring a deleted account back. */
const back: Row = {
  rule: "ACC-14", Absent: unknown, Enabled: nothing, Disabled: nothing, PendingDeletion: undone, Erasing: beingErased,
  Erased: unknown
}
const opening = (name: Path): Row => {
  const opened = accept(Account.AccountOpened.make({ path: name, accountId: facts().newId, at: now }))
  const [taken, reserved] = [Account.NameTaken.make({ path: name }), Account.NameReserved.make({ path: name })]
  return {
    rule: "ACC-15", Absent: opened, Enabled: refuse(taken), Disabled: refuse(taken), PendingDeletion: refuse(reserved),
    Erasing: refuse(reserved), Erased: opened
  }
}
const deleting = (scheduled: Then, whileEnabled: Then): Row => ({
  rule: "ACC-12", Absent: unknown, Enabled: whileEnabled, Disabled: scheduled, PendingDeletion: nothing,
  Erasing: nothing, Erased: unknown
})
const edited: Then = accept<Account.Event>(
  Account.DetailsChanged.make({ comment: "in the cellar", policy: commands.EditAccount.policy ?? null }),
  Account.QuotaSet.make({ resource: bytes, limit: { amount: 500, mode: "hard", thresholds: [80, 100] } })
)

const table = (scheduled: Then, whileEnabled: Then): { readonly [Command in Tag]: Row } => ({
  OpenAccount: opening(path),
  OpenRootAccount: opening(Path.make("company")),
  EditAccount: inUse("ACC-20", edited),
  ChangePassword: inUse("ACC-5", accept(Account.PasswordChanged.make({}))),
  ReleaseLock: inUse("AUT-2", accept(Account.LockReleased.make({}))),
  SetSupervisor: inUse("ACC-9", accept(Account.UseChanged.make({ use: "grouping" }))),
  AssignToCloud: inUse("ACC-10", accept(Account.UseChanged.make({ use: "cloud" }))),
  AssignToMachine: inUse("ACC-9", nothing),
  ConnectMachine: inUse(
    "ACC-7", accept(Account.MachineConnected.make({ machineId: "nas", at: now })),
    refuse(Account.BackupBlocked.make({ path }))
  ),
  DisableAccount: inUse("ACC-11", accept(Account.AccountDisabled.make({})), nothing),
  EnableAccount: inUse("ACC-11", nothing, accept(Account.AccountEnabled.make({}))),
  DeleteAccount: deleting(scheduled, whileEnabled),
  UndoDeletion: back,
  RecallAccount: back,
  EraseAccount: {
    rule: "ACC-13", Absent: unknown, Enabled: notScheduled, Disabled: notScheduled,
    PendingDeletion: refuse(Account.TooEarly.make({ path, eraseFrom })), Erasing: nothing, Erased: nothing
  },
  ConfirmErasure: {
    rule: "ACC-13", Absent: unknown, Enabled: notScheduled, Disabled: notScheduled, PendingDeletion: notScheduled,
    Erasing: accept(Account.AccountErased.make({ at: now })), Erased: nothing
  }
})

const nextMorning = accept(Account.DeletionScheduled.make({
  askedBy: "ada", undoUntil: now, eraseFrom, eraseBy: eraseFrom
}))
const withinTheWeek = accept(Account.DeletionScheduled.make({
  askedBy: "ada", undoUntil, eraseFrom: at("2026-01-16T10:00:00Z"), eraseBy: at("2026-01-22T10:00:00Z")
}))

describe.each([
  ["present", table(nextMorning, nextMorning)],
  ["classic", table(withinTheWeek, refuse(Account.StillEnabled.make({ path })))]
] as const)("in the %s edition", (portal, rows) => {
  const cases = Object.values(commands).flatMap((command) => {
    const { rule, ...outcomes } = rows[command._tag]
    return Object.values(accounts).map((account) => [rule, command, account, outcomes[account._tag]] as const)
  })
  it.each(cases)("%s $1._tag, $2._tag", (_rule, command, account, then) => {
    expect(decide(command, account, facts(portals[portal]))).toEqual(then)
  })
})

const { Enabled, Disabled, PendingDeletion, Erased } = accounts
const undoing = commands.UndoDeletion
const lateErasure = DateTime.add(eraseFrom, { days: 300 })
const nas = { ...Enabled, lease: { machineId: "nas", seenAt: now } }
const connecting = (machineId: string) => Account.ConnectMachine.make({ path, machineId })
const connected = (machineId: string, when: typeof now) =>
  accept(Account.MachineConnected.make({ machineId, at: when }))
const reserving = (nameReservation: Account.Facts["deletion"]["nameReservation"]) =>
  facts(portals.present, { deletion: { ...portals.present.deletion, nameReservation } })
const reserved = refuse(Account.NameReserved.make({ path }))
const nobody = facts(portals.present, {
  deletion: { ...portals.present.deletion, undo: { selfServiceSeconds: 0, then: "nobody" } }
})

type Special = readonly [rule: string, what: string, Account.Command, Account.Account, Account.Facts, Then]
const specials: ReadonlyArray<Special> = [
  ["ACC-14", "another person does not undo a deletion", undoing, PendingDeletion, facts(undefined, { actor: "bob" }),
    refuse(Account.NotYourDeletion.make({ path }))],
  ["ACC-14", "the last instant to undo is before the limit", undoing, PendingDeletion,
    facts(undefined, { now: DateTime.add(undoUntil, { milliseconds: -1 }) }), undone],
  ["ACC-14", "at the limit it is too late to undo", undoing, PendingDeletion, facts(undefined, { now: undoUntil }),
    refuse(Account.UndoExpired.make({ path, undoUntil }))],
  ["ACC-14", "the support desk brings back what waits, however late", commands.RecallAccount, PendingDeletion,
    facts(undefined, { now: lateErasure, actor: "support" }), undone],
  ["ACC-14", "where nobody may, nobody does", commands.RecallAccount, PendingDeletion, nobody,
    refuse(Account.NotRecallable.make({ path }))],
  ["ACC-13", "at the instant announced it is erased", commands.EraseAccount, PendingDeletion,
    facts(undefined, { now: eraseFrom }), accept(Account.ErasureStarted.make({}))],
  ["ACC-13", "an instant earlier it is not", commands.EraseAccount, PendingDeletion,
    facts(undefined, { now: DateTime.add(eraseFrom, { milliseconds: -1 }) }),
    refuse(Account.TooEarly.make({ path, eraseFrom }))],
  ["SEC-28", "erased late is erased", commands.EraseAccount, PendingDeletion, facts(undefined, { now: lateErasure }),
    accept(Account.ErasureStarted.make({}))],
  ["ACC-15", "a name can be reserved for good", commands.OpenAccount, Erased, reserving({ _tag: "Forever" }), reserved],
  ["ACC-15", "or for a time", commands.OpenAccount, Erased, reserving({ _tag: "ForSeconds", seconds: 122_401 }),
    reserved],
  ["ACC-15", "that ends", commands.OpenAccount, Erased, reserving({ _tag: "ForSeconds", seconds: 122_400 }),
    accept(Account.AccountOpened.make({ path, accountId: facts().newId, at: now }))],
  ["ACC-5", "who does not know the password does not change it", commands.ChangePassword, Enabled,
    facts(undefined, { password: "wrong" }), refuse(WrongPassword.make({}))],
  ["ACC-5", "nor does who was not asked for it", commands.ChangePassword, Enabled,
    facts(undefined, { password: "notAsked" }), refuse(WrongPassword.make({}))],
  ["ACC-5", "the new one is typed twice", commands.ChangePassword, Disabled,
    facts(undefined, { passwordsMatch: false }), refuse(PasswordsDiffer.make({}))],
  ["ACC-5", "whether it was is told only to who knows the password", commands.ChangePassword, Enabled,
    facts(undefined, { password: "wrong", passwordsMatch: false }), refuse(WrongPassword.make({}))],
  ["ACC-7", "the same machine goes on", connecting("nas"), nas, facts(), connected("nas", now)],
  ["ACC-7", "a second one is refused while the first is live", connecting("pc"), nas,
    facts(undefined, { now: DateTime.add(now, { seconds: 899 }) }), refuse(Account.MachineInUse.make({
      path, machineId: "nas", liveUntil: DateTime.add(now, { seconds: 900 })
    }))],
  ["ACC-7", "and takes over once it is not", connecting("pc"), nas,
    facts(undefined, { now: DateTime.add(now, { seconds: 900 }) }),
    connected("pc", DateTime.add(now, { seconds: 900 }))],
  ["ACC-9", "a supervisor performs no backup", connecting("nas"), { ...Enabled, use: "grouping" }, facts(),
    refuse(Account.NoMachineHere.make({ path, use: "grouping" }))],
  ["ACC-9", "a supervisor can be one no more", commands.AssignToMachine, { ...Enabled, use: "grouping" }, facts(),
    accept(Account.UseChanged.make({ use: "machine" }))],
  ["ACC-10", "a cloud agent needs no machine", connecting("nas"), { ...Enabled, use: "cloud" }, facts(),
    refuse(Account.NoMachineHere.make({ path, use: "cloud" }))]
]

it.each(specials)("%s %s", (_rule, _what, command, account, known, then) => {
  expect(decide(command, account, known)).toEqual(then)
})

const edit = (fields: Omit<Parameters<typeof Account.EditAccount.make>[0], "path">) =>
  Account.EditAccount.make({ path, ...fields })
const policy = { owner: Path.make("company"), name: Segment.make("nightly") }
const limit = { amount: 500, mode: "hard", thresholds: [80, 100] } as const
const machines = Resource.make("machines")
const allocated: typeof Enabled = { ...Enabled, comment: "old", policy, quota: { [bytes]: limit } }

const edits: ReadonlyArray<readonly [string, string, Parameters<typeof edit>[0], Account.Facts, Then]> = [
  ["ACC-20", "what stays as it was leaves no trace", { comment: "old", policy, quota: { [bytes]: 500 } }, facts(),
    nothing],
  ["ACC-20", "an edit of nothing changes nothing", {}, facts(), nothing],
  ["ACC-8", "a comment is changed alone, and can be emptied", { comment: "" }, facts(),
    accept(Account.DetailsChanged.make({ comment: "" }))],
  ["ACC-17", "a policy is taken back", { policy: null }, facts(),
    accept(Account.DetailsChanged.make({ policy: null }))],
  ["ACC-17", "a policy that nobody made is refused, and all of the edit with it",
    { comment: "new", policy, quota: { [bytes]: 1 } }, facts(undefined, { policyKnown: false }),
    refuse(NoSuchPolicy.make({ policy }))],
  ["ACC-16", "a limit is lifted", { quota: { [bytes]: null } }, facts(),
    accept(Account.QuotaSet.make({ resource: bytes, limit: null }))],
  ["ACC-16", "a limit of 0 is a limit", { quota: { [bytes]: 0 } }, facts(),
    accept(Account.QuotaSet.make({ resource: bytes, limit: { ...limit, amount: 0 } }))],
  ["QTA-1", "a resource may be called what every object has by birth", { quota: { [Resource.make("constructor")]: 3 } },
    facts(), accept(Account.QuotaSet.make({ resource: Resource.make("constructor"), limit: { ...limit, amount: 3 } }))],
  ["QTA-3", "each resource has the portal's mode", { quota: { [machines]: 3 } }, facts(),
    accept(Account.QuotaSet.make({ resource: machines, limit: { amount: 3, mode: "soft", thresholds: [80, 100] } }))]
]

it.each(edits)("%s %s", (_rule, _what, fields, known, then) => {
  expect(decide(edit(fields), allocated, known)).toEqual(then)
})
