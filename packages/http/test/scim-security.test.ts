/** SCIM at the edge: whatever is sent, nobody gets somebody else's account, and nobody learns of what is not theirs. */
import type { LogLine } from "@intendant/http"
import * as Memory from "@intendant/memory"
import { expect, it } from "vitest"
import { accepted, farWorld, joins, mailOf, newcomer, signing, staffed } from "./people.ts"
import type { Reply } from "./portal.ts"
import { creates, described, patchOf, provisioned } from "./scim.ts"

const errorSchema = "urn:ietf:params:scim:api:messages:2.0:Error"

it("SEC-44 an address that a colleague holds is refused, and their account stays as it is", async () => {
  const { scim, world } = await provisioned()
  const bob = await joins(world, "bob", {})
  const before = await scim("GET", `/Users/${bob}`)
  const again = { ...described("bob", { roles: [{ value: "admin" }] }), userName: "BOB@acme.example" }
  expect(await scim("POST", "/Users", again)).toMatchObject({
    status: 409, body: { schemas: [errorSchema], status: "409", scimType: "uniqueness" }
  })
  expect((await scim("GET", `/Users/${bob}`)).body).toEqual(before.body)
})

it("SEC-44 an address that a stranger holds gives nobody their account: it is blocked, and says so", async () => {
  const { scim, world } = await provisioned()
  accepted(await world.operator.submitContract({
    ...signing("free"), terms: { ...signing("free").terms, domains: null }
  }))
  const { user } = accepted(await world.operator.createUser(newcomer("cid", { enterprise: "free" })))
  const { status, body } = await scim("POST", "/Users", described("cid"))
  expect([status, body["active"], body["urn:intendant:scim:User"]]).toEqual([201, false, { status: "CreationBlocked" }])
  expect(body["id"]).not.toBe("userId" in user ? user.userId : "")
  const open = patchOf({ op: "replace", path: "active", value: true })
  expect(await scim("PATCH", `/Users/${String(body["id"])}`, open)).toMatchObject({ status: 200, body })
})

it("SEC-44 an address cannot be taken over by changing another user to it", async () => {
  const setup = await provisioned()
  const bob = await creates(setup, "bob")
  for (const reply of [
    await setup.scim("PATCH", `/Users/${bob}`, patchOf({ op: "replace", path: "userName", value: mailOf("ada") })),
    await setup.scim("PUT", `/Users/${bob}`, { ...described("bob"), userName: mailOf("ada") })
  ]) expect([reply.status, reply.body["scimType"]]).toEqual([409, "uniqueness"])
})

it("SEC-40 users of another enterprise, and enterprises of others, are told of like what never was", async () => {
  const setup = await provisioned()
  const { scim, directory, world } = setup
  const { userId } = await staffed(world, "other", "eve")
  await creates(setup, "bob")
  const seen = ({ status, text, headers }: Reply, id: string) =>
    [status, text.replaceAll(id, "usr_none"), JSON.stringify([...headers])]
  const change = patchOf({ op: "replace", path: "active", value: false })
  const asks: ReadonlyArray<(id: string) => Promise<Reply>> = [
    (id) => scim("GET", `/Users/${id}`), (id) => scim("DELETE", `/Users/${id}`),
    (id) => scim("PATCH", `/Users/${id}`, change), (id) => scim("PUT", `/Users/${id}`, described("eve")),
    (id) => scim("PATCH", "/Groups/admin", patchOf({ op: "add", path: "members", value: [{ value: id }] }))
  ]
  for (const ask of asks) {
    const [theirs, none] = [await ask(userId), await ask("usr_none")]
    expect(seen(theirs, userId)).toEqual(seen(none, "usr_none"))
    expect(theirs.status).toBe(404)
  }
  for (const path of ["/Users", `/Users/${userId}`, "/Groups", "/Groups/admin", "/Users?filter=active%20pr"]) {
    const at = (name: string) => directory("GET", `/scim/v2/${name}${path}`)
    const [theirs, none] = [await at("other"), await at("never")]
    expect(theirs.status).toBe(404)
    expect(theirs.text).toBe(none.text.replaceAll("never", "other"))
  }
  expect((await scim("GET", "/Users")).text).not.toContain("eve")
})

