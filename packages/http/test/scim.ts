/** A directory that keeps the users of an enterprise: where the tests of SCIM begin. */
import { expect } from "vitest"
import { accepted, farWorld, mailOf, staffed } from "./people.ts"
import type { Reply } from "./portal.ts"

/** An enterprise, and an API token of its admin, made in the back office. */
export const provisioned = async (options: Parameters<typeof farWorld>[0] = {}) => {
  const world = await farWorld(options)
  const { token, userId } = await staffed(world)
  const made = accepted(await world.as(token).issueToken({ label: "directory" }))
  const bearer = made.token ?? ""
  const directory = world.askAs(bearer)
  const scim = (method: string, path: string, body?: unknown, type = "application/scim+json") =>
    directory(method, `/scim/v2/acme${path}`, body, body === undefined ? {} : { "content-type": type })
  return { ...world, world, admin: userId, desk: world.as(token), scim, directory, bearer }
}

export const described = (name: string, more: object = {}) => ({
  schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"], userName: mailOf(name),
  name: { familyName: `of ${name}`, givenName: name }, ...more
})

/** Creates somebody, whose id is told. */
export const creates = async ({ scim }: Pick<Awaited<ReturnType<typeof provisioned>>, "scim">, name: string) => {
  const { status, body } = await scim("POST", "/Users", described(name))
  expect([status, body["userName"]]).toEqual([201, mailOf(name)])
  return String(body["id"])
}

export const patchOf = (...Operations: ReadonlyArray<object>) =>
  ({ schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], Operations })

/** How many there are, and whom a part of a list holds: by name, or by id what has none. */
export const listed = ({ body }: Reply) => {
  // Lists are arrays of resources; each test says what is in them.
  const resources = body["Resources"] as ReadonlyArray<Record<string, unknown>>
  return { total: body["totalResults"], names: resources.map(({ userName, id }) => userName ?? id) }
}
