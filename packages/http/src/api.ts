/** All that a portal offers over HTTP. The shapes are the domain's own schemas: there is no second vocabulary. */
import { Policy, Quota } from "@intendant/core"
import * as HttpApi from "effect/http-api/HttpApi"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as OpenApi from "effect/http-api/OpenApi"
import * as Schema from "effect/Schema"
import { Files, Resources } from "./api-access.ts"
import { Service, Sessions, Tokens } from "./api-entry.ts"
import { Entry, Own } from "./api-own.ts"
import { Enterprises, Users } from "./api-people.ts"
import { Identified, Read } from "./caller.ts"
import { bodies, says } from "./examples.ts"
import { problems } from "./problem.ts"
import * as Wire from "./wire.ts"

const body = ["BodyTooLarge", "WrongContentType"] as const
const repeated = ["KeyReused", "StillRunning"] as const
const unseen = ["NotPermitted", "NoSuchAccount", "StepUpNeeded"] as const

const submit = HttpApiEndpoint.post("submit", "/account-commands", {
  query: Wire.NoQuery, headers: Wire.IdempotencyHeaders, payload: Wire.Order, success: Wire.View,
  error: problems(
    ...unseen, "NameTaken", "NameReserved", "StillEnabled", "UndoExpired", "NotYourDeletion", "NotRecallable",
    "AwaitingDeletion", "BeingErased", "NotScheduled", "TooEarly", "BackupBlocked", "NoMachineHere", "MachineInUse",
    "NoSuchPolicy", "WrongPassword", "PasswordsDiffer", "SignInLocked", "QuotaExceeded", ...repeated, ...body
  )
}).annotateMerge(says(
  "Give an order on an account",
  "The only way in which an account changes: opening, editing, disabling, deleting, undoing and the rest. The answer " +
    "is the account as it is from then on.",
  bodies.open
))

const submitAll = HttpApiEndpoint.post("submitAll", "/account-commands/batch", {
  query: Wire.NoQuery, headers: Wire.IdempotencyHeaders, payload: Wire.Batch, success: Wire.Outcomes,
  error: problems(...body)
}).annotateMerge(says(
  "Give many orders at once",
  "Each row is read and carried out on its own, and has its own outcome. With an idempotency key each row is " +
    "repeatable: sent again, only the rows that were never carried out are.",
  bodies.batch
))

const list = HttpApiEndpoint.get("list", "/accounts", {
  query: Wire.ListQuery, success: Wire.Views, error: problems(...unseen)
}).annotateMerge(says(
  "List accounts",
  "By name: those below a group, or of the whole installation for who sees all of it. With `status`, those of one " +
    "status, deleted ones included, for who may recall them. 50 on a page where `limit` says nothing."
))

const one = HttpApiEndpoint.get("one", "/accounts/:path", {
  params: Wire.AtPath, query: Wire.NoQuery, success: Wire.View, error: problems(...unseen)
}).annotateMerge(says("One account", "As it is, and what it may do in its status."))

const settings = HttpApiEndpoint.get("settings", "/accounts/:path/settings", {
  params: Wire.AtPath, query: Wire.NoQuery, success: Wire.Settings, error: problems(...unseen)
}).annotateMerge(says("The settings of an account", "Each as it holds there, and where its value comes from."))

const usage = HttpApiEndpoint.get("usage", "/accounts/:path/usage", {
  params: Wire.AtPath, query: Wire.UsageQuery, success: Quota.Usage, error: problems(...unseen)
}).annotateMerge(says("How much an account uses", "Of one resource: itself, and with everything below it."))

const heaviest = HttpApiEndpoint.get("heaviest", "/accounts/:path/heaviest", {
  params: Wire.AtPath, query: Wire.HeaviestQuery, success: Wire.Usages, error: problems(...unseen)
}).annotateMerge(says("Who uses most", "Of one resource, at and below an account, the largest first."))

