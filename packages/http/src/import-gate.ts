/** Files of people are large: who may not send one is told so before any of it is read. */
import { Path, type Portals } from "@intendant/core"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { orUnavailable } from "./answer.ts"
import { CurrentExchange, type Exchange } from "./exchange.ts"
import { bearerOf } from "./own-route.ts"
import { problemResponse } from "./problem.ts"

export const importsTemplate = "/enterprises/:enterprise/imports"

/** A file of a hundred thousand people, in base 64. */
export const importBytesMax = 20_000_000

const isPath = Schema.is(Path)

/** The enterprise that an address names; none where that is no name, which the route itself will tell. */
const enterpriseOf = ({ url }: Request): Path | undefined => {
  const [, , name = ""] = new URL(url).pathname.split("/")
  const enterprise = decodeURIComponent(name)
  return isPath(enterprise) ? enterprise : undefined
}

/** The answer to whoever may not send a file; none where it is to be read. */
export const refusedUnread = (
  portal: Portals.Portal["Service"], request: Request, exchange: Exchange
): Effect.Effect<Response | undefined> =>
  Effect.gen(function*() {
    const { actor } = yield* portal.authenticate(Redacted.make(bearerOf(request.headers)))
    exchange.actor = actor.id
    const enterprise = enterpriseOf(request)
    if (enterprise !== undefined) yield* portal.mayImport(actor, enterprise)
    return undefined
  }).pipe(
    orUnavailable,
    Effect.catch((refusal) => problemResponse(refusal, exchange)),
    Effect.provideService(CurrentExchange, exchange)
  )
