/** Files of people are large: who may not send one is told so before any of it is read. */
import { Path } from "@intendant/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { type Asking, callerOf, toldIn } from "./recognising.ts"

export const importsTemplate = "/enterprises/:enterprise/imports"

/** A file of a hundred thousand people, in base 64. */
export const importBytesMax = 20_000_000

const isPath = Schema.is(Path)

/** The enterprise that an address names; none where that is no name, which the route itself will tell. */
const enterpriseOf = ({ pathname }: URL): Path | undefined => {
  const [, , name = ""] = pathname.split("/")
  const enterprise = decodeURIComponent(name)
  return isPath(enterprise) ? enterprise : undefined
}

/** The answer to whoever may not send a file; none where it is to be read. */
export const refusedUnread = (asking: Asking, address: URL): Effect.Effect<Response | undefined> =>
  toldIn(asking.exchange)(Effect.gen(function*() {
    const { actor } = yield* callerOf(asking)
    const enterprise = enterpriseOf(address)
    if (enterprise !== undefined) yield* asking.portal.mayImport(actor, enterprise)
    return undefined
  }))
