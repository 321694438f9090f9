/** One request of a directory changes everything that it asks for, or nothing; in whichever dialect it is written. */
import { describe, expect, it } from "vitest"
import { accepted, joins, mailOf, newcomer, signing, stepsUp } from "./people.ts"
import type { Reply } from "./portal.ts"
import { creates, described, patchOf, provisioned } from "./scim.ts"

type Setup = Awaited<ReturnType<typeof provisioned>>

const standingOf = ({ body }: Reply) => body["urn:intendant:scim:User"]
const named = (familyName: string, more: object = {}) => ({ name: { familyName, givenName: "Bo" }, ...more })

/** Somebody of another enterprise holds the address: whoever a directory creates with it is blocked. */
const blocked = async ({ world, scim }: Setup) => {
  const terms = { ...signing("free").terms, domains: null }
  accepted(await world.operator.submitContract({ ...signing("free"), terms }))
  const { user: holder } = accepted(await world.operator.createUser(newcomer("kim", { enterprise: "free" })))
  const { body } = await scim("POST", "/Users", described("kim"))
  const userId = "userId" in holder ? holder.userId : ""
  const frees = async () =>
    accepted(await world.operator.submitUser({ _tag: "DeleteUser", enterprise: "free", userId }))
  return { at: `/Users/${String(body["id"])}`, frees }
}

describe("RFC 7644, 3.5: a user", () => {
  it("USR-5 is shut out whatever else of the request is refused, and let in only with all of it", async () => {
    const { scim, world } = await provisioned()
    const bob = `/Users/${await joins(world, "bob", {})}`
    const taken = { userName: mailOf("ada") }
    for (const active of [false, true]) {
      const replies = [
        await scim("PUT", bob, described("bob", named("Changed", { active, ...taken }))),
        await scim("PATCH", bob, patchOf({ op: "replace", value: { active, ...taken, ...named("Changed") } }))
      ]
      for (const { status, body } of replies) expect([status, body["scimType"]]).toEqual([409, "uniqueness"])
      expect(await scim("GET", bob)).toMatchObject({
        body: { userName: mailOf("bob"), name: { familyName: "of bob" }, active: false }
      })
      expect(standingOf(await scim("GET", bob))).toEqual({ status: "Suspended" })
    }
    const both = await scim("PUT", bob, described("bob", named("Changed", { active: true })))
    expect(both).toMatchObject({ status: 200, body: { active: true, name: { familyName: "Changed" } } })
  })

  it("ROL-1 keeps their name where they cannot be shut out", async () => {
    const { scim, admin, world } = await provisioned()
    const off = (id: string) => scim("PUT", `/Users/${id}`, described("ada", named("Changed", { active: false })))
    const before = await scim("GET", `/Users/${admin}`)
    expect(await off(admin)).toMatchObject({ status: 409, body: { detail: expect.stringContaining("(ROL-1)") } })
    expect((await scim("GET", `/Users/${admin}`)).body).toEqual(before.body)
    await joins(world, "zoe", { role: "admin" })
    expect(await off(admin)).toMatchObject({ status: 200, body: { active: false, name: { familyName: "Changed" } } })
  })

  it("USR-6 whose address another holds stays blocked, and the rest is kept; once it is free they are in", async () => {
    const setup = await provisioned()
    const { at, frees } = await blocked(setup)
    const put = (familyName: string) => setup.scim("PUT", at, described("kim", named(familyName, { active: true })))
    for (const reply of [await put("One"), await setup.scim("GET", at)]) {
      expect(reply).toMatchObject({ status: 200, body: { active: false, name: { familyName: "One" } } })
      expect(standingOf(reply)).toEqual({ status: "CreationBlocked" })
    }
    await frees()
    const after = await put("Two")
    expect(after).toMatchObject({ status: 200, body: { active: true, name: { familyName: "Two" } } })
    expect(standingOf(after)).toEqual({ status: "NotFinalised" })
  })

  it("USR-6 whose address was wrong is let in by the request that puts it right", async () => {
    const setup = await provisioned()
    const { at } = await blocked(setup)
    const reply = await setup.scim("PUT", at, described("tim", { active: true }))
    expect(reply).toMatchObject({ status: 200, body: { active: true, userName: mailOf("tim") } })
    expect(standingOf(reply)).toEqual({ status: "NotFinalised" })
  })

  it("CTR-9 who is blocked and has no seat keeps their name, too", async () => {
    const setup = await provisioned()
    const { at, frees } = await blocked(setup)
    await frees()
    const { terms } = signing("acme", 1)
    accepted(await setup.world.operator.submitContract({ _tag: "ChangeTerms", enterprise: "acme", terms }))
    const reply = await setup.scim("PUT", at, described("kim", named("Changed", { active: true })))
    expect([reply.status, reply.body["scimType"]]).toEqual([400, "invalidValue"])
    expect((await setup.scim("GET", at)).body).toMatchObject({ name: { familyName: "of kim" } })
  })
})

