/**
 * A resource: a company, a register, a record, a container, a contract, a space. So far it is a node of the tree that
 * powers can be given over, and nothing more. All its words are in this file.
 */
import * as Schema from "effect/Schema"
import { isDescent, Path } from "../kernel/path.ts"
import { type Actor, Denial } from "../kernel/permit.ts"
import { refusal } from "../kernel/refusal.ts"
import { variant } from "../kernel/variant.ts"
import { Role } from "../role/model.ts"

// ------------------------------------------------------------------------------------------------- words

/** An id that is never given twice. It is the last segment of the resource's place too, so that no place is either. */
export const NodeId = Schema.String.check(
  Schema.isPattern(/^[A-Za-z0-9_-]{1,100}$/, { description: "a resource's id, as `res_…`" })
).pipe(Schema.brand("NodeId"))
export type NodeId = typeof NodeId.Type

/** A client and a space are whole tenants: the place of such a node is the tenant's own. */
export const Kind = Schema.Literals(["client", "space", "contract", "company", "register", "record", "container"])
export type Kind = typeof Kind.Type

/** What can be granted: on a company, all that is done to it; on a client, that new companies are made there. */
export const Action = Schema.Literals(["read", "update", "delete", "create"])
export type Action = typeof Action.Type

/** What data managers may do with the files of a container. */
export const FileAction = Schema.Literals(["view", "download", "delete"])
export type FileAction = typeof FileAction.Type

const UserId = Schema.String.check(Schema.isPattern(/^[A-Za-z0-9_-]{1,100}$/, { description: "a user's id" }))
const UserIds = Schema.Array(UserId).check(Schema.isMinLength(1), Schema.isMaxLength(500))

/** One user, by the id and never by a name; the users of one role; or all users: of the client, in each case. */
export const Grantee = Schema.Union([
  variant("User", { userId: UserId }), Schema.TaggedStruct("Role", { role: Role }),
  variant("Everyone", {})
])
export type Grantee = typeof Grantee.Type

const Actions = Schema.Array(Action).check(Schema.isMinLength(1), Schema.isMaxLength(4))

/** What one grantee was given on a resource: each action once. */
export const Access = Schema.Struct({ to: Grantee, actions: Schema.Array(Action) })
export type Access = typeof Access.Type

/** Which resource, and where the caller says that it is: a resource elsewhere is not found. */
export const NodeRef = Schema.Struct({ nodeId: NodeId, place: Path })
export type NodeRef = typeof NodeRef.Type

// ------------------------------------------------------------------------------------------------- state

export const Absent = variant("Absent", {})
export const Node = variant("Node", {
  ...NodeRef.fields,
  kind: Kind,
  client: Path,
  /** Who bore the client's name when it was made: whoever bears it later has none of this. */
  clientId: Schema.String,
  parent: Schema.optionalKey(NodeId),
  grants: Schema.Array(Access),
  /** What every data manager may do; only a container has any. */
  fileActions: Schema.Array(FileAction),
  dataManagers: Schema.Array(UserId)
})
export type Node = typeof Node.Type

export const Resource = Schema.Union([Absent, Node])
export type Resource = typeof Resource.Type

// ---------------------------------------------------------------------------------------------- commands

/** Where a new resource will stand: a tenant's own node at its place, any other one level below what holds it. */
const fits = Schema.makeFilter(({ nodeId, kind, client, parent }: {
  readonly nodeId: string; readonly kind: Kind; readonly client: Path; readonly parent?: NodeRef
}) => {
  if (kind === "client" || kind === "space") return true
  return isDescent(parent?.place ?? client, Path.make(nodeId)) || { path: ["parent"], issue: "is too deep" }
})
/** The id is minted: it is never taken from a request. That of a client or a space is the tenant's own. */
export const CreateNode = variant("CreateNode", {
  nodeId: NodeId, kind: Kind, client: Path, parent: Schema.optionalKey(NodeRef)
}).check(fits)
export const GrantAccess = variant("GrantAccess", { ...NodeRef.fields, to: Grantee, actions: Actions })
export const WithdrawAccess = variant("WithdrawAccess", {
  ...NodeRef.fields, to: Grantee, actions: Actions
})
/** Says all of what data managers may do, in place of what was said before. */
export const SetContainerPermissions = variant("SetContainerPermissions", {
  ...NodeRef.fields, fileActions: Schema.Array(FileAction).check(Schema.isMaxLength(3))
})
export const AddDataManagers = variant("AddDataManagers", { ...NodeRef.fields, userIds: UserIds })
export const RemoveDataManagers = variant("RemoveDataManagers", { ...NodeRef.fields, userIds: UserIds })

