/** The power that each command on a policy needs, at the account that makes it. */
import type { PermissionTable } from "../kernel/permit.ts"
import type { Command } from "./model.ts"

export const permissions: PermissionTable<Command> = {
  DefinePolicy: "policy.define",
  WithdrawPolicy: "policy.define"
}
