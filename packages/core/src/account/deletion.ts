/** The end of a backup account: asked for, taken back, and carried out. One rule each, a line per status. */
import * as Match from "effect/Match"
import { accept, type Decision, nothing, refuse } from "../kernel/decider.ts"
import { Resource } from "../kernel/ledger-moves.ts"
import { isReached, later } from "../kernel/moment.ts"
import type { Path } from "../kernel/path.ts"
import { NoSuchAccount } from "../kernel/permit.ts"
import { erasureWindow } from "../retention/rules.ts"
import * as Account from "./model.ts"

type Verdict = Decision<Account.Event, Account.Refusal>

/** An account that was never opened, or is erased, takes no orders. */
export const unknown = (path: Path) => () => refuse(NoSuchAccount.make({ path }))
const tooLate = (path: Path) => () => refuse(Account.BeingErased.make({ path }))

/**
 * Where the portal asks for it, an account must be disabled before it is deleted. Deleting only starts a wait: nothing
 * is lost yet, and deleting again does not start the wait afresh.
 *
 * @rule ACC-12
 * @source 004, Deleting a backup account
 */
export const scheduleDeletion = (path: Path, account: Account.Account, facts: Account.Facts): Verdict =>
  Match.valueTags(account, {
    Absent: unknown(path),
    Enabled: () => facts.deletion.requiresDisabled ? refuse(Account.StillEnabled.make({ path })) : schedule(facts),
    Disabled: () => schedule(facts),
    PendingDeletion: () => nothing,
    Erasing: () => nothing,
    Erased: unknown(path)
  })

const schedule = ({ now, actor, deletion }: Account.Facts): Verdict =>
  accept(Account.DeletionScheduled.make({
    askedBy: actor,
    undoUntil: later(now, deletion.undo.selfServiceSeconds),
    ...erasureWindow(now, deletion.grace)
  }))

/**
 * For a few seconds a deletion can be taken back by the very person who asked for it. Afterwards only the support desk
 * can.
 *
 * @rule ACC-14
 * @source 004, Deleting a backup account
 */
export const undoDeletion = (path: Path, account: Account.Account, { now, actor }: Account.Facts): Verdict =>
  Match.valueTags(account, {
    Absent: unknown(path),
    Enabled: () => nothing,
    Disabled: () => nothing,
    PendingDeletion: ({ askedBy, undoUntil }) => {
      if (askedBy !== actor) return refuse(Account.NotYourDeletion.make({ path }))
      return isReached(undoUntil, now)
        ? refuse(Account.UndoExpired.make({ path, undoUntil }))
        : accept(Account.DeletionUndone.make({}))
    },
    Erasing: tooLate(path),
    Erased: unknown(path)
  })

/**
 * Until its data is being destroyed, the support desk brings an account back as it was.
 *
 * @rule ACC-14
 * @source 003, Disable or Delete Accounts; 004, Deleting a backup account
 */
export const recall = (path: Path, account: Account.Account, { deletion }: Account.Facts): Verdict =>
  Match.valueTags(account, {
    Absent: unknown(path),
    Enabled: () => nothing,
    Disabled: () => nothing,
    PendingDeletion: () => deletion.undo.then === "nobody"
      ? refuse(Account.NotRecallable.make({ path }))
      : accept(Account.DeletionUndone.make({})),
    Erasing: tooLate(path),
    Erased: unknown(path)
  })

/**
 * Only what waits to be erased is erased, and not before its time. From here on nothing leads back: the data is
 * destroyed next. Limits end with the account, so that whoever takes its name is not bound by them. Starting twice is
 * starting once.
 *
 * @rule ACC-13
 * @source 003, Disable or Delete Accounts; 004, Deleting a backup account
 */
export const erase = (path: Path, account: Account.Account, { now }: Account.Facts): Verdict =>
  Match.valueTags(account, {
    Absent: unknown(path),
    Enabled: () => refuse(Account.NotScheduled.make({ path })),
    Disabled: () => refuse(Account.NotScheduled.make({ path })),
    PendingDeletion: ({ eraseFrom, quota }) => isReached(eraseFrom, now)
      ? accept<Account.Event>(...withoutLimits(quota), Account.ErasureStarted.make({}))
      : refuse(Account.TooEarly.make({ path, eraseFrom })),
    Erasing: () => nothing,
    Erased: () => nothing
  })

const withoutLimits = (quota: Account.Living["quota"]): ReadonlyArray<Account.Event> =>
  Object.keys(quota).map((resource) => Account.QuotaSet.make({ resource: Resource.make(resource), limit: null }))

/** Once the data is destroyed, nothing of the account is left but its name and the id that nobody gets again. */
export const confirm = (
  path: Path, accountId: Account.AccountId, account: Account.Account, { now }: Account.Facts
): Verdict =>
  Match.valueTags(account, {
    Absent: unknown(path),
    Enabled: () => refuse(Account.NotScheduled.make({ path })),
    Disabled: () => refuse(Account.NotScheduled.make({ path })),
    PendingDeletion: () => refuse(Account.NotScheduled.make({ path })),
    // Whoever confirms late may find another bearer of the name being erased, whose data is still there.
    Erasing: (erasing) => erasing.accountId === accountId ? accept(Account.AccountErased.make({ at: now })) : nothing,
    Erased: () => nothing
  })
