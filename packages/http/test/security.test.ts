/** Cases that systems of this kind have got wrong, at the edge where requests come in; each name carries its row. */
import { clientAddress, type LogLine } from "@intendant/http"
import * as Memory from "@intendant/memory"
import * as Effect from "effect/Effect"
import { expect, it } from "vitest"
import { open, type Reply, rootPassword } from "./portal.ts"

const headersOf = ({ headers }: Reply) => JSON.stringify([...headers])

const signInAt = ({ ask }: Awaited<ReturnType<typeof open>>) => (name: string, password: string) =>
  ask("/sessions", {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ name, password })
  })

it("SEC-35 an unknown name is answered like a wrong password, in body, status and headers", async () => {
  const setup = await open()
  const [known, unknown] = [await signInAt(setup)("acme", "wrong"), await signInAt(setup)("acne", "wrong")]
  expect(known.status).toBe(401)
  expect([unknown.status, unknown.text, headersOf(unknown)]).toEqual([known.status, known.text, headersOf(known)])
})

it("ROL-6 who may not see a place gets the same 404 whether it exists or not", async () => {
  const { openAccount, as, signIn } = await open()
  await openAccount("mine")
  await openAccount("known")
  const mine = as(await signIn("acme>mine"))
  const same = async (ask: (name: string) => Promise<Reply>) => {
    const [known, unsaid] = [await ask("acme>known"), await ask("acme>other")]
    expect(known.status).toBe(404)
    expect([unsaid.status, unsaid.text.replaceAll("other", "known"), headersOf(unsaid)])
      .toEqual([known.status, known.text, headersOf(known)])
  }
  for (const rest of ["", "/settings", "/usage?resource=bytes", "/heaviest?resource=bytes"]) {
    await same((name) => mine("GET", `/accounts/${encodeURIComponent(name)}${rest}`))
  }
  await same((below) => mine("GET", `/accounts?${new URLSearchParams({ below })}`))
  for (const _tag of ["DisableAccount", "DeleteAccount", "EditAccount", "RecallAccount", "EraseAccount"]) {
    await same((path) => mine("POST", "/account-commands", { command: { _tag, path } }))
  }
  await same((under) =>
    mine("POST", "/account-commands", { command: { _tag: "OpenAccount", under, name: "x", password: "p" } }))
})

it("SEC-40 nothing that is asked sideways shows an account outside one's own subtree", async () => {
  const { openAccount, operator, as, signIn } = await open()
  await openAccount("mine")
  await openAccount("mine>below")
  await openAccount("zqcanary")
  await openAccount("minezqcanary")
  await operator("POST", "/account-commands", { command: { _tag: "OpenRootAccount", name: "zqcanary", password: "p" } })
  const mine = as(await signIn("acme>mine"))
  const lists = [
    "/accounts", "/accounts?below=acme", "/accounts?below=acme%3Emine", "/accounts?below=acme%3Emine&after=acme",
    "/accounts/acme%3Emine/heaviest?resource=bytes&limit=500", "/accounts/acme/heaviest?resource=bytes", "/session",
    "/accounts/acme%3Emine/settings", "/explain?permission=account.see&path=acme"
  ]
  const replies = await Promise.all(lists.map((path) => mine("GET", path)))
  expect(replies.map(({ text }) => text).join("")).not.toContain("zqcanary")
  expect(replies.map(({ status }) => status)).toEqual([403, 404, 200, 200, 200, 404, 200, 200, 200])
})

it("SEC-41 fields that nobody asked for are refused by name, wherever they stand", async () => {
  const { root, openAccount } = await open()
  await openAccount("nas")
  const command = { _tag: "EditAccount", path: "acme>nas", comment: "x" }
  for (const field of ["accountId", "epoch", "role", "grants", "actor", "openedAt", "__proto__", "rule"]) {
    // Written by hand, since JSON.stringify would take `__proto__` for something else.
    const inside = `{"command":${JSON.stringify(command).slice(0, -1)},"${field}":1}}`
    const beside = `{"command":${JSON.stringify(command)},"${field}":1}`
    expect((await root("POST", "/account-commands", inside)).body["refusal"])
      .toMatchObject({ faults: [{ field: `command.${field}` }] })
    expect((await root("POST", "/account-commands", beside)).body["refusal"]).toMatchObject({ faults: [{ field }] })
  }
  expect((await root("GET", "/accounts/acme%3Enas")).body).toMatchObject({ account: { comment: "", epoch: 0 } })
})

