/** The powers that each command on an account needs. Which role has which power is the portal's own data. */
import type { Permission, PermissionTable } from "../kernel/permit.ts"
import type { Command } from "./model.ts"

export const permissions: PermissionTable<Command> = {
  OpenAccount: "account.open",
  OpenRootAccount: "account.openRoot",
  // One save may touch several things, and needs the power for each.
  EditAccount: ({ comment, policy, quota }) => {
    const touched: ReadonlyArray<readonly [unknown, Permission]> = [
      [comment, "account.edit"], [policy, "account.policy"], [quota, "account.quota"]
    ]
    const needed = touched.flatMap(([field, permission]) => field === undefined ? [] : [permission])
    return needed.length === 0 ? ["account.edit"] : needed
  },
  ChangePassword: "account.changePassword",
  ReleaseLock: "account.releaseLock",
  SetSupervisor: "account.edit",
  AssignToCloud: "account.edit",
  AssignToMachine: "account.edit",
  ConnectMachine: "account.backUp",
  DisableAccount: "account.disable",
  EnableAccount: "account.enable",
  DeleteAccount: "account.delete",
  UndoDeletion: "account.undo",
  RecallAccount: "account.recall",
  EraseAccount: "account.erase",
  ConfirmErasure: "account.erase"
}
