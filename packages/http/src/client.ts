/** The promise facade of the library, at the other end of a wire: what runs in process runs over HTTP unchanged. */
import type { AccountDesk, AccountViewJson, Answer, Desk, Intendant, PeopleDoor } from "@intendant/core/promises"
import { accessDesk } from "./client-access.ts"
import { ownDesk, peopleDesk, peopleDoor } from "./client-people.ts"
import { type Fetch, keyOf, nothing, part, reasonOf, rowsOf, same, type Send, sender } from "./sender.ts"

/** What can be asked of a portal from afar. Whoever acts for a role has an API token of it, and uses `as`. */
export interface Client extends Pick<Intendant, "signIn" | "signOut" | "as" | "advise">, PeopleDoor {}

const orders = (send: Send): Pick<AccountDesk, "submit" | "submitAll" | "submitPolicy"> => ({
  submit: (command, options = {}) =>
    send({
      method: "POST", path: "/account-commands", headers: keyOf(options), body: { command, ...reasonOf(options) }
    }, same),
  submitAll: (commands, options = {}) =>
    send({ method: "POST", path: "/account-commands/batch", body: { commands, ...reasonOf(options) } },
      rowsOf<Answer<AccountViewJson>>),
  submitPolicy: (command, options = {}) =>
    send({
      method: "POST", path: "/policy-commands", headers: keyOf(options), body: { command, ...reasonOf(options) }
    }, same)
})

type Screens = Pick<
  AccountDesk, "account" | "browse" | "browseStatus" | "settings" | "usage" | "heaviest" | "explain" | "whoAmI"
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

const room = (send: Send): Pick<AccountDesk, "reserve" | "commit" | "release" | "issueToken" | "revokeToken"> => ({
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
    const accounts = { ...orders(send), ...screens(send), ...room(send) }
    return { ...accounts, ...peopleDesk(send), ...ownDesk(send), ...accessDesk(send) }
  }
  const send = sender(base, fetch)
  return {
    ...peopleDoor(send),
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
