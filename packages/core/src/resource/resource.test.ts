/** Resources: where they stand, and who is given what over a company or a container. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import { walk } from "../../test/walk.ts"
import { accept, type Decision, nothing, refuse } from "../kernel/decider.ts"
import { Path } from "../kernel/path.ts"
import { type Actor, type Grant, grantOf, NoSuchAccount, type Permission, permissionsOf } from "../kernel/permit.ts"
import { decisionsOf } from "../role/decisions.ts"
import { decide } from "./decide.ts"
import { evolve, initial } from "./evolve.ts"
import * as Resource from "./model.ts"
import { permissions } from "./permissions.ts"
import { grantsFor, type Subject } from "./rules.ts"
import { concept } from "./use-cases.ts"
import { wordings } from "./wording.ts"

const client = Path.make("group>acme")
const clientId = "acc_1"
const id = Resource.NodeId.make
const refOf = (nodeId: string, under: Path = client) =>
  ({ nodeId: id(nodeId), place: Path.make(`${under}>${nodeId}`) })
const company = refOf("res_company")
const register = refOf("res_register", company.place)
const entry = refOf("res_entry", register.place)
const container = refOf("res_container")
const home = { nodeId: id(clientId), place: client }

const powers: ReadonlyArray<Permission> = [
  "account.see", "company.create", "company.read", "company.update", "company.delete", "company.share",
  "container.create", "container.edit", "container.view", "container.download", "container.delete", "client.create"
]
const within = (permission: Permission, place = client): Grant => ({ permission, reach: "within", place })
const admin: Actor = { id: "usr_admin", name: "admin", grants: powers.map((permission) => within(permission)) }
const facts: Resource.Facts = { actor: admin, clientId, parent: initial, members: ["usr_ada", "usr_bob"] }

const created = (ref: Resource.NodeRef, kind: Resource.Kind, parent?: Resource.NodeRef) => Resource.NodeCreated.make({
  ...ref, kind, client, clientId, ...parent === undefined ? {} : { parent: parent.nodeId }
})
const nodeOf = (ref: Resource.NodeRef, kind: Resource.Kind, parent?: Resource.NodeRef) =>
  evolve(initial, created(ref, kind, parent))
const nodes = {
  client: nodeOf(home, "client"), company: nodeOf(company, "company"),
  register: nodeOf(register, "register", company), entry: nodeOf(entry, "record", register),
  container: nodeOf(container, "container")
}
const create = (kind: Resource.Kind, nodeId: string, parent?: Resource.NodeRef) =>
  Resource.CreateNode.make({ kind, nodeId: id(nodeId), client, ...parent === undefined ? {} : { parent } })
const toUser = (userId: string): Resource.Grantee => ({ _tag: "User", userId })
const [ada, managers, everyone]: ReadonlyArray<Resource.Grantee> =
  [toUser("usr_ada"), { _tag: "Role", role: "manager" }, { _tag: "Everyone" }]
const share = (to: Resource.Grantee | undefined, actions: ReadonlyArray<Resource.Action>, ref = company) =>
  Resource.GrantAccess.make({ ...ref, to: to ?? everyone ?? toUser(""), actions })
const withdraw = (to: Resource.Grantee | undefined, actions: ReadonlyArray<Resource.Action>, ref = company) =>
  Resource.WithdrawAccess.make({ ...ref, to: to ?? toUser(""), actions })
const allow = (...fileActions: ReadonlyArray<Resource.FileAction>) =>
  Resource.SetContainerPermissions.make({ ...container, fileActions })
const add = (...userIds: ReadonlyArray<string>) => Resource.AddDataManagers.make({ ...container, userIds })
const remove = (...userIds: ReadonlyArray<string>) => Resource.RemoveDataManagers.make({ ...container, userIds })

/** What becomes of a resource when these are ordered, one after the other, by someone who may. */
const after = (state: Resource.Resource, ...commands: ReadonlyArray<Resource.Command>): Resource.Resource =>
  commands.reduce((before, command) => Result.getOrThrow(decide(command, before, facts)).reduce(evolve, before), state)

const adaAt = (subject: Partial<Subject> = {}): Subject => ({ userId: "usr_ada", roles: [], clientId, ...subject })
const holds = (all: ReadonlyArray<Resource.Resource>, subject: Subject) => {
  const actor = { id: subject.userId, name: "ada", grants: grantsFor(subject, all) }
  return (permission: Permission, place: Path) => grantOf(actor, permission, place) !== undefined
}

