/** USR-9, STA-1: the list of users, by any column, and the first chart of the dashboard. */
import { accepted, holds, same } from "./expect.ts"
import { idOf, invites, joins, mailOf, orders, signsIn, staffed, workspace } from "./people-moves.ts"
import type { Scenario, World } from "./world.ts"

const helpFirst = async (world: World) => {
  const admin = await staffed(world)
  const [bob, cleo] = [await joins(world, "bob"), await joins(world, "cleo")]
  await invites(admin, "nora")
  accepted(await orders(admin, "SuspendUser", idOf(cleo)))
  const list = async (more: object = {}) =>
    accepted(await admin.users({ enterprise: "acme", limit: 2, ...more }))
  const names = ({ items }: Awaited<ReturnType<typeof list>>) =>
    items.map(({ user }) => "firstName" in user ? user.firstName : "")
  const first = await list()
  same("who needs help comes first", names(first), ["cleo", "nora"])
  same("the rest", names(await list({ after: first.next ?? "" })), ["ada", "bob"])
  same("by name", names(await list({ sort: "firstName", limit: 10 })), ["ada", "bob", "cleo", "nora"])
  same("backwards", names(await list({ sort: "mail", descending: true, limit: 10 })), ["nora", "cleo", "bob", "ada"])
  same("one status", names(await list({ statuses: ["Active"], limit: 10 })), ["ada", "bob"])
  await signsIn(world, "bob")
  const [latest] = (await list({ sort: "lastSignInAt", descending: true })).items
  same("who signed in last", latest && idOf(latest), idOf(bob))
  const colours = (await list({ limit: 10 })).items.map(({ user, colour }) => `${user._tag} ${colour}`)
  same("each status has its colour", new Set(colours).size, 3)
  holds("the list shows the address", JSON.stringify(await list({ limit: 10 })).includes(mailOf("nora")))
}

const byStatus = async (world: World) => {
  const admin = await staffed(world)
  await joins(world, "bob")
  await invites(admin, "nora")
  same("the chart", accepted(await admin.usersByStatus("acme")), {
    Active: 2, NotFinalised: 1, Locked: 0, Suspended: 0, PendingApproval: 0, CreationBlocked: 0, Deleted: 0
  })
}

export const peopleLists: ReadonlyArray<Scenario> = [
  ...workspace("USR-9", "those who need help first, or by any column; each status has its colour", helpFirst),
  ...workspace("STA-1", "users by status", byStatus)
]
