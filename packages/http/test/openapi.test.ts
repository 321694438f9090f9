/** The description of the interface: whole, stable, and with every refusal that a route can give. */
import { Portals } from "@intendant/core"
import { Api } from "@intendant/http"
import * as HttpApi from "effect/http-api/HttpApi"
import { beforeAll, expect, it } from "vitest"
import { statusByTag } from "../src/status.ts"
import { open } from "./portal.ts"

interface Operation {
  readonly operationId: string
  readonly summary?: string
  readonly description?: string
  readonly security: ReadonlyArray<Record<string, unknown>>
  readonly requestBody?: { readonly content: Record<string, { readonly example?: object }> }
  readonly responses: Record<string, { readonly content?: Record<string, { readonly schema: object }> }>
}

interface Document {
  readonly openapi: string
  readonly paths: Record<string, Record<string, Operation>>
  readonly components: { readonly schemas: Record<string, object>; readonly securitySchemes: Record<string, object> }
}

let document: Document
beforeAll(async () => {
  const { ask } = await open()
  // What is served is what the interface under test declares: the tests below say whether it has this shape.
  document = (await ask("/openapi.json")).body as unknown as Document
})

const operations = () => Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })))

const refusalsOf = ({ responses }: Operation) => Object.entries(responses).flatMap(([status, { content = {} }]) =>
  [...JSON.stringify(content).matchAll(/schemas\/(\w+)Problem/g)].map(([, tag = ""]) => `${status} ${tag}`))

it("is an OpenAPI 3.1 document in which every reference leads somewhere", () => {
  expect(document.openapi).toBe("3.1.0")
  const named = new Set(Object.keys(document.components.schemas))
  const asked = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, to = ""]) => to)
  expect(asked.length).toBeGreaterThan(20)
  expect(asked.filter((name) => !named.has(name))).toEqual([])
  expect([...named].filter((name) => /_\d+$|\d$/.test(name))).toEqual([])
})

it("every operation has a summary, a description, an id that stays, and says who may use it", () => {
  expect(operations().filter(({ operation: { summary, description } }) => !summary || !description)).toEqual([])
  expect(operations().map(({ method, path, operation: { operationId, security } }) =>
    `${operationId}: ${method.toUpperCase()} ${path}${security.length === 0 ? " open" : ""}`).sort()).toEqual([
    "accounts.explain: GET /explain",
    "accounts.heaviest: GET /accounts/{path}/heaviest",
    "accounts.list: GET /accounts",
    "accounts.one: GET /accounts/{path}",
    "accounts.settings: GET /accounts/{path}/settings",
    "accounts.submit: POST /account-commands",
    "accounts.submitAll: POST /account-commands/batch",
    "accounts.usage: GET /accounts/{path}/usage",
    "enterprises.activity: GET /enterprises/{enterprise}/activity",
    "enterprises.contract: GET /enterprises/{enterprise}",
    "enterprises.settings: GET /enterprises/{enterprise}/settings",
    "enterprises.storage: GET /enterprises/{enterprise}/storage",
    "enterprises.submitContract: POST /contract-commands",
    "enterprises.submitSettings: POST /setting-commands",
    "enterprises.submitTemplate: POST /template-commands",
    "enterprises.template: GET /enterprises/{enterprise}/templates/{kind}",
    "files.activityCsv: GET /enterprises/{enterprise}/activity.csv",
    "files.imports: POST /enterprises/{enterprise}/imports",
    "files.reportActivity: POST /enterprises/{enterprise}/activity",
    "files.usersCsv: GET /enterprises/{enterprise}/users.csv",
    "me.changePassword: POST /me/password",
    "me.confirm: POST /me/confirmations",
    "me.directory: GET /me/directory",
    "me.enrolAuthenticator: POST /me/authenticator/enrolment",
    "me.offerAuthenticator: POST /me/authenticator",
    "me.sendMailCode: POST /me/mail/codes",
    "me.sendPhoneCode: POST /me/phone/codes",
    "me.setMail: POST /me/mail",
    "me.setPhone: POST /me/phone",
    "me.stepUp: POST /me/step-up",
    "me.submit: POST /me/commands",
    "people.activate: POST /people/activation open",
    "people.answer: POST /people/challenges open",
    "people.requestReset: POST /people/resets open",
    "people.reset: POST /people/resets/finish open",
    "people.signIn: POST /people/sign-in open",
    "people.signUp: POST /people/sign-up open",
    "policies.submit: POST /policy-commands",
    "reservations.commit: POST /reservations/{id}/commit",
    "reservations.release: DELETE /reservations/{id}",
    "reservations.reserve: POST /reservations",
    "resources.createResource: POST /resources",
    "resources.onWhat: GET /enterprises/{enterprise}/users/{userId}/may",
    "resources.resources: GET /resources",
    "resources.submitResource: POST /resource-commands",
    "resources.whoMay: GET /who-may",
    "service.advise: POST /password-advice open",
    "service.health: GET /health open",
    "service.ready: GET /ready open",
    "sessions.active: GET /session",
    "sessions.signIn: POST /sessions open",
    "sessions.signOut: DELETE /session",
    "tokens.issue: POST /tokens",
    "tokens.revoke: DELETE /tokens/{id}",
    "users.attach: POST /enterprises/{enterprise}/users/{userId}/attachment",
    "users.counts: GET /enterprises/{enterprise}/user-counts",
    "users.create: POST /users",
    "users.list: GET /users",
    "users.one: GET /enterprises/{enterprise}/users/{userId}",
    "users.resetPassword: POST /enterprises/{enterprise}/users/{userId}/password-reset",
    "users.settings: GET /enterprises/{enterprise}/users/{userId}/settings",
    "users.submit: POST /user-commands",
    "users.submitAll: POST /user-commands/batch"
  ])
  expect(document.components.securitySchemes).toMatchObject({ bearer: { type: "http", scheme: "Bearer" } })
})

