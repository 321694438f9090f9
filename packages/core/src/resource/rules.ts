/** What is given over resources, in the kernel's words: so that one rule decides all powers. */
import * as Result from "effect/Result"
import { descend, Path } from "../kernel/path.ts"
import { type Actor, type Denial, type Grant, type Permission, permit, permitBelow } from "../kernel/permit.ts"
import type { Access, Action, Command, FileAction, Kind, Node, Resource } from "./model.ts"

/** What a kind of resource stands in, where that is a resource too; others stand in their client. */
export const holderOf: Readonly<Record<Kind, Kind | undefined>> = {
  client: undefined, space: undefined, contract: undefined, company: undefined, register: "company",
  record: "register", container: undefined
}

/** What can be granted on each kind: registers and records inherit from their company and have nothing of their own. */
export const grantable: Readonly<Record<Kind, ReadonlyArray<Action>>> = {
  client: ["create"], space: [], contract: [], company: ["read", "update", "delete"], register: [], record: [],
  container: []
}

export const isTenant = (kind: Kind): boolean => kind === "client" || kind === "space"

type Creation = Extract<Command, { readonly _tag: "CreateNode" }>

/** What a new resource is to stand in, as the caller says. */
export const underOf = ({ client, parent }: Creation): Path => parent?.place ?? client

/** Where a new resource will stand: a tenant's own node at the tenant's place, any other below what holds it. */
export const placeOf = (asked: Creation): Path =>
  isTenant(asked.kind) ? asked.client : descend(underOf(asked), Path.make(asked.nodeId))

/**
 * The grant that an action on a resource becomes. Reading, updating and deleting cover the company itself and all that
 * it holds; making new companies is a power over the client, and reaches nothing that is in it.
 *
 * @rule ROL-4
 * @source 002, Permissions granulaires
 */
const grantOfAction = (action: Action, place: Path): Grant =>
  ({ permission: `company.${action}`, reach: action === "create" ? "itself" : "within", place })

const grantOfFiles = (action: FileAction, place: Path): Grant =>
  ({ permission: `container.${action}`, reach: "within", place })

export const grantsOfActions = (actions: ReadonlyArray<Action>, place: Path): ReadonlyArray<Grant> =>
  actions.map((action) => grantOfAction(action, place))
export const grantsOfFiles = (actions: ReadonlyArray<FileAction>, place: Path): ReadonlyArray<Grant> =>
  actions.map((action) => grantOfFiles(action, place))

/** Someone who may have been granted something: a user of one client, with the roles that they have there. */
export interface Subject {
  readonly userId: string
  readonly roles: ReadonlyArray<string>
  readonly clientId: string
}

/**
 * Everything that was granted to a user over these resources, directly, through a role, or with everyone else: all of
 * it together. Resources of another client give nothing, nor do those of an earlier client of the same name.
 *
 * @rule ROL-4, ROL-5
 * @source 002, Permissions granulaires; 001, Gestion des conteneurs
 */
export const grantsFor = (subject: Subject, resources: ReadonlyArray<Resource>): ReadonlyArray<Grant> =>
  resources.flatMap((resource): ReadonlyArray<Grant> => {
    if (resource._tag === "Absent" || resource.clientId !== subject.clientId) return []
    return [...grantsOfAccess(subject, resource), ...grantsOfContainer(subject, resource)]
  })

const grantsOfAccess = (subject: Subject, { grants, place }: Node): ReadonlyArray<Grant> =>
  grants.filter(({ to }) => isMeant(to, subject)).flatMap(({ actions }) => grantsOfActions(actions, place))

/** All data managers of a container have the same powers. */
const grantsOfContainer = ({ userId }: Subject, { dataManagers, fileActions, place }: Node): ReadonlyArray<Grant> =>
  dataManagers.includes(userId) ? grantsOfFiles(fileActions, place) : []

const isMeant = (to: Access["to"], { userId, roles }: Subject): boolean => {
  switch (to._tag) {
    case "User": return to.userId === userId
    case "Role": return roles.includes(to.role)
    case "Everyone": return true
  }
}

/**
 * Why an actor may not give these grants, if so: nobody gives what they do not hold, as far as it would reach. Who
 * holds a power over a company alone cannot give it over the registers in it.
 *
 * @rule ROL-6
 * @source ours: nobody grants what they do not hold
 */
export const missing = (actor: Actor, grants: ReadonlyArray<Grant>): Denial | undefined =>
  grants.map((grant) => missingFor(actor, grant.permission, grant)).find((denial) => denial !== undefined)

const missingFor = (actor: Actor, permission: Permission, grant: Grant): Denial | undefined => {
  const place = grant.reach === "everywhere" ? undefined : grant.place
  const here = permit(actor, permission, place)
  if (Result.isFailure(here)) return here.failure
  const below = grant.reach === "itself" ? here : permitBelow(actor, permission, place)
  return Result.isFailure(below) ? below.failure : undefined
}
