/** One function from a request to its answer, to be mounted wherever requests come in. */
import { BadInput, type Portals } from "@intendant/core"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as HttpRouter from "effect/http/HttpRouter"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import { authzen } from "./authzen/gate.ts"
import { readBody, readFile } from "./body.ts"
import { clientAddress } from "./client-address.ts"
import { policyOf } from "./docs.ts"
import { CurrentExchange, type Exchange, newExchange } from "./exchange.ts"
import { faultOf } from "./fault.ts"
import { asJson, echoOf, gateAt } from "./gate.ts"
import { importBytesMax, importsTemplate, refusedUnread } from "./import-gate.ts"
import { apiLayer } from "./layers.ts"
import { type LogLine, logLine } from "./log.ts"
import { problemContentType, problemResponse } from "./problem.ts"
import { answerOwn, type OwnRoute } from "./own-route.ts"
import { docsPath, finder, openapiPath, type Place, routes } from "./routes.ts"
import { scim } from "./scim/gate.ts"
import type { AnyTold } from "./status.ts"
import { AddressTooLong, NoSuchRoute, Unexpected, WrongMethod } from "./transport.ts"

export interface HandlerOptions {
  /** Anything to be provided to every request, such as another clock. */
  readonly layer?: Layer.Layer<never>
  /** The largest body that is read; 1 MB where nothing is said. */
  readonly bodyBytesMax?: number
  /** The addresses of proxies whose word about who sent a request is taken, for the log and to count messages by. */
  readonly trustedProxies?: ReadonlyArray<string>
  /**
   * Where clients reach the portal, such as `https://portal.example`; asked for at each request where that is known
   * later than this. Nothing of a request is believed about it.
   */
  readonly publicUrl?: string | (() => string | undefined)
  /** What the host offers besides. */
  readonly ownRoutes?: ReadonlyArray<OwnRoute>
  /** Takes a line per request. Nothing is logged where nobody takes it. */
  readonly log?: (line: LogLine) => void
}

/** A portal over HTTP. */
export interface Handler {
  /** Answers a request; `remote` is the address that the connection comes from, where the server knows it. */
  readonly fetch: (request: Request, remote?: string) => Promise<Response>
  /** From now on `/ready` says no, so that whoever balances loads sends nothing more. Everything else is answered. */
  readonly drain: () => void
  readonly dispose: () => Promise<void>
}

/** What the log says of a request whose sender went away before the answer. */
const statusGone = 499
const addressCharactersMax = 8192
const bodyBytesDefault = 1_000_000
const bodied = ["POST", "PUT", "PATCH"]
const gates = [scim, ...authzen]
const routerConfig = {
  maxParamLength: addressCharactersMax, caseSensitive: true, ignoreTrailingSlash: false, ignoreDuplicateSlashes: false
}

