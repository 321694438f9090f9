/** Every scenario, on every storage, in process and over HTTP; and that none is missing. */
import { type PortalName, scenarios } from "@intendant/blueprints/scenarios"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { freshDatabase } from "../../../tools/fresh-database.ts"
import { type Backend, startBackend } from "../../../tools/scenario-backends.ts"
import { attempt, cells, rowsOf } from "../../../tools/scenario-rows.ts"

const present: PortalName = "backup-accounts"
const classic: PortalName = "backup-accounts-classic"
const workspace: PortalName = "secure-workspace"

/** The rules of this catalogue, and the portals in which they hold, or hold differently. */
const catalogue: Readonly<Record<string, ReadonlyArray<PortalName>>> = {
  "ACC-1": [present], "ACC-2": [present], "ACC-3": [present], "ACC-4": [present, classic],
  "ACC-5": [present, classic], "ACC-6": [present, classic], "ACC-7": [present], "ACC-8": [present],
  "ACC-9": [present], "ACC-10": [present], "ACC-11": [present, classic], "ACC-12": [present, classic],
  "ACC-13": [present, classic], "ACC-14": [present, classic], "ACC-15": [present, classic], "ACC-16": [present],
  "ACC-17": [present, classic], "ACC-18": [present], "ACC-19": [present], "ACC-20": [present, classic],
  "QTA-1": [present], "QTA-2": [present], "QTA-3": [present], "QTA-4": [present], "QTA-5": [present],
  "QTA-6": [present], "AUT-2": [present, classic, workspace], "AUT-5": [present, classic, workspace],
  "POL-1": [present, classic], "POL-4": [present, classic, workspace], "ROL-6": [present, classic, workspace],
  "USR-1": [workspace], "USR-2": [workspace], "USR-3": [workspace], "USR-4": [workspace], "USR-5": [workspace],
  "USR-6": [workspace], "USR-7": [workspace], "USR-8": [workspace], "USR-9": [workspace], "USR-10": [workspace],
  "USR-11": [workspace], "USR-12": [workspace], "USR-14": [workspace], "ROL-1": [workspace],
  "ROL-4": [workspace], "ROL-5": [workspace],
  "ROL-7": [workspace], "AUT-1": [workspace], "AUT-3": [workspace], "AUT-4": [workspace], "AUT-7": [workspace],
  "AUT-9": [workspace], "POL-2": [workspace], "POL-3": [workspace], "POL-5": [workspace], "POL-6": [workspace],
  "POL-7": [workspace], "POL-8": [workspace], "POL-9": [workspace], "STA-1": [workspace], "STA-2": [workspace],
  "CTR-9": [workspace], "NTF-2": [workspace]
}

describe("the table of scenarios", () => {
  it("has six cells", () => {
    expect(cells.map(({ backend, transport }) => `${backend}/${transport}`)).toEqual([
      "memory/inprocess", "memory/http", "sqlite/inprocess", "sqlite/http", "postgres/inprocess", "postgres/http"
    ])
  })

  it.each(Object.entries(catalogue))("has rows for %s in every portal in which it holds", (id, portals) => {
    const found = new Set(scenarios.filter((scenario) => scenario.id === id).map(({ blueprint }) => blueprint))
    expect([...found].sort()).toEqual([...portals])
  })

  it("has no row that the catalogue does not know, and no two alike", () => {
    expect(scenarios.filter(({ id }) => catalogue[id] === undefined)).toEqual([])
    const keys = scenarios.map(({ id, title, blueprint }) => `${id} ${blueprint} ${title}`)
    expect(new Set(keys).size).toBe(keys.length)
  })

  it("has every row of a storage that cannot be started, as failed, with the reason", async () => {
    const reasons: Array<unknown> = []
    const rows = await rowsOf(
      scenarios, { backend: "postgres", transport: "http" }, () => Promise.reject(new Error("no server")),
      (_, reason) => reasons.push(reason))
    expect(rows.map(({ id }) => id)).toEqual(scenarios.map(({ id }) => id))
    expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(["failed"]))
    expect(new Set(reasons.map(String))).toEqual(new Set(["Error: no server"]))
  })
})

describe.each(cells)("on $backend, $transport", (cell) => {
  let starting: Promise<Backend>
  beforeAll(() => {
    starting = startBackend(cell.backend, freshDatabase)
    return starting
  })
  afterAll(async () => (await starting).stop())

  it.each(scenarios)("$id $title ($blueprint)", async (scenario) => {
    await expect(attempt(scenario, await starting, cell.transport)).resolves.toBeUndefined()
  })
})
