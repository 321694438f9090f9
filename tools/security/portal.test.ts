/** Bugs that others have shipped, tried on the whole portal: signing in, sessions, tokens, places, the last unit. */
import { afterAll, describe, expect, it } from "vitest"
import { storages } from "./storages.ts"
import { obstacleOf, openWorld, password, valueOf, type World } from "./portal.ts"

const many = (times: number) => Array.from({ length: times }, (_, index) => index)
const wrong = (world: World, times: number) =>
  Promise.all(many(times).map((index) => world.portal.signIn("acme", `wrong ${index}`)))
const openNas = async (world: World) => {
  const acme = valueOf(await world.portal.signIn("acme", password))
  valueOf(await acme.submit({ _tag: "OpenAccount", under: "acme", name: "client>nas", password }))
  return { acme, nas: valueOf(await world.portal.signIn("acme>client>nas", password)) }
}
const reaching = { maxFailures: 5, trip: "onReaching", release: { _tag: "ByAdmin" } } as const

describe.each(storages)("passwords on $name", ({ open, closeAll }) => {
  afterAll(closeAll)

  it("SEC-1 SEC-2 of 200 wrong passwords at once under a limit of 5, 5 are compared, and it is locked", async () => {
    const world = await openWorld(await open(), { lockout: reaching })
    const before = world.compared()
    const obstacles = (await wrong(world, 200)).map(obstacleOf)
    expect(world.compared() - before).toBe(5)
    expect(obstacles.filter((tag) => tag === "SignInRefused").length).toBe(5)
    expect(obstacles.filter((tag) => tag === "SignInLocked").length).toBe(195)
    expect(obstacleOf(await world.portal.signIn("acme", password))).toBe("SignInLocked")
  })

  it("SEC-1 AUT-2 exceeding five: the sixth failure locks, and not the fifth", async () => {
    const world = await openWorld(await open())
    const tried = async (times: number) => {
      for (const answer of await wrong(world, times)) expect(obstacleOf(answer)).toBe("SignInRefused")
    }
    await tried(5)
    valueOf(await world.portal.signIn("acme", password))
    await tried(6)
    expect(obstacleOf(await world.portal.signIn("acme", password))).toBe("SignInLocked")
  })

  it("SEC-6 a lock ends no live session, whoever is above releases it, and the operator a root account", async () => {
    const world = await openWorld(await open())
    const { acme, nas } = await openNas(world)
    for (const index of many(7)) await world.portal.signIn("acme>client>nas", `${index}`)
    expect(obstacleOf(await world.portal.signIn("acme>client>nas", password))).toBe("SignInLocked")
    expect(valueOf(await nas.whoAmI()).name).toBe("acme>client>nas")
    expect(obstacleOf(await nas.submit({ _tag: "ReleaseLock", path: "acme>client>nas" }))).toBe("NotPermitted")
    valueOf(await acme.submit({ _tag: "ReleaseLock", path: "acme>client>nas" }))
    valueOf(await world.portal.signIn("acme>client>nas", password))
    await wrong(world, 7)
    expect(obstacleOf(await world.portal.signIn("acme", password))).toBe("SignInLocked")
    valueOf(await world.operator.submit({ _tag: "ReleaseLock", path: "acme" }))
    valueOf(await world.portal.signIn("acme", password))
  })

  it("SEC-9 five failures, a success, five failures: not locked", async () => {
    const world = await openWorld(await open())
    for (const _round of many(2)) {
      expect((await wrong(world, 5)).map(obstacleOf)).toEqual(many(5).map(() => "SignInRefused"))
      expect((await world.portal.signIn("acme", password)).ok).toBe(true)
    }
  })

  it("SEC-10 wherever a password is asked, one count holds: guessing does not resume elsewhere", async () => {
    const world = await openWorld(await open())
    const { nas } = await openNas(world)
    const guess = (current: string) =>
      nas.submit({ _tag: "ChangePassword", path: "acme>client>nas", current, next: "new", again: "new" })
    for (const index of many(6)) expect(obstacleOf(await guess(`${index}`))).toBe("WrongPassword")
    expect(obstacleOf(await guess(password))).toBe("SignInLocked")
    expect(obstacleOf(await world.portal.signIn("acme>client>nas", password))).toBe("SignInLocked")
  })
})

