/** From the routes through which people come in and go to the ways in of the portal. */
import type { Portals, Unavailable as StorageUnavailable } from "@intendant/core"
import { Told } from "@intendant/core/promises"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as Redacted from "effect/Redacted"
import { answer, orUnavailable, withoutQuota } from "./answer.ts"
import { Api } from "./api.ts"
import type { Caller } from "./caller.ts"
import { CurrentExchange } from "./exchange.ts"
import { Unavailable } from "./transport.ts"
import type { Active } from "./wire.ts"

type Portal = Portals.Portal["Service"]

/** Who is signed in: the account, the user, or the role whose token it is. */
const activeOf = (
  portal: Portal, { actor: { name, ...rest }, account, user }: Caller["Service"]
): Effect.Effect<typeof Active.Type, StorageUnavailable> => {
  if (account !== undefined) return Effect.succeed({ name, account: portal.viewOf(account) })
  if (user === undefined) return Effect.succeed({ name })
  return Effect.map(Told.userTold(portal, { name, ...rest }, user.user), (view) =>
    ({ name, user: view, level: user.level }))
}

export const sessions = (portal: Portal) =>
  HttpApiBuilder.group(Api, "sessions", (handlers) => handlers.handleAll({
    signIn: ({ payload: { name, password } }) =>
      orUnavailable(Effect.map(portal.signIn(name, password), ({ token, expiresAt, account }) =>
        ({ token: Redacted.value(token), expiresAt, account: portal.viewOf(account) }))),
    signOut: () => answer(({ bearer }) => portal.signOut(bearer)),
    active: () => answer((caller) => activeOf(portal, caller))
  }))

export const tokens = (portal: Portal) =>
  HttpApiBuilder.group(Api, "tokens", (handlers) => handlers.handleAll({
    issue: ({ payload, headers }) =>
      answer(({ actor, owner }) =>
        Effect.map(
          withoutQuota(portal.issueToken(actor, { owner, ...payload }, headers["idempotency-key"])),
          ({ tokenId, token }) => ({ tokenId, ...(token === undefined ? {} : { token: Redacted.value(token) }) }))),
    revoke: ({ params }) => answer(({ actor, owner }) =>
      withoutQuota(portal.revokeToken(actor, owner, params.id)))
  }))

/** Whether the host still takes requests; once it shuts down, it is no longer ready. */
export type IsServing = () => boolean

export const service = (portal: Portal, isServing: IsServing) =>
  HttpApiBuilder.group(Api, "service", (handlers) => handlers.handleAll({
    advise: ({ payload }) =>
      orUnavailable(Effect.flatMap(CurrentExchange, ({ locale }) => portal.advise(payload.password, locale))),
    health: () => Effect.succeed({ status: "ok" as const }),
    ready: () =>
      Effect.suspend((): Effect.Effect<void, typeof Unavailable.Type> =>
        isServing() ? orUnavailable(portal.ready) : Effect.fail(Unavailable.make({}))
      ).pipe(Effect.as({ status: "ok" as const }))
  }))
