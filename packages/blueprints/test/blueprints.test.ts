/** The blueprints are plain data that the schema of a portal takes, and gives back unchanged. */
import { backupAccounts, backupAccountsClassic } from "@intendant/blueprints"
import { Portals } from "@intendant/core"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"

const read = Schema.decodeUnknownSync(Portals.Blueprint, { errors: "all", onExcessProperty: "error" })
const write = Schema.encodeSync(Portals.Blueprint)

describe.each([backupAccounts, backupAccountsClassic])("$name", (blueprint) => {
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
