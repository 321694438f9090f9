/** The power that each command on settings needs, at the place whose settings they are. */
import type { PermissionTable } from "../kernel/permit.ts"
import type { Command } from "./model.ts"

export const permissions: PermissionTable<Command> = {
  SaveSettings: "setting.save",
  SaveOwnSettings: "setting.own",
  LockSettings: "setting.lock",
  UnlockSettings: "setting.lock"
}
