/** The part of the interface through which people come in and go: sessions, tokens, advice, and whether we are up. */
import { Credential } from "@intendant/core"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as OpenApi from "effect/http-api/OpenApi"
import * as Schema from "effect/Schema"
import { Identified, Read } from "./caller.ts"
import { bodies, says } from "./examples.ts"
import { problems } from "./problem.ts"
import * as Wire from "./wire.ts"

/** What every question with a body can be refused for before it is looked at. */
const body = ["BodyTooLarge", "WrongContentType", "Unexpected"] as const

const signIn = HttpApiEndpoint.post("signIn", "/sessions", {
  query: Wire.NoQuery, payload: Wire.SignIn,
  success: Wire.Opened.pipe(HttpApiSchema.status(201)),
  error: problems("SignInRefused", "SignInLocked", "Unavailable", ...body)
}).annotateMerge(says(
  "Sign in",
  "Opens a session with the full name of an account and its password. Unknown names, wrong passwords and accounts " +
    "that may not sign in get the same answer after the same time. Once locked, `Retry-After` says when to ask " +
    "again; where the refusal has no `retryAt`, an administrator releases the account, and it is advice alone.",
  bodies.signIn
))

const signOut = HttpApiEndpoint.delete("signOut", "/session", {
  query: Wire.NoQuery, success: HttpApiSchema.NoContent
}).middleware(Identified).annotateMerge(says(
  "Sign out", "Ends the session of the token given. An API token is revoked elsewhere."
))

const active = HttpApiEndpoint.get("active", "/session", {
  query: Wire.NoQuery, success: Wire.Active
}).middleware(Identified).annotateMerge(says(
  "Who am I?", "The active account as it is now, or the role whose token this is."
))

export class Sessions extends HttpApiGroup.make("sessions").add(signIn, signOut, active).middleware(Read)
  .annotateMerge(OpenApi.annotations({ title: "Sessions", description: "Signing in and out." })) {}

const issue = HttpApiEndpoint.post("issue", "/tokens", {
  query: Wire.NoQuery, headers: Wire.IdempotencyHeaders, payload: Wire.TokenWish,
  success: Wire.Issued.pipe(HttpApiSchema.status(201)),
  error: problems(
    "NotPermitted", "NoSuchAccount", "StepUpNeeded", "NoSuchToken", "WrongStatus", "KeyReused", "StillRunning", ...body
  )
}).annotateMerge(says(
  "Make an API token", "It gives the rights of whoever makes it, and is shown here only.", bodies.token
))

const revoke = HttpApiEndpoint.delete("revoke", "/tokens/:id", {
  params: Schema.Struct({ id: Credential.TokenId }), query: Wire.NoQuery, success: HttpApiSchema.NoContent,
  error: problems("NotPermitted", "NoSuchAccount", "StepUpNeeded", "NoSuchToken")
}).annotateMerge(says("Revoke an API token", "From the next request on it is nobody's."))

export class Tokens extends HttpApiGroup.make("tokens").add(issue, revoke).middleware(Identified).middleware(Read)
  .annotateMerge(OpenApi.annotations({ title: "API tokens", description: "For programs that act for someone." })) {}

const advise = HttpApiEndpoint.post("advise", "/password-advice", {
  query: Wire.NoQuery, payload: Wire.PasswordGiven, success: Credential.PasswordAdvice,
  error: problems("Unavailable", ...body)
}).annotateMerge(says(
  "Advice on a password",
  "How strong it is, what would help, and which named policies it is compatible with. It blocks nothing, and the " +
    "password goes no further. Suggestions are in the language of `Accept-Language`.",
  bodies.password
))

const health = HttpApiEndpoint.get("health", "/health", { success: Wire.Health }).annotateMerge(says(
  "Is the process alive?", "Asks nothing of the storage."
))

const ready = HttpApiEndpoint.get("ready", "/ready", {
  success: Wire.Health, error: problems("Unavailable")
}).annotateMerge(says("Can requests be answered?", "503 while the storage is away, and once the host shuts down."))

export class Service extends HttpApiGroup.make("service").add(advise, health, ready).middleware(Read)
  .annotateMerge(OpenApi.annotations({ title: "Service", description: "Open to everybody." })) {}
