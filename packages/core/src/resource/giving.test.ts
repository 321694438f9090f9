/** Nobody gives what they do not hold: neither in one order, nor in any sequence of orders. */
import * as fc from "fast-check"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { refuse } from "../kernel/decider.ts"
import { Path } from "../kernel/path.ts"
import {
  type Actor, type Grant, NotPermitted, type Permission, permissionsOf, permitAll, StepUpNeeded
} from "../kernel/permit.ts"
import { decisionsOf } from "../role/decisions.ts"
import { decide } from "./decide.ts"
import { evolve, initial } from "./evolve.ts"
import * as Resource from "./model.ts"
import { permissions } from "./permissions.ts"
import { grantsFor } from "./rules.ts"
import { concept } from "./use-cases.ts"

const client = Path.make("acme")
const clientId = "acc_1"
const refOf = (nodeId: string) => ({ nodeId: Resource.NodeId.make(nodeId), place: Path.make(`${client}>${nodeId}`) })
const [company, container] = [refOf("res_company"), refOf("res_container")]
const home = { nodeId: Resource.NodeId.make(clientId), place: client }
const nodeOf = (ref: Resource.NodeRef, kind: Resource.Kind) =>
  evolve(initial, Resource.NodeCreated.make({ ...ref, kind, client, clientId }))
const to: Resource.Grantee = { _tag: "User", userId: "usr_eve" }

const within = (permission: Permission, place: Path): Grant => ({ permission, reach: "within", place })
const eve = (...grants: ReadonlyArray<Grant>): Actor =>
  ({ id: "usr_eve", name: "eve", grants: [within("account.see", client), ...grants] })
const factsOf = (actor: Actor): Resource.Facts =>
  ({ actor, clientId, parent: initial, members: ["usr_eve", "usr_ada"] })
const missing = (permission: Permission, path: Path) =>
  refuse(NotPermitted.make({ actor: "eve", permission, path }))

describe("ROL-6 nobody grants what they do not hold", () => {
  const share = (...actions: ReadonlyArray<Resource.Action>) => Resource.GrantAccess.make({ ...company, to, actions })
  const given = (command: Resource.Command, state: Resource.Resource, ...grants: ReadonlyArray<Grant>) =>
    decide(command, state, factsOf(eve(...grants)))
  const shelf = nodeOf(company, "company")
  const box = nodeOf(container, "container")

  it("each action is to be held; the first that is missing is named", () => {
    expect(given(share("read", "delete"), shelf, within("company.read", company.place)))
      .toEqual(missing("company.delete", company.place))
    expect(given(share("read"), shelf, within("company.read", client))).toMatchObject({ _tag: "Success" })
  })

  it("over all that it would reach: a power over the company alone, or over what it holds alone, is not enough", () => {
    const [itself, below]: ReadonlyArray<Grant> = (["itself", "below"] as const)
      .map((reach) => ({ permission: "company.read", reach, place: company.place }))
    for (const grant of [itself, below]) {
      expect(given(share("read"), shelf, ...grant === undefined ? [] : [grant]))
        .toEqual(missing("company.read", company.place))
    }
    expect(given(share("read"), shelf, ...[itself, below].filter((grant) => grant !== undefined)))
      .toMatchObject({ _tag: "Success" })
  })

  it("that new companies may be made needs the power on the client, and no more", () => {
    const open = Resource.GrantAccess.make({ ...home, to, actions: ["create"] })
    expect(given(open, nodeOf(home, "client"))).toEqual(missing("company.create", client))
    expect(given(open, nodeOf(home, "client"), { permission: "company.create", reach: "itself", place: client }))
      .toMatchObject({ _tag: "Success" })
  })

  it("whether the other has it already is told to those alone who hold it", () => {
    const had = evolve(shelf, Resource.AccessGranted.make({ to, actions: ["read"] }))
    expect(given(share("read"), had)).toEqual(missing("company.read", company.place))
  })

  it("what is held once proved more surely is told so", () => {
    const proof = { level: 2, fresh: false } as const
    const actor: Actor = { ...eve(), withheld: [{ grant: within("company.read", client), proof }] }
    expect(decide(share("read"), shelf, factsOf(actor)))
      .toEqual(refuse(StepUpNeeded.make({ rule: "AUT-1", permission: "company.read", path: company.place, proof })))
  })

  it("ROL-5 what data managers may do is given by who may do it; taking it away needs nothing of it", () => {
    const allow = (...fileActions: ReadonlyArray<Resource.FileAction>) =>
      Resource.SetContainerPermissions.make({ ...container, fileActions })
    expect(given(allow("view", "delete"), box, within("container.view", client)))
      .toEqual(missing("container.delete", container.place))
    const open = evolve(box, Resource.ContainerPermissionsSet.make({ fileActions: ["view", "delete"] }))
    expect(given(allow("view"), open)).toMatchObject({ _tag: "Success" })
    expect(given(Resource.AddDataManagers.make({ ...container, userIds: ["usr_ada"] }), open,
      within("container.view", client))).toEqual(missing("container.delete", container.place))
  })

  it("ROL-5 all data managers of a container have the same powers, and nobody else has any", () => {
    const managed = [
      Resource.ContainerPermissionsSet.make({ fileActions: ["view", "download"] }),
      Resource.DataManagersAdded.make({ userIds: ["usr_ada", "usr_eve"] }),
      Resource.ContainerPermissionsSet.make({ fileActions: ["view"] })
    ].reduce<Resource.Resource>(evolve, box)
    const held = (userId: string) => grantsFor({ userId, roles: ["admin"], clientId }, [managed])
    expect(held("usr_ada")).toEqual([within("container.view", container.place)])
    expect(held("usr_eve")).toEqual(held("usr_ada"))
    expect(held("usr_bob")).toEqual([])
  })
})

