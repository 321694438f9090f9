/** What is over by the clock: it is not kept for good, on any storage, however many strangers come by. */
import { afterAll, describe, expect, it } from "vitest"
import { openWorld, password, valueOf } from "../security/portal.ts"
import { storages } from "../security/storages.ts"

const days = 86_400
const many = (times: number) => Array.from({ length: times }, (_, index) => index)

describe.each(storages)("growth on $name", ({ open, closeAll }) => {
  afterAll(closeAll)

  it("AUT-2 guesses at unknown names are forgotten, and fill no storage", async () => {
    const storage = await open()
    const { portal, advance } = await openWorld(storage)
    const guess = async (from: number) => {
      for (const index of many(30)) await portal.signIn(`nobody ${from + index}`, "wrong")
    }
    const kept = async () => (await storage.dump()).split("unknown/").length - 1
    await guess(0)
    const first = await kept()
    advance(30 * days)
    await guess(100)
    advance(30 * days)
    await guess(200)
    expect(first).toBeGreaterThanOrEqual(30)
    expect(await kept()).toBeLessThan(2 * first)
  })

  it("ACC-5 sessions that ran out are forgotten", async () => {
    const storage = await open()
    const { portal, advance } = await openWorld(storage)
    const signIns = async () => {
      for (const _ of many(20)) valueOf(await portal.signIn("acme", password))
    }
    const kept = async () => (await storage.dump()).length
    await signIns()
    const first = await kept()
    for (const _ of many(4)) {
      advance(30 * days)
      await signIns()
    }
    expect(await kept()).toBeLessThan(2 * first)
  })

  it("IDEMPOTENCY answers that are given no more are forgotten", async () => {
    const storage = await open()
    const { operator, advance } = await openWorld(storage)
    const repeatable = async (round: number) => {
      for (const index of many(20)) {
        const key = `marked-${round}-${index}`
        valueOf(await operator.submit({ _tag: "EditAccount", path: "acme", comment: "c" }, { idempotencyKey: key }))
      }
    }
    const kept = async () => (await storage.dump()).split("marked-").length - 1
    await repeatable(0)
    for (const round of many(4)) {
      advance(30 * days)
      await repeatable(round + 1)
    }
    expect(await kept()).toBeLessThan(60)
  })
})
