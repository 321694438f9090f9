/** The walk that a new user takes with the running host, on one durable file; and what a restart keeps. */
import { readdirSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect, it } from "vitest"
import { asker, signIn, type Spawned, spawnHost, temporaryFolder } from "./spawned.ts"

const { folder, remove } = temporaryFolder()
let host: Spawned
beforeAll(async () => {
  host = await spawnHost({ folder })
})
afterAll(async () => {
  await host.end()
  remove()
})

const password = "correct horse battery staple"
const path = "integrator>client>nas"
const nas = `/accounts/${encodeURIComponent(path)}`
const ask = (token?: string) => asker(host.url)(token)
const integrator = async () => {
  const root = ask(await signIn(host.url, "integrator", host.password))
  return { root, order: (command: object) => root("POST", "/account-commands", { command }) }
}

it("ACC-2 ACC-16 QTA-2 a machine before its client, a quota for the group, filled, refused and explained", async () => {
  const { root, order } = await integrator()
  expect((await root("GET", "/session")).body).toMatchObject({ name: "integrator" })
  const open = (name: string) => order({ _tag: "OpenAccount", under: "integrator", name, password })
  expect((await open("client>nas")).status).toBe(200)
  expect((await open("client")).status).toBe(200)
  expect((await root("GET", "/accounts?below=integrator%3Eclient")).body)
    .toMatchObject({ items: [{ account: { path } }] })
  expect((await order({ _tag: "EditAccount", path: "integrator>client", quota: { bytes: 1000 } })).status).toBe(200)
  const agent = ask(await signIn(host.url, path, password))
  expect((await agent("POST", "/reservations", { id: "a", resource: "bytes", amount: 900 })).status).toBe(201)
  expect((await agent("POST", "/reservations/a/commit")).status).toBe(200)
  expect(await agent("POST", "/reservations", { id: "b", resource: "bytes", amount: 200 })).toMatchObject({
    status: 409, body: {
      rule: "QTA-2", refusal: { node: "integrator>client", usedAmount: 900, missingAmount: 100 },
      why: { en: expect.stringContaining("integrator>client"), fr: expect.stringContaining("integrator>client") }
    }
  })
})

it("ACC-11 ACC-12 ACC-13 ACC-14 ACC-15 disabled, deleted, undone, deleted, erased; its name free", async () => {
  const { root, order } = await integrator()
  const before = (await root("GET", nas)).body
  expect((await order({ _tag: "DeleteAccount", path })).body).toMatchObject({ rule: "ACC-12", status: 409 })
  expect((await order({ _tag: "DisableAccount", path })).body).toMatchObject({ account: { _tag: "Disabled" } })
  expect((await order({ _tag: "DeleteAccount", path })).body).toMatchObject({ account: { _tag: "PendingDeletion" } })
  expect((await order({ _tag: "UndoDeletion", path })).body).toMatchObject({ account: { _tag: "Disabled" } })
  const deleted = (await order({ _tag: "DeleteAccount", path })).body
  const open = { _tag: "OpenAccount", under: "integrator", name: "client>nas", password }
  expect((await order(open)).body).toMatchObject({ rule: "ACC-15" })
  // What stands there is an account that waits to be erased: the tests above say so.
  const { account: { eraseFrom } } = deleted as { account: { eraseFrom: string } }
  const moved = await ask(host.operator)("POST", "/demo/clock", { now: eraseFrom })
  expect(moved).toEqual({ status: 200, body: { now: eraseFrom } })
  const again = await integrator()
  expect((await again.root("GET", nas)).body).toMatchObject({ account: { _tag: "Erased" } })
  expect((await again.root("GET", "/accounts/integrator%3Eclient/usage?resource=bytes")).body)
    .toMatchObject({ groupAmount: 0 })
  const opened = (await again.order(open)).body
  expect(opened).toMatchObject({ account: { _tag: "Enabled", comment: "" } })
  const idOf = (view: Record<string, unknown>) => JSON.stringify(view["account"]).match(/acc_[\w-]+/)?.[0]
  expect(idOf(opened)).not.toBe(idOf(before))
})

it("the demonstration's clock is the operator's alone, and goes forward", async () => {
  const { root } = await integrator()
  const now = "2040-01-01T00:00:00Z"
  expect((await ask(host.support)("POST", "/demo/clock", { now })).status).toBe(403)
  expect((await root("POST", "/demo/clock", { now })).status).toBe(403)
  expect((await ask()("POST", "/demo/clock", { now })).status).toBe(401)
  const operator = ask(host.operator)
  expect(await operator("POST", "/demo/clock", { now: "2020-01-01T00:00:00Z" }))
    .toMatchObject({ status: 400, body: { refusal: { faults: [{ field: "now" }] } } })
  expect(await operator("POST", "/demo/clock", { now: "soon", then: 1 })).toMatchObject({ status: 400 })
  expect((await operator("GET", "/demo/clock")).status).toBe(405)
})

it("SEC-56 what is secret is for its owner's eyes, and in no log and no file of the portal", async () => {
  const data = join(folder, "data")
  expect(statSync(data).mode & 0o777).toBe(0o700)
  for (const name of readdirSync(data)) expect([name, statSync(join(data, name)).mode & 0o777]).toEqual([name, 0o600])
  const { root } = await integrator()
  await root("GET", "/accounts/zqcanary")
  const log = host.output().slice(host.greeting.length)
  const kept = readdirSync(data).filter((name) => name !== "integrator-password")
    .map((name) => readFileSync(join(data, name)).toString("latin1")).join("")
  expect(log.split("\n").filter(Boolean).every((line) => line.startsWith("{"))).toBe(true)
  for (const secret of [host.password, password, host.operator, host.support]) {
    expect(log).not.toContain(secret)
    expect(kept).not.toContain(secret)
  }
  expect(log).not.toContain("zqcanary")
  expect(log).not.toContain("client")
})

it("a restart keeps everything, and tells no token again", async () => {
  const { operator, password: rootPassword } = host
  expect(await host.end("SIGINT")).toBe(0)
  host = await spawnHost({ folder })
  expect(host.greeting).not.toContain("tok_")
  expect(host.password).toBe(rootPassword)
  const { root } = await integrator()
  expect((await root("GET", nas)).body).toMatchObject({ account: { _tag: "Enabled", path } })
  expect((await ask(operator)("GET", "/session")).body).toEqual({ name: "operator" })
})