// ------------------------------------------------------------------------------------- sequences of orders

const powers: ReadonlyArray<Permission> = [
  "company.read", "company.update", "company.delete", "company.create", "company.share", "container.edit",
  "container.view", "container.download", "container.delete"
]
const anyReach = fc.constantFrom("itself" as const, "below" as const, "within" as const)
const anyGrant: fc.Arbitrary<Grant> = fc.record({
  permission: fc.constantFrom(...powers), reach: anyReach,
  place: fc.constantFrom(client, company.place, container.place)
})
const sharing: ReadonlyArray<Grant> = [within("company.share", client), within("container.edit", client)]
const anyGrantee = fc.constantFrom<Resource.Grantee>(to, { _tag: "Role", role: "manager" }, { _tag: "Everyone" })
const anyOrder: fc.Arbitrary<Resource.Command> = fc.oneof(
  fc.record({ who: anyGrantee, action: fc.constantFrom(...Resource.Action.literals) }).map(({ who, action }) =>
    Resource.GrantAccess.make({ ...action === "create" ? home : company, to: who, actions: [action] })),
  fc.subarray([...Resource.FileAction.literals])
    .map((fileActions) => Resource.SetContainerPermissions.make({ ...container, fileActions })),
  fc.constant(Resource.AddDataManagers.make({ ...container, userIds: ["usr_eve"] }))
)
type Nodes = ReadonlyMap<string, Resource.Resource>
const start: Nodes = new Map([
  [home.nodeId, nodeOf(home, "client")], [company.nodeId, nodeOf(company, "company")],
  [container.nodeId, nodeOf(container, "container")]
])
const subject = { userId: "usr_eve", roles: ["manager"], clientId }
const asGranted = (own: Actor, nodes: Nodes): Actor =>
  ({ ...own, grants: [...own.grants, ...grantsFor(subject, [...nodes.values()])] })

/** Carries out what is permitted and accepted, and passes over the rest. */
const order = (own: Actor, nodes: Nodes, command: Resource.Command): Nodes => {
  const state = nodes.get(command.nodeId) ?? initial
  const actor = asGranted(own, nodes)
  const needed = permissionsOf(permissions, command, state)
  if (Result.isFailure(permitAll(actor, needed, concept.place(command)))) return nodes
  const events = Result.getOrElse(decide(command, state, factsOf(actor)), () => [])
  return new Map([...nodes, [command.nodeId, events.reduce(evolve, state)]])
}

it("SEC-39 no sequence of orders gives anyone a power that they did not hold before", () => {
  const places = [client, company.place, container.place, Path.make(`${company.place}>res_x`),
    Path.make(`${container.place}>res_x`), Path.make(`${client}>res_x`)]
  const allowed = (actor: Actor) => {
    const { decide: ask } = decisionsOf({ places, actors: [actor] })
    return powers.flatMap((permission) => places
      .filter((place) => ask(actor.id, permission, place)._tag === "Allowed").map((place) => `${permission} ${place}`))
  }
  let given = 0
  const [anyGrants, anyOrders] = [fc.array(anyGrant, { maxLength: 16 }), fc.array(anyOrder, { maxLength: 16 })]
  fc.assert(fc.property(anyGrants, anyOrders, (grants, orders) => {
    const own = eve(...sharing, ...grants)
    const nodes = orders.reduce<Nodes>((before, command) => order(own, before, command), start)
    const now = asGranted(own, nodes)
    given += now.grants.length - own.grants.length
    expect(allowed(now)).toEqual(allowed(own))
  }), { numRuns: 1000, seed: 39 })
  expect(given).toBeGreaterThan(100)
})