it("SEC-43 what ends a session ends it with the next request: deletion, and another password", async () => {
  const { order, openAccount, as, signIn } = await open()
  for (const name of ["a", "b"]) await openAccount(name)
  const [deleted, changed] = [as(await signIn("acme>a")), as(await signIn("acme>b"))]
  const token = as(String((await deleted("POST", "/tokens", { label: "t" })).body["token"]))
  expect((await token("GET", "/session")).status).toBe(200)
  await order({ _tag: "DeleteAccount", path: "acme>a" })
  expect((await deleted("GET", "/session")).status).toBe(401)
  expect((await token("GET", "/session")).status).toBe(401)
  await changed("POST", "/account-commands", {
    command: { _tag: "ChangePassword", path: "acme>b", current: rootPassword, next: "another", again: "another" }
  })
  expect((await changed("GET", "/session")).status).toBe(401)
  expect((await as(await signIn("acme>b", "another"))("GET", "/session")).status).toBe(200)
})

it("SEC-46 a token is made for who asks: no field of a request names another", async () => {
  const { root, operator } = await open()
  for (const field of ["owner", "userId", "accountId", "path", "role", "tokenId", "token", "digest", "expiresAt"]) {
    const { status, body } = await root("POST", "/tokens", { label: "t", [field]: "operator" })
    expect([status, body["refusal"]]).toMatchObject([400, { faults: [{ field }] }])
  }
  const mine = (await root("POST", "/tokens", { label: "t" })).body
  expect((await operator("DELETE", `/tokens/${mine["tokenId"]}`)).status).toBe(404)
})

it("SEC-49 a token is read from the header Authorization, and from nothing else", async () => {
  const { ask, signIn } = await open()
  const token = await signIn("acme")
  const carriers = [
    { cookie: `token=${token}; session=${token}; authorization=Bearer ${token}` }, { "x-api-key": token },
    { "x-authorization": `Bearer ${token}` }, { "proxy-authorization": `Bearer ${token}` },
    { "x-access-token": token }, { authentication: `Bearer ${token}` },
    { "x-forwarded-authorization": `Bearer ${token}` },
    { authorization: token }, { authorization: `Basic ${btoa(`${token}:`)}` }, { authorization: `Token ${token}` }
  ]
  for (const headers of carriers) expect((await ask("/session", { headers })).status).toBe(401)
  for (const name of ["access_token", "token", "authorization"]) {
    expect((await ask(`/session?${name}=${encodeURIComponent(token)}`)).status).toBe(401)
  }
  expect((await ask("/session", { headers: { authorization: `bearer ${token}` } })).status).toBe(200)
})

it("SEC-56 no name, password, token, body or address line stands in the log", async () => {
  const lines: Array<LogLine> = []
  const { order, openAccount, as, signIn, ask } = await open({ log: (line) => lines.push(line) })
  await openAccount("zqcanary")
  const token = await signIn("acme>zqcanary")
  const canary = as(token)
  await signIn("acme>zqcanary", "zqcanary wrong")
  await order({ _tag: "EditAccount", path: "acme>zqcanary", comment: "zqcanary comment" })
  await canary("GET", "/accounts/acme%3Ezqcanary?zqcanary=zqcanary")
  await canary("GET", "/accounts/zqcanary")
  await canary("POST", "/tokens", { label: "zqcanary" })
  await canary("DELETE", "/tokens/zqcanary")
  await canary("POST", "/account-commands", "{\"zqcanary\":1,\"zqcanary\":2}", { "idempotency-key": "zqcanary" })
  await ask("/zqcanary", { method: "ZQCANARY" })
  await ask("/%zqcanary", { headers: { "x-forwarded-for": "zqcanary" } })
  const log = lines.map((line) => JSON.stringify(line)).join("\n")
  expect(lines.length).toBeGreaterThan(10)
  expect(log).not.toContain("zqcanary")
  expect(log).not.toContain(token)
  expect(log).not.toContain(rootPassword)
  expect(lines.find(({ route }) => route === "/accounts/:path")).toMatchObject({ method: "GET", status: 400 })
  expect(lines.find(({ actor }) => actor !== undefined)?.actor).toMatch(/^(acc|tok)_/)
})