type Verdict = Decision<Resource.Event, Resource.Refusal>
type Row = readonly [rule: string, what: string, Resource.Command, Resource.Resource, Verdict]
const misplaced = (kind: Resource.Kind, under: Path = client) => refuse(Resource.Misplaced.make({ kind, under }))
const unknown = (place: Path) => refuse(Resource.NoSuchNode.make({ place }))
const table: ReadonlyArray<Row> = [
  ["ROL-4", "a company", create("company", "res_company"), initial, accept(created(company, "company"))],
  ["ROL-4", "a client's own node", create("client", clientId), initial, accept(created(home, "client"))],
  ["ROL-4", "a client's node by another id", create("client", "res_x"), initial, misplaced("client")],
  ["ROL-4", "a company by the client's id", create("company", clientId), initial, misplaced("company")],
  ["ROL-4", "a register outside any company", create("register", "res_r"), initial, misplaced("register")],
  ["ROL-4", "the same once more", create("company", "res_company"), nodes.company, nothing],
  ["ROL-4", "another of that id", create("container", "res_company"), nodes.company,
    refuse(Resource.NodeTaken.make({ nodeId: company.nodeId }))],
  ["ROL-4", "access to a company", share(ada, ["read", "read"]), nodes.company,
    accept(Resource.AccessGranted.make({ to: toUser("usr_ada"), actions: ["read"] }))],
  ["ROL-4", "access to a register alone", share(ada, ["read"], register), nodes.register,
    refuse(Resource.NotGrantable.make({ place: register.place, actions: ["read"], grantable: [] }))],
  ["ROL-4", "new companies in a company", share(ada, ["create", "read"]), nodes.company,
    refuse(Resource.NotGrantable.make({
      place: company.place, actions: ["create"], grantable: ["read", "update", "delete"]
    }))],
  ["ROL-4", "access to what is not there", share(ada, ["read"]), initial, unknown(company.place)],
  ["ROL-4", "taking away what nobody has", withdraw(ada, ["read"]), nodes.company, nothing],
  ["CON-4", "access for a stranger", share(toUser("usr_x"), ["read"]), nodes.company,
    refuse(Resource.NotOfClient.make({ client, userIds: ["usr_x"] }))],
  ["CON-4", "data managers, one a stranger", add("usr_ada", "usr_x"), nodes.container,
    refuse(Resource.NotOfClient.make({ client, userIds: ["usr_x"] }))],
  ["CON-4", "data managers, in bulk", add("usr_ada", "usr_bob", "usr_ada"), nodes.container,
    accept(Resource.DataManagersAdded.make({ userIds: ["usr_ada", "usr_bob"] }))],
  ["CON-4", "taking away who is none", remove("usr_x"), nodes.container, nothing],
  ["ROL-5", "what data managers may do", allow("delete", "view", "view"), nodes.container,
    accept(Resource.ContainerPermissionsSet.make({ fileActions: ["view", "delete"] }))],
  ["ROL-5", "files of a company", Resource.SetContainerPermissions.make({ ...company, fileActions: [] }),
    nodes.company, refuse(Resource.NotAContainer.make({ place: company.place }))]
]

it.each(table)("%s %s", (_rule, _what, command, state, then) => {
  expect(decide(command, state, facts)).toEqual(then)
})

it("ROL-4 ordering twice is ordering once, in every state there is", () => {
  const orders = [
    create("company", "res_company"), share(ada, ["read"]), share(ada, ["delete"]), share(managers, ["read"]),
    withdraw(ada, ["read", "delete"]), withdraw(managers, ["read"]), Resource.AddDataManagers.make({
      ...company, userIds: ["usr_ada"]
    })
  ]
  const files = [create("container", "res_container"), allow("view"), allow(), add("usr_ada"), remove("usr_ada")]
  for (const commands of [orders, files]) {
    const steps = walk({ initial, decide, evolve }, commands, [facts])
    const accepted = steps.filter(({ decision }) => decision._tag === "Success")
    expect(accepted.length).toBeGreaterThan(commands.length)
    for (const { command, to } of accepted) expect(decide(command, to, facts)).toEqual(nothing)
    for (const { to } of steps) expect(concept.state.read(concept.state.write(to))).toEqual(to)
  }
})

describe("ROL-4 who has access", () => {
  const shared = after(nodes.company, share(ada, ["read"]), share(managers, ["update"]), share(everyone, ["delete"]))

  it("one user, a role, and everyone: all of it together, over the company and what it holds", () => {
    const may = holds([shared, nodes.register, nodes.entry], adaAt({ roles: ["manager"] }))
    for (const place of [company.place, register.place, entry.place]) {
      for (const action of ["read", "update", "delete"]) expect(may(`company.${action}`, place)).toBe(true)
    }
    for (const place of [client, container.place, refOf("res_company2").place]) {
      for (const action of ["read", "update", "delete"]) expect(may(`company.${action}`, place)).toBe(false)
    }
  })

  it("another user has what is given to the role and to everyone, and nobody of another client has anything", () => {
    expect(grantsFor(adaAt({ userId: "usr_bob" }), [shared])).toEqual([within("company.delete", company.place)])
    expect(grantsFor(adaAt({ roles: ["manager"], clientId: "acc_2" }), [shared, initial])).toEqual([])
  })

  it("what is taken from one stays with the others, and what is left of theirs with the one", () => {
    const less = after(shared, share(ada, ["update", "delete"]), withdraw(ada, ["read", "update"]))
    expect(grantsFor(adaAt(), [less])).toEqual([
      within("company.delete", company.place), within("company.delete", company.place)
    ])
    const none = after(less, withdraw(ada, ["delete"]), withdraw(everyone, ["delete"]))
    expect(grantsFor(adaAt(), [none])).toEqual([])
    expect(grantsFor(adaAt({ roles: ["manager"] }), [none])).toEqual([within("company.update", company.place)])
  })

  it("new companies are made by who was granted that on the client, which gives nothing in any company", () => {
    const opened = after(nodes.client, share(ada, ["create"], home))
    const may = holds([opened], adaAt())
    expect(may("company.create", client)).toBe(true)
    expect(may("company.create", company.place)).toBe(false)
    expect(may("company.read", company.place)).toBe(false)
    expect(permissionsOf(permissions, create("company", "res_x"), initial)).toEqual(["company.create"])
    expect(permissionsOf(permissions, create("register", "res_x", company), initial)).toEqual(["company.update"])
  })

  it("ROL-7 compiled decisions name the company that a power over a record comes from", () => {
    const actor = { id: "usr_ada", name: "ada", grants: grantsFor(adaAt(), [shared]) }
    const { decide: ask, onWhat } = decisionsOf({ places: [company, register, entry].map(({ place }) => place),
      actors: [actor] })
    expect(ask("usr_ada", "company.read", entry.place)).toMatchObject({ _tag: "Allowed", through: company.place })
    expect(onWhat("usr_ada", "company.read", { limit: 10 }).items).toHaveLength(3)
  })
})

