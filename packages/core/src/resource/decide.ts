/** What may happen to a resource. First the list of commands, then one rule each. */
import * as Match from "effect/Match"
import * as Result from "effect/Result"
import { accept, type Decision, nothing, refuse } from "../kernel/decider.ts"
import { type Grant, NoSuchAccount } from "../kernel/permit.ts"
import * as Resource from "./model.ts"
import {
  grantable, grantsOfActions, grantsOfFiles, holderOf, isTenant, missing, placeOf, underOf
} from "./rules.ts"

type Verdict = Decision<Resource.Event, Resource.Refusal>
type Order<Tag extends Resource.Command["_tag"]> = Extract<Resource.Command, { readonly _tag: Tag }>

export const decide = (command: Resource.Command, state: Resource.Resource, facts: Resource.Facts): Verdict =>
  Match.valueTags(command, {
    CreateNode: (asked) => create(asked, state, facts),
    GrantAccess: (asked) => onNode(asked, state, facts, (node) => grant(asked, node, facts)),
    WithdrawAccess: (asked) => onNode(asked, state, facts, (node) => withdraw(asked, node)),
    SetContainerPermissions: (asked) => onContainer(asked, state, facts, (node) => setPermissions(asked, node, facts)),
    AddDataManagers: (asked) => onContainer(asked, state, facts, (node) => addManagers(asked, node, facts)),
    RemoveDataManagers: (asked) => onContainer(asked, state, facts, (node) => removeManagers(asked, node))
  })

/**
 * A resource is found by its id, at the very place where the caller was permitted: who names a place of their own with
 * the id of another's resource finds nothing. Nor is anything found of a client whose name another bears now.
 *
 * @rule ROL-6
 * @source ours: nobody acts outside their own subtree
 */
const onNode = (
  { place }: Resource.NodeRef, state: Resource.Resource, { clientId }: Resource.Facts,
  then: (node: Resource.Node) => Verdict
): Verdict =>
  Match.valueTags(state, {
    Absent: () => refuse(Resource.NoSuchNode.make({ place })),
    Node: (node) => node.place === place && node.clientId === clientId
      ? then(node)
      : refuse(Resource.NoSuchNode.make({ place }))
  })

const onContainer = (
  ref: Resource.NodeRef, state: Resource.Resource, facts: Resource.Facts, then: (node: Resource.Node) => Verdict
): Verdict =>
  onNode(ref, state, facts, (node) =>
    node.kind === "container" ? then(node) : refuse(Resource.NotAContainer.make({ place: node.place })))

/** Registers stand in companies, records in registers, everything else in its client. */
const create = (asked: Order<"CreateNode">, state: Resource.Resource, facts: Resource.Facts): Verdict => {
  const { nodeId, kind, client, parent } = asked
  const { clientId } = facts
  if (clientId === undefined) return refuse(NoSuchAccount.make({ path: client }))
  if (isTenant(kind) !== (nodeId === clientId) || !isHeld(asked, facts)) {
    return refuse(Resource.Misplaced.make({ kind, under: underOf(asked) }))
  }
  const made = {
    nodeId, place: placeOf(asked), kind, client, clientId, ...parent === undefined ? {} : { parent: parent.nodeId }
  }
  return Match.valueTags(state, {
    Absent: () => accept(Resource.NodeCreated.make(made)),
    Node: (node) => node.place === made.place && node.kind === kind && node.clientId === clientId
      ? nothing
      : refuse(Resource.NodeTaken.make({ nodeId }))
  })
}

/** Whether what is to hold it is there, of the right kind, of the same client, and where the caller says. */
const isHeld = ({ kind, client, parent }: Order<"CreateNode">, facts: Resource.Facts): boolean => {
  const holder = holderOf[kind]
  if (holder === undefined || parent === undefined) return holder === parent
  const found = facts.parent
  return found._tag === "Node" && found.kind === holder && found.nodeId === parent.nodeId
    && found.place === parent.place && found.client === client && found.clientId === facts.clientId
}

