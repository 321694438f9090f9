/** Hosts that are killed, at any moment, with a real mail server and real storage: whatever was committed is told. */
import type { Page, PageRequest, User } from "@intendant/core"
import { afterEach, describe, expect, it } from "vitest"
import { postOffice } from "./office.ts"
import { acme, clockAhead, openPortal } from "./portal.ts"
import { boxesOf, type Child, type Yard, yards } from "./processes.ts"

const open: Array<Yard> = []
afterEach(async () => {
  for (const { close } of open.splice(0)) await close()
})

const fiveMinutes = 300

/** The portal as this process sees it; what it sends goes nowhere, since it dispatches nothing. */
const portalOf = ({ storage }: Yard, aheadSeconds = 0) =>
  openPortal({ storage, gateways: postOffice().gateways, clock: clockAhead(aheadSeconds) })

const yardWith = async (opening: () => Promise<Yard>) => {
  const yard = await opening()
  open.push(yard)
  await portalOf(yard).sign()
  return yard
}

/** Waits until the last one was committed. */
const invited = async ({ line }: Child) => {
  for (let said = await line(); said !== "invited"; said = await line()) expect(said).toMatch(/^usr_/)
}

/** Has a process invite so many people; it dies after the last of them was committed, before anything is sent. */
const inviteAndDie = async (yard: Yard, count: number) => {
  const child = await yard.start({ work: "invite", count })
  child.go()
  await invited(child)
  await child.kill()
  expect(yard.box.taken).toEqual([])
}

/** Lets processes dispatch until nothing has left for a while. */
const dispatchToTheEnd = async (yard: Yard, aheadSeconds: number, atOnce = 1) => {
  const starting = Array.from({ length: atOnce }, () => yard.start({ work: "dispatch", aheadSeconds }))
  const children = await Promise.all(starting)
  for (const { go } of children) go()
  await Promise.all(children.map(async ({ line }) => {
    for (let quiet = 0; quiet < 5;) quiet = await line() === "sent 0" ? quiet + 1 : 0
  }))
  await Promise.all(children.map(({ kill }) => kill()))
}

/** Page after page: a host that came first in every race for the file may have invited all of its thousand. */
const everybody = async (yard: Yard) => {
  const { run } = portalOf(yard)
  const list = yard.storage.userLists.list({ enterprise: acme, statuses: [], sort: "mail", descending: false })
  const everyone: Array<string> = []
  for (let page: PageRequest | undefined = { limit: 1000 }; page !== undefined;) {
    const { items, next }: Page<User.Known> = await run(list(page))
    everyone.push(...items.map(({ mail }) => String(mail)))
    page = next === undefined ? undefined : { limit: 1000, after: next }
  }
  return everyone
}

/** Every copy of a letter is the same one, and the code of the first opens the account. */
const expectFirstCopiesToWork = async (yard: Yard, aheadSeconds: number) => {
  const { signIn } = portalOf(yard, aheadSeconds)
  for (const [mail, copies] of boxesOf(yard)) {
    expect(new Set(copies.map(({ messageId, code }) => `${messageId} ${code}`)).size).toBe(1)
    const [name = ""] = mail.split("@")
    expect((await signIn(name, copies[0]?.code ?? ""))._tag).toBe("PasswordToChoose")
  }
}

describe.each(yards)("hosts that are killed, on $name", ({ open: opening }) => {
  it("NTF-4 killed between commit and sending: after a restart every invitation arrives, once", async () => {
    const yard = await yardWith(opening)
    await inviteAndDie(yard, 50)
    await dispatchToTheEnd(yard, 0)
    const arrived = boxesOf(yard)
    expect([...arrived.keys()].toSorted()).toEqual((await everybody(yard)).toSorted())
    expect([...arrived.values()].map(({ length }) => length)).toEqual(Array.from({ length: 50 }, () => 1))
    await expectFirstCopiesToWork(yard, 0)
  })

  it("NTF-4 killed in the middle of sending, again and again: all arrive, and the first copies work", async () => {
    const yard = await yardWith(opening)
    await inviteAndDie(yard, 50)
    const deaths = [1, 2, 7, 16, 30, 49]
    for (const [index, death] of deaths.entries()) {
      // Before the text is asked for, and after it was taken without a word.
      yard.box.isSilent = index % 2 === 1
      const child = await yard.start({ work: "dispatch", aheadSeconds: index * fiveMinutes })
      const reached = Promise.withResolvers<void>()
      let announced = 0
      yard.box.announced = () => {
        announced += 1
        // Where letters hang, no more than are under way at once are ever announced.
        if (announced >= (index % 2 === 0 ? death : Math.min(death, 5))) reached.resolve()
      }
      child.go()
      await reached.promise
      await child.kill()
    }
    yard.box.isSilent = false
    await dispatchToTheEnd(yard, deaths.length * fiveMinutes)
    const arrived = boxesOf(yard)
    expect([...arrived.keys()].toSorted()).toEqual((await everybody(yard)).toSorted())
    expect(yard.box.taken.length).toBeGreaterThan(50)
    await expectFirstCopiesToWork(yard, deaths.length * fiveMinutes)
  })

  it("NTF-4 killed in the middle of inviting: whoever is there is told, and nobody who is not", async () => {
    const yard = await yardWith(opening)
    const starting = ["a", "b", "c"].map((prefix) => yard.start({ work: "invite", prefix, count: 1000 }))
    const inviting = await Promise.all(starting)
    for (const { go } of inviting) go()
    for (const [index, { line, kill }] of inviting.entries()) {
      for (let known = 0; known < 7 * (index + 1); known += 1) await line()
      await kill()
    }
    await dispatchToTheEnd(yard, 0)
    const there = await everybody(yard)
    expect(there.length).toBeGreaterThanOrEqual(7 + 14 + 21)
    expect([...boxesOf(yard).keys()].toSorted()).toEqual(there.toSorted())
  })

  it("NTF-4 two dispatchers at once: every letter arrives exactly once", async () => {
    const yard = await yardWith(opening)
    await inviteAndDie(yard, 120)
    await dispatchToTheEnd(yard, 0, 2)
    expect(yard.box.taken.length).toBe(120)
    expect(new Set(yard.box.taken.map(({ messageId }) => messageId)).size).toBe(120)
  })

  it("NTF-4 the mail server is gone and comes back: what waited leaves, once", async () => {
    const yard = await yardWith(opening)
    await yard.setDown(true)
    const first = await yard.start({ work: "invite", count: 20 })
    first.go()
    await invited(first)
    await dispatchToTheEnd(yard, 0)
    expect(yard.box.taken).toEqual([])
    await yard.setDown(false)
    await dispatchToTheEnd(yard, fiveMinutes, 2)
    expect(boxesOf(yard).size).toBe(20)
    expect(yard.box.taken.length).toBe(20)
  })
})