const explain = HttpApiEndpoint.get("explain", "/explain", {
  query: Wire.ExplainQuery, success: Wire.Explanation
}).annotateMerge(says("May I?", "Whether the caller holds a power at a place: by which grant, or what is missing."))

class Accounts extends HttpApiGroup.make("accounts")
  .add(submit, submitAll, list, one, settings, usage, heaviest, explain).middleware(Identified).middleware(Read)
  .annotateMerge(OpenApi.annotations({ title: "Accounts", description: "The tree of backup accounts." })) {}

const submitPolicy = HttpApiEndpoint.post("submit", "/policy-commands", {
  query: Wire.NoQuery, headers: Wire.IdempotencyHeaders, payload: Wire.PolicyOrder, success: Policy.Policy,
  error: problems(...unseen, "NoSuchPolicy", "SettingsUnknown", ...repeated, ...body)
}).annotateMerge(says(
  "Give an order on a policy", "Makes a policy of an account, replaces its settings, or withdraws it.", bodies.policy
))

class Policies extends HttpApiGroup.make("policies").add(submitPolicy).middleware(Identified).middleware(Read)
  .annotateMerge(OpenApi.annotations({ title: "Policies", description: "Named bundles of settings." })) {}

const own = [...unseen, "BackupBlocked"] as const
const AtReservation = Schema.Struct({ id: Quota.ReservationId })

const reserve = HttpApiEndpoint.post("reserve", "/reservations", {
  query: Wire.NoQuery, payload: Wire.Reservation, success: Wire.Reserved.pipe(HttpApiSchema.status(201)),
  error: problems(...own, "QuotaExceeded", "ReservationDiffers", "NoSuchReservation", "ReservationOver", ...body)
}).annotateMerge(says(
  "Set room aside",
  "For the account that is signed in, in it and every group above, or nowhere. Unless it is committed before its " +
    "deadline it lapses by itself. Asking again under the same id changes nothing, so no idempotency key is needed.",
  bodies.reservation
))

const commit = HttpApiEndpoint.post("commit", "/reservations/:id/commit", {
  params: AtReservation, query: Wire.NoQuery, success: Wire.Reserved,
  error: problems(...own, "QuotaExceeded", "ReservationDiffers", "NoSuchReservation", "ReservationOver")
}).annotateMerge(says("Use what was set aside", "It counts as used from now on. Saying so twice changes nothing."))

const release = HttpApiEndpoint.delete("release", "/reservations/:id", {
  params: AtReservation, query: Wire.NoQuery, success: HttpApiSchema.NoContent,
  error: problems(...own, "QuotaExceeded", "ReservationDiffers", "NoSuchReservation", "ReservationOver")
}).annotateMerge(says("Give room back", "Reserved or used."))

class Reservations extends HttpApiGroup.make("reservations").add(reserve, commit, release)
  .middleware(Identified).middleware(Read)
  .annotateMerge(OpenApi.annotations({ title: "Reservations", description: "Room, taken and given back." })) {}

const strict = { errors: "all", onExcessProperty: "error" } as const

/** The whole interface. Faults are told all at once, and fields that nobody knows are faults. */
export class Api extends HttpApi.make("intendant")
  .add(Sessions, Accounts, Policies, Reservations, Tokens).add(Enterprises, Users, Entry, Own).add(Files, Resources)
  .add(Service)
  .annotate(HttpApi.ParamsParseOptions, strict).annotate(HttpApi.QueryParseOptions, strict)
  .annotate(HttpApi.PayloadParseOptions, strict).annotate(HttpApi.HeadersParseOptions, { errors: "all" })
  .annotateMerge(OpenApi.annotations({
    title: "Intendant", version: "0.1.0", license: { name: "MIT" },
    description: "A portal of accounts, enterprises and their people. Every refusal is a problem document of RFC " +
      "9457 that names the rule, the facts it looked at, and a sentence in English and in French."
  })) {}
