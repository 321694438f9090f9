/** USR-1 to USR-8: how people come to an account, stand in it, and leave it. */
import type { Desk } from "@intendant/core/promises"
import { accepted, holds, refused, same } from "./expect.ts"
import {
  codeTo, finishes, idOf, inBackOffice, invites, joins, letterTo, linkTo, mailOf, newcomer, orders, passwordOf, signs,
  signsIn, staffed, stands, statusOf, stepsUp, workspace
} from "./people-moves.ts"
import type { Scenario, World } from "./world.ts"

const oneAddress = async (world: World) => {
  const admin = await staffed(world)
  const bob = await invites(admin, "bob", { mail: " Bob@ACME.example " })
  same("the address as it is kept", "mail" in bob.user ? bob.user.mail : "", "Bob@acme.example")
  refused(await admin.createUser(newcomer("bobby", { mail: "bob@acme.example" })), "MailTaken")
  refused(await admin.createUser(newcomer("eve", { mail: mailOf("eve", "gmail.example") })), "DomainNotAllowed")
  refused(await admin.createUser(newcomer("eve", { mail: mailOf("eve", "mail.acme.example") })), "DomainNotAllowed")
  await finishes(world, "bob", "Bob@acme.example")
  const own = await signsIn(world, "bob")
  refused(await orders(own, "EditUser", idOf(bob), { mail: mailOf("bobby") }), "NotPermitted")
}

const invitation = async (world: World) => {
  const admin = await staffed(world)
  await invites(admin, "bob", { language: "fr" })
  const letter = await letterTo(world, mailOf("bob"))
  holds("the mail is in the language that was chosen", letter.text.startsWith("Bonjour"))
  const code = await codeTo(world, mailOf("bob"))
  const entered = accepted(await world.signInUser(mailOf("bob"), code))
  if (entered._tag !== "PasswordToChoose") throw new Error("who signs in with a code must choose a password")
  const chosen = { next: passwordOf("bob"), again: passwordOf("bob") }
  accepted(await world.finaliseUser(entered.ticket, chosen))
  refused(await world.finaliseUser(entered.ticket, chosen), "CodeRefused")
  refused(await world.signInUser(mailOf("bob"), code), "SignInRefused")
  holds("it is confirmed by mail", (await letterTo(world, mailOf("bob"))).subject !== letter.subject)
  await signsIn(world, "bob")
}

const passwordRule = async (world: World) => {
  await signs(world)
  await invites(world.operator, "bob")
  const link = await linkTo(world, mailOf("bob"))
  for (const weak of ["Abcdef12", "abcdefghi1", "ABCDEFGHI", "abcdefghij"]) {
    refused(await world.finaliseUser(link, { next: weak, again: weak }), "PasswordTooWeak")
  }
  refused(await world.finaliseUser(link, { next: "Abcdefg12", again: "Abcdefg13" }), "PasswordsDiffer")
  accepted(await world.finaliseUser(link, { next: "Abcdefg12", again: "Abcdefg12" }))
  accepted(await world.signInUser(mailOf("bob"), "Abcdefg12"))
}

const sevenStatuses = async (world: World) => {
  const admin = await staffed(world)
  accepted(await admin.submitSettings({
    _tag: "SaveSettings", owner: "acme", changes: { "freeSignUp.policy": "approval" }
  }))
  await signs(world, "home", { domains: null })
  const [locked, suspended, deleted] = [await joins(world, "lou"), await joins(world, "sue"), await joins(world, "dee")]
  for (let tries = 0; tries < 6; tries += 1) refused(await world.signInUser(mailOf("lou"), "wrong"), "SignInRefused")
  accepted(await orders(admin, "SuspendUser", idOf(suspended)))
  accepted(await orders(admin, "DeleteUser", idOf(deleted)))
  await invites(admin, "nora")
  accepted(await world.signUp("acme", { firstName: "Al", lastName: "A", mail: mailOf("al"), language: "en" }))
  await invites(world.operator, "kim", { enterprise: "home" })
  await finishes(world, "kim")
  await invites(admin, "kim")
  const counts = accepted(await admin.usersByStatus("acme"))
  same("the users in each status", counts, {
    Active: 1, PendingApproval: 1, Locked: 1, Suspended: 1, NotFinalised: 1, CreationBlocked: 1, Deleted: 1
  })
  await stands(admin, idOf(locked), "Locked")
}

