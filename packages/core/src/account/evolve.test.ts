/** What an account becomes: a row for every event, and what none of them touches. */
import { expect, it } from "vitest"
import { accounts, bytes, eraseFrom, now, path, undoUntil } from "../../test/accounts.ts"
import { Path, Segment } from "../kernel/path.ts"
import { evolve, initial } from "./evolve.ts"
import * as Account from "./model.ts"

const { Enabled, Disabled, PendingDeletion, Erasing, Erased } = accounts
const lease = { machineId: "nas", seenAt: now }
const policy = { owner: Path.make("company"), name: Segment.make("nightly") }
const limit = { amount: 5, mode: "hard", thresholds: [] } as const
const full: typeof Enabled = { ...Enabled, epoch: 3, comment: "old", policy, quota: { [bytes]: limit }, lease }
const scheduled = { askedBy: "ada", undoUntil, eraseFrom, eraseBy: eraseFrom }

const table: ReadonlyArray<readonly [rule: string, Account.Event, Account.Account, Account.Account]> = [
  ["ACC-2", Account.AccountOpened.make({ path, accountId: Enabled.accountId, at: Enabled.openedAt }), initial, Enabled],
  ["ACC-8", Account.DetailsChanged.make({ comment: "" }), full, { ...full, comment: "" }],
  ["ACC-17", Account.DetailsChanged.make({ policy: null }), full, { ...full, policy: null }],
  ["ACC-16", Account.QuotaSet.make({ resource: bytes, limit: { ...limit, amount: 0 } }), full,
    { ...full, quota: { [bytes]: { ...limit, amount: 0 } } }],
  ["ACC-16", Account.QuotaSet.make({ resource: bytes, limit: null }), full, { ...full, quota: {} }],
  ["SEC-27", Account.PasswordChanged.make({}), full, { ...full, epoch: 4 }],
  ["AUT-2", Account.LockReleased.make({}), full, full],
  ["ACC-9", Account.UseChanged.make({ use: "grouping" }), full, { ...full, use: "grouping", lease: null }],
  ["ACC-7", Account.MachineConnected.make({ machineId: "nas", at: now }), Enabled, { ...Enabled, lease }],
  ["ACC-11", Account.AccountDisabled.make({}), full, { ...full, _tag: "Disabled" }],
  ["ACC-11", Account.AccountEnabled.make({}), { ...full, _tag: "Disabled" }, full],
  ["ACC-13", Account.DeletionScheduled.make(scheduled), full,
    { ...full, ...scheduled, was: "Enabled", _tag: "PendingDeletion" }],
  ["ACC-13", Account.DeletionScheduled.make(scheduled), Disabled, { ...PendingDeletion, was: "Disabled" }],
  ["ACC-14", Account.DeletionUndone.make({}), { ...PendingDeletion, was: "Disabled" }, Disabled],
  ["ACC-13", Account.ErasureStarted.make({}), PendingDeletion, Erasing],
  ["ACC-13", Account.AccountErased.make({ at: Erased.erasedAt }), Erasing, Erased]
]

it.each(table)("%s $1._tag on $2._tag", (_rule, event, before, after) => {
  expect(evolve(before, event)).toEqual(after)
})

it("ACC-13 what is being erased, or is, is changed by nothing but its end and a new beginning", () => {
  const others = table.map(([, event]) => event).filter(({ _tag }) => !/AccountOpened|AccountErased/.test(_tag))
  for (const event of others) {
    expect([initial, Erasing, Erased].map((account) => evolve(account, event))).toEqual([initial, Erasing, Erased])
  }
})
