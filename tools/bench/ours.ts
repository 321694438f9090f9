/** Intendant as the subject of the benches. */
import { backupAccountsClassic } from "@intendant/blueprints"
import { Account, Path, Portals } from "@intendant/core"
import * as DateTime from "effect/DateTime"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { commands, ledger, tree } from "./ours-postgres.ts"
import type { DecideSubject, Subject } from "./subject.ts"

const path = Path.make("acme>nas")
const accountId = Account.AccountId.make("acc_1")
const blueprint = Schema.decodeUnknownSync(Portals.Blueprint)(backupAccountsClassic)
const opened = DateTime.makeUnsafe("2026-01-01T00:00:00Z")
const disabled = Account.Disabled.make({
  path, accountId, openedAt: opened, epoch: 0, use: "machine", comment: "", policy: null, quota: {}, lease: null
})
const order = Account.DeleteAccount.make({ path })
let now = Date.UTC(2026, 0, 1)
let decided: unknown

/** A disabled account is deleted, at another instant each time. */
const decide: DecideSubject = () => {
  now += 1
  const decision = Account.decide(order, disabled, {
    ...blueprint, now: DateTime.makeUnsafe(now), actor: "acc_0", newId: accountId, password: "notAsked",
    passwordsMatch: false, policyKnown: false
  })
  decided = decision
  return Result.isSuccess(decision) && decided !== undefined
}

export const ours: Subject = { decide, commands, ledger, tree }