it("SEC-41 whatever else a directory says of a user is not kept", async () => {
  const { scim } = await provisioned()
  const { status, body } = await scim("POST", "/Users", described("bob", {
    id: "usr_mine", enterprise: "other", epoch: 7, password: "Secret phrase 9", externalId: "x", meta: { created: "y" },
    groups: [{ value: "admin" }], "urn:intendant:scim:User": { status: "Active" }
  }))
  expect(status).toBe(201)
  expect(body).toMatchObject({ groups: [{ value: "user" }], "urn:intendant:scim:User": { status: "NotFinalised" } })
  for (const said of ["usr_mine", "phrase", "externalId", "epoch"]) expect(JSON.stringify(body)).not.toContain(said)
})

const hostile: ReadonlyArray<unknown> = [
  [], [[]], "text", "null", 7, true, {}, { userName: [] }, { userName: { a: 1 }, name: "x" }, { Operations: {} },
  { Operations: [] }, { Operations: [7] },
  { Operations: Array.from({ length: 101 }, () => ({ op: "add", path: "active", value: true })) },
  { userName: "a@acme.example", USERNAME: "b@acme.example", name: { familyName: "a", givenName: "b" } },
  described("bob", { emails: [{ value: mailOf("eve"), primary: true }] }), described("bob", { emails: "x" }),
  described("bob", { roles: [{ value: "user" }, { value: "admin" }] }), described("bob", { roles: [{ value: {} }] }),
  described("bob", { active: false }), described("bob", { active: [] }), described("bob", { name: null }),
  { ...described("bob"), userName: "bob@acme.example, eve@acme.example" },
  "[".repeat(200_000), "{\"a\":".repeat(200_000),
  `${"[".repeat(100_000)}${"]".repeat(100_000)}`, "{\"userName\":\"a\",\"userName\":\"b\"}", "not json"
]

it("SEC-21 hostile bodies are refused as what cannot be read, and change nothing", async () => {
  const lines: Array<LogLine> = []
  const setup = await provisioned({ log: (line) => lines.push(line) })
  const { scim, admin } = setup
  for (const body of hostile) {
    const sent = typeof body === "string" ? body : JSON.stringify(body)
    const one = `/Users/${admin}`
    const addresses = [["POST", "/Users"], ["PUT", one], ["PATCH", one], ["PATCH", "/Groups/user"]]
    for (const [method = "", path = ""] of addresses) {
      // Of a resource in place of another, names alone may differ: what is a fault of a creation need be none of it.
      if (method === "PUT" && sent.includes("\"active\":false")) continue
      const reply = await scim(method, path, sent)
      expect([sent.slice(0, 80), method, reply.status, reply.body["schemas"]])
        .toEqual([sent.slice(0, 80), method, 400, [errorSchema]])
    }
  }
  const { body } = await scim("GET", "/Users")
  expect(body).toMatchObject({ totalResults: 1, Resources: [{ userName: mailOf("ada") }] })
  expect(lines.filter((line) => line.status >= 500)).toEqual([])
})