describe("RFC 7644, 3.5: a group", () => {
  const membersOf = async ({ scim }: Setup, role: string) => {
    const { body } = await scim("GET", `/Groups/${role}`)
    // A group has members; what they are the test says.
    return (body["members"] as ReadonlyArray<{ readonly value: string }>).map(({ value }) => value).toSorted()
  }
  const whole = (...ids: ReadonlyArray<string>) => ({
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"], displayName: "x", externalId: "7",
    members: ids.map((value) => ({ value }))
  })

  it("ROL-1 PUT has those as members whom it names, and nobody else", async () => {
    const setup = await provisioned()
    const [bob, cid] = [await creates(setup, "bob"), await creates(setup, "cid")]
    const put = (role: string, body: unknown) => setup.scim("PUT", `/Groups/${role}`, body)
    for (const ids of [[bob], [bob, cid], [cid], []]) {
      const { status, body } = await put("manager", whole(...ids))
      expect([status, body["id"], body["displayName"]]).toEqual([200, "manager", "manager"])
      expect(await membersOf(setup, "manager")).toEqual(ids.toSorted())
    }
    const again = await setup.scim("GET", "/Groups/user")
    expect(await put("user", again.body)).toMatchObject({ status: 200, body: again.body })
    const unsaid = await setup.scim("PUT", "/Groups/user?attributes=id", { displayName: "user" })
    expect(unsaid.body).toEqual({ schemas: expect.anything(), id: "user" })
    expect(await membersOf(setup, "user")).toEqual([bob, cid].toSorted())
    expect(await put("user", whole(bob))).toMatchObject({ status: 400, body: { scimType: "mutability" } })
    expect((await put("none", whole(bob))).status).toBe(404)
    for (const body of [[], "text", 7, { members: 7 }, { members: [7] }, { members: [{ value: "a b" }] }]) {
      expect([body, (await put("manager", JSON.stringify(body))).status]).toEqual([body, 400])
    }
    expect(await membersOf(setup, "user")).toEqual([bob, cid].toSorted())
  })

  it("ROL-1 nobody moves where somebody cannot, is not there, or is not named as it should be", async () => {
    const setup = await provisioned()
    const { world, scim, askAs, admin } = setup
    const [bob, cid] = [await creates(setup, "bob"), await creates(setup, "cid")]
    const add = (...ids: ReadonlyArray<string>) => ({ op: "add", path: "members", value: whole(...ids).members })
    const same = async (reply: Reply, status: number) => {
      expect([reply.status, await membersOf(setup, "user"), await membersOf(setup, "admin")])
        .toEqual([status, [bob, cid].toSorted(), [admin]])
    }
    await same(await scim("PATCH", "/Groups/manager", patchOf(add(bob), add(cid, "usr_none"))), 404)
    const rename = { op: "add", path: "displayName", value: "x" }
    await same(await scim("PATCH", "/Groups/manager", patchOf(add(bob), rename)), 400)
    // The last admin stays one, and so do those who would have left before her.
    await same(await scim("PUT", "/Groups/manager", whole(bob, admin)), 409)
    await joins(world, "max", { role: "manager" })
    const max = askAs(accepted(await world.as(await stepsUp(world, "max")).issueToken({ label: "max" })).token ?? "")
    await same(await max("PATCH", "/scim/v2/acme/Groups/manager", patchOf(add(bob, cid, admin))), 403)
    const andBack = await scim("PATCH", "/Groups/manager?attributes=displayName", patchOf(add(bob), {
      op: "remove", path: `members[value eq "${bob}"]`
    }))
    expect(andBack).toMatchObject({ body: { displayName: "manager" } })
    await same(andBack, 200)
  })
})

