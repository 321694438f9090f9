/** From the routes about enterprises and users to the ways in. Nothing is decided here, and no shape is changed. */
import { type Actor, OnReplay, type Portals, reader, User } from "@intendant/core"
import { languageOf, Told } from "@intendant/core/promises"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { answer, answerBearer, orUnavailable, withoutQuota } from "./answer.ts"
import { Api } from "./api.ts"
import { keyOfRow, limitUnsaid, pageOf, refusedRow } from "./rows.ts"
import { usersPage } from "./written.ts"
import type { UserOutcome } from "./wire-people.ts"

type Portal = Portals.Portal["Service"]

const concurrency = 8
const readRow = reader(Schema.Struct({ command: User.AdminCommand }))

/** As they are once the order was carried out. */
const told = <Failure>(portal: Portal, actor: Actor, ordered: Effect.Effect<User.User, Failure>) =>
  Effect.flatMap(withoutQuota(ordered), (user) => Told.userTold(portal, actor, user))

export const enterprises = (portal: Portal) =>
  HttpApiBuilder.group(Api, "enterprises", (handlers) => handlers.handleAll({
    submitContract: ({ payload: { command, reason = "" }, headers }) =>
      answer(({ actor }) =>
        Effect.flatMap(
          withoutQuota(portal.submitContract({ actor, command, reason }, headers["idempotency-key"])),
          (contract) => Told.contractTold(portal, contract, command.enterprise))),
    contract: ({ params }) => answer(({ actor }) => portal.contract(actor, params.enterprise)),
    submitSettings: ({ payload: { command, reason = "" }, headers }) =>
      answer(({ actor }) =>
        Effect.flatMap(
          withoutQuota(portal.submitSettings({ actor, command, reason }, headers["idempotency-key"])),
          (saved) => Told.settingsTold(portal, actor, command, saved))),
    settings: ({ params }) => answer(({ actor }) => portal.enterpriseSettings(actor, params.enterprise)),
    submitTemplate: ({ payload: { command } }) =>
      answer(({ actor }) =>
        Effect.map(withoutQuota(portal.submitTemplate({ actor, command, reason: "" })), (notice) =>
          Told.wordingTold(command, notice))),
    template: ({ params: { enterprise, kind }, query: { language } }) => {
      const ref = { enterprise, kind, language }
      return answer(({ actor }) => Effect.map(portal.template(actor, ref), (edited) => Told.templateTold(ref, edited)))
    },
    storage: ({ params, query: { limit = limitUnsaid } }) =>
      answer(({ actor }) => portal.storageByUser(actor, params.enterprise, limit)),
    activity: ({ params, query }) => answer(({ actor }) => portal.activity(actor, params.enterprise, query.period))
  }))

/** One row of a batch: read, carried out and answered as if it had come alone. */
const row = (portal: Portal, actor: Actor, reason: string, key: string | undefined) =>
  (command: unknown, index: number): Effect.Effect<UserOutcome> =>
    Effect.fromResult(readRow({ command })).pipe(
      Effect.flatMap((read) =>
        told(portal, actor, portal.submitUser({ actor, command: read.command, reason }, keyOfRow(key, index)))),
      orUnavailable,
      // Whether the whole answer was given before cannot be said of some of its rows.
      Effect.provideService(OnReplay, () => {}),
      Effect.match({
        onSuccess: (value): UserOutcome => ({ ok: true, value }),
        onFailure: refusedRow
      })
    )

export const users = (portal: Portal) =>
  HttpApiBuilder.group(Api, "users", (handlers) => handlers.handleAll({
    create: ({ payload: { newcomer, reason = "" }, headers }) =>
      answer((who) => {
        const described = { language: languageOf(who), ...newcomer }
        return told(portal, who.actor, portal.createUser(who.actor, described, reason, headers["idempotency-key"]))
      }),
    submit: ({ payload: { command, reason = "" }, headers }) =>
      answer(({ actor }) =>
        told(portal, actor, portal.submitUser({ actor, command, reason }, headers["idempotency-key"]))),
    submitAll: ({ payload: { commands, reason = "" }, headers }) =>
      answer(({ actor }) =>
        Effect.map(
          Effect.forEach(commands, row(portal, actor, reason, headers["idempotency-key"]), { concurrency }),
          (outcomes) => ({ outcomes }))),
    list: ({ query: { enterprise, status = [], sort = "status", order = "asc", ...page } }) =>
      answerBearer((bearer, onRecognised) => {
        const asked = { enterprise, statuses: status, sort, descending: order === "desc" }
        return Effect.map(portal.usersFor(bearer, asked, pageOf(page), onRecognised), usersPage)
      }),
    one: ({ params: { enterprise, userId } }) => answer(({ actor }) => portal.user(actor, enterprise, userId)),
    attach: ({ params: { enterprise, userId }, payload: { reason = "" } }) =>
      answer(({ actor }) => told(portal, actor, portal.attachUser(actor, enterprise, userId, reason))),
    resetPassword: ({ params: { enterprise, userId }, payload: { reason = "" } }) =>
      answer(({ actor }) =>
        withoutQuota(portal.resetUserPassword(actor, enterprise, userId, reason)).pipe(
          Effect.map(({ password, expiresAt }) => ({ password: Redacted.value(password), expiresAt })))),
    settings: ({ params: { enterprise, userId } }) =>
      answer(({ actor }) => portal.userSettings(actor, enterprise, userId)),
    counts: ({ params }) => answer(({ actor }) => portal.usersByStatus(actor, params.enterprise))
  }))
