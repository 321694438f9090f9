/** An account in every status, a command of every kind, and two portals: what the tests about accounts begin with. */
import * as DateTime from "effect/DateTime"
import * as Redacted from "effect/Redacted"
import { Account } from "../src/index.ts"
import { type Moment, Path, Quota, Segment } from "../src/index.ts"

export const at = (text: string): Moment => DateTime.makeUnsafe(text)
export const path = Path.make("company>client")
export const now = at("2026-01-15T10:00:00Z")
export const bytes = Quota.Resource.make("bytes")

const status: Account.Blueprint["status"] = {
  capabilities: {
    Enabled: ["signIn", "administer", "backUp", "restore", "alert"],
    Disabled: ["signIn", "restore"],
    PendingDeletion: []
  }
}
const shared = {
  status, account: { liveFor: 900 },
  limits: { mode: { machines: "soft" } }, quota: { thresholds: [80, 100], reservationSeconds: 3_600 }
} as const

/** The portal of the guides' present edition: erased next morning, undone by the support desk alone. */
const present: Account.Blueprint & Quota.Blueprint = {
  ...shared,
  deletion: {
    requiresDisabled: false,
    grace: { _tag: "NextMorning", hour: 6, zone: "Europe/Paris" },
    undo: { selfServiceSeconds: 0, then: "support" },
    nameReservation: { _tag: "UntilErased" }
  }
}
/** The portal of the earlier edition: disabled first, undone within seconds, erased within a week. */
const classic: typeof present = {
  ...shared,
  deletion: {
    requiresDisabled: true,
    grace: { _tag: "Window", minDays: 1, maxDays: 7 },
    undo: { selfServiceSeconds: 10, then: "support" },
    nameReservation: { _tag: "UntilErased" }
  }
}
export const portals = { present, classic }

/** What a decision knows, unless the test says otherwise: Ada asks, and knows her password. */
export const facts = (blueprint: typeof present = present, more: Partial<Account.Facts> = {}): Account.Facts => ({
  ...blueprint, now, actor: "ada", newId: Account.AccountId.make("acc_2"), password: "right", passwordsMatch: true,
  policyKnown: true, ...more
})

const profile = {
  path, accountId: Account.AccountId.make("acc_1"), openedAt: at("2026-01-01T00:00:00Z"), epoch: 0,
  use: "machine", comment: "", policy: null, quota: {}, lease: null
} as const
export const undoUntil = DateTime.add(now, { seconds: 10 })
export const eraseFrom = at("2026-01-16T05:00:00Z")

/** One account, in each of its statuses. */
export const accounts = {
  Absent: Account.initial,
  Enabled: Account.Enabled.make(profile),
  Disabled: Account.Disabled.make(profile),
  PendingDeletion: Account.PendingDeletion.make({
    ...profile, was: "Enabled", askedBy: "ada", undoUntil, eraseFrom, eraseBy: eraseFrom
  }),
  Erasing: Account.Erasing.make({ path, accountId: profile.accountId }),
  Erased: Account.Erased.make({ path, accountId: profile.accountId, erasedAt: at("2026-01-14T00:00:00Z") })
}

type Commands = { readonly [Tag in Account.Command["_tag"]]: Extract<Account.Command, { readonly _tag: Tag }> }
const password = Redacted.make("canary")

/** A command of every kind, on the account of that name. */
export const commandsOn = (name: Path): Commands => {
  const [group = "", ...rest] = name.split(">")
  const order = { path: name }
  return {
    OpenAccount: Account.OpenAccount.make({ under: Path.make(group), name: Path.make(rest.join(">")), password }),
    OpenRootAccount: Account.OpenRootAccount.make({ name: Segment.make("company"), password }),
    EditAccount: Account.EditAccount.make({
      ...order, comment: "in the cellar", policy: { owner: Path.make(group), name: Segment.make("nightly") },
      quota: { [bytes]: 500 }
    }),
    ChangePassword: Account.ChangePassword.make({ ...order, current: password, next: password, again: password }),
    ReleaseLock: Account.ReleaseLock.make(order),
    SetSupervisor: Account.SetSupervisor.make(order),
    AssignToCloud: Account.AssignToCloud.make(order),
    AssignToMachine: Account.AssignToMachine.make(order),
    ConnectMachine: Account.ConnectMachine.make({ ...order, machineId: "nas" }),
    DisableAccount: Account.DisableAccount.make(order),
    EnableAccount: Account.EnableAccount.make(order),
    DeleteAccount: Account.DeleteAccount.make(order),
    UndoDeletion: Account.UndoDeletion.make(order),
    RecallAccount: Account.RecallAccount.make(order),
    EraseAccount: Account.EraseAccount.make(order),
    ConfirmErasure: Account.ConfirmErasure.make({ ...order, accountId: profile.accountId })
  }
}
