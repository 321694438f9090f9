/** What cannot be read is refused, and every fault of it is told at once; nothing else happens. */
import type { LogLine } from "@intendant/http"
import { expect, it } from "vitest"
import { open, rootPassword } from "./portal.ts"

const disable = { command: { _tag: "DisableAccount", path: "acme" } }

it("INPUT every fault of a form is told at once, each with its field and what would be accepted", async () => {
  const { root } = await open()
  const { status, body, headers } = await root("POST", "/account-commands", {
    command: { _tag: "EditAccount", path: ">", comment: 7, quota: { bytes: 1.5, "9": 1, more: -1, huge: 2 ** 60 } },
    x: 0
  })
  expect([status, headers.get("content-type")]).toEqual([400, "application/problem+json"])
  // What stands here is a refusal: the fields are what this test is about.
  const { faults } = body["refusal"] as { faults: ReadonlyArray<{ readonly field: string; readonly expected: string }> }
  expect([...new Set(faults.map(({ field }) => field))].sort()).toEqual(
    ["command.comment", "command.path", "command.quota.9", "command.quota.bytes", "command.quota.huge",
      "command.quota.more", "x"])
  expect(faults.filter(({ expected }) => expected.length < 5)).toEqual([])
})

it.each([
  ["not JSON", "{"], ["two values", "{} {}"], ["nothing", ""], ["null", "null"], ["a list", "[]"], ["a text", "\"x\""],
  ["a name twice", "{\"command\":{},\"command\":{}}"],
  ["a name twice, written otherwise", "{\"a\":{\"b\":1,\"\\u0062\":2}}"],
  ["a byte order mark", "\ufeff{}"],
  ["a list for a text", JSON.stringify({ command: { ...disable.command, path: ["acme"] } })],
  ["an object for a text", JSON.stringify({ command: { ...disable.command, path: { length: 4 } } })],
  ["a text for a command", JSON.stringify({ command: "DisableAccount" })], ["depth", "[".repeat(100_000)]
])("SEC-21 %s is no body", async (_, body) => {
  const { root } = await open()
  const reply = await root("POST", "/account-commands", body, { "content-type": "application/json" })
  expect([reply.status, reply.body["rule"]]).toEqual([400, "INPUT"])
})

it("names twice are found as they are read, and texts that only look like names are let through", async () => {
  const { root } = await open()
  const comment = "\\\" {\"path\":1,\"path\":2} [\"a\":"
  const edit = { command: { _tag: "EditAccount", path: "acme", comment } }
  expect((await root("POST", "/account-commands", edit)).status).toBe(403)
  const spaced = "{ \"command\" : { \"_tag\" : \"DisableAccount\" , \"path\" : \"acme\" , \"path\"\n: \"b\" } }"
  expect((await root("POST", "/account-commands", spaced)).status).toBe(400)
})

it.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonx", ""])(
  "a body of the type %j is a 415",
  async (type) => {
    const { root } = await open()
    const reply = await root("POST", "/account-commands", disable, { "content-type": type })
    expect([reply.status, reply.body["refusal"]]).toMatchObject([415, { expected: "application/json" }])
  }
)

it("a body that is too large is a 413, and is read no further than the limit", async () => {
  const { handler, signIn } = await open({ bodyBytesMax: 1000 })
  const authorization = `Bearer ${await signIn("acme")}`
  let pulled = 0
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      pulled++
      controller.enqueue(new Uint8Array(100))
    }
  })
  const answer = await handler.fetch(new Request("http://localhost/account-commands", {
    method: "POST", headers: { authorization, "content-type": "application/json" }, body, duplex: "half"
  }))
  expect([answer.status, answer.headers.get("connection")]).toEqual([413, "close"])
  expect(pulled).toBeLessThan(20)
})

it("addresses: unknown 404, other methods 405, malformed escapes 400, too long 414; all as problems", async () => {
  const { root } = await open()
  const told = async (method: string, path: string) => {
    const { status, body, headers } = await root(method, path)
    return [status, body["title"], headers.get("content-type"), headers.get("allow")]
  }
  const problem = "application/problem+json"
  expect(await told("GET", "/nothing")).toEqual([404, "No such route", problem, null])
  expect(await told("GET", "/Accounts")).toEqual([404, "No such route", problem, null])
  expect(await told("GET", "/accounts/a/b")).toEqual([404, "No such route", problem, null])
  expect(await told("PUT", "/accounts")).toEqual([405, "Wrong method", problem, "GET, HEAD, OPTIONS"])
  expect(await told("HEAD", "/sessions")).toEqual([405, undefined, problem, "POST, OPTIONS"])
  for (const path of ["/accounts/%zz", "/accounts/%c3%28", "/accounts/%", "/accounts?below=%e0%a4"]) {
    expect(await told("GET", path)).toEqual([400, "Bad input", problem, null])
  }
  expect(await told("GET", `/accounts/${"x".repeat(9000)}`)).toEqual([414, "Address too long", problem, null])
  expect(await told("GET", "/accounts?limit=2&limit=3")).toEqual([400, "Bad input", problem, null])
  expect(await told("GET", "/accounts/acme?verbose=1")).toEqual([400, "Bad input", problem, null])
  expect(await told("GET", "/accounts/acme/usage")).toEqual([400, "Bad input", problem, null])
})

