/** Searches and single questions are one: over generated enterprises, each finds exactly what the other allows. */
import * as fc from "fast-check"
import { expect, it } from "vitest"
import { asking, node, place, type Product, product, searched, user } from "./authzen.ts"
import { accepted, joins, mailOf, newcomer } from "./people.ts"

const powers = [
  "account.see", "user.see", "setting.own", "company.read", "company.update", "company.create", "container.view",
  "user.suspend.user", "user.suspend.admin", "nothing.atAll"
]

const anyPerson = fc.record({
  role: fc.constantFrom("user", "manager", "admin"),
  life: fc.constantFrom("active", "locked", "invited", "suspended", "deleted")
})
const anyGrantee = fc.oneof(
  fc.nat(3).map((at) => ({ _tag: "User" as const, at })),
  fc.constantFrom("user", "manager").map((role) => ({ _tag: "Role" as const, role })),
  fc.constant({ _tag: "Everyone" as const })
)
const anyShare = fc.record({
  company: fc.nat(1), to: anyGrantee,
  actions: fc.uniqueArray(fc.constantFrom("read", "update", "delete"), { minLength: 1 })
})
const anyEnterprise = fc.record({
  people: fc.array(anyPerson, { minLength: 1, maxLength: 4 }), shares: fc.array(anyShare, { maxLength: 4 }),
  managers: fc.uniqueArray(fc.nat(3), { maxLength: 2 }), fileActions: fc.constantFrom(["view"], ["download"], []),
  level: fc.constantFrom(1, 2, 3), limit: fc.constantFrom(1, 2, 50)
})
type Enterprise = typeof anyEnterprise extends fc.Arbitrary<infer Value> ? Value : never

const befalls = async ({ world }: Product, userId: string, name: string, life: string) => {
  if (life === "active") return
  if (life === "locked") {
    for (let guess = 0; guess < 6; guess += 1) await world.signInUser(mailOf(name), "wrong")
    return
  }
  const _tag = life === "suspended" ? "SuspendUser" : "DeleteUser"
  accepted(await world.operator.submitUser({ _tag, enterprise: "acme", userId }))
}

const settle = async (setup: Product, { people }: Pick<Enterprise, "people">) => {
  const ids: Array<string> = []
  for (const [at, { role, life }] of people.entries()) {
    const name = `p${at}`
    if (life === "invited") {
      const created = accepted(await setup.world.operator.createUser(newcomer(name, { role })))
      ids.push("userId" in created.user ? created.user.userId : "")
      continue
    }
    const userId = await joins(setup.world, name, { role })
    ids.push(userId)
    await befalls(setup, userId, name, life)
  }
  return ids
}

/** An enterprise with people, companies that are shared, and a container. */
const built = async (enterprise: Enterprise) => {
  const setup = await product()
  const ids = await settle(setup, enterprise)
  const { desk } = setup
  const second = accepted(await desk.createResource({ kind: "company", client: "acme" }))
  const container = accepted(await desk.createResource({ kind: "container", client: "acme" }))
  const idAt = (at: number) => ids[at % ids.length] ?? ""
  for (const { company, to, actions } of enterprise.shares) {
    const { nodeId, place: at } = company === 0 ? setup.company : second
    const grantee = to._tag === "User" ? { _tag: "User", userId: idAt(to.at) } : to
    accepted(await desk.submitResource({ _tag: "GrantAccess", nodeId, place: at, to: grantee, actions }))
  }
  const ref = { nodeId: container.nodeId, place: container.place }
  accepted(await desk.submitResource({
    _tag: "SetContainerPermissions", ...ref, fileActions: enterprise.fileActions
  }))
  const userIds = [...new Set(enterprise.managers.map(idAt))]
  if (userIds.length > 0) accepted(await desk.submitResource({ _tag: "AddDataManagers", ...ref, userIds }))
  const nodes = [setup.company, setup.register, second, container]
  return { setup, users: [setup.ada, setup.bob, ...ids], nodes: nodes.map(({ nodeId }) => nodeId) }
}

interface Thing { readonly type: string; readonly id: string }

/** Of each user, power and thing, whether the one holds the other: asked in batches. */
const decided = async (
  { post }: Product, users: ReadonlyArray<string>, things: ReadonlyArray<Thing>, level: number
) => {
  const all = users.flatMap((id) => powers.flatMap((power) => things.map((thing) => ({ id, power, thing }))))
  const yes: Array<(typeof all)[number]> = []
  for (let from = 0; from < all.length; from += 500) {
    const some = all.slice(from, from + 500)
    const { body } = await post("evaluations", {
      context: { level }, evaluations: some.map(({ id, power, thing }) => asking(user(id), power, thing))
    })
    // One answer for each question, in its place.
    const told = body["evaluations"] as ReadonlyArray<{ readonly decision: boolean }>
    yes.push(...some.filter((_, at) => told[at]?.decision === true))
  }
  return yes
}

const sorted = (found: ReadonlyArray<unknown>) => found.map((one) => JSON.stringify(one)).toSorted()

it("ROL-7 SEC-40 searches find what single questions allow, and nothing else", async () => {
  let allowed = 0
  await fc.assert(fc.asyncProperty(anyEnterprise, async (enterprise) => {
    const { setup, users, nodes } = await built(enterprise)
    const { level, limit } = enterprise
    const things = [...users.map((id) => user(id)), ...nodes.map(node)]
    const yes = await decided(setup, users, [...things, place("acme")], level)
    const context = { context: { level } }
    allowed += yes.length
    for (const thing of [...things, place("acme")]) {
      for (const power of powers) {
        const may = yes.filter((one) => one.power === power && one.thing.id === thing.id).map(({ id }) => user(id))
        const found = await searched(setup, "subject", asking({ type: "user" }, power, thing, context), limit)
        expect(sorted(found)).toEqual(sorted(may))
      }
    }
    for (const id of users) {
      for (const power of powers) {
        const may = yes.filter((one) => one.id === id && one.power === power && one.thing.type !== "place")
        const kinds = ["user", "node"].map((type) =>
          searched(setup, "resource", asking(user(id), power, { type }, context), limit))
        expect(sorted((await Promise.all(kinds)).flat())).toEqual(sorted(may.map(({ thing }) => thing)))
      }
      for (const thing of things) {
        const found = await searched(setup, "action", { subject: user(id), resource: thing, ...context }, limit)
        const may = yes.filter((one) => one.id === id && one.thing.id === thing.id).map(({ power }) => power)
        // Of the powers that were asked for one by one.
        const asked = powers.filter((name) => sorted(found).includes(JSON.stringify({ name })))
        expect(sorted(asked)).toEqual(sorted(may))
      }
    }
  }), { numRuns: 6 })
  expect(allowed).toBeGreaterThan(50)
})
