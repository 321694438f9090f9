/** What something later made useless while it waited is not sent any more, and the log says that it was not. */
import { PhoneNumber, User } from "@intendant/core"
import * as Redacted from "effect/Redacted"
import { expect, it } from "vitest"
import { later, type Office, openOffice, sent } from "./office.ts"
import { acme, codeIn, linkIn, mailOf, password, twice } from "./portal.ts"

const phone = PhoneNumber.make("+33612345678")

const overtakenIn = ({ logs }: Office) => logs.join("\n").match(/overtaken/g)?.length ?? 0

/** Dispatches again and again, until whatever waits has been tried. */
const untilTried = async ({ clock, dispatch }: Office) => {
  for (let minute = 0; minute < 5; minute += 1) {
    clock.advance({ minutes: 1 })
    await dispatch()
  }
}

it("NTF-4 a link that was asked for again is not sent behind the newer one, which works", async () => {
  const office = await openOffice()
  await office.join("ada")
  office.post.deliver = () => later
  await office.run(office.portal.requestReset(mailOf("ada"), "here"))
  await office.dispatch()
  office.clock.advance({ minutes: 1 })
  office.post.deliver = () => sent
  await office.run(office.portal.requestReset(mailOf("ada"), "here"))
  await office.dispatch()
  await untilTried(office)
  expect(office.post.taken.length).toBe(1)
  expect(overtakenIn(office)).toBe(1)
  const link = Redacted.make(linkIn(office.post.taken[0]?.text ?? ""))
  await office.run(office.portal.resetPassword(link, twice("Another-horse-2")))
})

it("NTF-4 of two links that were asked for at once both are sent: nobody knows which one works", async () => {
  const office = await openOffice()
  await office.join("ada")
  await Promise.all(["here", "there"].map((from) => office.run(office.portal.requestReset(mailOf("ada"), from))))
  await office.dispatch()
  expect(new Set(office.post.taken.map(({ text }) => linkIn(text))).size).toBe(2)
})

const edit = (mail: string) => ({ portal, run, actor }: Office, userId: User.UserId) =>
  run(portal.submitUser({
    actor, reason: "", command: User.EditUser.make({ enterprise: acme, userId, mail: mailOf(mail) })
  }))

/** What makes a link, and every code, of somebody useless. */
const endings: ReadonlyArray<readonly [string, (office: Office, userId: User.UserId) => Promise<unknown>]> = [
  ["was shut out", ({ order }, userId) => order("SuspendUser", userId)],
  ["was deleted", ({ order }, userId) => order("DeleteUser", userId)],
  ["was shut out and let in", async ({ order }, userId) => {
    await order("SuspendUser", userId)
    await order("ReactivateUser", userId)
  }],
  ["has another address", edit("ada.new")],
  ["was signed out everywhere", ({ order }, userId) => order("RevokeAccess", userId)]
]

it.each(endings)("NTF-4 who %s meanwhile is sent no link that would open nothing", async (_, end) => {
  const office = await openOffice()
  const userId = await office.join("ada")
  office.post.deliver = () => later
  await office.run(office.portal.requestReset(mailOf("ada"), "here"))
  await office.dispatch()
  await end(office, userId)
  office.post.deliver = () => sent
  await untilTried(office)
  expect(office.post.taken.filter(({ subject }) => /reset|new password/i.test(subject))).toEqual([])
  expect(office.post.taken.filter(({ text }) => linkIn(text) !== "")).toEqual([])
})

it.each(endings)("NTF-4 who %s meanwhile is sent no code that would open nothing", async (_, end) => {
  const office = await openOffice()
  const userId = await office.join("ada")
  await office.set({ "factors.forced": true })
  office.post.deliver = () => later
  await office.signIn("ada", password)
  await office.dispatch()
  await end(office, userId)
  office.post.deliver = () => sent
  await untilTried(office)
  expect(office.post.taken.filter(({ text }) => codeIn(text) !== "")).toEqual([])
})

it("NTF-4 of two codes to sign in with both are sent, however long they waited: both work", async () => {
  const office = await openOffice()
  await office.join("ada")
  await office.set({ "factors.forced": true })
  office.post.deliver = () => later
  await office.signIn("ada", password)
  office.clock.advance({ minutes: 2 })
  await office.signIn("ada", password)
  await office.dispatch()
  office.post.deliver = () => sent
  await untilTried(office)
  expect(new Set(office.post.taken.map(({ text }) => codeIn(text))).size).toBe(2)
})

it("NTF-4 whoever was deleted is told nothing of the account any more", async () => {
  const office = await openOffice()
  const userId = await office.join("ada")
  await office.set({ "factors.forced": true })
  office.post.deliver = () => later
  await office.signIn("ada", password)
  await office.order("SuspendUser", userId)
  await office.order("ReactivateUser", userId)
  await office.dispatch()
  await office.order("DeleteUser", userId)
  office.post.deliver = () => sent
  await untilTried(office)
  expect(office.post.taken).toEqual([])
})

it("NTF-4 of two codes for one telephone the older one is not sent behind the newer one", async () => {
  const office = await openOffice()
  await office.join("ada")
  const entered = await office.signIn("ada", password)
  if (entered._tag !== "Entered") throw new Error("ada was asked for more")
  const { actor, user } = await office.run(office.portal.authenticate(entered.token))
  if (user === undefined) throw new Error("not a user")
  office.post.deliverText = () => later
  await office.run(office.portal.sendPhoneCode(actor, user.user, phone))
  await office.dispatch()
  office.clock.advance({ minutes: 1 })
  office.post.deliverText = () => sent
  await office.run(office.portal.sendPhoneCode(actor, user.user, phone))
  await office.dispatch()
  await untilTried(office)
  expect(office.post.texts.length).toBe(1)
})
