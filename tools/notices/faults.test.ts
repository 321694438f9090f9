/** Slow gateways, storage that goes away at any call, dispatchers that meet: nothing is lost, nothing passed over. */
import { type Storage, Unavailable } from "@intendant/core"
import * as Memory from "@intendant/memory"
import * as Effect from "effect/Effect"
import { expect, it } from "vitest"
import { leapingClock } from "./leaping-clock.ts"
import { openOffice, postOffice, sent } from "./office.ts"
import { codeIn, openPortal } from "./portal.ts"

const names = (count: number) => Array.from({ length: count }, (_, index) => `u${index}`)

it("NTF-4 a gateway so slow that turns end early: whoever dispatches meanwhile sends nothing twice", async () => {
  const office = await openOffice()
  for (const name of names(200)) await office.invite(name)
  const elsewhere = postOffice()
  const { storage, clock } = office
  const other = openPortal({ storage, gateways: elsewhere.gateways, clock: clock.layer })
  office.post.deliver = () => Effect.promise(async () => {
    clock.advance({ seconds: 2 })
    // Whoever comes in between finds the journal held, and none of its lines free.
    await other.dispatch()
    return sent
  })
  const taken = () => [...office.post.taken, ...elsewhere.taken].map(({ to }) => to)
  while (taken().length < 200) {
    await office.dispatch()
    clock.advance({ seconds: 10 })
  }
  expect(taken().length).toBe(200)
  expect(new Set(taken()).size).toBe(200)
  expect(elsewhere.taken.length).toBeGreaterThan(0)
})

it("NTF-4 a gateway that never answers holds a turn up for less than the journal is held", async () => {
  const storage = Memory.open()
  const clock = leapingClock()
  const post = postOffice()
  const opened = openPortal({ storage, gateways: post.gateways, clock: clock.layer })
  await opened.sign()
  for (const name of names(30)) await opened.invite(name)
  post.deliver = () => Effect.never
  const begun = clock.millis()
  expect((await opened.dispatch()).waiting).toBe(30)
  expect(clock.millis() - begun).toBeLessThan(90_000)
  post.deliver = () => sent
  clock.advance(600)
  await opened.dispatch()
  expect(post.taken.length).toBe(30)
})

/** A storage whose every call fails from the one with this number on, until it is mended. */
const failingFrom = (storage: Storage, first: number) => {
  let calls = 0
  let isMended = false
  const failing = <Port extends object>(port: Port): Port => new Proxy(port, {
    get: (target, key) => {
      const method = Reflect.get(target, key)
      if (typeof method !== "function") return method
      return (...given: ReadonlyArray<unknown>) => Effect.suspend(() => {
        calls += 1
        return !isMended && calls >= first
          ? Effect.fail(new Unavailable({ cause: "away" }))
          : Reflect.apply(method, target, given)
      })
    }
  })
  const { records, due, oneTime } = storage
  return {
    storage: { ...storage, records: failing(records), due: failing(due), oneTime: failing(oneTime) },
    mend: () => { isMended = true }, calls: () => calls
  }
}

it("NTF-4 the storage goes away at any call: nothing is lost, and what leaves twice is the same", async () => {
  const tryFrom = async (first: number) => {
    const storage = Memory.open()
    const office = await openOffice(storage)
    for (const name of names(3)) await office.invite(name)
    const faulty = failingFrom(storage, first)
    const { post: { gateways }, clock: { layer: clock } } = office
    const { dispatch } = openPortal({ storage: faulty.storage, gateways, clock })
    await dispatch().catch(() => undefined)
    const calls = faulty.calls()
    faulty.mend()
    for (let minute = 0; minute < 5; minute += 1) {
      office.clock.advance({ minutes: 1 })
      await dispatch()
    }
    expect(new Set(office.post.taken.map(({ to }) => to)).size).toBe(3)
    expect(new Set(office.post.taken.map(({ id, text }) => `${id} ${text}`)).size).toBe(3)
    for (const name of names(3)) {
      const { text = "" } = office.post.taken.find(({ to }) => to.startsWith(name)) ?? {}
      expect((await office.signIn(name, codeIn(text)))._tag, `from call ${first}`).toBe("PasswordToChoose")
    }
    return calls
  }
  const calls = await tryFrom(Number.POSITIVE_INFINITY)
  expect(calls).toBeGreaterThan(20)
  for (let first = 1; first <= calls; first += 1) await tryFrom(first)
})

it("NTF-4 what the portal refused to do is told to nobody", async () => {
  const office = await openOffice()
  await office.invite("ada")
  for (let again = 0; again < 5; again += 1) await expect(office.invite("ada")).rejects.toBeDefined()
  await office.dispatch()
  expect(office.post.taken.length).toBe(1)
})