const isDecodable = (text: string): boolean => {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

/** What is wrong with a request before anybody looks at what it asks. */
const faultOfAddress = (
  request: Request, { pathname, search }: URL, place: Place | undefined
): AnyTold | undefined => {
  if (request.url.length > addressCharactersMax) {
    return AddressTooLong.make({ limitCharacters: addressCharactersMax })
  }
  if (!isDecodable(pathname) || !isDecodable(search)) {
    return BadInput.make({ faults: [{ field: "url", expected: "percent-encoded UTF-8" }] })
  }
  if (place === undefined) return NoSuchRoute.make({})
  return place.allowed.includes(request.method) ? undefined : WrongMethod.make({ allowed: place.allowed })
}

/** The same answer without its body. */
const headOf = (answer: Response): Response =>
  new Response(null, { status: answer.status, headers: answer.headers })

const refusedByRouter = (answer: Response): boolean =>
  answer.status >= 400 && answer.headers.get("content-type") !== problemContentType

const isPage = (place: Place | undefined) => place?.template === docsPath || place?.template === openapiPath

/** What every answer says about itself. Pages are the same for everyone; everything else is nobody else's business. */
const withHeaders = async (answer: Response, exchange: Exchange, place: Place | undefined): Promise<Response> => {
  const { status, headers } = answer
  headers.set("cache-control", isPage(place) ? "no-cache" : "no-store")
  headers.set("x-content-type-options", "nosniff")
  headers.set("referrer-policy", "no-referrer")
  if (headers.get("content-type") === problemContentType) {
    headers.set("content-language", exchange.locale)
    headers.set("vary", "accept-language")
  }
  for (const [name, value] of Object.entries(exchange.echo ?? {})) headers.set(name, value)
  if (status === 401) headers.set("www-authenticate", "Bearer")
  if (exchange.refusal?._tag === "WrongMethod") headers.set("allow", exchange.refusal.allowed.join(", "))
  if (exchange.refusal?._tag === "BodyTooLarge") headers.set("connection", "close")
  if (exchange.retryAfterSeconds !== undefined) headers.set("retry-after", String(exchange.retryAfterSeconds))
  if (exchange.isReplayed) headers.set("idempotent-replayed", "true")
  const isHtml = place?.template === docsPath && status === 200
  headers.set("content-security-policy", isHtml
    ? await policyOf(await answer.clone().text())
    : "default-src 'none'; frame-ancestors 'none'")
  return answer
}

type Portal = Portals.Portal["Service"]
type Ask = (request: Request, exchange: Exchange, address: URL, place: Place | undefined) => Promise<Response>
type Run = <Value>(answer: Effect.Effect<Value>) => Promise<Value>
type App = ReturnType<typeof appOf>["handler"]

const appOf = (portal: Portal, isServing: () => boolean, layer: Layer.Layer<never>) =>
  HttpRouter.toWebHandler(Layer.provideMerge(apiLayer(portal, isServing), layer), { disableLogger: true, routerConfig })

/** The request as routes know it: a body that was read stands in it, and what asks for a head asks for all. */
const askedAs = (request: Request, body: string | Uint8Array<ArrayBuffer>): Request => {
  const { url, method, headers, signal } = request
  if (method === "GET") return request
  return new Request(url, {
    method: method === "HEAD" ? "GET" : method, headers, signal, ...(body.length === 0 ? {} : { body })
  })
}

/** Has a request whose body was read answered by its route. */
const router = (app: App, run: Run) =>
  async (request: Request, exchange: Exchange, body: string | Uint8Array<ArrayBuffer>) => {
    const answer = await app(askedAs(request, body), Context.make(CurrentExchange, exchange))
    return refusedByRouter(answer) ? run(problemResponse(Unexpected.make({}), exchange)) : answer
  }

/** Looks at the request itself first, then at its body, and has what is left answered by a route. */
const asker = (portal: Portal, app: App, run: Run, options: HandlerOptions): Ask =>
  async (request, exchange, address, place) => {
    const { bodyBytesMax = bodyBytesDefault, ownRoutes = [] } = options
    const gate = gateAt(gates, address.pathname)
    const route = router(app, run)
    const refuse = (refusal: AnyTold) => run((gate?.refuse ?? problemResponse)(refusal, exchange))
    const echo = echoOf(gate, request)
    if (Result.isSuccess(echo)) exchange.echo = echo.success
    const fault = faultOfAddress(request, address, place)
    if (fault !== undefined) return refuse(fault)
    if (Result.isFailure(echo)) return refuse(echo.failure)
    if (request.method === "OPTIONS") {
      return new Response(null, { status: 204, headers: { allow: place?.allowed.join(", ") ?? "" } })
    }
    if (place?.template === importsTemplate) {
      const refused = await run(refusedUnread({ portal, request, exchange }, address))
      if (refused !== undefined) return refused
      const file = await readFile(request, importBytesMax)
      return Result.isFailure(file) ? refuse(file.failure) : route(request, exchange, file.success)
    }
    const isRead = bodied.includes(request.method)
    const body = isRead ? await readBody(asJson(gate, request), bodyBytesMax) : Result.succeed("")
    if (Result.isFailure(body)) return refuse(body.failure)
    if (gate !== undefined) {
      const publicUrl = typeof options.publicUrl === "function" ? options.publicUrl() : options.publicUrl
      return run(gate.answer({ portal, request, body: body.success, exchange, publicUrl }))
    }
    const own = ownRoutes.find(({ template }) => template === place?.template)
    if (own !== undefined) return run(answerOwn(own, { portal, request, exchange }, body.success))
    return route(request, exchange, body.success)
  }

/** Makes the handler of a portal. Dispose of it once no request is under way. */
export const makeHandler = (portal: Portal, options: HandlerOptions = {}): Handler => {
  const { layer = Layer.empty, trustedProxies: trusted = [], ownRoutes = [] } = options
  const placeOf = finder([...routes, ...gates.flatMap((gate) => gate.routes), ...ownRoutes])
  let isServing = true
  const app = appOf(portal, () => isServing, layer)
  const run: Run = (answer) => Effect.runPromise(Effect.provide(answer, layer))
  const ask = asker(portal, app.handler, run, options)

  const fetch = async (request: Request, remote?: string): Promise<Response> => {
    const startedAt = performance.now()
    const exchange = newExchange(request.headers, clientAddress(request.headers, remote, trusted))
    const address = new URL(request.url)
    const place = placeOf(address.pathname)
    const answer = await ask(request, exchange, address, place).catch((failure: unknown) => {
      exchange.fault = faultOf(failure)
      return run(problemResponse(Unexpected.make({}), exchange))
    })
    const isGone = request.signal.aborted
    const told = isGone ? new Response(null, { status: statusGone }) : await withHeaders(answer, exchange, place)
    const route = place?.template ?? "unmatched"
    options.log?.(logLine(exchange, { request, route, status: told.status, startedAt }))
    return request.method === "HEAD" ? headOf(told) : told
  }

  return { fetch, drain: () => { isServing = false }, dispose: app.dispose }
}
