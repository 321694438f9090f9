/** What a page of users says may be done about each is what is said of each alone. */
import { expect, it } from "vitest"
import { acme, ada, bob, facts as factsOf, ordersAbout, phone, rival, users } from "../../test/people.ts"
import { circumstances, doorsOf, steps } from "../../test/people-walk.ts"
import { Path } from "../kernel/path.ts"
import { type Actor, type Grant, type Permission, permissionsOf } from "../kernel/permit.ts"
import { isKnown } from "./known.ts"
import { type Known, UserId } from "./model.ts"
import { adminActions, offered, offeredTo } from "./offered.ts"
import { permissions } from "./permissions.ts"
import { placeOf } from "./rules.ts"

/** Everybody that the walk comes by, each under an id of their own; one of them is who looks. */
const states = new Map(steps.flatMap(({ from, to }) => [from, to]).map((user) => [doorsOf(user), user]))
const people: ReadonlyArray<Known> = [...states.values()].filter(isKnown).flatMap((user, index) =>
  ["user", "manager", "admin"].map((role) => ({ ...user, role, userId: UserId.make(`usr_${index}_${role}`) })))
const page: ReadonlyArray<Known> = [...people, ...people.slice(0, 20).map((user) => ({ ...user, userId: bob }))]

const orders = ordersAbout()
const powers = [...new Set(adminActions.flatMap((action) =>
  page.flatMap((user) => permissionsOf(permissions, { ...orders[action], enterprise: user.enterprise }, user))))]
type Where = { readonly place: Path; readonly reach: "within" | "below" | "itself" }
const among = (held: ReadonlyArray<Permission>, at: Where) =>
  held.map((permission): Grant => ({ permission, ...at }))
const acting = (id: string, grants: ReadonlyArray<Grant>): Actor => ({ id, name: id, grants })
const of = (role: string) => powers.filter((power) => power.endsWith(role))

const actors: ReadonlyArray<readonly [who: string, actor: Actor]> = [
  ["who may do everything everywhere", acting(bob, powers.map((permission) => ({ permission, reach: "everywhere" })))],
  ["who may do everything in the enterprise", acting(bob, among(powers, { place: acme, reach: "within" }))],
  ["who may do something about users only", acting(bob, among(of("user"), { place: acme, reach: "below" }))],
  ["who may do the rest about themselves", acting(bob, [
    ...among(of("user"), { place: acme, reach: "within" }),
    ...among(powers, { place: placeOf(acme, bob), reach: "itself" })
  ])],
  ["who may do something about one of them", acting(ada, among(powers, {
    place: placeOf(acme, page[0]?.userId ?? ada), reach: "itself"
  }))],
  ["who may do everything below it", acting(ada, among(powers, { place: Path.make("acme>paris"), reach: "within" }))],
  ["who may do everything elsewhere", acting(ada, among(powers, { place: rival, reach: "within" }))]
]

it.each(actors)("%s", (_, actor) => {
  expect(powers.length).toBeGreaterThan(15)
  for (const facts of circumstances) {
    const told = offeredTo(actor, acme)
    expect(page.map((user) => told(user, facts))).toEqual(page.map((user) => offered(actor, user, facts)))
  }
})

it("a page of many who stand alike asks the rules once for all of them", () => {
  const [active] = people.filter(({ _tag, role, enterprise }) =>
    _tag === "Active" && role === "user" && enterprise === acme)
  if (active === undefined) throw new Error("the walk comes by an active user")
  const told = offeredTo(actors[1]?.[1] ?? acting(ada, []), acme)
  const [facts] = circumstances
  if (facts === undefined) throw new Error("there are circumstances")
  const lists = ["usr_1", "usr_2", "usr_3"].map((id) => told({ ...active, userId: UserId.make(id) }, facts))
  expect(new Set(lists).size).toBe(1)
  expect(lists[0]).toContain("SuspendUser")
})

it("whoever has a telephone to give up is not judged like whoever has none", () => {
  const actor = actors[1]?.[1] ?? acting(ada, [])
  const [told, without] = [offeredTo(actor, acme), { ...users.Active, role: "user", userId: UserId.make("usr_1") }]
  const having = { ...without, userId: UserId.make("usr_2"), phone }
  expect([without, having].map((user) => told(user, factsOf()).includes("ResetFactors"))).toEqual([false, true])
})