it("SEC-62 only what a trusted proxy says about who sent a request is believed", () => {
  const of = (forwarded: string, remote: string, trusted: ReadonlyArray<string>) =>
    clientAddress(new Headers({ "x-forwarded-for": forwarded }), remote, trusted)
  expect(of("6.6.6.6", "203.0.113.7", [])).toBe("203.0.113.7")
  expect(of("6.6.6.6", "203.0.113.7", ["10.0.0.1"])).toBe("203.0.113.7")
  expect(of("6.6.6.6, 203.0.113.7", "10.0.0.1", ["10.0.0.1"])).toBe("203.0.113.7")
  expect(of("6.6.6.6, 203.0.113.7, 10.0.0.2", "10.0.0.1", ["10.0.0.1", "10.0.0.2"])).toBe("203.0.113.7")
  expect(of("10.0.0.1, 203.0.113.7", "10.0.0.1", ["10.0.0.1"])).toBe("203.0.113.7")
  expect(of("6.6.6.6, <script>", "10.0.0.1", ["10.0.0.1"])).toBe("10.0.0.1")
  expect(of("", "10.0.0.1", ["10.0.0.1"])).toBe("10.0.0.1")
  expect(of("2001:db8::1", "10.0.0.1", ["10.0.0.1"])).toBe("2001:db8::1")
  expect(of("6.6.6.6, 203.0.113.7", "::ffff:10.0.0.1", ["10.0.0.1"])).toBe("203.0.113.7")
  expect(of("::ffff:203.0.113.7", "10.0.0.1", ["10.0.0.1"])).toBe("203.0.113.7")
})

it("SEC-65 with the storage away everything is refused with 503, and nothing is let in", async () => {
  const storage = Memory.open()
  const lines: Array<LogLine> = []
  const setup = await open({ storage, log: (line) => lines.push(line) })
  const { root, ask } = setup
  await storage.close()
  const replies = [
    await root("GET", "/session"), await root("GET", "/accounts/acme"), await ask("/ready"),
    await root("POST", "/account-commands", { command: { _tag: "DisableAccount", path: "acme" } }),
    await signInAt(setup)("acme", rootPassword), await signInAt(setup)("acme", "wrong")
  ]
  for (const { status, body, headers } of replies) {
    expect([status, body["title"], headers.get("retry-after")]).toEqual([503, "Unavailable", "2"])
  }
  expect((await ask("/health")).status).toBe(200)
  expect(lines.at(-2))
    .toMatchObject({ status: 503, refusal: "Unavailable", fault: expect.stringMatching(/^Unavailable/) })
})

it("SEC-56 a fault of the program is a 500 that tells no detail, and a line that names its kind alone", async () => {
  const lines: Array<LogLine> = []
  const storage = Memory.open()
  const broken = new TypeError("zqcanary of acme", { cause: new RangeError("zqcanary") })
  const accountLists = { ...storage.accountLists, below: () => () => Effect.die(broken) }
  const { operator } = await open({ storage: { ...storage, accountLists }, log: (line) => lines.push(line) })
  const { status, text, headers } = await operator("GET", "/accounts")
  expect([status, headers.get("content-type")]).toEqual([500, "application/problem+json"])
  expect(lines.at(-1)).toMatchObject({ status: 500, refusal: "Unexpected", fault: "TypeError < RangeError" })
  expect(text + JSON.stringify(lines)).not.toContain("zqcanary")
})

const malformed = [
  "", " ", "Bearer", "Bearer ", "Bearer  ", "bearer", "Bearer x", "Bearer .", "Bearer ..", "Bearer tok_.x",
  "Bearer ses_",
  "Bearer \u00ff\u00fe", `Bearer ${"x".repeat(5000)}`, "Bearer a b c", "Bearer a, Bearer b", "Basic", "Basic Og==",
  "Basic %%%", "Digest username=\"x\"", "Negotiate", "Bearer null", "Bearer undefined", "Bearer {}",
  "Bearer ses_\"';--",
  "Bearer tok_x.y.z", "\u00a0Bearer x", "Bearer=x", "Bearer:x", "Bearer\tx"
]

it.each(malformed)("SEC-66 a malformed Authorization header is a 401 and nothing worse: %j", async (authorization) => {
  const { ask } = await open()
  for (const path of ["/session", "/accounts", "/tokens/x"]) {
    const method = path === "/tokens/x" ? "DELETE" : "GET"
    const { status, body } = await ask(path, { method, headers: { authorization } })
    expect([status, body["rule"]]).toEqual([401, "ACC-5"])
  }
})