describe.each(storages)("sessions and tokens on $name", ({ open, closeAll }) => {
  afterAll(closeAll)

  it("SEC-27 a change of password ends every session, also the one that asked for it", async () => {
    const world = await openWorld(await open())
    const { nas } = await openNas(world)
    const other = valueOf(await world.portal.signIn("acme>client>nas", password))
    const change = { _tag: "ChangePassword", path: "acme>client>nas", current: password, next: "new", again: "new" }
    valueOf(await nas.submit(change))
    for (const desk of [nas, other]) expect(obstacleOf(await desk.whoAmI())).toBe("NotSignedIn")
    expect(obstacleOf(await world.portal.signIn("acme>client>nas", password))).toBe("SignInRefused")
    valueOf(await world.portal.signIn("acme>client>nas", "new"))
  })

  it("SEC-28 what has run out has run out, though no worker ever came by", async () => {
    const world = await openWorld(await open())
    const { acme, nas } = await openNas(world)
    const { token = "" } = valueOf(await nas.issueToken({ label: "agent", seconds: 60 }))
    const agent = world.portal.as(token)
    valueOf(await nas.reserve({ id: "r", resource: "bytes", amount: 5 }))
    world.advance(61)
    expect(obstacleOf(await agent.whoAmI())).toBe("NotSignedIn")
    world.advance(3600)
    expect(obstacleOf(await nas.commit("r"))).toBe("ReservationOver")
    expect(valueOf(await acme.usage("acme>client>nas", "bytes")).reservedAmount).toBe(0)
    world.advance(43_200)
    expect(obstacleOf(await nas.whoAmI())).toBe("NotSignedIn")
  })

  it("SEC-43 a session of an account that was deleted, erased or opened anew by another is nobody's", async () => {
    const world = await openWorld(await open())
    const { acme, nas } = await openNas(world)
    const { token = "" } = valueOf(await nas.issueToken({ label: "agent" }))
    valueOf(await acme.submit({ _tag: "DeleteAccount", path: "acme>client>nas" }))
    expect(obstacleOf(await nas.whoAmI())).toBe("NotSignedIn")
    world.advance(86_400)
    expect(await world.portal.work()).toEqual({ carriedOut: 1, postponed: 0 })
    valueOf(await world.operator.submit({ _tag: "OpenAccount", under: "acme>client", name: "nas", password }))
    for (const desk of [nas, world.portal.as(token)]) expect(obstacleOf(await desk.whoAmI())).toBe("NotSignedIn")
  })

  it("SEC-45 every sign-in has a token of its own, and none is given twice", async () => {
    const world = await openWorld(await open())
    const signIn = async () => valueOf(await world.portal.signIn("acme", password)).token
    const tokens = await Promise.all(many(50).map(signIn))
    expect(new Set(tokens).size).toBe(50)
    await world.portal.signOut(tokens[0] ?? "")
    expect(obstacleOf(await world.portal.as(tokens[0] ?? "").whoAmI())).toBe("NotSignedIn")
    expect(valueOf(await world.portal.as(tokens[1] ?? "").whoAmI()).name).toBe("acme")
  })

  it("SEC-56 no password and no token is kept in clear, not even in the journal or an answer to repeat", async () => {
    const storage = await open()
    const world = await openWorld(storage)
    const canary = "canary-5f1c-password"
    const acme = valueOf(await world.portal.signIn("acme", password))
    const open2 = { _tag: "OpenAccount", under: "acme", name: "nas", password: canary }
    valueOf(await acme.submit(open2, { idempotencyKey: "first" }))
    expect(obstacleOf(await acme.submit(open2))).toBe("NameTaken")
    const nas = valueOf(await world.portal.signIn("acme>nas", canary))
    const { token = "" } = valueOf(await nas.issueToken({ label: "agent" }, { idempotencyKey: "token" }))
    expect(valueOf(await nas.issueToken({ label: "agent" }, { idempotencyKey: "token" })).token).toBeUndefined()
    const kept = await storage.dump()
    expect(kept).toContain("acme>nas")
    for (const secret of [canary, password, token, nas.token, token.split(".")[1]]) expect(kept).not.toContain(secret)
  })
})

describe.each(storages)("places and room on $name", ({ open, closeAll }) => {
  afterAll(closeAll)

  it("SEC-33 two who ask at once for the last unit: one gets it, and the limit is met to the unit", async () => {
    const world = await openWorld(await open())
    const { acme, nas } = await openNas(world)
    valueOf(await acme.submit({ _tag: "OpenAccount", under: "acme", name: "client", password }))
    valueOf(await acme.submit({ _tag: "EditAccount", path: "acme>client", quota: { bytes: 10 } }))
    valueOf(await nas.reserve({ id: "nine", resource: "bytes", amount: 9 }))
    const race = await Promise.all(many(2).map((index) =>
      nas.reserve({ id: `last ${index}`, resource: "bytes", amount: 1 })))
    expect(race.filter(({ ok }) => ok).length).toBe(1)
    expect(valueOf(await acme.usage("acme>client", "bytes"))).toMatchObject({ groupAmount: 10, percent: 100 })
  })

  it("SEC-37 nobody gains power over a place by opening the one above it", async () => {
    const world = await openWorld(await open())
    const { nas } = await openNas(world)
    const climb = { _tag: "OpenAccount", under: "acme", name: "client", password }
    expect(obstacleOf(await nas.submit(climb))).toBe("NoSuchAccount")
    expect(obstacleOf(await nas.submit({ _tag: "OpenRootAccount", name: "mine", password }))).toBe("NoSuchAccount")
  })
})
