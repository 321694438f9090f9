/** What may happen to a backup account. First the list of commands, then one rule each, a line per status. */
import * as Match from "effect/Match"
import { accept, type Decision, nothing, refuse } from "../kernel/decider.ts"
import { isReached, later } from "../kernel/moment.ts"
import { descend, Path } from "../kernel/path.ts"
import { PasswordsDiffer, WrongPassword } from "../credential/model.ts"
import { NoSuchPolicy } from "../policy/model.ts"
import { isNameFree } from "../retention/rules.ts"
import { confirm, erase, recall, scheduleDeletion, undoDeletion, unknown } from "./deletion.ts"
import * as Account from "./model.ts"
import { limitsOf, may } from "./rules.ts"

export type Verdict = Decision<Account.Event, Account.Refusal>

export const decide = (command: Account.Command, account: Account.Account, facts: Account.Facts): Verdict =>
  Match.valueTags(command, {
    OpenAccount: ({ under, name }) => open(descend(under, name), account, facts),
    OpenRootAccount: ({ name }) => open(Path.make(name), account, facts),
    EditAccount: (edit) => whileUsed(edit.path, account, (live) => change(edit, live, facts)),
    ChangePassword: ({ path }) => whileUsed(path, account, () => changePassword(facts)),
    ReleaseLock: ({ path }) => whileUsed(path, account, () => accept(Account.LockReleased.make({}))),
    SetSupervisor: ({ path }) => whileUsed(path, account, (live) => use("grouping", live)),
    AssignToCloud: ({ path }) => whileUsed(path, account, (live) => use("cloud", live)),
    AssignToMachine: ({ path }) => whileUsed(path, account, (live) => use("machine", live)),
    ConnectMachine: ({ path, machineId }) => whileUsed(path, account, (live) => connect(machineId, live, facts)),
    DisableAccount: ({ path }) => disable(path, account),
    EnableAccount: ({ path }) => enable(path, account),
    DeleteAccount: ({ path }) => scheduleDeletion(path, account, facts),
    UndoDeletion: ({ path }) => undoDeletion(path, account, facts),
    RecallAccount: ({ path }) => recall(path, account, facts),
    EraseAccount: ({ path }) => erase(path, account, facts),
    ConfirmErasure: ({ path, accountId }) => confirm(path, accountId, account, facts)
  })

type InUse = typeof Account.Enabled.Type | typeof Account.Disabled.Type

/** What is deleted is first brought back, and what is being erased takes no orders any more. */
const whileUsed = (path: Path, account: Account.Account, rule: (account: InUse) => Verdict): Verdict =>
  Match.valueTags(account, {
    Absent: unknown(path),
    Enabled: rule,
    Disabled: rule,
    PendingDeletion: ({ eraseFrom }) => refuse(Account.AwaitingDeletion.make({ path, eraseFrom })),
    Erasing: () => refuse(Account.BeingErased.make({ path })),
    Erased: unknown(path)
  })

/**
 * A name belongs to one account at a time, in full and to the letter. An account that waits to be erased still bears
 * its own; once erased, a name is free again when the portal says so, and whoever takes it inherits nothing. A parent
 * need not exist, and one that is opened later changes nothing below it.
 *
 * @rule ACC-15
 * @source 004, Deleting a backup account; 003, Credentials, Name
 */
const open = (path: Path, account: Account.Account, { now, newId, deletion }: Account.Facts): Verdict => {
  const opened = accept(Account.AccountOpened.make({ path, accountId: newId, at: now }))
  const reserved = refuse(Account.NameReserved.make({ path }))
  return Match.valueTags(account, {
    Absent: () => opened,
    Enabled: () => refuse(Account.NameTaken.make({ path })),
    Disabled: () => refuse(Account.NameTaken.make({ path })),
    PendingDeletion: () => reserved,
    Erasing: () => reserved,
    Erased: ({ erasedAt }) => isNameFree(erasedAt, deletion.nameReservation, now) ? opened : reserved
  })
}

