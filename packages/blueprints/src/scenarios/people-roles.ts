/** ROL-1, ROL-6, ROL-7 of the secure workspace: what each role may do to people of each role, and why. */
import { accepted, holds, refused, same } from "./expect.ts"
import {
  idOf, inBackOffice, invites, joins, mailOf, newcomer, orders, passwordOf, signs, signsIn, staffed, stands, stepsUp,
  workspace
} from "./people-moves.ts"
import type { Scenario, World } from "./world.ts"

const userStaysOut = async (world: World) => {
  const admin = await staffed(world)
  const bob = await joins(world, "bob")
  const own = await signsIn(world, "bob")
  accepted(await own.user("acme", idOf(bob)))
  refused(await own.users({ enterprise: "acme", limit: 10 }), "NoSuchAccount")
  refused(await own.createUser(newcomer("eve")), "NoSuchAccount")
  const { challenge } = accepted(await own.stepUp(passwordOf("bob")))
  holds("a step up gives a user nothing to administer", challenge.length > 0)
  accepted(await admin.users({ enterprise: "acme", limit: 10 }))
}

const managerAndAdmins = async (world: World) => {
  const admin = await staffed(world)
  const ada = (accepted(await admin.whoAmI())).user
  if (ada === undefined) throw new Error("an admin is signed in")
  const manager = await inBackOffice(world, "max", "manager")
  const bob = await invites(manager, "bob")
  const mia = await invites(manager, "mia", { role: "manager" })
  refused(await manager.createUser(newcomer("eve", { role: "admin" })), "NotPermitted")
  accepted(await orders(manager, "EditUser", idOf(bob), { role: "manager" }))
  accepted(await orders(manager, "EditUser", idOf(bob), { role: "user" }))
  refused(await orders(manager, "EditUser", idOf(bob), { role: "admin" }), "NotPermitted")
  for (const tag of ["SuspendUser", "DeleteUser", "RevokeAccess", "ReactivateUser"]) {
    refused(await orders(manager, tag, idOf(ada)), "NotPermitted")
  }
  refused(await orders(manager, "EditUser", idOf(ada), { firstName: "Eve" }), "NotPermitted")
  for (let tries = 0; tries < 6; tries += 1) refused(await world.signInUser(mailOf("ada"), "wrong"), "SignInRefused")
  refused(await orders(manager, "ReactivateUser", idOf(ada)), "NotPermitted")
  accepted(await orders(manager, "DeleteUser", idOf(mia)))
  accepted(await manager.enterpriseSettings("acme"))
  accepted(await orders(world.support, "ReactivateUser", idOf(ada)))
}

const lastAdmin = async (world: World) => {
  const ada = await staffed(world)
  const id = async (desk: typeof ada) => {
    const { user } = accepted(await desk.whoAmI())
    if (user === undefined) throw new Error("an admin is signed in")
    return idOf(user)
  }
  const first = await id(ada)
  for (const tag of ["SuspendUser", "DeleteUser"]) refused(await orders(ada, tag, first), "LastAdmin")
  refused(await orders(ada, "EditUser", first, { role: "user" }), "LastAdmin")
  const amy = await inBackOffice(world, "amy", "admin")
  const second = await id(amy)
  const both = await Promise.all([
    orders(ada, "EditUser", second, { role: "user" }), orders(amy, "EditUser", first, { role: "user" })
  ])
  same("how many of the two demote each other", both.filter(({ ok }) => ok).length, 1)
  const counts = accepted(await world.operator.usersByStatus("acme"))
  same("everybody is still active", counts.Active, 2)
}

const outside = async (world: World) => {
  const admin = await staffed(world)
  await signs(world, "other", { domains: ["other.example"] })
  const elsewhere = { enterprise: "other", mail: mailOf("oscar", "other.example") }
  const stranger = await invites(world.operator, "oscar", elsewhere)
  const there = idOf(stranger)
  refused(await admin.user("other", there), "NoSuchAccount")
  refused(await admin.user("acme", there), "NoSuchUser")
  const unknown = refused(await admin.user("acme", "usr_unknown"), "NoSuchUser")
  same("the answer for another enterprise's user", refused(await admin.user("acme", there), "NoSuchUser"),
    { ...unknown, userId: there })
  refused(await orders(admin, "SuspendUser", there), "NoSuchUser")
  refused(await admin.users({ enterprise: "other", limit: 5 }), "NoSuchAccount")
  refused(await admin.createUser(newcomer("eve", { enterprise: "other" })), "NoSuchAccount")
  await stands(admin, idOf(await invites(admin, "bob")), "NotFinalised")
}

const explained = async (world: World) => {
  const admin = await staffed(world)
  const manager = await inBackOffice(world, "max", "manager")
  const why = async (desk: typeof admin, permission: string) =>
    JSON.stringify(accepted(await desk.explain(permission, "acme")))
  holds("a yes names the grant and where it comes from",
    (await why(manager, "user.suspend.user")).includes('"place":"acme"'))
  holds("a no names what is missing", (await why(manager, "user.suspend.admin")).includes("NotPermitted"))
  const outdoors = await signsIn(world, "max")
  holds("what must be proved first is told", (await why(outdoors, "user.suspend.user")).includes("StepUpNeeded"))
  holds("and so is what nobody may", (await why(outdoors, "user.suspend.admin")).includes("NotPermitted"))
  await stepsUp(world, outdoors, "max")
}

export const peopleRoles: ReadonlyArray<Scenario> = [
  ...workspace("ROL-1", "a user has no back office", userStaysOut),
  ...workspace("ROL-1", "a manager administers users and managers, and never touches an admin", managerAndAdmins),
  ...workspace("ROL-1", "the last active admin stays, whoever acts at once", lastAdmin),
  ...workspace("ROL-6", "nobody acts outside their own enterprise, or learns what is there", outside),
  ...workspace("ROL-7", "any decision can be explained", explained)
]