describe("dialects", () => {
  it("what cannot be changed or is not known says nothing in a whole resource, with POST, PUT or PATCH", async () => {
    const { scim } = await provisioned()
    const more = {
      externalId: "7", displayName: "X", title: "Dr", id: "usr_x", groups: [{ value: "admin" }], meta: {},
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { department: "x" }
    }
    const created = await scim("POST", "/Users", described("bob", more))
    expect(created.status).toBe(201)
    const at = `/Users/${String(created.body["id"])}`
    const group = patchOf({ op: "replace", value: { displayName: "X", externalId: "7", id: "user" } })
    for (const [method, path, body] of [
      ["PUT", at, described("bob", more)], ["PATCH", at, patchOf({ op: "replace", value: more })],
      ["PATCH", at, patchOf({ op: "add", value: { ...more, "emails[type eq \"work\"].value": mailOf("bob") } })],
      ["PATCH", at, patchOf({ op: "add", path: "externalId", value: "7" }, { op: "remove", path: "externalId" })],
      ["PATCH", "/Groups/admin", group],
      ["PATCH", "/Groups/admin", patchOf({ op: "replace", path: "externalId", value: "7" })]
    ] as const) {
      expect([method, (await scim(method, path, body)).status]).toEqual([method, path === at ? 200 : 204])
      expect((await scim("GET", at)).body).toEqual(created.body)
    }
  })

  it("what stands beside it is changed, by whichever name it goes", async () => {
    const setup = await provisioned()
    const bob = `/Users/${await creates(setup, "bob")}`
    const core = "urn:ietf:params:scim:schemas:core:2.0:User"
    const { status, body } = await setup.scim("PATCH", bob, patchOf({
      op: "Replace", value: {
        displayName: "X", "name.familyName": "Smith", [`${core}:preferredLanguage`]: "fr",
        [core]: { name: { givenName: "Robert" } }, "emails[type eq \"work\"].value": "robert@acme.example"
      }
    }))
    expect(status).toBe(200)
    expect(body).toMatchObject({
      displayName: "Robert Smith", preferredLanguage: "fr", userName: "robert@acme.example"
    })
  })

  it("USR-1 CTR-9 a domain that is not the enterprise's, or no seat, is a wrong value, and no namesake", async () => {
    const setup = await provisioned()
    const { scim, world } = setup
    const bob = await creates(setup, "bob")
    const foreign = { userName: "bob@far.example" }
    const replies = [
      await scim("POST", "/Users", { ...described("cid"), ...foreign }),
      await scim("PUT", `/Users/${bob}`, { ...described("bob"), ...foreign }),
      await scim("PATCH", `/Users/${bob}`, patchOf({ op: "replace", value: foreign }))
    ]
    for (const { status, body } of replies) {
      expect([status, body["status"], body["scimType"], body["detail"]])
        .toEqual([400, "400", "invalidValue", expect.stringContaining("(USR-1)")])
    }
    const { terms } = signing("acme", 2)
    accepted(await world.operator.submitContract({ _tag: "ChangeTerms", enterprise: "acme", terms }))
    expect(await scim("POST", "/Users", described("cid"))).toMatchObject({
      status: 400, body: { scimType: "invalidValue", detail: expect.stringContaining("(CTR-9)") }
    })
    expect(await scim("POST", "/Users", described("bob"))).toMatchObject({
      status: 409, body: { scimType: "uniqueness" }
    })
  })
})
