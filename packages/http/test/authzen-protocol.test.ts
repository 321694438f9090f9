/** AuthZEN 1.0 as a protocol: what is a no and what an error, whose answer is whose, and how searches go on. */
import type { LogLine } from "@intendant/http"
import { describe, expect, it } from "vitest"
import { asking, node, place, type Product, product, searched, user } from "./authzen.ts"
import { accepted, staffed } from "./people.ts"

const bob = user("usr_a")

const hostile: ReadonlyArray<unknown> = [
  [], [[]], "text", "null", 7, {}, { subject: [] }, { evaluations: {} }, { evaluations: "x" },
  { evaluations: Array.from({ length: 501 }, () => ({})) },
  { evaluations: [1], options: { evaluations_semantic: "all" } },
  { subject: bob, action: { name: "user.see" } }, { subject: bob, resource: bob }, { subject: bob, action: {} },
  asking({ type: "user" }, "user.see", bob), asking({ id: "usr_a" }, "user.see", bob),
  asking({ type: "user", id: 7 }, "user.see", bob), asking({ type: 7, id: "usr_a" }, "user.see", bob),
  asking(bob, "user.see", { type: "user" }), asking(bob, "user.see", { type: "user", id: null }),
  asking(bob, "user.see", user("usr_a", { properties: [] })), asking(user("usr_a", { properties: 7 }), "user.see", bob),
  asking(user("usr_a", { properties: { enterprise: 7 } }), "user.see", bob),
  { subject: bob, action: { name: 7 }, resource: bob }, asking(bob, "user.see", bob, { context: [] }),
  asking(bob, "user.see", bob, { context: { level: "3" } }), "[".repeat(100_000), "{\"a\":1,\"a\":2}"
]

it("SEC-21 what the standard asks for and a body lacks, or has in another kind, is refused", async () => {
  const lines: Array<LogLine> = []
  const { post } = await product({ log: (line) => lines.push(line) })
  for (const body of hostile) {
    const sent = typeof body === "string" ? body : JSON.stringify(body)
    for (const name of ["evaluation", "evaluations"]) {
      expect([sent.slice(0, 80), name, (await post(name, sent)).status]).toEqual([sent.slice(0, 80), name, 400])
    }
  }
  for (const page of [{ limit: -1 }, { limit: 1.5 }, { limit: "1" }, { token: 7 }, { token: "\u0000" }, [], 7]) {
    const { status } = await post("search/subject", { ...asking({ type: "user" }, "user.see", place("acme")), page })
    expect([page, status]).toEqual([page, 400])
  }
  // There is no list of places, which is no empty one.
  expect((await post("search/resource", asking(bob, "user.see", { type: "place" }))).status).toBe(400)
  expect((await post("search/everything", {})).status).toBe(404)
  expect(lines.filter((line) => line.status >= 500)).toEqual([])
})

