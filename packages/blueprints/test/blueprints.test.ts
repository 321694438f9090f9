/** The blueprints are plain data that the schema of a portal takes, and gives back unchanged. */
import { backupAccounts, backupAccountsClassic, secureWorkspace } from "@intendant/blueprints"
import { Portals } from "@intendant/core"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"

const read = Schema.decodeUnknownSync(Portals.Blueprint, { errors: "all", onExcessProperty: "error" })
const write = Schema.encodeSync(Portals.Blueprint)

describe.each([backupAccounts, backupAccountsClassic, secureWorkspace])("$name", (blueprint) => {
  it("is read through the schema and written as it was", () => {
    expect(write(read(blueprint))).toEqual(blueprint)
  })

  it("survives being kept as a file of JSON", () => {
    expect(read(JSON.parse(JSON.stringify(blueprint)))).toEqual(read(blueprint))
  })

  it("is refused with a parameter that nobody declared", () => {
    expect(() => read({ ...blueprint, deletions: {} })).toThrow(/deletions/)
  })
})

it("the two editions differ in how they delete and in what they show of a password, and in nothing else", () => {
  const parameters = Object.keys(backupAccounts) as ReadonlyArray<keyof typeof backupAccounts>
  const differing = parameters.filter((name) =>
    JSON.stringify(backupAccounts[name]) !== JSON.stringify(backupAccountsClassic[name]))
  expect(differing.sort()).toEqual(["deletion", "name", "password"])
})

const { powers } = secureWorkspace
const givenTo = (role: string) => new Set((powers[role] ?? []).map(({ permission }) => permission))

it("USR-4 AUT-2 the sixth wrong password locks, and only an administrator lets in again", () => {
  expect(secureWorkspace.lockout).toEqual({ maxFailures: 5, trip: "onExceeding", release: { _tag: "ByAdmin" } })
})

it("ROL-1 one admin must be left and two are advised; whoever joins alone is a user", () => {
  expect([secureWorkspace.minAdmins, secureWorkspace.roles])
    .toEqual([{ floor: 1, advised: 2 }, { joining: "user", admin: "admin" }])
})

it("AUT-3 codes come by mail or text, and the enterprise may ask everyone for one", () => {
  expect(secureWorkspace.factors).toEqual({ kinds: ["mail", "sms"], required: "byTenant" })
})

it("STA-2 statistics show a week, a month and three months", () => {
  expect(secureWorkspace.statistics.windows.map(({ days }) => days)).toEqual([7, 30, 90])
})

it("USR-6 USR-7 support alone, of those outside the enterprise, recalls and attaches; the worker alone erases", () => {
  const holding = (permission: "user.recall" | "user.attach" | "user.erase") =>
    Object.keys(powers).filter((role) => givenTo(role).has(permission))
  expect([holding("user.recall"), holding("user.attach"), holding("user.erase")])
    .toEqual([["support", "operator"], ["support", "operator"], ["worker"]])
})

it("ROL-6 a visitor holds powers over no role: what a stranger sets in motion administers nobody", () => {
  expect([...givenTo("visitor")].filter((permission) => permission.split(".").length > 2)).toEqual([])
})

it("in a portal whose accounts are no people nobody joins, recovers, or is sent a code", () => {
  for (const { recovery, factors, powers: held } of [backupAccounts, backupAccountsClassic]) {
    expect([recovery.by, factors.kinds, factors.required]).toEqual(["none", [], "never"])
    expect(held["visitor"]).toBe(undefined)
  }
})
