/** Roles as groups, whose powers a directory has, and how it finds out what can be done. */
import { listen } from "@intendant/http"
import { describe, expect, it } from "vitest"
import { accepted, enters, farWorld, joins, mailOf, signing, stepsUp } from "./people.ts"
import { creates, described, listed, patchOf, provisioned } from "./scim.ts"

describe("roles as groups", () => {
  it("ROL-1 whoever is put into a group has that role, and whoever is taken out that of whoever joins", async () => {
    const setup = await provisioned()
    const { scim, admin } = setup
    const [bob, cid] = [await creates(setup, "bob"), await creates(setup, "cid")]
    const groups = await scim("GET", "/Groups?excludedAttributes=members")
    expect(groups.body["Resources"]).toEqual(["admin", "manager", "user"].map((id) =>
      expect.objectContaining({ id, displayName: id })))
    expect(groups.text).not.toContain("members")
    const membersOf = async (role: string) => {
      const { body } = await scim("GET", `/Groups/${role}`)
      // A group has members; what they are the test says.
      return (body["members"] as ReadonlyArray<{ readonly value: string }>).map(({ value }) => value).toSorted()
    }
    const change = async (role: string, ...operations: ReadonlyArray<object>) =>
      (await scim("PATCH", `/Groups/${role}`, patchOf(...operations))).status
    expect(await change("manager", { op: "add", path: "members", value: [{ value: bob }, { value: cid }] })).toBe(204)
    expect([await membersOf("manager"), await membersOf("user")]).toEqual([[bob, cid].toSorted(), []])
    expect(await change("manager", { op: "remove", path: `members[value eq "${bob}"]` })).toBe(204)
    expect([await membersOf("manager"), await membersOf("user")]).toEqual([[cid], [bob]])
    expect(await change("manager", { op: "remove", path: "members", value: [{ value: bob }] })).toBe(204)
    expect(await change("manager", { op: "remove", path: "members", value: [{ value: admin }] })).toBe(204)
    expect(await change("user", { op: "remove", path: `members[value eq "${bob}"]` })).toBe(400)
    expect(await change("manager", { op: "replace", value: { members: [{ value: bob }] } })).toBe(204)
    expect([await membersOf("manager"), await membersOf("user")]).toEqual([[bob], [cid]])
    expect(await membersOf("admin")).toEqual([admin])
    const found = await scim("GET", `/Groups?filter=${encodeURIComponent("displayName eq \"Manager\"")}`)
    expect(listed(found)).toEqual({ total: 1, names: ["manager"] })
    for (const role of ["operator", "visitor", "none", "constructor"]) {
      expect((await scim("GET", `/Groups/${role}`)).status).toBe(404)
    }
  })

  it("RFC 7644, 3.4.2.2: who is a member is asked about, whether members are told or not", async () => {
    const setup = await provisioned()
    const bob = await creates(setup, "bob")
    const asked = (filter: string, more: string) =>
      setup.scim("GET", `/Groups?filter=${encodeURIComponent(filter)}${more}`)
    for (const more of ["", "&attributes=id", "&attributes=displayName", "&excludedAttributes=members"]) {
      for (const attribute of ["members", "members.value", "id pr and members"]) {
        const filter = `${attribute} eq "${bob}"`
        const found = await asked(filter, more)
        expect(listed(found)).toEqual({ total: 1, names: ["user"] })
        expect(found.text.includes("members")).toBe(more === "")
      }
      expect(listed(await asked("members eq \"usr_none\"", more))).toEqual({ total: 0, names: [] })
    }
  })

  it("RFC 7644, 3.9: a part that is not wanted takes nothing else of its attribute away", async () => {
    const setup = await provisioned()
    const bob = await creates(setup, "bob")
    const { body } = await setup.scim("GET", "/Groups/user?excludedAttributes=members.display,members.$ref")
    expect(body["members"]).toEqual([{ value: bob, type: "User" }])
    const parts = await setup.scim("GET", "/Groups/user?attributes=members.display")
    expect(parts.body).toEqual({ schemas: expect.anything(), id: "user", members: [{ display: "bob of bob" }] })
  })
})

describe("whose powers they are", () => {
  it("ROL-1 a manager's directory does what a manager may, and is told what is missing", async () => {
    const { world, askAs } = await provisioned()
    await joins(world, "max", { role: "manager" })
    const token = accepted(await world.as(await stepsUp(world, "max")).issueToken({ label: "directory" })).token ?? ""
    const max = askAs(token)
    const create = (role: string) =>
      max("POST", "/scim/v2/acme/Users", described(`new-${role}`, { roles: [{ value: role }] }))
    expect((await create("user")).status).toBe(201)
    const refused = await create("admin")
    expect([refused.status, refused.body["detail"]]).toEqual([403, expect.stringContaining("(ROL-6)")])
  })

  it("AUT-1 a token made outside the back office does not lead into it", async () => {
    const { world, askAs } = await provisioned()
    const weak = askAs(accepted(await world.as(await enters(world, "ada")).issueToken({ label: "weak" })).token ?? "")
    for (const reply of [
      await weak("GET", "/scim/v2/acme/Users"), await weak("POST", "/scim/v2/acme/Users", described("bob")),
      await weak("GET", "/scim/v2/acme/Groups")
    ]) expect([reply.status, reply.body["status"]]).toEqual([428, "428"])
  })

  it("the operator keeps any enterprise at the same addresses", async () => {
    const world = await farWorld()
    accepted(await world.operator.submitContract(signing("beta")))
    const operator = world.askAs(world.operatorToken)
    expect((await operator("POST", "/scim/v2/beta/Users", {
      ...described("bob"), userName: mailOf("bob", "beta")
    })).status).toBe(201)
    expect(listed(await operator("GET", "/scim/v2/beta/Users")).names).toEqual([mailOf("bob", "beta")])
  })
})

it("the body of a change comes in over a real connection too, whatever it is called", async () => {
  const setup = await provisioned()
  const bob = await creates(setup, "bob")
  const listening = await listen(setup.handler, { port: 0, host: "127.0.0.1" })
  for (const type of ["application/scim+json", "Application/SCIM+JSON; charset=utf-8", "application/json"]) {
    const reply = await fetch(`http://127.0.0.1:${listening.port}/scim/v2/acme/Users/${bob}`, {
      method: "PATCH", headers: { authorization: `Bearer ${setup.bearer}`, "content-type": type },
      body: JSON.stringify(patchOf({ op: "replace", path: "name.familyName", value: type.slice(0, 11) }))
    })
    expect([reply.status, await reply.json()]).toEqual([200, expect.objectContaining({
      name: expect.objectContaining({ familyName: type.slice(0, 11) })
    })])
  }
  await listening.close()
})
