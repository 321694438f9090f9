/** The power that each command on the wording of mails needs, at the enterprise whose mails they are. */
import type { PermissionTable } from "../kernel/permit.ts"
import type { Command } from "./model.ts"

export const permissions: PermissionTable<Command> = {
  EditTemplate: "notice.edit",
  RestoreTemplate: "notice.edit"
}