export const Command = Schema.Union([
  CreateNode, GrantAccess, WithdrawAccess, SetContainerPermissions, AddDataManagers, RemoveDataManagers
])
export type Command = typeof Command.Type

// ------------------------------------------------------------------------------------------------ events

export const NodeCreated = variant("NodeCreated", {
  ...NodeRef.fields, kind: Kind, client: Path, clientId: Schema.String, parent: Schema.optionalKey(NodeId)
})
/** Only what the grantee did not have before. */
export const AccessGranted = variant("AccessGranted", Access.fields)
export const AccessWithdrawn = variant("AccessWithdrawn", Access.fields)
export const ContainerPermissionsSet = variant("ContainerPermissionsSet", {
  fileActions: Schema.Array(FileAction)
})
export const DataManagersAdded = variant("DataManagersAdded", { userIds: Schema.Array(UserId) })
export const DataManagersRemoved = variant("DataManagersRemoved", { userIds: Schema.Array(UserId) })

export const Event = Schema.Union([
  NodeCreated, AccessGranted, AccessWithdrawn, ContainerPermissionsSet, DataManagersAdded, DataManagersRemoved
])
export type Event = typeof Event.Type

// ---------------------------------------------------------------------------------------------- refusals

/** There is no such resource at that place, or it was made for a client that no longer is. */
export const NoSuchNode = refusal("NoSuchNode", "ROL-4", { place: Path })
/** Another resource has this id. */
export const NodeTaken = refusal("NodeTaken", "ROL-4", { nodeId: NodeId })
/** A resource of that kind cannot stand there: what should hold it is missing, or is something else. */
export const Misplaced = refusal("Misplaced", "ROL-4", { kind: Kind, under: Path })
/** These actions are not granted on a resource of that kind; those that are, are told. */
export const NotGrantable = refusal("NotGrantable", "ROL-4", {
  place: Path, actions: Schema.Array(Action), grantable: Schema.Array(Action)
})
/** Only a container has files, and people who manage them. */
export const NotAContainer = refusal("NotAContainer", "ROL-5", { place: Path })
/** These are no users of the client: whether they are anybody else's is not told. */
export const NotOfClient = refusal("NotOfClient", "CON-4", { client: Path, userIds: UserIds })

/** What is refused besides: to give a power that one does not hold. */
export const Refusal = Schema.Union([
  NoSuchNode, NodeTaken, Misplaced, NotGrantable, NotAContainer, NotOfClient, ...Denial.members
])
export type Refusal = typeof Refusal.Type

/** What a decision about a resource may know besides the resource itself. */
export interface Facts {
  /** Who asks, and what they hold. */
  readonly actor: Actor
  /** The id of the tenant that bears the client's name now; none where nobody does. */
  readonly clientId: string | undefined
  /** What is to hold a new resource, as it stands now. */
  readonly parent: Resource
  /** Those of the users named who are users of the client. */
  readonly members: ReadonlyArray<string>
}

/** Whether two grantees are the same. */
export const isSame = (one: Grantee, other: Grantee): boolean => {
  switch (one._tag) {
    case "User": return other._tag === "User" && other.userId === one.userId
    case "Role": return other._tag === "Role" && other.role === one.role
    case "Everyone": return other._tag === "Everyone"
  }
}