describe("what is nobody's and nothing's", () => {
  const see = "user.see"
  const long = "x".repeat(5_000)
  /** Stands for an id that is known only once the enterprise is there. */
  const ada = user("ada")
  const acme = place("acme")
  const unknown: ReadonlyArray<readonly [string, object, string, object]> = [
    ["nobody's id", user("usr_none"), see, acme], ["an address", user("alice@acme.example"), see, acme],
    ["no id", user(""), see, acme], ["a long id", user(long), see, acme],
    ["a subject of another type", { type: "group", id: "x" }, see, acme], ["an unknown power", ada, "none.none", acme],
    ["no power", ada, "", acme], ["a power of others", ada, "can_read", acme],
    ["a long power", ada, `x.${long}`, acme], ["a document", ada, see, { type: "document", id: "1" }],
    ["no place", ada, see, place("")], ["a place that cannot be", ada, see, place("a\u0000b")],
    ["no node", ada, see, node("res_none")], ["a node that cannot be", ada, see, node("a b")],
    ["an address to see", ada, see, user("bob@acme.example")]
  ]
  const told = expect.stringMatching(/./)

  it.each(unknown)("%s is answered no, with a reason, and found by no search", async (_, subject, power, thing) => {
    const setup = await product()
    const who = subject === ada ? user(setup.ada) : subject
    const body = asking(who, power, thing)
    const { status, body: answer } = await setup.post("evaluation", body)
    expect([status, answer]).toEqual([200, {
      decision: false, context: { rule: told, refusal: expect.anything(), why: { en: told, fr: told } }
    }])
    expect((await setup.post("evaluations", { evaluations: [body] })).body).toEqual({ evaluations: [answer] })
    // What is not looked for is unknown, or nobody may do it.
    if (subject === ada) {
      expect(await searched(setup, "subject", asking({ type: "user" }, power, thing), 50)).toEqual([])
    }
    if (thing === acme) {
      expect(await searched(setup, "resource", asking(who, power, { type: "node" }), 50)).toEqual([])
    }
    if (power === see) expect(await searched(setup, "action", { subject: who, resource: thing }, 50)).toEqual([])
  })

  it("of another type there is nobody and nothing to find", async () => {
    const setup = await product()
    const group = asking({ type: "group", id: 7 }, see, user(setup.bob))
    expect(await searched(setup, "subject", group, 50)).toEqual([])
    const documents = asking(user(setup.ada), see, { type: "document" })
    expect(await searched(setup, "resource", documents, 50)).toEqual([])
  })

  it("SEC-35 SEC-40 a stranger's id is told of like one that never was, in questions and in searches", async () => {
    const setup = await product()
    const { userId: far } = await staffed(setup.world, "far", "fay")
    const asks = [
      (id: string) => setup.post("evaluation", asking(user(id), see, acme)),
      (id: string) => setup.post("evaluation", asking(user(setup.ada), see, user(id))),
      (id: string) => setup.post("search/subject", asking({ type: "user" }, see, user(id))),
      (id: string) => setup.post("search/resource", asking(user(id), see, { type: "user" })),
      (id: string) => setup.post("search/action", { subject: user(id), resource: user(setup.bob) })
    ]
    for (const ask of asks) {
      const [one, none] = [await ask(far), await ask("usr_none")]
      expect([one.status, one.text.replaceAll(far, "usr_none")]).toEqual([200, none.text])
    }
  })
})

describe("X-Request-ID", () => {
  const header = "x-request-id"
  const id = "bfe9eb29 \"ab87\" ~!"

  it("is in every answer, whatever was asked and whoever asked", async () => {
    const { post, ask, world, ada } = await product({ publicUrl: "https://portal.example" })
    const h = { [header]: id }
    const one = asking(user(ada), "user.see", user(ada))
    const evaluation = "/access/v1/evaluation"
    const replies = [
      [200, await post("evaluation", one, h)], [200, await post("evaluations", { evaluations: [one] }, h)],
      [200, await post("search/action", one, h)], [400, await post("evaluation", {}, h)],
      [400, await post("evaluation", "{", h)], [400, await post("evaluation", "{\"a\":1,\"a\":2}", h)],
      [413, await post("evaluation", JSON.stringify({ a: "x".repeat(1_100_000) }), h)],
      [415, await post("evaluation", "a=b", { ...h, "content-type": "text/plain" })],
      [404, await post("nothing", {}, h)], [404, await ask("/access/v1", { headers: h })],
      [405, await ask(evaluation, { headers: h })], [204, await ask(evaluation, { method: "OPTIONS", headers: h })],
      [414, await ask(`/access/v1/${"x".repeat(9_000)}`, { headers: h })],
      [401, await world.askAs("nobody")("POST", evaluation, one, h)],
      [200, await ask("/.well-known/authzen-configuration", { headers: h })]
    ] as const
    for (const [at, [status, reply]] of replies.entries()) {
      expect([at, reply.status, reply.headers.get(header)]).toEqual([at, status, id])
    }
    expect((await post("evaluation", one)).headers.has(header)).toBe(false)
    expect((await ask("/health", { headers: h })).headers.has(header)).toBe(false)
  })

  it("that cannot be told back is refused, and nothing is decided", async () => {
    const { post, ada } = await product()
    const asked = (value: string) =>
      post("evaluation", asking(user(ada), "user.see", user(ada)), { [header]: value })
    const longest = "x".repeat(1_000)
    const kept = await asked(longest)
    expect([kept.status, kept.headers.get(header)]).toEqual([200, longest])
    for (const value of [`${longest}x`, "a\u00e9", "a\tb"]) {
      const { status, headers, text } = await asked(value)
      expect([status, headers.get(header)]).toEqual([400, null])
      expect(text).toContain("x-request-id")
    }
  })
})

