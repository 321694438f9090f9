/** A product that asks what the users of an enterprise may do: where the tests of AuthZEN begin. */
import { accepted, farWorld, joins, staffed } from "./people.ts"
import type { Reply } from "./portal.ts"

export type Product = Awaited<ReturnType<typeof product>>

/** An enterprise, an API token of its admin for the product, and a few people, places and shares. */
export const product = async (options: Parameters<typeof farWorld>[0] = {}) => {
  const world = await farWorld(options)
  const { token, userId: ada } = await staffed(world)
  const desk = world.as(token)
  const ask = world.askAs(accepted(await desk.issueToken({ label: "product" })).token ?? "")
  const post = (name: string, body: unknown, headers: Record<string, string> = {}) =>
    ask("POST", `/access/v1/${name}`, body, headers)
  const bob = await joins(world, "bob", {})
  const company = accepted(await desk.createResource({ kind: "company", client: "acme" }))
  const register = accepted(await desk.createResource({
    kind: "register", client: "acme", parent: { nodeId: company.nodeId, place: company.place }
  }))
  return { ...world, world, desk, post, token, ada, bob, company, register }
}

export const user = (id: string, more: object = {}) => ({ type: "user", id, ...more })
export const node = (id: string) => ({ type: "node", id })
export const place = (id: string) => ({ type: "place", id })

export const asking = (subject: object, name: string, resource: object, more: object = {}) =>
  ({ subject, action: { name }, resource, ...more })

/** Every result of a search, page after page. */
export const searched = async ({ post }: Pick<Product, "post">, what: string, body: object, limit: number) => {
  const found: Array<unknown> = []
  let token = ""
  do {
    const { status, body: told, text }: Reply = await post(`search/${what}`, { ...body, page: { token, limit } })
    if (status !== 200) throw new Error(text)
    // A page has results and says where the next one begins; what the results are the test says.
    const { results, page } = told as { results: ReadonlyArray<unknown>; page: { next_token: string; count: number } }
    if (results.length > limit || results.length !== page.count) throw new Error("a page is no longer than it may be")
    found.push(...results)
    token = page.next_token
  } while (token !== "")
  return found
}
