/** Who asks: the middleware that turns the header `Authorization` into someone whom the portal knows. */
import type { Portals } from "@intendant/core"
import * as Context from "effect/Context"
import * as HttpApiMiddleware from "effect/http-api/HttpApiMiddleware"
import * as HttpApiSecurity from "effect/http-api/HttpApiSecurity"
import * as OpenApi from "effect/http-api/OpenApi"
import type * as Redacted from "effect/Redacted"
import { problems } from "./problem.ts"

/** Who bears the token of this request, and the token. */
export class Caller extends Context.Service<Caller, Portals.SignedIn & {
  readonly bearer: Redacted.Redacted<string>
}>()("@intendant/http/Caller") {}

const bearer = HttpApiSecurity.bearer.pipe(
  HttpApiSecurity.annotate(OpenApi.Description, "The token of a session, or an API token. Nothing else is read.")
)

/** Asks for a session or an API token, before anything else of the request is looked at. */
export class Identified extends HttpApiMiddleware.Service<Identified, { provides: Caller }>()(
  "@intendant/http/Identified", { security: { bearer }, error: problems("NotSignedIn", "Unavailable", "Unexpected") }
) {}

/** The token of this request, for a way in that recognises by itself who bears it. */
export class Bearer extends Context.Service<Bearer, Redacted.Redacted<string>>()("@intendant/http/Bearer") {}

/** Asks for the same header, and leaves it to the way in to recognise who bears it. */
export class Bearing extends HttpApiMiddleware.Service<Bearing, { provides: Bearer }>()(
  "@intendant/http/Bearing", { security: { bearer } }
) {}

/** Recognises who bears it where the way in never comes to that, because the request cannot be read. */
export class Known extends HttpApiMiddleware.Service<Known, { requires: Bearer }>()(
  "@intendant/http/Known", { error: problems("NotSignedIn", "Unavailable", "Unexpected") }
) {}

/** Tells everything that a request holds and should not, or lacks, as one refusal. */
export class Read extends HttpApiMiddleware.Service<Read>()("@intendant/http/Read", {
  error: problems("BadInput", "AddressTooLong")
}) {}
