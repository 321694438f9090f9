/**
 * SCIM 2.0: a directory keeps the users of an enterprise. The address names the enterprise, whoever asks, so that an
 * administrator and the operator have the same one: `/scim/v2/{enterprise}/Users`. Nothing is decided here: every
 * change is an order to the portal, which asks for the power of whoever bears the token.
 */
import { Path, reader, type Unavailable as StorageUnavailable } from "@intendant/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { orUnavailable } from "../answer.ts"
import { CurrentExchange } from "../exchange.ts"
import { faultOf } from "../fault.ts"
import type { Gate, Knock } from "../gate.ts"
import { callerOf } from "../recognising.ts"
import { NoSuchRoute, Unexpected } from "../transport.ts"
import { type Call, told } from "./call.ts"
import { resourceTypes, schemasTold, serviceProviderConfig } from "./discovery.ts"
import { refusedResponse, type Refused } from "./faults.ts"
import { groups } from "./groups.ts"
import { listResponse } from "./listing.ts"
import type { JsonObject } from "./matching.ts"
import { mediaType } from "./names.ts"
import { users } from "./users.ts"

type Answer = (call: Call) => Effect.Effect<Response, Refused | StorageUnavailable>

const noSuchRoute = Effect.fail(NoSuchRoute.make({}))

/** The things of one kind that SCIM tells of itself, or one of them. */
const among = (all: ReadonlyArray<JsonObject>): Answer => ({ id }) => {
  if (id === "") return Effect.succeed(told(listResponse({ total: all.length, resources: all }, 1)))
  const one = all.find((resource) => resource["id"] === id)
  return one === undefined ? noSuchRoute : Effect.succeed(told(one))
}

const answers: ReadonlyMap<string, Answer> = new Map<string, Answer>([
  ["GET Users", users.list], ["POST Users", users.create],
  ["GET Users/:id", users.one], ["PUT Users/:id", users.replace], ["PATCH Users/:id", users.patch],
  ["DELETE Users/:id", users.remove],
  ["GET Groups", groups.list], ["GET Groups/:id", groups.one], ["PUT Groups/:id", groups.replace],
  ["PATCH Groups/:id", groups.patch],
  ["GET ServiceProviderConfig", () => Effect.succeed(told(serviceProviderConfig))],
  ["GET ResourceTypes", among(resourceTypes)], ["GET ResourceTypes/:id", among(resourceTypes)],
  ["GET Schemas", among(schemasTold)], ["GET Schemas/:id", among(schemasTold)]
])

const prefix = "/scim/v2"
const routes = [...answers.keys()].map((name) => {
  const [method = "", kind = ""] = name.split(" ")
  return { method, template: `${prefix}/:enterprise/${kind}` }
})

const readEnterprise = reader(Schema.Struct({ enterprise: Path }))

/** Recognises who asks before anything else of the request is looked at. */
const answer = (knock: Knock): Effect.Effect<Response, Refused | StorageUnavailable> =>
  Effect.gen(function*() {
    const who = yield* callerOf(knock)
    const { pathname, searchParams: query } = new URL(knock.request.url)
    const [named = "", kind = "", id = ""] = pathname.slice(prefix.length + 1).split("/").map(decodeURIComponent)
    const { enterprise } = yield* Effect.fromResult(readEnterprise({ enterprise: named }))
    const method = knock.request.method === "HEAD" ? "GET" : knock.request.method
    const given = answers.get(`${method} ${kind}${id === "" ? "" : "/:id"}`)
    if (given === undefined) return yield* noSuchRoute
    const sent: unknown = knock.body === "" ? undefined : JSON.parse(knock.body)
    return yield* given({ portal: knock.portal, who, enterprise, id, query, sent })
  })

export const scim: Gate = {
  prefix, routes, mediaType,
  answer: (knock) => {
    const { exchange } = knock
    return orUnavailable(answer(knock)).pipe(
      // A defect is no answer: it is told to the log, without the values that it may quote.
      Effect.catchDefect((defect) => {
        exchange.fault = faultOf(defect)
        return Effect.fail(Unexpected.make({}))
      }),
      Effect.catch((refused) => refusedResponse(refused, exchange)),
      Effect.provideService(CurrentExchange, exchange)
    )
  },
  refuse: refusedResponse
}
