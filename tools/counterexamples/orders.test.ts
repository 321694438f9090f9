/** Orders that meet each other or a failing storage, tried on the whole portal in memory. */
import { backupAccounts } from "@intendant/blueprints"
import { virtualClock } from "@intendant/blueprints/scenarios"
import { Portals, type Storage, Unavailable } from "@intendant/core"
import { open } from "@intendant/core/promises"
import * as Memory from "@intendant/memory"
import * as Secrets from "@intendant/secrets-node"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import { obstacleOf, openWorld, password, valueOf } from "../security/portal.ts"

const secrets = Secrets.make({ cost: { memoryKibibytes: 8, passes: 1, lanes: 1 } })

describe("idempotency", () => {
  it("IDEMPOTENCY a repeated ReleaseLock that is answered as done has opened the lock", async () => {
    const storage = Memory.open()
    let isDown = false
    const throttle: Storage["throttle"] = {
      ...storage.throttle,
      reset: (key) => isDown ? Effect.fail(new Unavailable({ cause: "away" })) : storage.throttle.reset(key)
    }
    const { portal, operator } = await openWorld({ ...storage, throttle })
    for (let guess = 0; guess < 7; guess += 1) await portal.signIn("acme", `wrong ${guess}`)
    expect(obstacleOf(await portal.signIn("acme", password))).toBe("SignInLocked")
    const release = () => operator.submit({ _tag: "ReleaseLock", path: "acme" }, { idempotencyKey: "once" })
    isDown = true
    await expect(release()).rejects.toThrow()
    isDown = false
    valueOf(await release())
    valueOf(await portal.signIn("acme", password))
  })
})

describe("passwords", () => {
  it("ACC-5 of two changes at once with the same current password, one is made and the other told that it is wrong",
    async () => {
      const { portal } = await openWorld(Memory.open())
      const acme = valueOf(await portal.signIn("acme", password))
      const to = (next: string) =>
        acme.submit({ _tag: "ChangePassword", path: "acme", current: password, next, again: next })
      const answers = await Promise.allSettled([to("one of the two"), to("the other one")])
      expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled"])
    })
})

describe("worker", () => {
  const made = (storage: Storage, destroy: (id: string) => Effect.Effect<void, Unavailable>) => {
    const clock = virtualClock("2026-06-01T10:00:00.000Z")
    const blueprint = {
      ...backupAccounts, deletion: { ...backupAccounts.deletion, grace: { _tag: "NoGrace" as const } }
    }
    const layer = Layer.merge(clock.layer, Logger.layer([]))
    return { clock, ...open({ blueprint, storage, secrets, accountData: { destroy }, layer }) }
  }

  it("ACC-13 a worker that comes late with the old bearer of a name does not confirm the erasure of the new one",
    async () => {
      const gate: { release?: () => void } = {}
      const destroyed: Array<string> = []
      let calls = 0
      const portal = made(Memory.open(), (id) => {
        calls += 1
        if (calls === 1) return Effect.promise(() => new Promise<void>((resolve) => { gate.release = resolve }))
        if (calls === 3) return Effect.fail(new Unavailable({ cause: "the data cannot be reached" }))
        return Effect.sync(() => { destroyed.push(id) })
      })
      const operator = portal.asRole("operator")
      const openAcme = async () =>
        valueOf(await operator.submit({ _tag: "OpenRootAccount", name: "acme", password })).account
      const deleteAcme = async () => valueOf(await operator.submit({ _tag: "DeleteAccount", path: "acme" }))
      await openAcme()
      await deleteAcme()
      const late = portal.work()
      while (gate.release === undefined) await new Promise((resolve) => setImmediate(resolve))
      portal.clock.advance({ minutes: 2 })
      await portal.work()
      const second = await openAcme()
      await deleteAcme()
      await portal.work()
      expect(valueOf(await operator.account("acme")).account._tag).toBe("Erasing")
      gate.release()
      await late
      portal.clock.advance({ minutes: 5 })
      await portal.work()
      expect(valueOf(await operator.account("acme")).account._tag).toBe("Erased")
      expect(destroyed).toContain("accountId" in second ? second.accountId : "")
    })

  it("ACC-13 one record that cannot be read holds up no other erasure", async () => {
    const storage = Memory.open()
    let isBroken = false
    const records: Storage["records"] = {
      ...storage.records,
      load: (key) => Effect.map(storage.records.load(key), Option.map((kept) =>
        isBroken && key.concept === "account" && key.id === "aaa" ? { ...kept, state: { _tag: "Nonsense" } } : kept))
    }
    const portal = made({ ...storage, records }, () => Effect.void)
    const operator = portal.asRole("operator")
    for (const name of ["aaa", "bbb"]) {
      valueOf(await operator.submit({ _tag: "OpenRootAccount", name, password }))
      valueOf(await operator.submit({ _tag: "DeleteAccount", path: name }))
    }
    isBroken = true
    await portal.work().catch(() => {})
    expect(valueOf(await operator.account("bbb")).account._tag).toBe("Erased")
  })
})

