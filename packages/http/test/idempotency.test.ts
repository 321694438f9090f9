/** Requests sent again: what was done once is not done twice, and what was answered is answered again. */
import { expect, it } from "vitest"
import { open, rootPassword } from "./portal.ts"

const openNas = (name: string) => ({ command: { _tag: "OpenAccount", under: "acme", name, password: rootPassword } })
const disable = { command: { _tag: "DisableAccount", path: "acme>nas" } }
const key = (value: string) => ({ "idempotency-key": value })

it("the same key and body give the first answer again, and say so", async () => {
  const { root } = await open()
  const first = await root("POST", "/account-commands", openNas("nas"), key("k1"))
  const second = await root("POST", "/account-commands", openNas("nas"), key("k1"))
  expect(first.status).toBe(200)
  expect(first.headers.get("idempotent-replayed")).toBe(null)
  expect(second.headers.get("idempotent-replayed")).toBe("true")
  expect([second.status, second.text]).toEqual([first.status, first.text])
})

it("a refusal is repeated as well, whatever has become of its reason since", async () => {
  const { root, openAccount } = await open()
  const refused = await root("POST", "/account-commands", disable, key("early"))
  expect(refused.status).toBe(404)
  await openAccount("nas")
  const again = await root("POST", "/account-commands", disable, key("early"))
  expect([again.status, again.text]).toEqual([refused.status, refused.text])
  expect(again.headers.get("idempotent-replayed")).toBe("true")
})

it("another body under the same key is refused with 422, and the key belongs to its sender and route", async () => {
  const { root, operator } = await open()
  await root("POST", "/account-commands", openNas("nas"), key("k1"))
  expect(await root("POST", "/account-commands", openNas("other"), key("k1")))
    .toMatchObject({ status: 422, body: { refusal: { _tag: "KeyReused", key: "k1" } } })
  const policy = { command: { _tag: "DefinePolicy", owner: "acme", name: "nightly", settings: {} } }
  expect((await root("POST", "/policy-commands", policy, key("k1"))).status).toBe(200)
  expect((await operator("POST", "/account-commands", disable, key("k1"))).status).toBe(200)
})

it("of many at once under one key, one is carried out and the others are told to wait or get its answer", async () => {
  const { root } = await open()
  const replies = await Promise.all(Array.from({ length: 8 }, () =>
    root("POST", "/account-commands", openNas("nas"), key("rush"))))
  const statuses = replies.map(({ status }) => status)
  expect(statuses.filter((status) => status !== 200 && status !== 409)).toEqual([])
  expect(statuses).toContain(200)
  expect(new Set(replies.filter(({ status }) => status === 200).map(({ text }) => text)).size).toBe(1)
  expect(replies.filter(({ status }) => status === 409).map(({ body }) => body["title"]))
    .toEqual(statuses.filter((status) => status === 409).map(() => "Still running"))
})

it("a secret in the first answer is told once", async () => {
  const { root } = await open()
  const first = await root("POST", "/tokens", { label: "agent" }, key("t1"))
  const second = await root("POST", "/tokens", { label: "agent" }, key("t1"))
  expect(first.body).toHaveProperty("token")
  expect(second).toMatchObject({ status: 201, body: { tokenId: first.body["tokenId"] } })
  expect(second.body).not.toHaveProperty("token")
})

it("a batch sent again carries out what was never carried out, row by row", async () => {
  const { root } = await open()
  const batch = (...names: ReadonlyArray<string>) =>
    root("POST", "/account-commands/batch", { commands: names.map((name) => openNas(name).command) }, key("b"))
  const first = await batch("a", "b")
  const second = await batch("a", "b", "c")
  expect(second.body["outcomes"]).toMatchObject([{ ok: true }, { ok: true }, { ok: true }])
  expect(second.headers.get("idempotent-replayed")).toBe(null)
  expect(JSON.stringify(second.body["outcomes"])).toContain(JSON.stringify(first.body["outcomes"]).slice(1, -1))
})

it("the rows of a batch and orders that come alone never meet under a key, whatever keys look like", async () => {
  const { root } = await open()
  const alone = ["k0", "k/0", "k:0", "k.0", "k-0", "k_0", "k#0", "k[0]", "k"]
  for (const [at, like] of alone.entries()) await root("POST", "/account-commands", openNas(`alone${at}`), key(like))
  const batch = { commands: [openNas("row").command] }
  expect((await root("POST", "/account-commands/batch", batch, key("k"))).body["outcomes"])
    .toMatchObject([{ ok: true, value: { account: { path: "acme>row" } } }])
})

it.each(["", " ", "a b", "é", "x".repeat(201)])("%j is no key", async (value) => {
  const { root } = await open()
  const headers = new Headers()
  headers.set("idempotency-key", value.replace("é", "\u00e9"))
  const { status, body } = await root("POST", "/account-commands", disable, Object.fromEntries(headers))
  expect([status, body["refusal"]]).toMatchObject([400, { faults: [{ field: "idempotency-key" }] }])
})