it("SEC-66 hostile queries and addresses are refused in the words of SCIM", async () => {
  const { scim, directory } = await provisioned()
  for (const [query, scimType] of [
    ["filter=", "invalidFilter"], ["filter=userName", "invalidFilter"], ["filter=a%20eq%20%22", "invalidFilter"],
    [`filter=${"(".repeat(1_000)}`, "invalidFilter"], [`filter=a%20eq%20%22${"x".repeat(3_000)}%22`, "invalidFilter"],
    ["filter=active%20gt%20true", "invalidFilter"], ["filter=meta.created%20lt%20%22now%22", "invalidFilter"],
    ["count=many", "invalidValue"], ["startIndex=1.5", "invalidValue"], ["sortOrder=up", "invalidValue"],
    ["sortBy=password", "invalidPath"], ["count=99999999999999999999", "invalidValue"]
  ]) {
    const { status, body } = await scim("GET", `/Users?${query}`)
    expect([query, status, body["scimType"]]).toEqual([query, 400, scimType])
  }
  for (const [method, path, status] of [
    ["GET", "/scim/v2/acme/Users/a%00b", 404], ["GET", "/scim/v2/a%00b/Users", 400], ["GET", "/scim/v2/acme/None", 404],
    ["GET", "/scim/v2", 404], ["GET", "/scim/v2/acme/Users/%E0%A4%A", 400], ["PATCH", "/scim/v2/acme/Users", 405],
    ["DELETE", "/scim/v2/acme/Groups/user", 405], ["GET", `/scim/v2/acme/Users/${"x".repeat(9_000)}`, 414],
    ["GET", `/scim/v2/${"x".repeat(2_000)}/Users`, 400], ["GET", "/scim/v2/acme/Users/", 200]
  ] as const) {
    const reply = await directory(method, path)
    expect([path.slice(0, 60), reply.status]).toEqual([path.slice(0, 60), status])
    if (status !== 200) expect(reply.body["schemas"]).toEqual([errorSchema])
  }
  expect(await scim("POST", "/Users", "a=b", "text/plain")).toMatchObject({ status: 415, body: { status: "415" } })
  expect((await scim("POST", "/Users", JSON.stringify(described("x".repeat(1_200_000))))).status).toBe(413)
  const plain = await scim("POST", "/Users", described("bob"), "application/json; charset=utf-8")
  expect(plain.status).toBe(201)
})

it("SEC-43 a token that was revoked, or whose owner was shut out, keeps nothing any more", async () => {
  const { scim, world, admin, desk } = await provisioned()
  await joins(world, "zoe", { role: "admin" })
  expect((await scim("GET", "/Users")).status).toBe(200)
  accepted(await desk.submitUser({ _tag: "RevokeAccess", enterprise: "acme", userId: admin }))
  expect(await scim("GET", "/Users")).toMatchObject({ status: 401, body: { schemas: [errorSchema] } })
})

it("SEC-56 no address that a directory asks for is in the log", async () => {
  const lines: Array<LogLine> = []
  const setup = await provisioned({ log: (line) => lines.push(line) })
  await creates(setup, "bob")
  await setup.scim("GET", `/Users?filter=${encodeURIComponent(`userName eq "${mailOf("bob")}"`)}`)
  await setup.scim("POST", "/Users", described("bob"))
  const log = lines.map((line) => JSON.stringify(line)).join("\n")
  expect(log).toContain("/scim/v2/:enterprise/Users")
  expect(log).toContain("MailTaken")
  for (const said of ["bob", "acme"]) expect(log).not.toContain(said)
})

it("SEC-65 with the storage away nothing is kept and nobody is recognised", async () => {
  const storage = Memory.open()
  const { scim } = await provisioned({ storage })
  await storage.close()
  for (const reply of [await scim("GET", "/Users"), await scim("POST", "/Users", described("bob"))]) {
    expect([reply.status, reply.body["status"], reply.headers.get("retry-after")]).toEqual([503, "503", "2"])
  }
})

it("USR-1 of fifty directories that create the same user at once, one does", async () => {
  const { scim } = await provisioned()
  const replies = await Promise.all(Array.from({ length: 50 }, () => scim("POST", "/Users", described("bob"))))
  expect(replies.map(({ status }) => status).toSorted()).toEqual([201, ...Array.from({ length: 49 }, () => 409)])
})

it("the handler of another portal is as it was: what is not SCIM is answered as ever", async () => {
  const { ask } = await farWorld()
  const reply = await ask("/scim/v3/acme/Users")
  expect([reply.status, reply.headers.get("content-type")]).toEqual([404, "application/problem+json"])
})