describe("pages", () => {
  /** Something that everyone of an enterprise of two may do. */
  const shared = async () => {
    const setup = await product()
    const { desk, company: { nodeId, place: at } } = setup
    const to = { _tag: "Everyone" }
    accepted(await desk.submitResource({ _tag: "GrantAccess", nodeId, place: at, to, actions: ["read"] }))
    return { setup, everyone: asking({ type: "user" }, "company.read", node(nodeId)) }
  }
  const pageOf = async ({ post }: Pick<Product, "post">, what: string, body: object, page: object) => {
    const reply = await post(`search/${what}`, { ...body, page })
    // A page says where the next one begins; what the results are the test says.
    const { results, page: told } = reply.body as {
      results: ReadonlyArray<unknown>; page: { next_token: string; count: number }
    }
    return { ...reply, results, next: told?.next_token, count: told?.count }
  }

  it("SEC-40 a token tells nothing of whom or what it stands behind", async () => {
    const { setup, everyone } = await shared()
    const { ada, bob: bobId, company } = setup
    const searches = [
      ["subject", everyone], ["resource", asking(user(ada), "user.see", { type: "user" })],
      ["resource", asking(user(ada), "company.read", { type: "node" })],
      ["action", { subject: user(ada), resource: user(bobId) }]
    ] as const
    for (const [what, body] of searches) {
      const { next } = await pageOf(setup, what, body, { limit: 1 })
      expect(next).toMatch(/^[\w-]{40,}$/)
      const bytes = Buffer.from(String(next), "base64url").toString("latin1")
      for (const said of ["acme", ada, bobId, company.nodeId, "user."]) {
        expect([what, said, `${next} ${bytes}`.includes(said)]).toEqual([what, said, false])
      }
      expect((await pageOf(setup, what, body, { limit: 1 })).next).not.toBe(next)
    }
  })

  it("a token goes on with its own search, for its own caller, and with nothing else", async () => {
    const { setup, everyone } = await shared()
    const { next: token } = await pageOf(setup, "subject", everyone, { limit: 1 })
    const going = await pageOf(setup, "subject", { ...everyone, mine: 7 }, { token })
    expect([going.status, going.results]).toEqual([200, [user(setup.bob)]])
    const [first, rest] = [String(token).slice(0, 1), String(token).slice(1)]
    const other = accepted(await setup.desk.issueToken({ label: "other" })).token ?? ""
    const strangers = { post: (name: string, body: unknown) => setup.askAs(other)("POST", `/access/v1/${name}`, body) }
    const refused = [
      await pageOf(setup, "subject", { ...everyone, action: { name: "company.update" } }, { token }),
      await pageOf(setup, "subject", { ...everyone, resource: node(setup.register.nodeId) }, { token }),
      await pageOf(setup, "subject", { ...everyone, context: { level: 1 } }, { token }),
      await pageOf(setup, "resource", asking(user(setup.ada), "user.see", { type: "user" }), { token }),
      await pageOf(strangers, "subject", everyone, { token }),
      await pageOf(setup, "subject", everyone, { token: `${token}A` }),
      await pageOf(setup, "subject", everyone, { token: `${first === "A" ? "B" : "A"}${rest}` }),
      await pageOf(setup, "subject", everyone, { token: "?" }), await pageOf(setup, "subject", everyone, { token: "é" })
    ]
    for (const [at, { status, text }] of refused.entries()) {
      expect([at, status, text.includes("page.token")]).toEqual([at, 400, true])
    }
  })

  it("a limit is any whole number: of many, as many as there may be; of none, whether there are any", async () => {
    const { setup, everyone } = await shared()
    for (const limit of [2, 500, 501, 1_000_000, 1e300]) {
      const all = await pageOf(setup, "subject", everyone, { limit })
      expect([limit, all.results, all.next]).toEqual([limit, [user(setup.ada), user(setup.bob)], ""])
    }
    const first = await pageOf(setup, "subject", everyone, { limit: 0 })
    expect([first.status, first.results, first.count]).toEqual([200, [], 0])
    const after = await pageOf(setup, "subject", everyone, { token: first.next, limit: 1 })
    expect(after.results).toEqual([user(setup.ada)])
    const still = await pageOf(setup, "subject", everyone, { token: after.next, limit: 0 })
    const rest = await pageOf(setup, "subject", everyone, { token: still.next })
    expect([still.results, rest.results, rest.next]).toEqual([[], [user(setup.bob)], ""])
    const nobody = asking({ type: "user" }, "none.none", place("other"))
    expect(await pageOf(setup, "action", { subject: user("usr_none"), resource: bob }, { limit: 0 }))
      .toMatchObject({ results: [], next: "", count: 0 })
    expect((await searched(setup, "subject", nobody, 1))).toEqual([])
  })
})
