/** The way in to resources: whatever a decision was based on is checked when it is written, and read afresh after. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { expect, it } from "vitest"
import { Path } from "../kernel/path.ts"
import type { Actor, Permission } from "../kernel/permit.ts"
import type { Change, Plan } from "../kernel/plan.ts"
import { Conflict, type Records } from "../kernel/records.ts"
import * as Resource from "./model.ts"
import { evolve, initial } from "./evolve.ts"
import { concept, submitter } from "./use-cases.ts"

const client = Path.make("acme")
const company = { nodeId: Resource.NodeId.make("res_company"), place: Path.make("acme>res_company") }
const kept = evolve(initial, Resource.NodeCreated.make({ ...company, kind: "company", client, clientId: "acc_1" }))
const powers: ReadonlyArray<Permission> = ["company.share", "company.read", "company.update"]
const actor: Actor = {
  id: "usr_admin", name: "admin", grants: powers.map((permission) => ({ permission, reach: "within", place: client }))
}
const unasked = Effect.die("nobody asks for this here")
const guard = (id: string, basedOn = 3): Change => ({ concept: "other", id, basedOn, events: [] })

/** Keeps one company, and writes down every plan; someone else is faster as often as is said. */
const opened = (conflicts: number, members: (attempt: number) => ReadonlyArray<string>) => {
  const plans: Array<Plan> = []
  const refused: Array<unknown> = []
  const records: Records["Service"] = {
    load: ({ id }) => Effect.succeed(id === company.nodeId
      ? Option.some({ state: concept.state.write(kept), version: 7 }) : Option.none()),
    commit: (plan) => Effect.suspend(() => {
      plans.push(plan)
      return plans.length <= conflicts ? Effect.fail(new Conflict({ key: guard("usr_ada") })) : Effect.void
    }),
    note: (_act, _key, refusal) => Effect.sync(() => { refused.push(refusal) }),
    answer: () => unasked, history: () => unasked, journal: () => unasked, keys: () => unasked, ready: Effect.void,
    loadMany: () => unasked
  }
  const submit = submitter(records, {
    tenantOf: () => Effect.succeed({ clientId: "acc_1", guard: guard(client, 2) }),
    membersOf: (_client, userIds) =>
      Effect.sync(() => ({ members: members(plans.length), guards: userIds.map((id) => guard(id)) }))
  })
  return { plans, refused, submit: (command: Resource.Command) =>
    Effect.runPromise(Effect.result(submit({ actor, command, reason: "" }))) }
}

const share = Resource.GrantAccess.make({ ...company, to: { _tag: "User", userId: "usr_ada" }, actions: ["read"] })
const basisOf = (plan: Plan | undefined) => plan?.changes.map(({ id, basedOn }) => [id, basedOn])

it("ROL-4 access is written together with who the client is, and that the user is the client's", async () => {
  const { plans, submit } = opened(0, () => ["usr_ada"])
  expect(await submit(share)).toMatchObject({ success: { grants: [{ to: share.to, actions: ["read"] }] } })
  expect(plans.map(basisOf)).toEqual([[["res_company", 7], ["acme", 2], ["usr_ada", 3]]])
})

it("CON-4 a user who leaves the client while access is given does not get it", async () => {
  const { plans, refused, submit } = opened(1, (attempt) => attempt === 0 ? ["usr_ada"] : [])
  expect(await submit(share)).toMatchObject({ failure: { _tag: "NotOfClient", userIds: ["usr_ada"] } })
  expect(plans).toHaveLength(1)
  expect(refused).toMatchObject([{ _tag: "NotOfClient", rule: "CON-4" }])
})

it("ROL-4 a register is made together with the company that it stands in, as that was found", async () => {
  const { plans, submit } = opened(0, () => [])
  const asked = Resource.CreateNode.make({
    nodeId: Resource.NodeId.make("res_register"), kind: "register", client, parent: company
  })
  expect(await submit(asked)).toMatchObject({ success: { place: "acme>res_company>res_register" } })
  expect(plans.map(basisOf)).toEqual([[["res_register", 0], ["acme", 2], ["res_company", 7]]])
})

it("SEC-39 who holds nothing there is told what anybody is told, before anything else is looked at", async () => {
  const { plans, refused, submit } = opened(0, () => [])
  const stranger = Resource.RemoveDataManagers.make({ ...company, userIds: ["usr_ada"] })
  expect(await submit(stranger)).toMatchObject({ failure: { _tag: "NoSuchAccount" } })
  expect([plans, refused.length]).toEqual([[], 1])
})
