/** What somebody may do in a session, what rules read of settings, and codes made of random texts. */
import * as DateTime from "effect/DateTime"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { portals } from "../../test/accounts.ts"
import { ada, facts, now, phone, rival, users } from "../../test/people.ts"
import { Path } from "../kernel/path.ts"
import type { Power } from "../role/model.ts"
import type { Resolved } from "../setting/index.ts"
import type * as User from "../user/index.ts"
import type { Blueprint } from "./model.ts"
import { digitsOf } from "./typed-codes.ts"
import { actorOf, mayGoOn, ownerOf, type Standing } from "./people-session.ts"
import { settingsFrom } from "./people-settings.ts"

const { roles, minAdmins, activation, recovery, factors, codes, stepUp } = facts()
const blueprintWith = (admin: ReadonlyArray<Power>): Blueprint => ({
  ...portals.present, roles, minAdmins, activation, recovery, factors, codes, stepUp, name: "workspace",
  powers: { account: [], support: [], operator: [], worker: [], admin }, policy: { settings: {}, operator: {} },
  settings: { catalogue: {}, operator: {} }, statistics: { windows: [], kinds: [], zone: "Europe/Paris" },
  lockout: { maxFailures: 5, trip: "onExceeding", release: { _tag: "ByAdmin" } },
  password: { policy: { mode: "advise", shown: {} } }, session: { seconds: 60 }
})

const own = Path.make("acme>usr_ada")
const power: fc.Arbitrary<Power> = fc.record({
  permission: fc.constantFrom("user.see" as const, "user.delete" as const, "resource.create" as const),
  reach: fc.constantFrom("itself" as const, "within" as const, "everywhere" as const),
  level: fc.constantFrom(1 as const, 2 as const, 3 as const), fresh: fc.boolean()
})
const standing: fc.Arbitrary<Standing> = fc.record({
  level: fc.constantFrom(1 as const, 2 as const, 3 as const),
  issuedAt: fc.integer({ min: 0, max: 600 }).map((seconds) => DateTime.add(now, { seconds: -seconds }))
})

describe("AUT-1 AUT-4 an actor", () => {
  it("holds what the session proves, and is told of the rest: nothing of the role is lost, nothing is added", () => {
    fc.assert(fc.property(fc.array(power, { maxLength: 8 }), standing, (powers, session) => {
      const { grants, withheld = [] } = actorOf(users.Active, session, blueprintWith(powers), now)
      const seconds = (now.epochMilliseconds - session.issuedAt.epochMilliseconds) / 1_000
      const held = powers.filter(({ level = 1, fresh }) => level <= session.level && (fresh !== true || seconds < 300))
      expect(grants.map(({ permission, reach }) => ({ permission, reach })))
        .toEqual(held.map(({ permission, reach }) => ({ permission, reach })))
      expect(grants.length + withheld.length).toBe(powers.length)
    }))
  })

  it("loses freshness at the very instant, and no level", () => {
    const powers: ReadonlyArray<Power> = [
      { permission: "user.see", reach: "itself", level: 3 },
      { permission: "resource.create", reach: "within", fresh: true }
    ]
    const heldAfter = (seconds: number) => actorOf(
      users.Active, { level: 3, issuedAt: now }, blueprintWith(powers), DateTime.add(now, { seconds })
    ).grants.map(({ permission }) => permission)
    expect([heldAfter(299), heldAfter(300)]).toEqual([["user.see", "resource.create"], ["user.see"]])
  })

  it("is the user, from the enterprise and the place of their own", () => {
    const powers: ReadonlyArray<Power> = [
      { permission: "user.see", reach: "within" }, { permission: "user.see", reach: "itself" }
    ]
    expect(actorOf(users.Active, { level: 1, issuedAt: now }, blueprintWith(powers), now)).toEqual({
      id: ada, name: "Ada Lovelace", level: 1, withheld: [], grants: [
        { permission: "user.see", reach: "within", place: "acme" },
        { permission: "user.see", reach: "itself", place: own }
      ]
    })
  })

  it("SEC-39 of a role that the portal does not know may do nothing, whatever the role is called", () => {
    for (const role of ["nobody", "constructor", "toString", "valueOf"]) {
      const user: User.Known = { ...users.Active, role }
      const { grants, withheld } = actorOf(user, { level: 3, issuedAt: now }, blueprintWith([]), now)
      expect([grants, withheld]).toEqual([[], []])
    }
  })
})

it("SEC-7 SEC-42 a session goes on for who is active or locked, and for nobody else", () => {
  const going = Object.values(users).filter(mayGoOn).map(({ _tag }) => _tag)
  expect(going).toEqual(["Active", "Locked"])
})

it("AUT-5 a token is its user's, of the enterprise, the count and the level at which it was made", () => {
  const user: User.Known = { ...users.Active, enterprise: rival, tokenEpoch: 7, phone }
  expect(ownerOf(user, 2)).toEqual({ _tag: "UserOwner", enterprise: rival, userId: ada, tokenEpoch: 7, level: 2 })
})

describe("POL-9 USR-11 what rules read of settings", () => {
  const saying = (values: Readonly<Record<string, Resolved["value"]>>): ReadonlyArray<Resolved> =>
    Object.entries(values).map(([setting, value]) =>
      ({ setting, value, origin: "enterprise", locked: false, editable: true, applies: true }))

  it("the strictest holds where nothing is said", () => {
    expect(settingsFrom([])).toEqual({
      graceDays: 30, secondaryMailAllowed: false, twoFactorForced: false, freeSignUp: "forbidden"
    })
  })

  it.each([
    [{ "freeSignUp.automatic": true, "freeSignUp.policy": "forbidden" }, "automatic"],
    [{ "freeSignUp.automatic": false, "freeSignUp.policy": "approval" }, "approval"],
    [{ "freeSignUp.automatic": false, "freeSignUp.policy": "forbidden" }, "forbidden"],
    [{ "freeSignUp.policy": "anything" }, "forbidden"]
  ] as const)("%j is %s", (values, freeSignUp) => {
    expect(settingsFrom(saying(values)).freeSignUp).toBe(freeSignUp)
  })

  it("USR-7 USR-12 AUT-3 the rest is as the enterprise saved it", () => {
    const saved = { "deletion.graceDays": 3, "secondaryMail.allowed": true, "factors.forced": true }
    expect(settingsFrom(saying(saved)))
      .toMatchObject({ graceDays: 3, secondaryMailAllowed: true, twoFactorForced: true })
  })
})

describe("AUT-7 a code", () => {
  const token = fc.stringMatching(/^[A-Za-z0-9_-]{43}$/)

  it("is eight digits, whatever the random text", () => {
    fc.assert(fc.property(token, (text) => {
      expect(digitsOf(text)).toMatch(/^\d{8}$/)
    }))
    const last = String((64n ** 10n - 1n) % 10n ** 8n)
    expect([digitsOf("A".repeat(43)), digitsOf("_".repeat(43))]).toEqual(["00000000", last.padStart(8, "0")])
  })

  it("takes every digit at every place about as often as the others", () => {
    const counts = new Map<string, number>()
    fc.assert(fc.property(token, (text) => {
      Array.from(digitsOf(text)).forEach((digit, at) => {
        const place = `${at} ${digit}`
        counts.set(place, (counts.get(place) ?? 0) + 1)
      })
    }), { numRuns: 5_000, seed: 11 })
    expect(counts.size).toBe(80)
    for (const count of counts.values()) expect(Math.abs(count - 500)).toBeLessThan(150)
  })
})
