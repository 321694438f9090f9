/** From the routes about files, resources and powers to the ways in. */
import { type Portals, type Resource, Statistics } from "@intendant/core"
import { readRows, writeRows } from "@intendant/csv"
import { Told } from "@intendant/core/promises"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { answer, withoutQuota } from "./answer.ts"
import { Api } from "./api.ts"
import { pageOf } from "./rows.ts"
import { usersFile } from "./users-file.ts"

type Portal = Portals.Portal["Service"]

async function* whole(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  yield bytes
}

const textOf = async (rows: ReadonlyArray<ReadonlyArray<string>>): Promise<string> => {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true })
  let text = ""
  for await (const bytes of writeRows(rows, { delimiter: ";" })) text += decoder.decode(bytes, { stream: true })
  return text + decoder.decode()
}

export const files = (portal: Portal) =>
  HttpApiBuilder.group(Api, "files", (handlers) => handlers.handleAll({
    imports: ({ params: { enterprise }, query, payload }) => {
      const { file, dryRun = false, reason = "" } = "file" in payload ? payload : { file: payload }
      const options = { dryRun: dryRun || query.dryRun === "true", reason }
      return answer(({ actor }) =>
        Effect.map(
          withoutQuota(portal.importUsers(actor, enterprise, () => readRows(whole(file)), options)),
          ({ faults, ...counts }) => ({ ...counts, faults: faults.map(Told.faultTold) })))
    },
    usersCsv: ({ params }) => answer(({ actor }) => usersFile(portal, actor, params.enterprise)),
    activityCsv: ({ params, query }) =>
      answer(({ actor }) =>
        Effect.flatMap(portal.activity(actor, params.enterprise, query.period), (view) =>
          Effect.promise(() => textOf(Statistics.activityRows(view))))),
    reportActivity: ({ params, payload: { kind, count } }) =>
      answer(({ actor }) => portal.reportActivity(actor, params.enterprise, kind, count))
  }))

/** A resource as it is told of: an order leaves it where it is. */
const told = (resource: Resource.Resource) =>
  resource._tag === "Node" ? Effect.succeed(resource) : Effect.die("an order leaves a resource where it is")

export const resources = (portal: Portal) =>
  HttpApiBuilder.group(Api, "resources", (handlers) => handlers.handleAll({
    createResource: ({ payload: { wish, reason = "" }, headers }) =>
      answer((who) =>
        Effect.flatMap(withoutQuota(portal.createResource(who, wish, reason, headers["idempotency-key"])), told)),
    submitResource: ({ payload: { command, reason = "" }, headers }) =>
      answer((who) =>
        Effect.flatMap(withoutQuota(portal.submitResource(who, command, reason, headers["idempotency-key"])), told)),
    resources: ({ query: { place, ...page } }) => answer(({ actor }) => portal.resources(actor, place, pageOf(page))),
    whoMay: ({ query: { permission, place, ...page } }) =>
      answer(({ actor }) => portal.whoMay(actor, permission, place, pageOf(page))),
    onWhat: ({ params: { enterprise, userId }, query: { permission, ...page } }) =>
      answer(({ actor }) => portal.onWhat(actor, enterprise, userId, permission, pageOf(page)))
  }))
