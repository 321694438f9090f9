/** Messages that cannot leave wait, are tried again, and leave once: by a clock under control, without a pause. */
import * as Effect from "effect/Effect"
import { expect, it } from "vitest"
import { later, type Office, openOffice, refused, sent, subjectsTo } from "./office.ts"
import { acme, codeIn, mailOf, otherKey, password } from "./portal.ts"

const names = (count: number) => Array.from({ length: count }, (_, index) => `u${index}`)

/** Dispatches every ten seconds for so long, and gives at which seconds something was tried. */
const dispatchFor = async ({ clock, dispatch, post }: Office, seconds: number): Promise<ReadonlyArray<number>> => {
  const triedAt: Array<number> = []
  for (let second = 0; second <= seconds; second += 10) {
    const before = post.tried.length
    await dispatch()
    if (post.tried.length > before) triedAt.push(second)
    clock.advance({ seconds: 10 })
  }
  return triedAt
}

/** Guesses until the account is locked. */
const guessing = async ({ signIn }: Office, name: string) => {
  for (let guess = 0; guess < 6; guess += 1) await signIn(name, `wrong ${guess}`).catch(() => undefined)
}

it("NTF-4 a gateway that is down for hours: each waits longer and longer, up to an hour, and leaves once", async () => {
  const office = await openOffice()
  office.post.deliver = () => later
  for (const name of names(20)) await office.invite(name)
  const triedAt = await dispatchFor(office, 8 * 3600)
  const waits = triedAt.slice(1).map((second, index) => second - (triedAt[index] ?? 0))
  expect(waits.slice(0, 9)).toEqual([10, 20, 40, 80, 160, 320, 640, 1280, 2560])
  expect(new Set(waits.slice(9))).toEqual(new Set([3600]))
  expect(office.post.taken).toEqual([])

  office.post.deliver = () => sent
  await dispatchFor(office, 2 * 3600)
  expect(office.post.taken.map(({ to }) => to).toSorted()).toEqual(names(20).map(mailOf).toSorted())
  expect((await office.dispatch()).sent).toBe(0)
})

it("NTF-4 what is tried again is the same letter, and its code opens the account", async () => {
  const office = await openOffice()
  office.post.deliver = () => later
  await office.invite("ada")
  await dispatchFor(office, 600)
  office.post.deliver = () => sent
  await dispatchFor(office, 3600)
  const [letter] = office.post.taken
  expect(new Set(office.post.tried.map(({ id }) => id))).toEqual(new Set([letter?.id]))
  expect(new Set(office.post.tried.map(({ text }) => text))).toEqual(new Set([letter?.text]))
  expect((await office.signIn("ada", codeIn(letter?.text ?? "")))._tag).toBe("PasswordToChoose")
})

it("NTF-4 one receiver who is refused, one who is put off and one defect hold up nobody", async () => {
  const office = await openOffice()
  const moods: Readonly<Record<string, () => ReturnType<Office["post"]["deliver"]>>> = {
    [mailOf("u3")]: () => refused, [mailOf("u7")]: () => later,
    [mailOf("u9")]: () => Effect.die(new Error(`a defect about ${mailOf("u9")}`))
  }
  office.post.deliver = ({ to }) => moods[to]?.() ?? sent
  for (const name of names(120)) await office.invite(name)
  expect(await office.dispatch()).toEqual({ sent: 117, waiting: 2, refused: 1 })
  await dispatchFor(office, 3600)
  expect(office.post.taken.length).toBe(117)
  expect(office.post.tried.filter(({ to }) => to === mailOf("u3")).length).toBe(1)
  expect(office.logs.join("\n")).not.toMatch(/u9|acme\.example/)

  office.post.deliver = () => sent
  await dispatchFor(office, 3600)
  expect(office.post.taken.length).toBe(119)
})

it("NTF-4 what could not be told for eight days is given up, not a day earlier, and the log says so", async () => {
  const office = await openOffice()
  await office.join("ada")
  office.post.deliver = () => later
  await guessing(office, "ada")
  const dispatchForHours = async (hours: number) => {
    for (let hour = 0; hour < hours; hour += 1) {
      await office.dispatch()
      office.clock.advance({ hours: 1 })
    }
  }
  await dispatchForHours(7 * 24)
  expect(office.logs.join("\n")).not.toContain("given up")
  await dispatchForHours(2 * 24)
  expect(office.logs.join("\n").match(/given up/g)?.length).toBe(1)
  const triedTimes = office.post.tried.length
  await dispatchForHours(24)
  expect(office.post.tried.length).toBe(triedTimes)
})

it("AUT-7 codes and links that expired while they waited are not sent late", async () => {
  const office = await openOffice()
  await office.join("ada")
  await office.set({ "factors.forced": true })
  office.post.deliver = () => later
  expect((await office.signIn("ada", password))._tag).toBe("CodeAsked")
  await office.run(office.portal.requestReset(mailOf("ada"), "here"))
  await office.invite("bob")
  await office.dispatch()
  expect(office.post.tried.length).toBe(3)
  office.clock.advance({ days: 7 })
  office.post.deliver = () => sent
  await dispatchFor(office, 3600)
  expect(office.post.taken).toEqual([])
})