it("every refusal that a route declares is in its description, under its own status, with an example", () => {
  const missing: Array<string> = []
  HttpApi.reflect(Api, {
    onGroup: () => {},
    onEndpoint: ({ group, endpoint, errors }) => {
      const id = `${group.identifier}.${endpoint.identifier}`
      const found = operations().find(({ operation }) => operation.operationId === id)
      const told = new Set(found === undefined ? [] : refusalsOf(found.operation))
      for (const [status, schemas] of errors) {
        // One union per status and media type, or the one schema: both name their problems in the document.
        const isTold = [...told].some((each) => each.startsWith(`${status} `))
        if (schemas.length === 0 || !isTold) missing.push(`${id} ${status}`)
      }
    }
  })
  expect(missing).toEqual([])
  const wrong = operations().flatMap(({ operation }) => refusalsOf(operation).filter((each) => {
    const [status, tag] = each.split(" ")
    return Object.entries(statusByTag).every(([known, its]) => known !== tag || String(its) !== status)
  }))
  expect(wrong).toEqual([])
  const examples = Object.entries(document.components.schemas).filter(([name]) => name.endsWith("Problem"))
    .filter(([, schema]) => !JSON.stringify(schema).includes("\"examples\""))
  expect(examples).toEqual([])
})

it("every body has an example, and each of them can be read", async () => {
  const { root } = await open()
  const bodied = operations().filter(({ operation }) => operation.requestBody !== undefined)
  expect(bodied.length).toBe(34)
  for (const { path, operation } of bodied) {
    const example = operation.requestBody?.content["application/json"]?.example
    expect(example).toBeDefined()
    expect([path, (await root("POST", path.replaceAll(/\{\w+\}/g, "x"), example)).status]).not.toEqual([path, 400])
  }
})

it("every refusal of the portal can come from some route", () => {
  const told = new Set(operations().flatMap(({ operation }) => refusalsOf(operation)).map((each) => each.split(" ")[1]))
  const tags = Portals.Refusal.members.map((member) => member.fields._tag.schema.literal)
  // What is barred is told of a power that is asked about: an answer of its own, and no refusal of any order.
  expect(tags.filter((tag) => !told.has(tag))).toEqual(["Barred"])
})

it("an order can be refused for whatever the rules of accounts refuse", () => {
  const submit = document.paths["/account-commands"]?.["post"]
  const told = submit === undefined ? [] : refusalsOf(submit).sort()
  expect(told).toContain("409 StillEnabled")
  expect(told).toContain("409 QuotaExceeded")
  expect(told).toContain("429 SignInLocked")
  expect(told).toContain("422 KeyReused")
  expect(told).toContain("400 BadInput")
  expect(told).toContain("401 NotSignedIn")
  expect(told).toContain("503 Unavailable")
})

it("the page that shows it holds everything itself, and may fetch nothing from elsewhere", async () => {
  const { ask } = await open()
  const { text, headers, status } = await ask("/docs")
  expect(status).toBe(200)
  const outside = text.replaceAll(/<script[\s\S]*?<\/script>|<style[\s\S]*?<\/style>/g, "")
  expect(outside).not.toMatch(/\b(src|href|action)\s*=/)
  expect(text.match(/<style[\s\S]*?<\/style>/g)?.join("")).not.toMatch(/@import|url\(\s*["']?(https?:)?\/\//)
  const policy = headers.get("content-security-policy") ?? ""
  expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-/)
  expect(policy).toContain("connect-src 'self'")
  expect(policy).not.toMatch(/unsafe|https?:|\*/)
})
