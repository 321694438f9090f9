/** What a resource becomes once something has happened to it. */
import * as Match from "effect/Match"
import * as Resource from "./model.ts"

export const initial: Resource.Resource = Resource.Absent.make({})

export const evolve = (state: Resource.Resource, event: Resource.Event): Resource.Resource =>
  Match.valueTags(event, {
    NodeCreated: ({ _tag, ...made }) =>
      Resource.Node.make({ ...made, grants: [], fileActions: [], dataManagers: [] }),
    AccessGranted: ({ to, actions }) => ifThere(state, (node) => {
      const had = node.grants.find((access) => Resource.isSame(access.to, to))?.actions ?? []
      return { ...node, grants: [...without(node, to), { to, actions: [...had, ...actions] }] }
    }),
    AccessWithdrawn: ({ to, actions }) => ifThere(state, (node) => {
      const had = node.grants.find((access) => Resource.isSame(access.to, to))?.actions ?? []
      const left = had.filter((action) => !actions.includes(action))
      return { ...node, grants: left.length === 0 ? without(node, to) : [...without(node, to), { to, actions: left }] }
    }),
    ContainerPermissionsSet: ({ fileActions }) => ifThere(state, (node) => ({ ...node, fileActions })),
    DataManagersAdded: ({ userIds }) =>
      ifThere(state, (node) => ({ ...node, dataManagers: [...node.dataManagers, ...userIds] })),
    DataManagersRemoved: ({ userIds }) => ifThere(state, (node) =>
      ({ ...node, dataManagers: node.dataManagers.filter((userId) => !userIds.includes(userId)) }))
  })

const without = ({ grants }: Resource.Node, to: Resource.Grantee): ReadonlyArray<Resource.Access> =>
  grants.filter((access) => !Resource.isSame(access.to, to))

const ifThere = (
  state: Resource.Resource, change: (node: Resource.Node) => Resource.Resource
): Resource.Resource => state._tag === "Node" ? change(state) : state