it("USR-2 an invitation that a later one overtook is not sent, and the later one works", async () => {
  const office = await openOffice()
  office.post.deliver = () => later
  const ada = await office.invite("ada")
  await office.dispatch()
  await office.order("SendCodeAgain", ada)
  office.post.deliver = () => sent
  await dispatchFor(office, 3600)
  expect(office.post.taken.length).toBe(1)
  expect((await office.signIn("ada", codeIn(office.post.taken[0]?.text ?? "")))._tag).toBe("PasswordToChoose")
})

it("NTF-4 who was locked and let in reads it in that order, however long it waited; codes do not wait", async () => {
  const office = await openOffice()
  const ada = await office.join("ada")
  office.post.deliver = () => later
  await guessing(office, "ada")
  await dispatchFor(office, 3600)
  await office.order("ReactivateUser", ada)
  await dispatchFor(office, 60)
  office.post.deliver = ({ subject }) => /password/i.test(subject) ? sent : later
  await office.run(office.portal.requestReset(mailOf("ada"), "here"))
  await office.dispatch()
  expect(subjectsTo(office.post.taken, "ada").length).toBe(1)
  office.post.deliver = () => sent
  await dispatchFor(office, 3600)
  expect(subjectsTo(office.post.taken, "ada")).toEqual([
    "secure-workspace: choose a new password", "secure-workspace: your account is locked",
    "secure-workspace: your account is active again"
  ])
})

it("NTF-4 a gateway that comes back between two lines about somebody: the second waits for the first", async () => {
  const office = await openOffice()
  const ada = await office.join("ada")
  await guessing(office, "ada")
  await office.order("ReactivateUser", ada)
  office.post.deliver = () => {
    office.post.deliver = () => sent
    return later
  }
  await office.dispatch()
  expect(office.post.taken).toEqual([])
  await dispatchFor(office, 20)
  expect(subjectsTo(office.post.taken, "ada")).toEqual([
    "secure-workspace: your account is locked", "secure-workspace: your account is active again"
  ])
})

it("NTF-4 of two admins told of a sign-up, the one who was put off is told again, the other is not", async () => {
  const office = await openOffice()
  await office.join("ada", "admin")
  await office.join("bob", "admin")
  await office.set({ "freeSignUp.policy": "approval" })
  office.post.deliver = ({ to }) => to === mailOf("bob") ? later : sent
  const person = { firstName: "Eve", lastName: "Doe", mail: mailOf("eve"), language: "en" as const }
  await office.run(office.portal.signUp(acme, person, "here"))
  await dispatchFor(office, 300)
  office.post.deliver = () => sent
  await dispatchFor(office, 3600)
  expect(office.post.taken.map(({ to }) => to)).toEqual([mailOf("ada"), mailOf("bob")])
})

it("NTF-4 whoever was approved while the gateway was down is announced to no admin any more", async () => {
  const office = await openOffice()
  await office.join("ada", "admin")
  await office.set({ "freeSignUp.policy": "approval" })
  office.post.deliver = () => later
  const person = { firstName: "Eve", lastName: "Doe", mail: mailOf("eve"), language: "en" as const }
  await office.run(office.portal.signUp(acme, person, "here"))
  await office.dispatch()
  const { items } = await office.run(office.storage.userLists.list({
    enterprise: acme, statuses: ["PendingApproval"], sort: "mail", descending: false
  })({ limit: 1 }))
  const [eve] = items
  if (eve === undefined) throw new Error("nobody signed up")
  await office.order("ApproveSignUp", eve.userId)
  office.post.deliver = () => sent
  await dispatchFor(office, 3600)
  expect(subjectsTo(office.post.taken, "ada")).toEqual([])
  expect(subjectsTo(office.post.taken, "eve").length).toBe(2)
})

it("NTF-4 under another key, invitations carry codes that work, and codes that were open are not sent", async () => {
  const office = await openOffice()
  await office.join("ada")
  office.post.deliver = () => later
  await office.invite("bob")
  await office.run(office.portal.requestReset(mailOf("ada"), "here"))
  await office.dispatch()
  office.clock.advance({ minutes: 1 })
  office.post.deliver = () => sent
  const other = office.another(otherKey)
  await other.dispatch()
  expect(office.post.taken.map(({ to }) => to)).toEqual([mailOf("bob")])
  expect((await other.signIn("bob", codeIn(office.post.taken[0]?.text ?? "")))._tag).toBe("PasswordToChoose")
  await other.run(other.portal.requestReset(mailOf("ada"), "here"))
  await other.dispatch()
  expect(subjectsTo(office.post.taken, "ada").length).toBe(1)
})

it("NTF-4 an id is the same at every try, and no other message's in this storage or in another one", async () => {
  const [one, two] = [await openOffice(), await openOffice()]
  for (const office of [one, two]) {
    office.post.deliver = () => later
    for (const name of names(3)) await office.invite(name)
    await dispatchFor(office, 600)
  }
  const ids = [one, two].map(({ post }) => new Set(post.tried.map(({ id }) => id)))
  expect(ids.map(({ size }) => size)).toEqual([3, 3])
  expect(new Set(ids.flatMap((each) => [...each])).size).toBe(6)
})
