/** The first start of a portal of people, which may break off anywhere, and whose end is always the same. */
import { secureWorkspace } from "@intendant/blueprints"
import { Contract, makePortal, Portals } from "@intendant/core"
import * as Secrets from "@intendant/secrets-node"
import * as Sqlite from "@intendant/sqlite"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { join } from "node:path"
import { afterAll, expect, it } from "vitest"
import { seed } from "../src/seed.ts"
import { enterprise } from "../src/seed-workspace.ts"
import { temporaryFolder } from "./spawned.ts"

const { folder, remove } = temporaryFolder()
afterAll(remove)

const contact = { name: "Support", mail: "support@portal.example" }
const contract = Schema.decodeSync(Contract.Command)({
  _tag: "SignContract", enterprise,
  terms: {
    domains: ["acme.example"], usersMax: 10, storageBytesMax: 1_000_000, accountManager: contact, support: contact
  }
})

it("a start that broke off between the contract and the first admin is gone on with, and only then", async () => {
  const { close, ...storage } = await Sqlite.open({ file: join(folder, "portal.sqlite") })
  afterAll(close)
  const blueprint = Schema.decodeUnknownSync(Portals.Blueprint)(secureWorkspace)
  const portal = makePortal({ ...storage, secrets: Secrets.make() }, blueprint)
  const { actor } = portal.roleDesk("operator")
  await Effect.runPromise(portal.submitContract({ actor, reason: "", command: contract }))
  const start = () =>
    Effect.runPromise(seed(portal, { passwordFile: join(folder, "none"), makesTokens: false, hasUsers: true }))
  expect((await start()).isFirstStart).toBe(true)
  expect((await start()).isFirstStart).toBe(false)
  const counts = await Effect.runPromise(portal.usersByStatus(actor, enterprise))
  expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(1)
})
