/** What SCIM tells of itself is what it does: its abilities, its resources, and each attribute of theirs. */
import { expect, it } from "vitest"
import { accepted, enters, joins } from "./people.ts"
import { described, listed, provisioned } from "./scim.ts"

it("what SCIM can do here is told to whoever is known", async () => {
  const { scim, ask } = await provisioned()
  expect((await scim("GET", "/ServiceProviderConfig")).body).toMatchObject({
    patch: { supported: true }, bulk: { supported: false }, filter: { supported: true, maxResults: 500 },
    sort: { supported: true }, etag: { supported: false }, changePassword: { supported: false },
    "urn:intendant:scim:ServiceProviderConfig": {
      attributes: true, excludedAttributes: true, externalId: false, lastModified: false
    }
  })
  expect(listed(await scim("GET", "/ResourceTypes")).names).toEqual(["User", "Group"])
  const user = await scim("GET", "/Schemas/urn:ietf:params:scim:schemas:core:2.0:User")
  expect(user.body).toMatchObject({ name: "User" })
  expect((await scim("GET", "/Schemas/urn:none")).status).toBe(404)
  expect(await ask("/scim/v2/acme/ServiceProviderConfig")).toMatchObject({ status: 401, body: { status: "401" } })
})

type Setup = Awaited<ReturnType<typeof provisioned>>

interface Told {
  readonly name: string
  readonly multiValued: boolean
  readonly subAttributes?: ReadonlyArray<Told>
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null

/** Every name in a resource from the outside in, with a star behind what has several values. */
const namesIn = (value: unknown, outer = ""): ReadonlyArray<string> => {
  if (Array.isArray(value)) return [`${outer}*`, ...value.flatMap((one) => namesIn(one, outer))]
  if (!isObject(value)) return [outer]
  const inner = outer === "" || outer.endsWith(":") ? outer : `${outer}.`
  return [...(outer === "" ? [] : [outer]), ...Object.entries(value).flatMap(([name, one]) =>
    namesIn(one, `${inner}${name}${name.startsWith("urn:") ? ":" : ""}`))]
}

/** What each value is said to have; of several parts all of them. */
const namesTold = (attributes: ReadonlyArray<Told>, outer = ""): ReadonlyArray<string> =>
  attributes.flatMap(({ name, multiValued, subAttributes = [] }) => [
    `${outer}${name}`, ...(multiValued ? [`${outer}${name}*`] : []), ...namesTold(subAttributes, `${outer}${name}.`)
  ])

/** What RFC 7643 describes itself: what every resource has. */
const isCommon = (name: string) => /^(schemas|id|meta)\b/.test(name)

const describedFor = async ({ scim }: Setup, name: string) => {
  const { body } = await scim("GET", `/ResourceTypes/${name}`)
  // A type of resource names its schema, and what it is extended by.
  const type = body as { schema: string; schemaExtensions: ReadonlyArray<{ schema: string }> }
  const schemas = [type.schema, ...type.schemaExtensions.map(({ schema }) => schema)]
  const told = await Promise.all(schemas.map(async (id) => {
    // A schema has attributes.
    const { attributes } = (await scim("GET", `/Schemas/${id}`)).body as { attributes: ReadonlyArray<Told> }
    return id === type.schema ? namesTold(attributes) : [`${id}:`, ...namesTold(attributes, `${id}:`)]
  }))
  return { schemas, names: [...new Set(told.flat())].toSorted() }
}

it("RFC 7643, 7: each attribute of a user or a role is described, and nothing else is", async () => {
  const setup = await provisioned()
  const { scim, world } = setup
  const bob = await joins(world, "bob", {})
  const own = world.as(await enters(world, "bob"))
  accepted(await own.sendPhoneCode("+33612345678"))
  accepted(await own.setPhone("+33612345678", await world.post.textTo("+33612345678")))
  for (const [name, path] of [["User", `/Users/${bob}`], ["Group", "/Groups/user"]] as const) {
    const { schemas, names } = await describedFor(setup, name)
    const { body } = await scim("GET", path)
    expect(body["schemas"]).toEqual(schemas)
    const found = [...new Set(namesIn(body))].filter((one) => !isCommon(one))
    expect(found.toSorted()).toEqual(names)
  }
  const config = await scim("GET", "/ServiceProviderConfig")
  const abilities = await scim("GET", "/Schemas/urn:intendant:scim:ServiceProviderConfig")
  // The schema of the abilities has attributes, like any other.
  const told = (abilities.body["attributes"] as ReadonlyArray<Told>).map(({ name }) => name)
  expect(Object.keys(config.body["urn:intendant:scim:ServiceProviderConfig"] ?? {}).toSorted()).toEqual(told.toSorted())
})

/** What stands at a path of names: of several values the first, and of a value with parts its own. */
const valueAt = (resource: unknown, names: ReadonlyArray<string>): unknown => {
  if (Array.isArray(resource)) return valueAt(resource[0], names)
  if (!isObject(resource)) return resource
  const [name = "value", ...rest] = names
  return valueAt(Object.entries(resource).find(([own]) => own === name)?.[1], rest)
}

it("RFC 7644, 3.4.2.3: lists are sorted by what is told that they can be, and by nothing else", async () => {
  const { scim } = await provisioned()
  for (const [name, familyName, givenName, role] of [
    ["bob", "C", "B", "user"], ["cid", "B", "C", "manager"], ["dan", "A", "D", "admin"], ["eve", "D", "A", "user"]
  ] as const) {
    const said = described(name, { name: { familyName, givenName }, roles: [{ value: role }] })
    expect((await scim("POST", "/Users", said)).status).toBe(201)
  }
  const { body } = await scim("GET", "/ServiceProviderConfig")
  // What can be sorted by is told by name.
  const { sortBy } = body["urn:intendant:scim:ServiceProviderConfig"] as { sortBy: ReadonlyArray<string> }
  const orders = new Set<string>()
  for (const told of sortBy) {
    const [type, ...names] = told.split(".")
    const sorted = async (order: string) => {
      const reply = await scim("GET", `/${type}s?sortBy=${names.join(".")}&sortOrder=${order}`)
      // A list has resources.
      const resources = reply.body["Resources"] as ReadonlyArray<object>
      if (order === "ascending") orders.add(JSON.stringify(listed(reply).names))
      return resources.map((one) => String(valueAt(one, names)).toLowerCase())
    }
    const rising = await sorted("ascending")
    expect([told, rising]).toEqual([told, rising.toSorted()])
    expect([told, await sorted("descending")]).toEqual([told, rising.toReversed()])
  }
  // Users by address, by either name and by role; and roles.
  expect(orders.size).toBe(5)
  for (const path of ["/Users?sortBy=displayName", "/Users?sortBy=meta.created", "/Groups?sortBy=userName"]) {
    expect(await scim("GET", path)).toMatchObject({ status: 400, body: { scimType: "invalidPath" } })
  }
})
