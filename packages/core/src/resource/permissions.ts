/** The power that each command on a resource needs, at the resource, or at what a new one is to stand in. */
import type { Permission, PermissionTable } from "../kernel/permit.ts"
import type { Command, Kind } from "./model.ts"

/** To make new companies is granted on the client; what is made in a company is a change to that company. */
const creating: Readonly<Record<Kind, Permission>> = {
  client: "client.create", space: "space.create", contract: "contract.create", company: "company.create",
  register: "company.update", record: "company.update", container: "container.create"
}

export const permissions: PermissionTable<Command> = {
  CreateNode: ({ kind }) => [creating[kind]],
  GrantAccess: "company.share",
  WithdrawAccess: "company.share",
  SetContainerPermissions: "container.edit",
  AddDataManagers: "container.edit",
  RemoveDataManagers: "container.edit"
}
