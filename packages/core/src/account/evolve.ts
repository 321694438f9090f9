/** What a backup account becomes once something has happened to it. */
import * as Match from "effect/Match"
import * as Account from "./model.ts"

export const initial: Account.Account = Account.Absent.make({})

export const evolve = (account: Account.Account, event: Account.Event): Account.Account =>
  Match.valueTags(event, {
    AccountOpened: ({ path, accountId, at }) =>
      Account.Enabled.make({
        path, accountId, openedAt: at, epoch: 0, use: "machine", comment: "", policy: null, quota: {}, lease: null
      }),
    DetailsChanged: ({ comment, policy }) =>
      ifLiving(account, (live) => ({ ...live, comment: comment ?? live.comment, policy: orKept(policy, live.policy) })),
    QuotaSet: ({ resource, limit }) =>
      ifLiving(account, ({ quota: { [resource]: _before, ...others }, ...live }) =>
        ({ ...live, quota: limit === null ? others : { ...others, [resource]: limit } })),
    PasswordChanged: () => ifLiving(account, (live) => ({ ...live, epoch: live.epoch + 1 })),
    LockReleased: () => account,
    // Whoever is no longer a machine's account is not kept busy by one.
    UseChanged: ({ use }) => ifLiving(account, (live) => ({ ...live, use, lease: null })),
    MachineConnected: ({ machineId, at }) =>
      ifLiving(account, (live) => ({ ...live, lease: { machineId, seenAt: at } })),
    AccountDisabled: () => ifLiving(account, (live) => stand("Disabled", live)),
    AccountEnabled: () => ifLiving(account, (live) => stand("Enabled", live)),
    DeletionScheduled: ({ _tag, ...schedule }) =>
      ifLiving(account, (live) => ({ ...live, ...schedule, was: standingOf(live), _tag: "PendingDeletion" })),
    DeletionUndone: () => ifLiving(account, (live) => stand(standingOf(live), live)),
    ErasureStarted: () => ifLiving(account, ({ path, accountId }) => Account.Erasing.make({ path, accountId })),
    AccountErased: ({ at }) => account._tag === "Erasing"
      ? Account.Erased.make({ path: account.path, accountId: account.accountId, erasedAt: at })
      : account
  })

/** Applies a change to an account that can be used or brought back; any other stays as it is. */
const ifLiving = (account: Account.Account, change: (live: Account.Living) => Account.Account): Account.Account =>
  Match.valueTags(account, {
    Absent: (other) => other, Enabled: change, Disabled: change, PendingDeletion: change,
    Erasing: (other) => other, Erased: (other) => other
  })

const orKept = <Value>(given: Value | undefined, kept: Value): Value => given === undefined ? kept : given

/** How an account stood before it was deleted, and stands again once the deletion is undone. */
const standingOf = (account: Account.Living): "Enabled" | "Disabled" =>
  account._tag === "PendingDeletion" ? account.was : account._tag

const stand = (status: "Enabled" | "Disabled", account: Account.Living): Account.Account => {
  const { path, accountId, openedAt, epoch, use, comment, policy, quota, lease } = account
  return Account[status].make({ path, accountId, openedAt, epoch, use, comment, policy, quota, lease })
}
