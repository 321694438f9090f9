/** What hostile clients send about people: it is read as what it is, and refused by name, or not at all. */
import { connect } from "node:net"
import { listen } from "@intendant/http"
import { expect, it } from "vitest"
import { farWorld, newcomer, person, staffed } from "./people.ts"

type Far = Awaited<ReturnType<typeof farWorld>>

/** Says something to a server as it stands, and hears it out. */
const talk = (port: number, said: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const heard: Array<Buffer> = []
    const socket = connect(port, "127.0.0.1", () => void socket.write(said, "latin1"))
    socket.on("data", (chunk: Buffer) => void heard.push(chunk)).on("error", reject)
      .on("close", () => resolve(Buffer.concat(heard).toString("latin1")))
  })

const noMail = [
  ["ada@acme.example", "eve@evil.example"], { to: "ada@acme.example" }, "ada@acme.example;eve@evil.example",
  "ada@acme.example,eve@evil.example", "ada@acme.example eve@evil.example", "ada@acme.example\r\nBcc: eve@evil.example",
  "\"ada@acme.example\"@evil.example", "<ada@acme.example>", "ada@acme.example\u0000", 7, true, null
]

it("SEC-21 SEC-53 what is no single address is none, be it a list or an object; and nothing is sent", async () => {
  const world = await farWorld()
  await staffed(world)
  const before = (await world.post.letters()).length
  for (const mail of noMail) {
    const bodies = {
      "/people/resets": { mail }, "/people/sign-in": { mail, password: "x" },
      "/people/sign-up": { enterprise: "acme", person: person(mail) }
    }
    for (const [path, body] of Object.entries(bodies)) {
      expect([path, mail, (await world.send(path, body)).status]).toEqual([path, mail, 400])
    }
  }
  const doubled = "{\"mail\":\"ada@acme.example\",\"mail\":\"eve@evil.example\"}"
  expect((await world.send("/people/resets", doubled)).status).toBe(400)
  expect((await world.post.letters()).length).toBe(before)
})

interface Operation {
  readonly security: ReadonlyArray<object>
  readonly requestBody?: { readonly content: { readonly "application/json": { readonly example: object } } }
}

/** Every route of the interface with the body that its description shows. */
const described = async ({ ask }: Far) => {
  // The description is tested elsewhere: a route, its methods, and an example of each body.
  const { paths } = (await ask("/openapi.json")).body as { paths: Record<string, Record<string, Operation>> }
  return Object.entries(paths).flatMap(([template, methods]) => Object.entries(methods).map(([method, operation]) => ({
    method: method.toUpperCase(), path: template.replaceAll(/\{\w+\}/g, "x"), isOpen: operation.security.length === 0,
    example: operation.requestBody?.content["application/json"].example
  })))
}

/** The body with one more field, in the body itself or in an object of it; written by hand, for `__proto__`'s sake. */
const grown = (example: object, at: string | undefined, field: string) => {
  const text = (value: object) => {
    const rest = JSON.stringify(value).slice(1)
    return `{"${field}":1${rest === "}" ? "" : ","}${rest}`
  }
  if (at === undefined) return text(example)
  return `{${Object.entries(example).map(([name, value]) =>
    `"${name}":${name === at ? text(value) : JSON.stringify(value)}`).join(",")}}`
}

it("SEC-41 SEC-46 a field that nobody asked for is refused by its name in every body there is", async () => {
  const world = await farWorld()
  const me = world.askAs(world.operatorToken)
  const seen: Array<string> = []
  for (const { method, path, example } of await described(world)) {
    if (example === undefined) continue
    const inner = Object.entries(example).filter(([, value]) => typeof value === "object" && !Array.isArray(value))
    for (const at of [undefined, ...inner.map(([name]) => name)]) {
      for (const field of ["role", "status", "userId", "accountId", "epoch", "grants", "__proto__", "session"]) {
        const held = Object.hasOwn(at === undefined ? example : Object(Object.entries(example).find(([name]) =>
          name === at)?.[1]), field)
        if (held) continue
        const { status, text } = await me(method, path, grown(example, at, field))
        const name = at === undefined ? field : `${at}.${field}`
        if (status !== 400 || !text.includes(`"field":"${name}"`)) seen.push(`${method} ${path} ${name} ${status}`)
      }
    }
  }
  expect(seen).toEqual([])
})

const malformed = ["", "Bearer", "Bearer per_", "Bearer chl_x", "Basic %%%", "Bearer a b", "Bearer \u00ff"]

it("SEC-66 SEC-46 every route but the open ones asks for a token first, and takes no malformed one", async () => {
  const world = await farWorld()
  const open: Array<string> = []
  for (const { method, path, isOpen } of await described(world)) {
    if (isOpen) open.push(`${method} ${path}`)
    if (isOpen) continue
    for (const authorization of malformed) {
      const { status, body } = await world.ask(path, {
        method, headers: { authorization, "content-type": "application/json" },
        ...(method === "GET" ? {} : { body: "{}" })
      })
      expect([method, path, authorization, status, body["rule"]]).toEqual([method, path, authorization, 401, "ACC-5"])
    }
  }
  expect(open.sort()).toEqual([
    "GET /health", "GET /ready", "POST /password-advice", "POST /people/activation", "POST /people/challenges",
    "POST /people/resets", "POST /people/resets/finish", "POST /people/sign-in", "POST /people/sign-up",
    "POST /sessions"
  ])
})

it("SEC-53 line breaks and NUL in addresses, names and words are read as what they are, and refused", async () => {
  const world = await farWorld()
  const { token } = await staffed(world)
  const me = world.askAs(token)
  for (const bad of ["%0d%0aset-cookie:%20a=b", "%00", "acme%0a", "a%09b", "%e2%80%a8"]) {
    for (const path of [`/enterprises/${bad}`, `/enterprises/acme/users/${bad}`, `/users?enterprise=${bad}`]) {
      const reply = await me("GET", path)
      expect([path, reply.status, reply.headers.get("set-cookie")]).toEqual([path, 400, null])
    }
  }
  for (const bad of ["A\r\nBcc: eve@evil.example", "A\u0000", "A\nB", "A\u2028B"]) {
    for (const field of ["firstName", "lastName", "mail", "language", "role"]) {
      expect((await me("POST", "/users", { newcomer: newcomer("eve", { [field]: bad }) })).status).toBe(400)
    }
    expect((await me("POST", "/me/phone/codes", { phone: `+33612345678${bad.slice(1)}` })).status).toBe(400)
  }
})

const noHeader = [
  "authorization: Bearer a\u0000b", "cookie: a=\u0000", "x-forwarded-for: 1\u00002", "a b: c", "authorization"
]

it("SEC-66 SEC-53 what is no header never reaches a route, and no answer says what was sent", async () => {
  const { handler } = await farWorld()
  const { port, close } = await listen(handler, { host: "127.0.0.1", port: 0 })
  try {
    for (const bad of noHeader) {
      const answer = await talk(port, `GET /session HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${bad}\r\n\r\n`)
      expect(answer.split("\r\n")[0]).toBe("HTTP/1.1 400 Bad Request")
    }
    const split = await talk(port, "GET /enterprises/a\u0000 HTTP/1.1\r\nhost: x\r\n\r\n")
    expect(split.split("\r\n")[0]).toBe("HTTP/1.1 400 Bad Request")
    const cookie = "GET /session HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncookie: zqcookie=1\r\n\r\n"
    expect(await talk(port, cookie)).toMatch(/^HTTP\/1\.1 401 /)
    expect(await talk(port, cookie)).not.toContain("zqcookie")
  } finally {
    await close()
  }
})