it("names arrive as they are, whatever an address would make of them", async () => {
  const { root, openAccount } = await open()
  const names = ["a%b", "a/b", "a?b", "a#b", "a+b", "a&b=c", "a b", "é", "%2F", "%25", "𝕏", "a;b", "a\\b", "'\"<"]
  for (const name of names) {
    expect((await openAccount(name)).status).toBe(200)
    expect((await root("GET", `/accounts/${encodeURIComponent(`acme>${name}`)}`)).body)
      .toMatchObject({ account: { path: `acme>${name}` } })
  }
  const deep = `acme${">é".repeat(300)}`
  expect((await root("GET", `/accounts/${encodeURIComponent(deep)}`)).body["refusal"]).toMatchObject({ path: deep })
})

it("HEAD answers like GET without a body, OPTIONS says what can be done, and no other page is let in", async () => {
  const { root, ask } = await open()
  const [got, head] = [await root("GET", "/session"), await root("HEAD", "/session")]
  expect([head.status, head.text, head.headers.get("content-length")])
    .toEqual([200, "", got.headers.get("content-length")])
  const options = await ask("/accounts", {
    method: "OPTIONS", headers: { origin: "https://elsewhere.example", "access-control-request-method": "GET" }
  })
  expect([options.status, options.headers.get("allow")]).toEqual([204, "GET, HEAD, OPTIONS"])
  const told = [...options.headers.keys(), ...got.headers.keys()]
  expect(told.filter((name) => name.startsWith("access-control"))).toEqual([])
})

it("a refusal is told in the language of whoever asks, and in both", async () => {
  const { ask } = await open()
  const french = await ask("/session", { headers: { "accept-language": "de, fr-CA;q=0.8, en;q=0.5" } })
  const english = await ask("/session")
  expect(french.body)
    .toMatchObject({ detail: "Connectez-vous d'abord. (ACC-5)", type: "urn:intendant:problem:NotSignedIn" })
  expect(english.body).toMatchObject({ detail: "Sign in first. (ACC-5)", why: french.body["why"] })
  expect(french.headers.get("content-language")).toBe("fr")
  expect(french.headers.get("www-authenticate")).toBe("Bearer")
})

it("AUT-2 a locked account is a 429 that says when to come back, where the portal forgets by itself", async () => {
  const { backupAccounts } = await import("@intendant/blueprints")
  const release = { _tag: "AfterSeconds" as const, seconds: 600 }
  const lockout = { ...backupAccounts.lockout, maxFailures: 1, release }
  const { ask } = await open({ blueprint: { ...backupAccounts, lockout } })
  const signIn = (password: string) => ask("/sessions", {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ name: "acme", password })
  })
  for (let guess = 0; guess < 3; guess++) await signIn("wrong")
  const { status, headers, body } = await signIn(rootPassword)
  expect([status, body["parameter"]]).toEqual([429, "lockout"])
  expect(Number(headers.get("retry-after"))).toBeGreaterThan(590)
  expect(Number(headers.get("retry-after"))).toBeLessThanOrEqual(600)
})

it("AUT-2 and where only an administrator unlocks, it says after which time to ask again all the same", async () => {
  const { ask } = await open()
  const headers = { "content-type": "application/json" }
  for (let guess = 0; guess < 7; guess++) {
    await ask("/sessions", { method: "POST", headers, body: JSON.stringify({ name: "acme>none", password: "wrong" }) })
  }
  const body = JSON.stringify({ name: "acme>none", password: rootPassword })
  const locked = await ask("/sessions", { method: "POST", headers, body })
  expect(locked).toMatchObject({ status: 429, body: { refusal: { _tag: "SignInLocked" } } })
  expect(locked.body["refusal"]).not.toHaveProperty("retryAt")
  expect(locked.headers.get("retry-after")).toBe("3600")
})

it("a request whose sender goes away is ended, and the log says so", async () => {
  const lines: Array<LogLine> = []
  const { handler } = await open({ log: (line) => lines.push(line) })
  const gone = new AbortController()
  const body = new ReadableStream<Uint8Array>({ pull: () => gone.abort() })
  const answer = await handler.fetch(new Request("http://localhost/sessions", {
    method: "POST", headers: { "content-type": "application/json" }, body, duplex: "half", signal: gone.signal
  }))
  expect(answer.status).toBe(499)
  expect(lines.at(-1)).toMatchObject({ route: "/sessions", status: 499 })
})
