/** The power that each command on a contract needs. */
import type { PermissionTable } from "../kernel/permit.ts"
import type { Command } from "./model.ts"

export const permissions: PermissionTable<Command> = {
  SignContract: "contract.sign",
  ChangeTerms: "contract.sign"
}
