/** From each route to its way in. Nothing is decided here, and no shape is changed into another. */
import { Account, type Actor, type NotPermitted, OnReplay, type Path, Portals, reader, User } from "@intendant/core"
import { Told } from "@intendant/core/promises"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as Schema from "effect/Schema"
import { answer, orUnavailable, withoutQuota } from "./answer.ts"
import { Api } from "./api.ts"
import { keyOfRow, limitUnsaid, pageOf, refusedRow } from "./rows.ts"
import type { Outcome } from "./wire.ts"

type Portal = Portals.Portal["Service"]

const concurrency = 16
const readRow = reader(Schema.Struct({ command: Account.Command }))

/** One row of a batch: read, carried out and answered as if it had come alone. */
const row = (portal: Portal, actor: Actor, reason: string, key: string | undefined) =>
  (command: unknown, index: number): Effect.Effect<Outcome> =>
    Effect.fromResult(readRow({ command })).pipe(
      Effect.flatMap((read) =>
        portal.submit({ actor, command: read.command, reason }, keyOfRow(key, index))),
      orUnavailable,
      // Whether the whole answer was given before cannot be said of some of its rows.
      Effect.provideService(OnReplay, () => {}),
      Effect.match({
        onSuccess: (account): Outcome => ({ ok: true, value: portal.viewOf(account) }),
        onFailure: refusedRow
      })
    )

export const accounts = (portal: Portal) =>
  HttpApiBuilder.group(Api, "accounts", (handlers) => handlers.handleAll({
    submit: ({ payload: { command, reason = "" }, headers }) =>
      answer(({ actor }) =>
        Effect.map(portal.submit({ actor, command, reason }, headers["idempotency-key"]), portal.viewOf)),
    submitAll: ({ payload: { commands, reason = "" }, headers }) =>
      answer(({ actor }) =>
        Effect.map(
          Effect.forEach(commands, row(portal, actor, reason, headers["idempotency-key"]), { concurrency }),
          (outcomes) => ({ outcomes }))),
    list: ({ query: { below, status, ...page } }) =>
      answer(({ actor }) => status === undefined
        ? portal.browse(actor, below, pageOf(page))
        : portal.browseStatus(actor, below, status, pageOf(page))),
    one: ({ params }) => answer(({ actor }) => portal.account(actor, params.path)),
    settings: ({ params }) => answer(({ actor }) => portal.settings(actor, params.path)),
    usage: ({ params, query }) => answer(({ actor }) => portal.usage(actor, params.path, query.resource)),
    heaviest: ({ params, query: { resource, limit = limitUnsaid } }) =>
      answer(({ actor }) => portal.heaviest(actor, params.path, resource, limit)),
    explain: ({ query: { permission, path } }) =>
      answer((who) => Effect.map(portal.explain(who, permission, path), Told.explanationTold))
  }))

export const policies = (portal: Portal) =>
  HttpApiBuilder.group(Api, "policies", (handlers) => handlers.handleAll({
    submit: ({ payload: { command, reason = "" }, headers }) =>
      answer(({ actor }) =>
        withoutQuota(portal.submitPolicy({ actor, command, reason }, headers["idempotency-key"])))
  }))

/** An account or a user fills room of its own, and no other's. */
const onOwn = <Value, Failure>(ask: (actor: Actor, path: Path) => Effect.Effect<Value, Failure>) =>
  answer(({ actor, account, user }): Effect.Effect<Value, Failure | NotPermitted> => {
    const path = user === undefined ? account?.path : User.placeOf(user.user.enterprise, user.user.userId)
    return path === undefined ? Effect.fail(Portals.notHolding(actor, "account.backUp")) : ask(actor, path)
  })

export const reservations = (portal: Portal) =>
  HttpApiBuilder.group(Api, "reservations", (handlers) => handlers.handleAll({
    reserve: ({ payload }) =>
      onOwn((actor, path) => Effect.as(portal.reserve(actor, path, payload), { id: payload.id })),
    commit: ({ params: { id } }) => onOwn((actor, path) => Effect.as(portal.commit(actor, path, id), { id })),
    release: ({ params: { id } }) => onOwn((actor, path) => portal.release(actor, path, id))
  }))
