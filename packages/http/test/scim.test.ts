/** A directory keeps the users of an enterprise: created, found, changed, shut out, let in, and gone. */
import { describe, expect, it } from "vitest"
import { accepted, enters, joins, mailOf, passwordOf, signing, twice } from "./people.ts"
import type { Reply } from "./portal.ts"
import { creates, described, listed, patchOf, provisioned } from "./scim.ts"

const standingOf = ({ body }: Reply) => body["urn:intendant:scim:User"]

describe("one life", () => {
  it("USR-2 whoever a directory creates is invited, as if a person had created them", async () => {
    const setup = await provisioned()
    const { scim, post, world } = setup
    const created = await scim("POST", "/Users", described("bob", { preferredLanguage: "fr-CA", password: "x" }))
    expect(created).toMatchObject({
      status: 201, body: {
        userName: mailOf("bob"), active: true, preferredLanguage: "fr", roles: [{ value: "user", primary: true }],
        emails: [{ value: mailOf("bob"), type: "work", primary: true }], meta: { resourceType: "User" }
      }
    })
    expect(created.headers.get("content-type")).toBe("application/scim+json")
    expect(created.headers.get("location")).toBe(`/scim/v2/acme/Users/${String(created.body["id"])}`)
    expect(standingOf(created)).toEqual({ status: "NotFinalised" })
    accepted(await world.finaliseUser(await post.linkTo(mailOf("bob")), twice(passwordOf("bob"))))
    await enters(world, "bob")
    expect((await scim("GET", `/Users/${String(created.body["id"])}`)).body).toMatchObject({ active: true })
  })

  it("USR-5 active false shuts somebody out at once, and active true lets them in again", async () => {
    const setup = await provisioned()
    const { scim, world } = setup
    const bob = await joins(world, "bob", {})
    const token = await enters(world, "bob")
    const off = await scim("PATCH", `/Users/${bob}`, patchOf({ op: "Replace", path: "active", value: "False" }))
    expect([off.status, off.body["active"], standingOf(off)]).toEqual([200, false, { status: "Suspended" }])
    expect(await world.as(token).whoAmI()).toMatchObject({ refusal: { _tag: "NotSignedIn" } })
    const on = await scim("PATCH", `/Users/${bob}`, patchOf({ op: "replace", value: { active: true } }))
    expect([on.body["active"], standingOf(on)]).toEqual([true, { status: "Active" }])
    await enters(world, "bob")
  })

  it("AUT-2 a directory that says that a locked user is open opens nothing, and may shut them out", async () => {
    const { scim, world } = await provisioned()
    const bob = await joins(world, "bob", {})
    for (let guess = 0; guess < 7; guess += 1) await world.signInUser(mailOf("bob"), "wrong")
    const locked = await scim("PUT", `/Users/${bob}`, described("bob", { active: true }))
    expect([locked.status, locked.body["active"], standingOf(locked)]).toEqual([200, true, { status: "Locked" }])
    const off = await scim("PUT", `/Users/${bob}`, described("bob", { active: false }))
    expect(standingOf(off)).toEqual({ status: "Suspended" })
  })

  it("USR-7 whoever is deleted is gone for the directory, and can be invited again", async () => {
    const setup = await provisioned()
    const { scim } = setup
    const bob = await creates(setup, "bob")
    expect((await scim("DELETE", `/Users/${bob}`)).status).toBe(204)
    for (const method of ["GET", "DELETE", "PATCH", "PUT"]) {
      const body = method === "PATCH" ? patchOf({ op: "add", path: "active", value: true }) : described("bob")
      const { status } = await scim(method, `/Users/${bob}`, method === "GET" || method === "DELETE" ? undefined : body)
      expect([method, status]).toEqual([method, 404])
    }
    expect(listed(await scim("GET", "/Users")).names).toEqual([mailOf("ada")])
    expect(await creates(setup, "bob")).not.toBe(bob)
  })
})