const shutOut = async (world: World) => {
  const admin = await staffed(world)
  const bob = await joins(world, "bob")
  const own = await signsIn(world, "bob")
  accepted(await orders(admin, "SuspendUser", idOf(bob)))
  refused(await own.whoAmI(), "NotSignedIn")
  refused(await world.signInUser(mailOf("bob"), passwordOf("bob")), "SignInRefused")
  accepted(await orders(admin, "ReactivateUser", idOf(bob)))
  await signsIn(world, "bob")
  for (let tries = 0; tries < 6; tries += 1) refused(await world.signInUser(mailOf("bob"), "wrong"), "SignInRefused")
  await stands(admin, idOf(bob), "Locked")
  refused(await world.signInUser(mailOf("bob"), passwordOf("bob")), "SignInLocked")
  accepted(await orders(admin, "ReactivateUser", idOf(bob)))
  const back = await signsIn(world, "bob")
  holds("nothing of theirs was lost", accepted(await back.whoAmI()).name.includes("bob"))
}

/** Somebody whose address is held by a personal account. */
const blocked = async (world: World) => {
  const admin = await staffed(world)
  await signs(world, "home", { domains: null })
  const personal = await invites(world.operator, "kim", { enterprise: "home" })
  await finishes(world, "kim")
  const view = await invites(admin, "kim", { role: "manager" })
  holds("the creation is blocked", view.user._tag === "CreationBlocked")
  return { admin, personal: idOf(personal), waiting: idOf(view) }
}

const resumedAfterDeletion = async (world: World) => {
  const { admin, personal, waiting } = await blocked(world)
  refused(await orders(admin, "ResumeCreation", waiting), "StillBlocked")
  const own = await signsIn(world, "kim")
  accepted(await own.submitUser({ _tag: "DeleteUser", enterprise: "home", userId: personal }))
  accepted(await orders(admin, "ResumeCreation", waiting))
  await finishes(world, "kim")
  await stands(admin, waiting, "Active")
}

const resumedAfterMove = async (world: World) => {
  const { admin, personal, waiting } = await blocked(world)
  accepted(await world.operator.submitSettings({
    _tag: "SaveSettings", owner: "home", changes: { "secondaryMail.allowed": true }
  }))
  const own = await signsIn(world, "kim")
  const elsewhere = mailOf("kim", "home.example")
  accepted(await own.sendMailCode(elsewhere))
  accepted(await own.setSecondaryMail(elsewhere, await codeTo(world, elsewhere)))
  const order = { enterprise: "home", userId: personal }
  accepted(await own.submitOwn({ _tag: "SwapMails", ...order }))
  refused(await orders(admin, "ResumeCreation", waiting), "StillBlocked")
  accepted(await own.setSecondaryMail(null))
  accepted(await orders(admin, "ResumeCreation", waiting))
  await finishes(world, "kim")
  accepted(await world.signInUser(elsewhere, passwordOf("kim")))
  await signsIn(world, "kim")
}

/** Chooses, for oneself, that others do not see the address. */
const hidesMail = (own: Desk, owner: string) =>
  own.submitSettings({ _tag: "SaveOwnSettings", owner, changes: { "mail.shown": false } })

const hidden = async (desk: Desk, userId: string, enterprise: string) => {
  const { settings } = accepted(await desk.userSettings(enterprise, userId))
  const shown = settings.find(({ setting }) => setting === "mail.shown")
  same("what they have set themselves", [shown?.value, shown?.origin], [false, "user"])
}

const attached = async (world: World) => {
  const { admin, personal, waiting } = await blocked(world)
  for (const owner of ["home", "acme"]) {
    const changes = { "mail.usersMayChange": true }
    accepted(await world.operator.submitSettings({ _tag: "SaveSettings", owner, changes }))
  }
  accepted(await hidesMail(await signsIn(world, "kim"), `home>${personal}`))
  refused(await admin.attachUser("acme", waiting), "NotPermitted")
  accepted(await world.support.attachUser("acme", waiting))
  await stands(admin, personal, "Active")
  refused(await admin.user("acme", waiting), "NoSuchUser")
  const view = accepted(await admin.user("acme", personal))
  same("the role that was meant", "role" in view.user ? view.user.role : "", "manager")
  await hidden(admin, personal, "acme")
  same("what is left where they were", await world.kept.record("setting", `home>${personal}`), { _tag: "Unset" })
  await signsIn(world, "kim")
}