describe("powers and names", () => {
  it("ROL-6 the operator gets no power by a token that it makes for another role", async () => {
    const storage = Memory.open()
    const blueprint = Schema.decodeUnknownSync(Portals.Blueprint)(backupAccounts)
    const portal = Portals.makePortal({ ...storage, secrets }, blueprint)
    const { actor } = portal.roleDesk("operator")
    const issued = await Effect.runPromise(Effect.result(
      portal.issueToken(actor, { owner: { _tag: "RoleOwner", role: "worker" }, label: "x" })))
    expect(issued._tag).toBe("Failure")
  })

  it("ACC-11 a disabled account changes nothing below it, policies included", async () => {
    const { portal, operator } = await openWorld(Memory.open())
    const acme = valueOf(await portal.signIn("acme", password))
    valueOf(await acme.submit({ _tag: "OpenAccount", under: "acme", name: "nas", password }))
    const define = (hour: number) =>
      acme.submitPolicy({ _tag: "DefinePolicy", owner: "acme", name: "p", settings: { "schedule.hour": hour } })
    valueOf(await define(1))
    valueOf(await acme.submit({ _tag: "EditAccount", path: "acme>nas", policy: { owner: "acme", name: "p" } }))
    valueOf(await operator.submit({ _tag: "DisableAccount", path: "acme" }))
    await define(2)
    const settings = valueOf(await operator.settings("acme>nas"))
    expect(settings.find(({ setting }) => setting === "schedule.hour")?.value).toBe(1)
  })

  it("SEC-40 a list shows no account that may not be asked for by its name", async () => {
    const { portal, operator } = await openWorld(Memory.open())
    const acme = valueOf(await portal.signIn("acme", password))
    valueOf(await acme.submit({ _tag: "OpenAccount", under: "acme", name: "nas", password }))
    const nas = valueOf(await portal.signIn("acme>nas", password))
    valueOf(await nas.reserve({ id: "r", resource: "bytes", amount: 1 }))
    valueOf(await operator.submit({ _tag: "DisableAccount", path: "acme" }))
    expect(obstacleOf(await acme.account("acme>nas"))).toBe("NoSuchAccount")
    const asked = await Promise.all([acme.browse("acme", { limit: 5 }), acme.heaviest("acme", "bytes", 5)])
    expect(JSON.stringify(asked)).not.toContain("acme>nas")
  })

  it("ACC-15 a recreated name inherits no policy that its earlier bearer made", async () => {
    const { portal, operator, advance } = await openWorld(Memory.open())
    const acme = valueOf(await portal.signIn("acme", password))
    valueOf(await acme.submitPolicy({ _tag: "DefinePolicy", owner: "acme", name: "p", settings: {} }))
    valueOf(await operator.submit({ _tag: "DeleteAccount", path: "acme" }))
    advance(3 * 86_400)
    await portal.work()
    valueOf(await operator.submit({ _tag: "OpenRootAccount", name: "acme", password }))
    expect(obstacleOf(await operator.submit({
      _tag: "EditAccount", path: "acme", policy: { owner: "acme", name: "p" }
    }))).toBe("NoSuchPolicy")
  })

  it("ACC-14 deletion.undo.then: what only the operator may recall, support does not", async () => {
    const { portal, operator } = await openWorld(Memory.open(), {
      deletion: { ...backupAccounts.deletion, undo: { selfServiceSeconds: 0, then: "operator" } }
    })
    valueOf(await operator.submit({ _tag: "DeleteAccount", path: "acme" }))
    expect((await portal.asRole("support").submit({ _tag: "RecallAccount", path: "acme" })).ok).toBe(false)
  })

  it("ACC-16 a limit that is saved again counts in the mode that the portal has now", async () => {
    const storage = Memory.open()
    const before = await openWorld(storage)
    const save = { _tag: "EditAccount", path: "acme", quota: { bytes: 10 } }
    valueOf(await before.operator.submit(save))
    const blueprint = { ...backupAccounts, limits: { mode: { bytes: "soft" } } }
    const portal = open({ blueprint, storage, secrets })
    valueOf(await portal.asRole("operator").submit(save))
    const acme = valueOf(await portal.signIn("acme", password))
    expect((await acme.reserve({ id: "r", resource: "bytes", amount: 11 })).ok).toBe(true)
  })
})
