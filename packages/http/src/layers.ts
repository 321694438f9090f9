/** The interface put together: handlers on a portal, who is asking, and how faults of input are told. */
import { BadInput, faultsOf, type Portals } from "@intendant/core"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { HttpApiSchemaError } from "effect/http-api/HttpApiError"
import * as HttpApiSwagger from "effect/http-api/HttpApiSwagger"
import * as HttpServer from "effect/http/HttpServer"
import * as Layer from "effect/Layer"
import { orUnavailable } from "./answer.ts"
import { Api } from "./api.ts"
import { Bearer, Bearing, Caller, Identified, Known, Read } from "./caller.ts"
import { CurrentExchange } from "./exchange.ts"
import { faultOf } from "./fault.ts"
import { files, resources } from "./handlers-access.ts"
import { type IsServing, service, sessions, tokens } from "./handlers-entry.ts"
import { entry, own } from "./handlers-own.ts"
import { enterprises, users } from "./handlers-people.ts"
import { accounts, policies, reservations } from "./handlers.ts"
import { docsPath, openapiPath } from "./routes.ts"

type Portal = Portals.Portal["Service"]

const identified = (portal: Portal) =>
  Layer.succeed(Identified, Identified.of({
    bearer: Effect.fnUntraced(function*(handled, { credential }) {
      const exchange = yield* CurrentExchange
      const signedIn = yield* orUnavailable(portal.authenticate(credential))
      exchange.actor = signedIn.actor.id
      return yield* Effect.provideService(handled, Caller, { ...signedIn, bearer: credential })
    })
  }))

const bearing = Layer.succeed(Bearing, Bearing.of({
  bearer: (handled, { credential }) => Effect.provideService(handled, Bearer, credential)
}))

/** Whoever is nobody is told so, and not what is wrong with their request. */
const known = (portal: Portal) =>
  Layer.succeed(Known, Known.of((handled) =>
    handled.pipe(Effect.catchIf(HttpApiSchemaError.is, (failure) =>
      Bearer.pipe(
        Effect.flatMap((bearer) => orUnavailable(portal.authenticate(bearer))),
        Effect.andThen(Effect.fail(failure)))))))

/** A defect is no answer: it is told to the log, without the values that it may quote. */
const noted = (cause: Cause.Cause<unknown>) =>
  Effect.map(CurrentExchange, (exchange) => {
    if (Cause.hasDies(cause)) exchange.fault = faultOf(Cause.squash(cause))
  })

const readingFault = (failure: unknown): BadInput | undefined =>
  HttpApiSchemaError.is(failure) && failure.kind !== "Body" && failure.kind !== "ResponseHeaders"
    ? BadInput.make({ faults: faultsOf(failure.cause.issue) })
    : undefined

const read = Layer.succeed(Read, Read.of((handled) =>
  handled.pipe(
    Effect.tapCause(noted),
    Effect.catch((failure) => Effect.fail(readingFault(failure) ?? failure))
  )))

/** Everything that the router needs to answer for a portal. */
export const apiLayer = (portal: Portal, isServing: IsServing) =>
  Layer.mergeAll(HttpApiBuilder.layer(Api, { openapiPath }), HttpApiSwagger.layer(Api, { path: docsPath })).pipe(
    Layer.provide([
      sessions(portal), tokens(portal), service(portal, isServing), accounts(portal), policies(portal),
      reservations(portal), enterprises(portal), users(portal), entry(portal), own(portal),
      files(portal), resources(portal)
    ]),
    Layer.provide([identified(portal), bearing, known(portal), read]),
    Layer.provide(HttpServer.layerServices)
  )
