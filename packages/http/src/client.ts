/** The promise facade of the library, at the other end of a wire: what runs in process runs over HTTP unchanged. */
import { Unavailable } from "@intendant/core"
import type { Answer, Desk, Intendant, OrderOptions } from "@intendant/core/promises"

/** What can be asked of a portal from afar. Whoever acts for a role has an API token of it, and uses `as`. */
export type Client = Pick<Intendant, "signIn" | "signOut" | "as" | "advise">

type Fetch = (request: Request) => Promise<Response>

/** What is sent: what is left out here is left out there. */
interface Sent {
  readonly method: "GET" | "POST" | "DELETE"
  readonly path: string
  readonly query?: Readonly<Record<string, string | number | undefined>>
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string | undefined>>
}

const given = (fields: Readonly<Record<string, string | number | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]]))

/** A text as one part of an address. Half a surrogate pair cannot be sent, and is no character to begin with. */
const part = (text: string) => encodeURIComponent(text.replaceAll(/\p{Cs}/gu, "\ufffd"))

const isProblem = (answer: Response) => answer.headers.get("content-type") === "application/problem+json"

/** Sends a request, and gives back an answer of the library; rejects with what is no answer of any rule. */
const sender = (base: string, fetch: Fetch, token?: string) =>
  async <Value, Body = Value>(
    { method, path, query = {}, body, headers = {} }: Sent, valueOf: (body: Body) => Value
  ): Promise<Answer<Value>> => {
    const search = new URLSearchParams(given(query)).toString()
    const request = new Request(`${base}${path}${search === "" ? "" : `?${search}`}`, {
      method,
      headers: given({
        ...headers, authorization: token === undefined ? undefined : `Bearer ${token}`,
        "content-type": body === undefined ? undefined : "application/json"
      }),
      ...(body === undefined ? {} : { body: JSON.stringify(body) })
    })
    const answer = await fetch(request).catch((cause: unknown) => Promise.reject(new Unavailable({ cause })))
    if (answer.ok) {
      // The contract of the route says what stands here.
      const written = answer.status === 204 ? undefined : await answer.json() as Body
      return { ok: true, value: valueOf(written as Body) }
    }
    const isAway = answer.status >= 500 || !isProblem(answer)
    if (isAway) throw new Unavailable({ cause: `status ${answer.status}` })
    // Every problem of this interface carries the refusal and both sentences.
    const { refusal, why } = await answer.json() as Extract<Answer<never>, { readonly ok: false }>
    return { ok: false, refusal, why }
  }

type Send = ReturnType<typeof sender>

const same = <Value>(value: Value): Value => value
const nothing = (): null => null
const keyOf = ({ idempotencyKey }: OrderOptions) => ({ "idempotency-key": idempotencyKey })
const reasonOf = ({ reason }: OrderOptions) => reason === undefined ? {} : { reason }

const orders = (send: Send): Pick<Desk, "submit" | "submitAll" | "submitPolicy"> => ({
  submit: (command, options = {}) =>
    send({
      method: "POST", path: "/account-commands", headers: keyOf(options), body: { command, ...reasonOf(options) }
    }, same),
  submitAll: (commands, options = {}) =>
    send({ method: "POST", path: "/account-commands/batch", body: { commands, ...reasonOf(options) } }, rowsOf),
  submitPolicy: (command, options = {}) =>
    send({
      method: "POST", path: "/policy-commands", headers: keyOf(options), body: { command, ...reasonOf(options) }
    }, same)
})

type Row = Extract<Awaited<ReturnType<Desk["submitAll"]>>, { readonly ok: true }>["value"][number]

/** A row that the storage did not answer makes the whole answer one that did not come, as it does in process. */
const rowsOf = ({ outcomes }: { readonly outcomes: ReadonlyArray<Row> }): ReadonlyArray<Row> => {
  const away = outcomes.some((row) => !row.ok && String(row.refusal._tag) === "Unavailable")
  if (away) throw new Unavailable({ cause: "a row was not answered" })
  return outcomes
}

type Screens = Pick<
  Desk, "account" | "browse" | "browseStatus" | "settings" | "usage" | "heaviest" | "explain" | "whoAmI"
>

const screens = (send: Send): Screens => ({
  account: (path) => send({ method: "GET", path: `/accounts/${part(path)}` }, same),
  browse: (below, page) => send({ method: "GET", path: "/accounts", query: { below, ...page } }, same),
  browseStatus: (below, status, page) =>
    send({ method: "GET", path: "/accounts", query: { below, status, ...page } }, same),
  settings: (path) => send({ method: "GET", path: `/accounts/${part(path)}/settings` }, same),
  usage: (path, resource) => send({ method: "GET", path: `/accounts/${part(path)}/usage`, query: { resource } }, same),
  heaviest: (path, resource, limit) =>
    send({ method: "GET", path: `/accounts/${part(path)}/heaviest`, query: { resource, limit } }, same),
  explain: (permission, path) => send({ method: "GET", path: "/explain", query: { permission, path } }, same),
  whoAmI: () => send({ method: "GET", path: "/session" }, same)
})

const room = (send: Send): Pick<Desk, "reserve" | "commit" | "release" | "issueToken" | "revokeToken"> => ({
  reserve: (wish) => send({ method: "POST", path: "/reservations", body: wish }, nothing),
  commit: (id) => send({ method: "POST", path: `/reservations/${part(id)}/commit` }, nothing),
  release: (id) => send({ method: "DELETE", path: `/reservations/${part(id)}` }, nothing),
  issueToken: (wish, options = {}) =>
    send({ method: "POST", path: "/tokens", headers: keyOf(options), body: wish }, same),
  revokeToken: (tokenId) => send({ method: "DELETE", path: `/tokens/${part(tokenId)}` }, nothing)
})

/**
 * The library as it is used in process, at the other end of a wire. `fetch` may be the platform's, or that of a handler
 * in the same process.
 *
 * @example const desk = client("http://localhost:3000").as(token)
 */
export const client = (baseUrl: string, fetch: Fetch = globalThis.fetch): Client => {
  const base = baseUrl.replace(/\/+$/, "")
  const as = (token: string): Desk => {
    const send = sender(base, fetch, token)
    return { ...orders(send), ...screens(send), ...room(send) }
  }
  const send = sender(base, fetch)
  return {
    as,
    signIn: (name, password) =>
      send({ method: "POST", path: "/sessions", body: { name, password } }, ({ token }: { readonly token: string }) =>
        ({ ...as(token), token })),
    signOut: async (token) => {
      await sender(base, fetch, token)({ method: "DELETE", path: "/session" }, nothing)
    },
    advise: (password, locale) =>
      send({
        method: "POST", path: "/password-advice", headers: { "accept-language": locale }, body: { password }
      }, same)
  }
}
