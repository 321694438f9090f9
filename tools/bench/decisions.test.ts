/** What makes the figures of the bench of decisions worth reading: worlds of the size told, and the same answers. */
import { lineage, Role } from "@intendant/core"
import { expect, it } from "vitest"
import { casl, type Decides, linkedWalk, mapWalk } from "./decisions-peers.ts"
import { sceneOf, worldOf } from "./decisions-world.ts"

const scene = sceneOf({ users: 1000, grants: 1991, trunk: 0 })

it("the company is as large as the bench says, and a third of what is asked for is allowed", () => {
  expect(scene.places.length).toBe(1111)
  expect([...scene.users.values()].flat().length).toBe(1991)
  expect([...scene.users.values()].flat().every(({ actions }) => actions.length === 4)).toBe(true)
  expect(scene.disabled.length).toBe(55)
  const { decide } = Role.decisionsOf(worldOf(scene))
  const allowed = scene.requests.filter(({ user, action, place }) => decide(user, action, place)._tag === "Allowed")
  expect(Math.round(100 * allowed.length / scene.requests.length)).toBe(35)
})

it("every variant gives the same answers, with nothing allowed that a disabled account above blocks", () => {
  const { decide } = Role.decisionsOf(worldOf(scene))
  const ours: Decides = ({ user, action, place }) => decide(user, action, place)._tag === "Allowed"
  const everyone = [...scene.users].slice(0, 40).flatMap(([user, given]) => given.flatMap(({ actions }) =>
    actions.flatMap((action) => scene.places.map((place) => ({ user, action, place })))))
  for (const other of [mapWalk(scene), linkedWalk(scene), casl(scene)]) {
    expect(everyone.filter((request) => other(request) !== ours(request))).toEqual([])
  }
})

it("the deep company has the same people, grants and requests as the flat one, sixty levels further down", () => {
  const [flat, deep] = [0, 60].map((trunk) => sceneOf({ users: 10, grants: 40, trunk }))
  const last = (path: string | undefined) => path?.replace(/^.*(?=company)/, "")
  expect(deep?.requests.map(({ user, action, place }) => [user, action, last(place)]))
    .toEqual(flat?.requests.map(({ user, action, place }) => [user, action, place]))
  expect(Math.max(...(deep?.places ?? []).map((place) => lineage(place).length))).toBe(64)
})
