/** From the routes through which people come in and go to the ways in of the portal. */
import type { Portals } from "@intendant/core"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as Redacted from "effect/Redacted"
import { answer, orUnavailable, withoutQuota } from "./answer.ts"
import { Api } from "./api.ts"
import { Caller } from "./caller.ts"
import { CurrentExchange } from "./exchange.ts"
import { Unavailable } from "./transport.ts"

type Portal = Portals.Portal["Service"]

export const sessions = (portal: Portal) =>
  HttpApiBuilder.group(Api, "sessions", (handlers) => handlers.handleAll({
    signIn: ({ payload: { name, password } }) =>
      orUnavailable(Effect.map(portal.signIn(name, password), ({ token, expiresAt, account }) =>
        ({ token: Redacted.value(token), expiresAt, account: portal.viewOf(account) }))),
    signOut: () => answer(({ bearer }) => portal.signOut(bearer)),
    active: () =>
      Effect.map(Caller, ({ actor, account }) =>
        ({ name: actor.name, ...(account === undefined ? {} : { account: portal.viewOf(account) }) }))
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
