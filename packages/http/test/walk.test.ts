/** The routes, one after the other, as a client uses them. */
import { expect, it } from "vitest"
import { open, rootPassword } from "./portal.ts"

it("ACC-5 ACC-19 a session: opened with 201, told who it is, and over after it is ended", async () => {
  const { ask, as } = await open()
  const opened = await ask("/sessions", {
    method: "POST", headers: { "content-type": "application/json; charset=utf-8" },
    body: JSON.stringify({ name: "acme", password: rootPassword })
  })
  expect(opened.status).toBe(201)
  expect(opened.headers.get("cache-control")).toBe("no-store")
  const session = as(String(opened.body["token"]))
  expect(await session("GET", "/session")).toMatchObject({
    status: 200, body: { name: "acme", account: { account: { _tag: "Enabled", path: "acme" } } }
  })
  expect(await session("DELETE", "/session")).toMatchObject({ status: 204, text: "" })
  expect(await session("GET", "/session")).toMatchObject({ status: 401, body: { refusal: { _tag: "NotSignedIn" } } })
})

it("ACC-11 each row of a batch is read and carried out on its own", async () => {
  const { root, openAccount } = await open()
  await openAccount("nas")
  const { status, body } = await root("POST", "/account-commands/batch", {
    reason: "tidying",
    commands: [
      { _tag: "DisableAccount", path: "acme>nas" }, { _tag: "DisableAccount", path: "acme>>nas", bySurprise: 1 },
      { _tag: "DisableAccount", path: "acme>none" }, { _tag: "DisableAccount", path: "else" }
    ]
  })
  expect(status).toBe(200)
  expect(body["outcomes"]).toMatchObject([
    { ok: true, value: { account: { _tag: "Disabled", path: "acme>nas" } } },
    {
      ok: false,
      refusal: { _tag: "BadInput", faults: [{ field: "command.bySurprise" }, { field: "command.path" }] }
    },
    { ok: false, refusal: { _tag: "NoSuchAccount", path: "acme>none" }, why: { fr: expect.any(String) } },
    { ok: false, refusal: { _tag: "NoSuchAccount", path: "else" } }
  ])
  const many = Array.from({ length: 501 }, () => ({ _tag: "DisableAccount", path: "acme>nas" }))
  expect((await root("POST", "/account-commands/batch", { commands: many })).status).toBe(400)
})

it("ACC-1 lists go on after the last name seen, 50 on a page where nothing is said", async () => {
  const { root } = await open()
  const commands = Array.from({ length: 60 }, (_, at) =>
    ({ _tag: "OpenAccount", under: "acme", name: `m${String(at).padStart(2, "0")}`, password: rootPassword }))
  await root("POST", "/account-commands/batch", { commands })
  const first = await root("GET", "/accounts?below=acme")
  expect(first.body["items"]).toHaveLength(50)
  const next = new URLSearchParams({ below: "acme", after: String(first.body["next"]), limit: "500" })
  const second = await root("GET", `/accounts?${next}`)
  expect(second.body["items"]).toHaveLength(10)
  expect(second.body).not.toHaveProperty("next")
  expect((await root("GET", "/accounts?below=acme&limit=501")).body["refusal"]).toMatchObject({
    faults: [{ field: "limit" }]
  })
  expect((await root("GET", "/accounts")).status).toBe(403)
  expect((await root("GET", "/accounts?below=acme&status=PendingDeletion")).status).toBe(403)
})

it("QTA-2 QTA-4 QTA-5 an account sets room aside, uses it and gives it back, up to its group's limit", async () => {
  const { root, order, openAccount, as, signIn, operator } = await open()
  await openAccount("paris>nas")
  await openAccount("paris")
  await order({ _tag: "EditAccount", path: "acme>paris", quota: { bytes: 1000 } })
  const nas = as(await signIn("acme>paris>nas"))
  const take = (id: string, amount: number) => nas("POST", "/reservations", { id, resource: "bytes", amount })
  expect(await take("one", 900)).toMatchObject({ status: 201, body: { id: "one" } })
  expect(await nas("POST", "/reservations/one/commit")).toMatchObject({ status: 200, body: { id: "one" } })
  expect(await take("two", 200)).toMatchObject({
    status: 409, body: { rule: "QTA-2", refusal: { node: "acme>paris", missingAmount: 100 } }
  })
  expect(await take("one", 901)).toMatchObject({ status: 409, body: { refusal: { _tag: "ReservationDiffers" } } })
  expect((await root("GET", "/accounts/acme%3Eparis/usage?resource=bytes")).body)
    .toMatchObject({ groupAmount: 900, limitAmount: 1000, percent: 90 })
  expect((await root("GET", "/accounts/acme/heaviest?resource=bytes&limit=1")).body).toMatchObject([{ ownAmount: 900 }])
  expect((await nas("DELETE", "/reservations/one")).status).toBe(204)
  expect((await nas("POST", "/reservations/none/commit")).body["refusal"]).toMatchObject({ _tag: "NoSuchReservation" })
  expect((await take("two", 200)).status).toBe(201)
  expect((await operator("POST", "/reservations", { id: "x", resource: "bytes", amount: 1 })).status).toBe(403)
})

it("POL-1 POL-4 a policy is made and given, and every setting says where it comes from", async () => {
  const { root, order, openAccount } = await open()
  await openAccount("nas")
  const policy = { owner: "acme", name: "nightly" }
  const define = (settings: object) =>
    root("POST", "/policy-commands", { command: { _tag: "DefinePolicy", ...policy, settings } })
  expect(await define({ "schedule.hour": "late" })).toMatchObject({
    status: 400, body: { refusal: { _tag: "SettingsUnknown", faults: [{ setting: "schedule.hour" }] } }
  })
  expect((await define({ "schedule.hour": 3 })).status).toBe(200)
  expect((await order({ _tag: "EditAccount", path: "acme>nas", policy })).status).toBe(200)
  const { text } = await root("GET", "/accounts/acme%3Enas/settings")
  expect(JSON.parse(text))
    .toContainEqual(expect.objectContaining({ setting: "schedule.hour", value: 3, origin: "own" }))
})

it("ROL-6 AUT-5 ACC-6 powers are explained, tokens come and go, and advice blocks nothing", async () => {
  const { root, as, ask } = await open()
  expect((await root("GET", "/explain?permission=account.delete&path=acme%3Enas")).body)
    .toMatchObject({ allowed: true, grant: { place: "acme" } })
  expect((await root("GET", "/explain?permission=account.recall&path=acme%3Enas")).body)
    .toMatchObject({ allowed: false, refusal: { _tag: "NotPermitted" } })
  const issued = await root("POST", "/tokens", { label: "backup agent" })
  expect(issued.status).toBe(201)
  const agent = as(String(issued.body["token"]))
  expect((await agent("GET", "/session")).status).toBe(200)
  expect((await root("DELETE", `/tokens/${issued.body["tokenId"]}`)).status).toBe(204)
  expect((await agent("GET", "/session")).status).toBe(401)
  expect(await ask("/password-advice", {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ password: "abc" })
  })).toMatchObject({ status: 200, body: { compatible: { "pgssi-s": false } } })
})