const deleted = async (world: World) => {
  const admin = await staffed(world)
  const [bob, ben] = [await joins(world, "bob"), await joins(world, "ben")]
  const changes = { "deletion.graceDays": 10, "mail.usersMayChange": true }
  accepted(await admin.submitSettings({ _tag: "SaveSettings", owner: "acme", changes }))
  accepted(await hidesMail(await signsIn(world, "bob"), `acme>${idOf(bob)}`))
  accepted(await hidesMail(await signsIn(world, "ben"), `acme>${idOf(ben)}`))
  for (const user of [bob, ben]) accepted(await orders(admin, "DeleteUser", idOf(user)))
  refused(await world.signInUser(mailOf("bob"), passwordOf("bob")), "SignInRefused")
  refused(await orders(admin, "RecallUser", idOf(bob)), "NotPermitted")
  world.clock.advance({ days: 9 })
  await world.work()
  accepted(await orders(world.support, "RecallUser", idOf(bob)))
  await signsIn(world, "bob")
  world.clock.advance({ days: 1 })
  await world.work()
  refused(await world.operator.user("acme", idOf(ben)), "NoSuchUser")
  same("whose data was destroyed", world.data.accountIds(), [idOf(ben)])
  same("what is left of the keys", await world.kept.record("credential", idOf(ben)), { _tag: "Destroyed" })
  same("what they had set", await world.kept.record("setting", `acme>${idOf(ben)}`), { _tag: "Unset" })
  await hidden(world.operator, idOf(bob), "acme")
  await invites(world.operator, "ben")
}

const offers = async (world: World) => {
  const admin = await staffed(world)
  const bob = await joins(world, "bob")
  const actionsOf = async (id: string) => accepted(await admin.user("acme", id)).actions
  const active = ["EditUser", "SuspendUser", "DeleteUser", "RevokeAccess"]
  same("for an active user", await actionsOf(idOf(bob)), active)
  accepted(await orders(admin, "SuspendUser", idOf(bob)))
  holds("a suspended one is reactivated", (await actionsOf(idOf(bob))).includes("ReactivateUser"))
  const nora = await invites(admin, "nora")
  holds("the code is sent again to who is not finalised", (await actionsOf(idOf(nora))).includes("SendCodeAgain"))
  const first = await codeTo(world, mailOf("nora"))
  accepted(await orders(admin, "SendCodeAgain", idOf(nora)))
  const second = await codeTo(world, mailOf("nora"))
  refused(await world.signInUser(mailOf("nora"), first), "SignInRefused")
  accepted(await world.signInUser(mailOf("nora"), second))
  refused(await orders(admin, "SendCodeAgain", idOf(bob)), "WrongStatus")
  refused(await orders(admin, "ApproveSignUp", idOf(bob)), "WrongStatus")
  holds("what is offered is carried out", (await statusOf(admin, idOf(bob))) === "Suspended")
}

const editing = async (world: World) => {
  const admin = await staffed(world)
  const bob = await joins(world, "bob")
  accepted(await orders(admin, "EditUser", idOf(bob), { firstName: "Robert", mail: mailOf("robert"), role: "manager" }))
  holds("the old address is told", (await letterTo(world, mailOf("bob"))).text.includes(mailOf("robert")))
  refused(await world.signInUser(mailOf("bob"), passwordOf("bob")), "SignInRefused")
  const robert = await signsIn(world, "bob", mailOf("robert"))
  await stepsUp(world, robert, "bob", mailOf("robert"))
  const manager = await inBackOffice(world, "max", "manager")
  refused(await orders(manager, "EditUser", idOf(bob), { mail: mailOf("bobby") }), "NotPermitted")
}

export const people: ReadonlyArray<Scenario> = [
  ...workspace("USR-1", "an address is one account's, however written, and in the enterprise's domains", oneAddress),
  ...workspace("USR-1", "a sign-in address is edited by an admin alone", editing),
  ...workspace("USR-2", "an invited user signs in with the code, chooses a password, and signs in with it", invitation),
  ...workspace("USR-3", "nine characters of three kinds, and not one less", passwordRule),
  ...workspace("USR-4", "seven statuses and no other", sevenStatuses),
  ...workspace("USR-5", "locked and suspended users lose nothing, and are let in again", shutOut),
  ...workspace("USR-6", "a blocked creation goes on once the personal account is deleted", resumedAfterDeletion),
  ...workspace("USR-6", "a blocked creation goes on once the personal account has another address", resumedAfterMove),
  ...workspace("USR-6", "support attaches the account that holds the address", attached),
  ...workspace("USR-7", "a deleted user is recalled by support, until the erasure destroys the keys too", deleted),
  ...workspace("USR-8", "what is offered depends on the status", offers)
]