describe("changes", () => {
  it("USR-8 a change names what it changes, and nothing else changes", async () => {
    const setup = await provisioned()
    const { scim } = setup
    const bob = await creates(setup, "bob")
    const { status, body } = await scim("PATCH", `/Users/${bob}`, patchOf(
      { op: "replace", path: "name.familyName", value: "Smith" },
      { op: "add", path: "emails[type eq \"work\"].value", value: "robert@acme.example" },
      { op: "Replace", path: "roles[primary eq \"True\"].value", value: "manager" },
      { op: "replace", value: { "name.givenName": "Robert", preferredLanguage: "fr" } }
    ))
    expect(status).toBe(200)
    expect(body).toMatchObject({
      id: bob, userName: "robert@acme.example", preferredLanguage: "fr", active: true,
      name: { familyName: "Smith", givenName: "Robert", formatted: "Robert Smith" },
      roles: [{ value: "manager" }], groups: [{ value: "manager" }]
    })
    const asItIs = patchOf({ op: "replace", path: "name.familyName", value: "Smith" })
    const same = await scim("PATCH", `/Users/${bob}`, asItIs)
    expect([same.status, same.body]).toEqual([200, body])
  })

  it("USR-8 a whole resource in place of another changes what differs, and what it does not say stays", async () => {
    const setup = await provisioned()
    const bob = await creates(setup, "bob")
    const asked = { ...described("bob", { roles: [{ value: "manager" }] }), name: { familyName: "B", givenName: "Bo" } }
    const { status, body } = await setup.scim("PUT", `/Users/${bob}`, asked)
    expect([status, body["name"], body["roles"], body["preferredLanguage"], body["active"]])
      .toEqual([200, { formatted: "Bo B", familyName: "B", givenName: "Bo" }, [{ value: "manager", primary: true }],
        "en", true])
  })

  it.each([
    ["mutability", { op: "replace", path: "id", value: "usr_x" }],
    ["mutability", { op: "replace", path: "displayName", value: "B" }],
    ["mutability", { op: "remove", path: "userName" }],
    ["mutability", { op: "replace", path: "urn:intendant:scim:User:status", value: "Active" }],
    ["invalidPath", { op: "replace", path: "epoch", value: 7 }],
    ["invalidPath", { op: "replace", path: "name.familyName.x", value: "B" }],
    ["noTarget", { op: "remove" }],
    ["noTarget", { op: "replace", path: "emails[type eq \"home\"].value", value: "b@acme.example" }],
    ["invalidSyntax", { op: "move", path: "active", value: true }],
    ["invalidValue", { op: "replace", path: "active", value: "perhaps" }],
    ["invalidValue", { op: "replace", path: "userName", value: ["a@acme.example", "b@acme.example"] }],
    ["invalidValue", { op: "replace", path: "emails", value: [{ value: "a@b.c" }, { value: "d@b.c" }] }],
    ["invalidValue", { op: "replace", value: "B" }],
    ["invalidValue", { op: "replace", path: "name", value: [] }]
  ])("%s: %j changes nothing, nor does what stands beside it", async (scimType, operation) => {
    const setup = await provisioned()
    const bob = await creates(setup, "bob")
    const before = await setup.scim("GET", `/Users/${bob}`)
    const reply = await setup.scim("PATCH", `/Users/${bob}`, patchOf(
      { op: "replace", path: "name.familyName", value: "Smith" }, operation))
    expect(reply).toMatchObject({
      status: 400,
      body: { schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"], status: "400", scimType, detail: /./ }
    })
    expect((await setup.scim("GET", `/Users/${bob}`)).body).toEqual(before.body)
  })

  it("ROL-1 the last active admin cannot be shut out, given another role, or deleted", async () => {
    const { scim, admin } = await provisioned()
    const replies = [
      await scim("PATCH", `/Users/${admin}`, patchOf({ op: "replace", path: "active", value: false })),
      await scim("PATCH", `/Users/${admin}`, patchOf({ op: "replace", path: "roles", value: [{ value: "user" }] })),
      await scim("PATCH", "/Groups/admin", patchOf({ op: "remove", path: `members[value eq "${admin}"]` })),
      await scim("DELETE", `/Users/${admin}`)
    ]
    for (const { status, body } of replies) {
      expect([status, body["status"], body["detail"]]).toEqual([409, "409", expect.stringContaining("(ROL-1)")])
    }
  })
})

describe("lists", () => {
  it("USR-9 every user is in one part of a list, and the parts together are all of it", async () => {
    const setup = await provisioned()
    const { scim } = setup
    const names = ["bob", "cid", "dan", "eve", "fay"]
    for (const name of names) await creates(setup, name)
    const all = ["ada", ...names].map((name) => mailOf(name))
    expect(listed(await scim("GET", "/Users"))).toEqual({ total: 6, names: all })
    for (const count of [1, 2, 4, 100]) {
      const found: Array<unknown> = []
      for (let startIndex = 1; startIndex <= 6; startIndex += count) {
        const part = await scim("GET", `/Users?startIndex=${startIndex}&count=${count}`)
        expect(part.body).toMatchObject({ totalResults: 6, startIndex, itemsPerPage: Math.min(count, 7 - startIndex) })
        found.push(...listed(part).names)
      }
      expect(found).toEqual(all)
    }
    const order = (query: string) => scim("GET", `/Users?${query}`).then((reply) => listed(reply).names)
    expect(await order("sortBy=userName&sortOrder=descending")).toEqual(all.toReversed())
    expect(await order("sortBy=name.givenName&count=1")).toEqual([mailOf("ada")])
    expect(await order("startIndex=-3&count=-1")).toEqual([])
    expect(await order("startIndex=99")).toEqual([])
  })

  it.each([
    ["userName eq \"BOB@acme.example\"", ["bob"]], ["userName sw \"bo\"", ["bob", "bonny"]],
    ["emails.value co \"onn\"", ["bonny"]], ["active eq false", ["dan"]], ["roles.value eq \"admin\"", ["ada"]],
    ["name.familyName sw \"of b\" and not (userName eq \"bob@acme.example\")", ["bonny"]],
    ["userName sw \"bo\" and active eq true or groups.value eq \"admin\"", ["ada", "bob", "bonny"]],
    ["externalId eq \"1\"", []], ["userName eq \"bo\"", []], ["userName sw \"zz\"", []],
    ["userName ne \"bob@acme.example\" and roles eq \"user\"", ["bonny", "dan"]],
    ["userName ew \"N@ACME.example\"", ["dan"]], ["userName gt \"bo\" and userName lt \"C\"", ["bob", "bonny"]],
    ["userName ge \"bonny@acme.example\"", ["bonny", "dan"]], ["userName le \"bob@acme.example\"", ["ada", "bob"]],
    ["meta.created le \"2026-06-01T12:00:00+02:00\" and roles eq \"admin\"", ["ada"]],
    ["meta.created gt \"2026-06-01T10:00:00Z\"", []], ["meta.lastModified ge \"2020-01-01T00:00:00Z\"", []]
  ])("the filter %s finds %j", async (filter, names) => {
    const setup = await provisioned()
    const { scim, world } = setup
    await creates(setup, "bob")
    await creates(setup, "bonny")
    const dan = await joins(world, "dan", {})
    await scim("PATCH", `/Users/${dan}`, patchOf({ op: "replace", path: "active", value: false }))
    const reply = await scim("GET", `/Users?filter=${encodeURIComponent(filter)}`)
    expect(listed(reply)).toEqual({ total: names.length, names: names.map((name) => mailOf(name)) })
    expect(listed(await scim("GET", `/Users?count=0&filter=${encodeURIComponent(filter)}`)))
      .toEqual({ total: names.length, names: [] })
  })

  it("only the attributes that are asked for are told, and an id always", async () => {
    const { scim, admin } = await provisioned()
    const asked = async (query: string) => (await scim("GET", `/Users/${admin}?${query}`)).body
    expect(await asked("attributes=name.givenName,active")).toEqual({
      schemas: expect.anything(), id: admin, active: true, name: { givenName: "ada" }
    })
    const without = await asked("excludedAttributes=emails.type,name,id")
    expect(without).toMatchObject({ id: admin, emails: [{ value: mailOf("ada"), primary: true }] })
    expect(Object.keys(without)).not.toContain("name")
    expect(JSON.stringify(without["emails"])).not.toContain("type")
  })
})

it("USR-9 a list is whole however long it is, and so are those who begin alike or share a role", async () => {
  const { scim, world, desk, admin } = await provisioned()
  const { terms } = signing("acme", 2_000)
  accepted(await world.operator.submitContract({ _tag: "ChangeTerms", enterprise: "acme", terms }))
  const names = Array.from({ length: 1_100 }, (_, at) => `n${String(at).padStart(4, "0")}`)
  accepted(await desk.importUsers("acme", names.map((name) => [`of ${name}`, name, mailOf(name), "en"])))
  const all = ["ada", ...names].map((name) => mailOf(name))
  const found: Array<unknown> = []
  for (const startIndex of [1, 501, 1_001]) {
    const part = listed(await scim("GET", `/Users?startIndex=${startIndex}&count=500`))
    expect(part.total).toBe(1_101)
    found.push(...part.names)
  }
  expect(found).toEqual(all)
  const filtered = async (filter: string, more = "") =>
    listed(await scim("GET", `/Users?filter=${encodeURIComponent(filter)}&attributes=userName${more}`))
  expect(await filtered("userName sw \"n00\"", "&count=500"))
    .toEqual({ total: 100, names: names.slice(0, 100).map((name) => mailOf(name)) })
  expect(await filtered("userName sw \"N00\"", "&startIndex=99")).toMatchObject({ total: 100, names: { length: 2 } })
  expect(await filtered(`userName eq "${mailOf("n0777")}"`)).toEqual({ total: 1, names: [mailOf("n0777")] })
  expect(await filtered("active eq true", "&count=0")).toEqual({ total: 1_101, names: [] })
  const { body } = await scim("GET", "/Groups/user")
  expect(body["members"]).toHaveLength(1_100)
  expect((await scim("GET", "/Groups/admin")).body["members"]).toMatchObject([{ value: admin }])
})