/**
 * Edits are saved together: the comment, the policy (one at most) and the allocated amounts. What stays as it was
 * leaves no trace. A limit below what is used already takes nothing away, and refuses more.
 *
 * @rule ACC-20
 * @source 003, Storage Allocation (Quota), Comments, Apply a Policy
 */
const change = (edit: typeof Account.EditAccount.Type, account: InUse, facts: Account.Facts): Verdict => {
  const { comment = account.comment, policy = account.policy } = edit
  if (edit.policy !== undefined && edit.policy !== null && !facts.policyKnown) {
    return refuse(NoSuchPolicy.make({ policy: edit.policy }))
  }
  const details = {
    ...(comment === account.comment ? {} : { comment }),
    ...(samePolicy(policy, account.policy) ? {} : { policy })
  }
  const limits = limitsOf(edit.quota ?? {}, account.quota, facts)
  return accept<Account.Event>(
    ...(Object.keys(details).length === 0 ? [] : [Account.DetailsChanged.make(details)]),
    ...limits.map(({ resource, limit }) => Account.QuotaSet.make({ resource, limit }))
  )
}

type Chosen = InUse["policy"]
const samePolicy = (one: Chosen, other: Chosen): boolean => one?.owner === other?.owner && one?.name === other?.name

/**
 * A password guards the data key: it is changed only by who knows the current one, and types the new one twice.
 * Nobody resets or overwrites it.
 *
 * @rule ACC-5
 * @source 003, Change Password
 */
const changePassword = ({ password, passwordsMatch }: Account.Facts): Verdict => {
  if (password !== "right") return refuse(WrongPassword.make({}))
  return passwordsMatch ? accept(Account.PasswordChanged.make({})) : refuse(PasswordsDiffer.make({}))
}

/**
 * An account is one machine's, a cloud-to-cloud agent's, or a supervisor that only groups others, performs no backup
 * and raises no alert. Each can be taken back at any time.
 *
 * @rule ACC-9
 * @source 003, Set as Supervisor, Cloud-to-Cloud Assignment
 */
const use = (wanted: Account.Use, account: InUse): Verdict =>
  account.use === wanted ? nothing : accept(Account.UseChanged.make({ use: wanted }))

/**
 * One account, one agent, one machine. While the machine that uses the account gives signs of life, another is refused;
 * afterwards the other takes over, with the same account and its history.
 *
 * @rule ACC-7
 * @source 003, Best Practices
 */
const connect = (machineId: string, account: InUse, facts: Account.Facts): Verdict => {
  const { path, lease } = account
  if (account.use !== "machine") return refuse(Account.NoMachineHere.make({ path, use: account.use }))
  if (!may(account, "backUp", facts)) return refuse(Account.BackupBlocked.make({ path }))
  const connected = accept(Account.MachineConnected.make({ machineId, at: facts.now }))
  if (lease === null || lease.machineId === machineId) return connected
  const liveUntil = later(lease.seenAt, facts.account.liveFor)
  return isReached(liveUntil, facts.now)
    ? connected
    : refuse(Account.MachineInUse.make({ path, machineId: lease.machineId, liveUntil }))
}

/**
 * Disabling blocks backups and deletes nothing; enabling is the inverse. No other account is touched.
 *
 * @rule ACC-11
 * @source 003, Disable or Delete Accounts; 004, Disabling a backup account
 */
const disable = (path: Path, account: Account.Account): Verdict =>
  whileUsed(path, account, ({ _tag }) => _tag === "Enabled" ? accept(Account.AccountDisabled.make({})) : nothing)

const enable = (path: Path, account: Account.Account): Verdict =>
  whileUsed(path, account, ({ _tag }) => _tag === "Disabled" ? accept(Account.AccountEnabled.make({})) : nothing)
