/** What SCIM tells of a refusal: the status and the sentence that it has everywhere, and a word of its own for it. */
import { BadInput } from "@intendant/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { Exchange } from "../exchange.ts"
import { problemResponse } from "../problem.ts"
import type { AnyTold } from "../status.ts"
import { mediaType, schemas } from "./names.ts"

/** The words of RFC 7644 for what is wrong with a request. */
export type ScimType =
  | "invalidFilter" | "invalidPath" | "invalidSyntax" | "invalidValue" | "mutability" | "noTarget" | "uniqueness"

/** A request that SCIM has a word of its own for. */
export interface Faulty {
  readonly _tag: "Faulty"
  readonly scimType: ScimType
  readonly refusal: BadInput
}

/** What would be right, and where. What was sent is not repeated. */
export const faulty = (scimType: ScimType, field: string, expected: string): Faulty =>
  ({ _tag: "Faulty", scimType, refusal: BadInput.make({ faults: [{ field, expected }] }) })

/** Every way in which an answer can be no. */
export type Refused = AnyTold | Faulty

/**
 * An address that somebody else holds is no name for anybody new; what cannot be read has a value that is none, and so
 * has what the contract has no room for: to a directory 409 says that the user is there already.
 */
const wordOf = (refused: Refused): { readonly scimType?: ScimType; readonly status?: number } => {
  switch (refused._tag) {
    case "Faulty": return { scimType: refused.scimType }
    case "BadInput": return { scimType: "invalidValue" }
    case "DomainNotAllowed":
    case "NoSeatLeft": return { scimType: "invalidValue", status: 400 }
    case "MailTaken": return { scimType: "uniqueness" }
    default: return {}
  }
}

const readProblem = Schema.decodeUnknownSync(
  Schema.Struct({ status: Schema.Int, detail: Schema.String }))

/** A refusal as an answer of SCIM. The exchange remembers it as it remembers all others. */
export const refusedResponse = (refused: Refused, exchange: Exchange): Effect.Effect<Response> =>
  Effect.gen(function*() {
    const refusal = refused._tag === "Faulty" ? refused.refusal : refused
    const problem = yield* problemResponse(refusal, exchange)
    const { detail, ...told } = readProblem(yield* Effect.promise(() => problem.json()))
    const { status = told.status, ...word } = wordOf(refused)
    const error = { schemas: [schemas.error], status: String(status), ...word, detail }
    return new Response(JSON.stringify(error), {
      status, headers: { "content-type": mediaType, "content-language": exchange.locale, vary: "accept-language" }
    })
  })
