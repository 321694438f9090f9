/** A gateway that is down: what goes by another does not wait for it, and it is left alone as long as it asks. */
import { type Notice, PhoneNumber } from "@intendant/core"
import * as Memory from "@intendant/memory"
import * as Effect from "effect/Effect"
import { expect, it } from "vitest"
import { leapingClock } from "./leaping-clock.ts"
import { openOffice, postOffice, sent } from "./office.ts"
import { openPortal, password } from "./portal.ts"

const phone = PhoneNumber.make("+33612345678")
const names = (count: number) => Array.from({ length: count }, (_, index) => `u${index}`)
const down: Notice.Delivery = { _tag: "Later", reason: "down", isForAll: true }

it("NTF-4 letters that hang keep no text message waiting, and are tried a few at a time", async () => {
  const [office, clock] = [await openOffice(), leapingClock()]
  await office.join("ada")
  const entered = await office.signIn("ada", password)
  if (entered._tag !== "Entered") throw new Error("ada was asked for more")
  const { portal, run, dispatch } = openPortal({
    storage: office.storage, gateways: office.post.gateways, clock: clock.layer
  })
  for (const name of names(200)) await office.invite(name)
  const { actor, user } = await office.run(office.portal.authenticate(entered.token))
  if (user === undefined) throw new Error("not a user")
  await run(portal.sendPhoneCode(actor, user.user, phone))
  office.post.deliver = () => Effect.never
  const begun = clock.millis()
  for (let round = 0; round < 2; round += 1) {
    await dispatch()
    clock.advance(1)
  }
  expect(office.post.texts.length).toBe(1)
  expect(clock.millis() - begun).toBeLessThan(60_000)
  const tried = office.post.tried.length
  expect(tried).toBe(8)

  clock.advance(60)
  await dispatch()
  expect(office.post.tried.length).toBe(tried + 1)
  office.post.deliver = () => sent
  for (let minute = 0; minute < 30; minute += 1) {
    clock.advance(60)
    await dispatch()
  }
  expect(new Set(office.post.taken.map(({ to }) => to)).size).toBe(200)
  expect(office.post.taken.length).toBe(200)
})

it("NTF-4 five receivers who are put off for reasons of their own hold up nobody else", async () => {
  const office = await openOffice()
  const put = new Set(names(20))
  office.post.deliver = ({ to }) => put.has(to.split("@", 1)[0] ?? "") ? { _tag: "Later", reason: "full" } : sent
  for (const name of names(20)) await office.invite(name)
  await office.dispatch()
  await office.invite("ada")
  expect(await office.dispatch()).toMatchObject({ sent: 1 })
})

it.each([[120, 120], [0.5, 10], [1e9, 3_600]])(
  "NTF-4 a gateway that asks for %d seconds is left alone, and tried again after %d",
  async (afterSeconds, secondsLeft) => {
    const office = await openOffice()
    office.post.deliver = () => ({ ...down, afterSeconds })
    await office.invite("ada")
    await office.dispatch()
    await office.invite("bob")
    await office.dispatch()
    const triedSoon = afterSeconds < 1 ? 2 : 1
    office.clock.advance({ seconds: 1 })
    await office.invite("eve")
    await office.dispatch()
    expect(office.post.tried.length).toBe(triedSoon)
    office.post.deliver = () => sent
    let seconds = 1
    while (office.post.taken.length === 0 && seconds < 10_000) {
      office.clock.advance({ seconds: 1 })
      seconds += 1
      await office.dispatch()
    }
    expect(seconds).toBeGreaterThanOrEqual(secondsLeft)
    expect(seconds).toBeLessThanOrEqual(2 * secondsLeft + 20)
  })

it("NTF-4 a gateway that is up again is found within minutes, with one letter first", async () => {
  const [storage, clock, post] = [Memory.open(), leapingClock(), postOffice()]
  const { sign, invite, dispatch } = openPortal({ storage, gateways: post.gateways, clock: clock.layer })
  await sign()
  post.deliver = () => down
  for (const name of names(40)) await invite(name)
  for (let minute = 0; minute < 120; minute += 1) {
    await dispatch()
    clock.advance(60)
  }
  const tried = post.tried.length
  expect(tried).toBeLessThan(60)
  post.deliver = () => sent
  clock.advance(300)
  await invite("ada")
  expect(await dispatch()).toMatchObject({ sent: expect.any(Number) })
  expect(post.taken.some(({ to }) => to.startsWith("ada"))).toBe(true)
})
