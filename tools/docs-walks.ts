/** What the rules are walked with: every order, under every circumstance that a rule looks at. */
import { backupAccounts, backupAccountsClassic } from "@intendant/blueprints"
import { Account, Credential, isReached, later, Path, Policy, Portals, Quota, Segment } from "@intendant/core"
import * as DateTime from "effect/DateTime"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"

const now = DateTime.makeUnsafe("2026-01-15T10:00:00Z")
const moments = [{ seconds: 0 }, { seconds: 9 }, { hours: 20 }, { days: 30 }].map((after) => DateTime.add(now, after))
const group = Path.make("acme")
const path = Path.make("acme>nas")
const order = { path }
const password = Redacted.make("correct horse battery staple")
const readBlueprint = Schema.decodeUnknownSync(Portals.Blueprint)

type Orders = { readonly [Tag in Account.Command["_tag"]]: Extract<Account.Command, { readonly _tag: Tag }> }

/** One of each: the compiler sees to it. */
const orders: Omit<Orders, "OpenRootAccount"> = {
  OpenAccount: Account.OpenAccount.make({ under: group, name: Path.make("nas"), password }),
  EditAccount: Account.EditAccount.make({
    ...order, policy: { owner: group, name: Segment.make("nightly") }, quota: { [Quota.Resource.make("bytes")]: 500 }
  }),
  ChangePassword: Account.ChangePassword.make({ ...order, current: password, next: password, again: password }),
  ReleaseLock: Account.ReleaseLock.make(order),
  SetSupervisor: Account.SetSupervisor.make(order),
  AssignToCloud: Account.AssignToCloud.make(order),
  AssignToMachine: Account.AssignToMachine.make(order),
  ConnectMachine: Account.ConnectMachine.make({ ...order, machineId: "nas-1" }),
  DisableAccount: Account.DisableAccount.make(order),
  EnableAccount: Account.EnableAccount.make(order),
  DeleteAccount: Account.DeleteAccount.make(order),
  UndoDeletion: Account.UndoDeletion.make(order),
  RecallAccount: Account.RecallAccount.make(order),
  EraseAccount: Account.EraseAccount.make(order),
  ConfirmErasure: Account.ConfirmErasure.make({ ...order, accountId: Account.AccountId.make("acc_1") })
}

const factsOf = (blueprint: Portals.Blueprint, more: Partial<Account.Facts>): Account.Facts => ({
  ...blueprint, now, actor: "ada", newId: Account.AccountId.make("acc_1"), password: "right", passwordsMatch: true,
  policyKnown: true, ...more
})

/** Nothing that is described, counted or limited opens or closes a door: such states are looked at once. */
const doorsOf = (account: Account.Account): unknown =>
  Account.isLiving(account)
    ? { ...account, openedAt: 0, epoch: 0, comment: "", policy: null, quota: {} }
    : account._tag

const accountWalk = (encoded: typeof Portals.Blueprint.Encoded) => {
  const blueprint = readBlueprint(encoded)
  const { initial, decide, evolve } = Account.concept
  const others: ReadonlyArray<Partial<Account.Facts>> =
    [{ password: "wrong" }, { passwordsMatch: false }, { policyKnown: false }]
  const undoSeconds = blueprint.deletion.undo.selfServiceSeconds
  return {
    initial, decide, evolve, name: doorsOf,
    /** Whether a step is taken no earlier than the deletion that it follows. */
    isForward: ({ from, facts }: { readonly from: Account.Account; readonly facts: Account.Facts }): boolean =>
      from._tag !== "PendingDeletion" || isReached(later(from.undoUntil, -undoSeconds), facts.now),
    commands: [
      ...Object.values(orders), Account.ConnectMachine.make({ ...order, machineId: "nas-2" })
    ] satisfies ReadonlyArray<Account.Command>,
    circumstances: [
      ...moments.flatMap((moment) => ["ada", "bob"].map((actor) => factsOf(blueprint, { now: moment, actor }))),
      ...others.map((more) => factsOf(blueprint, more))
    ]
  }
}

export const accountWalks = {
  "backup-accounts": accountWalk(backupAccounts),
  "backup-accounts-classic": accountWalk(backupAccountsClassic)
}

const policy = { owner: group, name: Segment.make("nightly") }

export const policyWalk = {
  ...Policy.concept,
  commands: [
    Policy.DefinePolicy.make({ ...policy, settings: { "schedule.hour": 3 } }),
    Policy.DefinePolicy.make({ ...policy, settings: { "schedule.hour": "three" } }),
    Policy.WithdrawPolicy.make(policy)
  ] satisfies ReadonlyArray<Policy.Command>,
  circumstances: [{ ...readBlueprint(backupAccounts), ownerId: "acc_1" }],
  name: (state: Policy.Policy): unknown => state
}

const tokenId = Credential.TokenId.make("tok_1")
const owner = Credential.AccountOwner.make({ path, accountId: "acc_1" })

export const tokenWalk = {
  ...Credential.tokens,
  commands: [
    Credential.IssueToken.make({ tokenId, owner, label: "agent" }),
    Credential.RevokeToken.make({ tokenId, owner }),
    Credential.RevokeToken.make({ tokenId, owner: Credential.RoleOwner.make({ role: "operator" }) })
  ] satisfies ReadonlyArray<Credential.Command>,
  circumstances: [{ now, digest: "digest" }],
  name: (state: Credential.Token): unknown => state
}
