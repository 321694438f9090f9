/** A portal in memory behind the handler, with an operator's token and a root account: where these tests begin. */
import { backupAccounts } from "@intendant/blueprints"
import { makePortal, Portals, type Secrets, type Storage } from "@intendant/core"
import { type Handler, type HandlerOptions, makeHandler } from "@intendant/http"
import * as Memory from "@intendant/memory"
import * as SecretsNode from "@intendant/secrets-node"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"

/** As cheap as the algorithm allows: what a guess costs is not what these tests are about. */
const secretsCheap = SecretsNode.make({ cost: { memoryKibibytes: 8, passes: 1, lanes: 1 } })

export const rootPassword = "correct horse battery staple"

interface Setup extends HandlerOptions {
  readonly storage?: Storage
  readonly blueprint?: typeof Portals.Blueprint.Encoded
  readonly secrets?: Secrets["Service"]
}

/** What came back. */
export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // Whatever JSON stands there: each test says what it should be.
  readonly body: Record<string, unknown>
}

const replyOf = async (answer: Response): Promise<Reply> => {
  const text = await answer.text()
  const isJson = /json/.test(answer.headers.get("content-type") ?? "")
  return { status: answer.status, headers: answer.headers, text, body: isJson && text !== "" ? JSON.parse(text) : {} }
}

/** Requests written by hand: as nobody, and as whoever bears a token; what is given is sent as JSON. */
export const asker = ({ fetch }: Pick<Handler, "fetch">) => {
  const ask = async (path: string, init: RequestInit = {}, remote?: string) =>
    replyOf(await fetch(new Request(`http://localhost${path}`, init), remote))
  const as = (token: string) => (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    ask(path, {
      method,
      headers: {
        authorization: `Bearer ${token}`, ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) })
    })
  const post = (path: string, body: unknown, headers: Record<string, string> = {}, remote?: string) =>
    ask(path, {
      method: "POST", headers: { "content-type": "application/json", ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body)
    }, remote)
  return { ask, askAs: as, post }
}

export const open = async (
  { storage = Memory.open(), blueprint = backupAccounts, secrets = secretsCheap, ...options }: Setup = {}
) => {
  const portal = makePortal({ ...storage, secrets }, Schema.decodeUnknownSync(Portals.Blueprint)(blueprint))
  const handler = makeHandler(portal, options)
  const { ask, askAs: as, post } = asker(handler)
  const tokenOf = async (role: "operator" | "support") => {
    const { actor, owner } = portal.roleDesk(role)
    const { token } = await Effect.runPromise(portal.issueToken(actor, { owner, label: role }))
    return token === undefined ? "" : Redacted.value(token)
  }
  const signIn = async (name: string, password = rootPassword) => {
    const { body } = await ask("/sessions", {
      method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ name, password })
    })
    return String(body["token"])
  }
  const operator = as(await tokenOf("operator"))
  const opening = { _tag: "OpenRootAccount", name: "acme", password: rootPassword }
  await operator("POST", "/account-commands", { command: opening })
  const root = as(await signIn("acme"))
  const order = (command: object) => root("POST", "/account-commands", { command })
  const openAccount = (name: string, under = "acme") =>
    order({ _tag: "OpenAccount", under, name, password: rootPassword })
  return { portal, handler, ask, as, post, tokenOf, signIn, operator, root, order, openAccount }
}