describe("where a resource stands", () => {
  const held = (kind: Resource.Kind, parent: Resource.NodeRef, found: Resource.Resource) =>
    decide(create(kind, "res_new", parent), initial, { ...facts, parent: found })

  it("ROL-4 a register stands in a company, a record in a register, and nothing in anything else", () => {
    expect(held("register", company, nodes.company)).toMatchObject({ success: [{ parent: company.nodeId }] })
    expect(held("record", register, nodes.register)).toMatchObject({
      success: [{ place: `${register.place}>res_new` }]
    })
    expect(held("record", company, nodes.company)).toEqual(misplaced("record", company.place))
    expect(held("company", company, nodes.company)).toEqual(misplaced("company", company.place))
    expect(held("register", company, initial)).toEqual(misplaced("register", company.place))
  })

  it("ROL-6 SEC-37 who names a place of their own with the id of another's company makes nothing in it", () => {
    const mine = { ...company, place: Path.make("mine>res_company") }
    expect(held("register", mine, nodes.company)).toEqual(misplaced("register", mine.place))
    const spoofed = Resource.GrantAccess.make({ ...mine, to: toUser("usr_ada"), actions: ["read"] })
    expect(concept.place(spoofed)).toBe(mine.place)
    expect(decide(spoofed, nodes.company, facts)).toEqual(unknown(mine.place))
  })

  it("ACC-15 whoever bears the client's name later finds nothing of it, and has nothing of it", () => {
    const heir: Resource.Facts = { ...facts, clientId: "acc_9" }
    expect(decide(share(ada, ["read"]), nodes.company, heir)).toEqual(unknown(company.place))
    expect(decide(create("register", "res_r", company), initial, { ...heir, parent: nodes.company }))
      .toEqual(misplaced("register", company.place))
    expect(decide(create("company", "res_r"), initial, { ...facts, clientId: undefined }))
      .toEqual(refuse(NoSuchAccount.make({ path: client })))
  })

  it("a place that would be too long is no command", () => {
    const long = Path.make(Array.from({ length: 10 }, () => "x".repeat(100)).join(">"))
    const asked = { _tag: "CreateNode", kind: "company", nodeId: "res_".padEnd(100, "x"), client: long }
    expect(Schema.is(Resource.Command)(asked)).toBe(false)
    expect(Schema.is(Resource.Command)({ ...asked, client })).toBe(true)
  })
})

it("every refusal is told in both languages, with its facts", () => {
  const place = company.place
  const told = (tell: typeof wordings.en) => [
    tell.NoSuchNode(Resource.NoSuchNode.make({ place })),
    tell.NodeTaken(Resource.NodeTaken.make({ nodeId: company.nodeId })),
    tell.Misplaced(Resource.Misplaced.make({ kind: "record", under: place })),
    tell.NotGrantable(Resource.NotGrantable.make({ place, actions: ["create"], grantable: ["read"] })),
    tell.NotGrantable(Resource.NotGrantable.make({ place, actions: ["create"], grantable: [] })),
    tell.NotAContainer(Resource.NotAContainer.make({ place })),
    tell.NotOfClient(Resource.NotOfClient.make({ client, userIds: ["usr_x", "usr_y"] }))
  ]
  const lookedAt = [[place], ["res_company"], ["record", place], [place, "create", "read"], [place, "create"], [place],
    ["acme", "usr_x", "usr_y"]]
  for (const sentences of [told(wordings.en), told(wordings.fr)]) {
    expect(new Set(sentences).size).toBe(lookedAt.length)
    lookedAt.forEach((looked, index) => { for (const fact of looked) expect(sentences[index]).toContain(fact) })
  }
  expect(told(wordings.en).filter((sentence) => told(wordings.fr).includes(sentence))).toEqual([])
})
