/** A portal that remembers whom it recognised: whatever ended meanwhile has ended here too. */
import * as Effect from "effect/Effect"
import { afterAll, describe, expect, it } from "vitest"
import {
  expectAll, many, newPassword, openPeople, password, secret, type Somebody, twice, type World
} from "./people.ts"
import { storages } from "./storages.ts"

const rememberedMillis = 1_000

/** Everything that ends somebody's sessions, whoever does it. */
const endings: ReadonlyArray<readonly [string, (world: World, who: Somebody, token: string) => Promise<unknown>]> = [
  ["they sign out", ({ portal, run }, _who, token) => run(portal.signOut(secret(token)))],
  ["they are suspended", ({ order, run }, who) => run(order("SuspendUser", who))],
  ["they are deleted", ({ order, run }, who) => run(order("DeleteUser", who))],
  ["all their access is revoked", ({ order, run }, who) => run(order("RevokeAccess", who))],
  ["they change their password elsewhere", async ({ as, enter, portal, run }, { mail }) => {
    const token = await enter(mail)
    const { actor, user } = await run(as(token))
    if (user === undefined) throw new Error("no user is signed in")
    return run(portal.changeUserPassword(actor, user.user, secret(password), twice(newPassword)))
  }],
  ["they forgot their password, and chose another", async ({ link, portal, run }, { mail }) => {
    await run(portal.requestReset(mail, "here"))
    return run(portal.resetPassword(await link(mail), twice(newPassword)))
  }]
]

/** For each of them, somebody who is signed in. */
const eachEnding = async (
  world: World, then: (token: string, end: () => Promise<unknown>, what: string) => Promise<void>
) => {
  await world.join("boss", "admin")
  for (const [index, [what, end]] of endings.entries()) {
    const who = await world.join(`ann${index}`)
    const token = await world.enter(who.mail)
    await then(token, () => end(world, who, token), what)
  }
}

describe.each(storages)("whom a portal remembers, on $name", ({ open, closeAll }) => {
  afterAll(closeAll)

  it("SEC-43 whoever is remembered is out with the next request, whatever ended it", async () => {
    const world = await openPeople(await open(), {}, rememberedMillis)
    await eachEnding(world, async (token, end, what) => {
      expectAll([await world.outcome(world.as(token)), await world.outcome(world.as(token))], "yes")
      await end()
      expect([what, await world.outcome(world.as(token))]).toEqual([what, "NotSignedIn"])
    })
  })

  it("SEC-43 an answer that is under way while its session ends is not remembered", async () => {
    const world = await openPeople(await open(), {}, rememberedMillis)
    await eachEnding(world, async (token, end, what) => {
      world.watch.after.set("records.load", Effect.promise(end))
      const late = await world.outcome(world.as(token))
      expect([what, ["yes", "NotSignedIn"].includes(late)]).toEqual([what, true])
      expect([what, await world.outcome(world.as(token))]).toEqual([what, "NotSignedIn"])
    })
  })

  it("SEC-43 what another process ended is noticed within the time agreed on, and what was proved fades", async () => {
    const world = await openPeople(await open(), {}, rememberedMillis)
    const ada = await world.join("ada", "admin")
    const bob = await world.join("bob")
    const token = await world.enter(bob.mail)
    expect(await world.outcome(world.as(token))).toBe("yes")
    await world.run(world.beside.signOut(secret(token)))
    await world.advance(1)
    expect(await world.outcome(world.as(token))).toBe("NotSignedIn")
    const risen = await world.rise(await world.enter(ada.mail), ada.mail)
    const powers = async () => (await world.run(world.as(risen))).actor.grants.length
    const fresh = await powers()
    await world.advance(299)
    expect(await powers()).toBe(fresh)
    await world.advance(1)
    expect(await powers()).toBeLessThan(fresh)
  })

  it("SEC-57 a portal that remembers answers like one that asks, in any order of questions", async () => {
    const world = await openPeople(await open(), {}, rememberedMillis)
    const tokens = ["per_nobody", "ses_nobody", "nobody"]
    for (const name of ["ann", "ben", "cyd"]) {
      const { mail } = await world.join(name)
      tokens.push(await world.enter(mail), await world.enter(mail))
    }
    const told = async (token: string) => [
      await world.told(world.as(token)), await world.told(world.beside.authenticate(secret(token)))
    ]
    for (const turn of many(3)) {
      const order = turn === 1 ? tokens.toReversed() : tokens
      for (const [one, other] of await Promise.all(order.map(told))) expect(one).toBe(other)
    }
  })

  it("asks the storage once while it remembers", async () => {
    const world = await openPeople(await open(), {}, rememberedMillis)
    const { mail } = await world.join("ann")
    const token = await world.enter(mail)
    const before = world.calls("sessions.find")
    for (const _ of many(5)) await world.run(world.as(token))
    expect(world.calls("sessions.find") - before).toBe(1)
    await world.advance(1)
    await world.run(world.as(token))
    expect(world.calls("sessions.find") - before).toBe(2)
  })
})

it("nobody is remembered for longer than a second, or for a part of a millisecond", async () => {
  const [{ open = undefined } = {}] = storages
  if (open === undefined) throw new Error("there is no storage")
  for (const millis of [-1, 0.5, 1_001, Number.NaN]) {
    await expect(openPeople(await open(), {}, millis)).rejects.toThrow(/^rememberedMillis is .* from 0 to 1000/)
  }
})
