/** The power that each command on a token needs. */
import type { PermissionTable } from "../kernel/permit.ts"
import type { Command } from "./model.ts"

export const permissions: PermissionTable<Command> = {
  IssueToken: "token.issue",
  RevokeToken: "token.revoke"
}