/**
 * Access to a company is given to one user, to a role or to everyone of the client; to read, update or delete it, with
 * all that it holds. That new companies may be made is granted on the client. What was given before stays.
 *
 * @rule ROL-4
 * @source 002, Permissions granulaires
 */
const grant = ({ to, actions }: Order<"GrantAccess">, node: Resource.Node, facts: Resource.Facts): Verdict => {
  const { place, kind } = node
  const others = actions.filter((action) => !grantable[kind].includes(action))
  if (others.length > 0) {
    return refuse(Resource.NotGrantable.make({ place, actions: others, grantable: grantable[kind] }))
  }
  return Result.flatMap(allOf(to._tag === "User" ? [to.userId] : [], node, facts), () =>
    ifHeld(facts, grantsOfActions(actions, place), () => {
      const had = accessOf(node, to)
      const more = [...new Set(actions)].filter((action) => !had.includes(action))
      return more.length === 0 ? nothing : accept(Resource.AccessGranted.make({ to, actions: more }))
    }))
}

const accessOf = ({ grants }: Resource.Node, to: Resource.Grantee): ReadonlyArray<Resource.Action> =>
  grants.find((access) => Resource.isSame(access.to, to))?.actions ?? []

const withdraw = ({ to, actions }: Order<"WithdrawAccess">, node: Resource.Node): Verdict => {
  const less = accessOf(node, to).filter((action) => actions.includes(action))
  return less.length === 0 ? nothing : accept(Resource.AccessWithdrawn.make({ to, actions: less }))
}

/**
 * What data managers may do is said once for the container, and holds for all of them. To take away needs no power
 * over the files; to give does.
 *
 * @rule ROL-5
 * @source 001, Gestion des conteneurs
 */
const setPermissions = (
  { fileActions }: Order<"SetContainerPermissions">, node: Resource.Node, facts: Resource.Facts
): Verdict => {
  const asked = Resource.FileAction.literals.filter((action) => fileActions.includes(action))
  const more = asked.filter((action) => !node.fileActions.includes(action))
  return ifHeld(facts, grantsOfFiles(more, node.place), () =>
    more.length === 0 && asked.length === node.fileActions.length
      ? nothing
      : accept(Resource.ContainerPermissionsSet.make({ fileActions: asked })))
}

/**
 * Data managers are users of the same client. All who are named are added, or nobody.
 *
 * @rule CON-4
 * @source 001, Gestion des conteneurs
 */
const addManagers = (
  { userIds }: Order<"AddDataManagers">, node: Resource.Node, facts: Resource.Facts
): Verdict =>
  Result.flatMap(allOf(userIds, node, facts), () =>
    ifHeld(facts, grantsOfFiles(node.fileActions, node.place), () => {
      const more = [...new Set(userIds)].filter((userId) => !node.dataManagers.includes(userId))
      return more.length === 0 ? nothing : accept(Resource.DataManagersAdded.make({ userIds: more }))
    }))

const removeManagers = ({ userIds }: Order<"RemoveDataManagers">, { dataManagers }: Resource.Node): Verdict => {
  const less = dataManagers.filter((userId) => userIds.includes(userId))
  return less.length === 0 ? nothing : accept(Resource.DataManagersRemoved.make({ userIds: less }))
}

/** Whether all of these are users of the client. */
const allOf = (userIds: ReadonlyArray<string>, { client }: Resource.Node, { members }: Resource.Facts): Verdict => {
  const strangers = userIds.filter((userId) => !members.includes(userId))
  return strangers.length === 0 ? nothing : refuse(Resource.NotOfClient.make({ client, userIds: strangers }))
}

/** Goes on if the actor holds all that would be given. */
const ifHeld = ({ actor }: Resource.Facts, given: ReadonlyArray<Grant>, then: () => Verdict): Verdict => {
  const denial = missing(actor, given)
  return denial === undefined ? then() : refuse(denial)
}
