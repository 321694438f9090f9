/**
 * AuthZEN 1.0: a product leaves it to the portal to decide what users may do. Whoever asks must see every user of the
 * enterprise; the answers come from the same grants as everything that the portal permits.
 */
import type { Unavailable as StorageUnavailable } from "@intendant/core"
import * as Effect from "effect/Effect"
import { orUnavailable } from "../answer.ts"
import { CurrentExchange } from "../exchange.ts"
import { faultOf } from "../fault.ts"
import type { Gate, Knock } from "../gate.ts"
import { bearerOf, callerOf } from "../recognising.ts"
import { problemResponse } from "../problem.ts"
import type { AnyTold } from "../status.ts"
import { NoSuchRoute, Unexpected } from "../transport.ts"
import { questions } from "./judging.ts"
import { pagesOf } from "./pages.ts"

const accessPrefix = "/access/v1"
const configurationPath = "/.well-known/authzen-configuration"
const mediaType = "application/json"
/** The number that a caller gives to a request, and looks for in its answer. */
const echo = "x-request-id"

const answering = (answer: (knock: Knock) => Effect.Effect<object, AnyTold | StorageUnavailable>) => (knock: Knock) => {
  const { exchange } = knock
  return Effect.map(orUnavailable(answer(knock)), (told) => Response.json(told)).pipe(
    // A defect is no answer: it is told to the log, without the values that it may quote.
    Effect.catchDefect((defect) => {
      exchange.fault = faultOf(defect)
      return Effect.fail(Unexpected.make({}))
    }),
    Effect.catch((refusal) => problemResponse(refusal, exchange)),
    Effect.provideService(CurrentExchange, exchange)
  )
}

const answer = (knock: Knock) =>
  Effect.gen(function*() {
    const who = yield* callerOf(knock)
    const question = questions.get(new URL(knock.request.url).pathname.slice(accessPrefix.length + 1))
    if (question === undefined) return yield* Effect.fail(NoSuchRoute.make({}))
    const sent: unknown = knock.body === "" ? undefined : JSON.parse(knock.body)
    const pages = pagesOf(bearerOf(knock.request.headers))
    return yield* question({ portal: knock.portal, who, pages, sent })
  })

/** Where everything is, for whoever knows the portal by name. A host that does not say where it is has none to tell. */
const configuration = ({ publicUrl }: Knock) => {
  if (publicUrl === undefined) return Effect.fail(NoSuchRoute.make({}))
  const origin = publicUrl.replace(/\/+$/, "")
  const at = (name: string) => `${origin}${accessPrefix}/${name}`
  return Effect.succeed({
    policy_decision_point: origin,
    access_evaluation_endpoint: at("evaluation"), access_evaluations_endpoint: at("evaluations"),
    search_subject_endpoint: at("search/subject"), search_resource_endpoint: at("search/resource"),
    search_action_endpoint: at("search/action")
  })
}

export const authzen: ReadonlyArray<Gate> = [
  {
    prefix: accessPrefix, mediaType, echo, refuse: problemResponse, answer: answering(answer),
    routes: [...questions.keys()].map((name) => ({ method: "POST", template: `${accessPrefix}/${name}` }))
  },
  {
    prefix: configurationPath, mediaType, echo, refuse: problemResponse, answer: answering(configuration),
    routes: [{ method: "GET", template: configurationPath }]
  }
]
