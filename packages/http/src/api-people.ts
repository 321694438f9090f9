/** The part of the interface that administers enterprises and their people. */
import { User } from "@intendant/core"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as OpenApi from "effect/http-api/OpenApi"
import { Bearing, Identified, Known, Read } from "./caller.ts"
import { bodies, says } from "./examples.ts"
import { problems } from "./problem.ts"
import * as People from "./wire-people.ts"
import * as Wire from "./wire.ts"

const body = ["BodyTooLarge", "WrongContentType"] as const
const repeated = ["KeyReused", "StillRunning"] as const
const unseen = ["NotPermitted", "NoSuchAccount", "StepUpNeeded"] as const

/** Whatever stands in the way of an order about a user: one rule decides all of them. */
export const ofUsers = User.Refusal.members.map((member) => member.fields._tag.schema.literal)

const submitContract = HttpApiEndpoint.post("submitContract", "/contract-commands", {
  query: Wire.NoQuery, headers: Wire.IdempotencyHeaders, payload: People.ContractOrder, success: People.ContractShown,
  error: problems(...unseen, "AlreadySigned", "NoContract", ...repeated, ...body)
}).annotateMerge(says(
  "Give an order on a contract", "Signs the contract of an enterprise, or changes its terms.", bodies.contract
))

const contract = HttpApiEndpoint.get("contract", "/enterprises/:enterprise", {
  params: People.AtEnterprise, query: Wire.NoQuery, success: People.ContractShown,
  error: problems(...unseen, "NoContract")
}).annotateMerge(says("The contract of an enterprise", "What was agreed, how much of it is taken, whom to call."))

const submitSettings = HttpApiEndpoint.post("submitSettings", "/setting-commands", {
  query: Wire.NoQuery, headers: Wire.IdempotencyHeaders, payload: People.SettingsOrder, success: People.SettingsShown,
  error: problems(...unseen, "SettingsRefused", "SettingsMoved", ...repeated, ...body)
}).annotateMerge(says(
  "Save or lock settings",
  "All together or not at all. With `basedOn`, whoever saves over what somebody else has changed meanwhile is told.",
  bodies.settings
))

const settings = HttpApiEndpoint.get("settings", "/enterprises/:enterprise/settings", {
  params: People.AtEnterprise, query: Wire.NoQuery, success: People.SettingsShown, error: problems(...unseen)
}).annotateMerge(says("The settings of an enterprise", "Each as it holds there, and where its value comes from."))

const submitTemplate = HttpApiEndpoint.post("submitTemplate", "/template-commands", {
  query: Wire.NoQuery, payload: People.TemplateOrder, success: People.TemplateShown,
  error: problems(...unseen, "TemplateRefused", ...body)
}).annotateMerge(says("Word a mail", "In the enterprise's own words, or as everywhere.", bodies.template))

const template = HttpApiEndpoint.get("template", "/enterprises/:enterprise/templates/:kind", {
  params: People.AtTemplate, query: People.TemplateQuery, success: People.TemplateShown, error: problems(...unseen)
}).annotateMerge(says("The wording of a mail", "The enterprise's own words, or those that everybody has."))

const storage = HttpApiEndpoint.get("storage", "/enterprises/:enterprise/storage", {
  params: People.AtEnterprise, query: People.StorageQuery, success: People.StorageShown, error: problems(...unseen)
}).annotateMerge(says("The room of an enterprise", "How much of it is used, and by which users most."))

const activity = HttpApiEndpoint.get("activity", "/enterprises/:enterprise/activity", {
  params: People.AtEnterprise, query: People.ActivityQuery, success: People.ActivityShown,
  error: problems(...unseen, "NoSuchWindow")
}).annotateMerge(says("What was done", "Over one of the portal's periods, in all and day by day."))

export class Enterprises extends HttpApiGroup.make("enterprises")
  .add(submitContract, contract, submitSettings, settings, submitTemplate, template, storage, activity)
  .middleware(Identified).middleware(Read)
  .annotateMerge(OpenApi.annotations({ title: "Enterprises", description: "Contracts, settings, and wordings." })) {}

const create = HttpApiEndpoint.post("create", "/users", {
  query: Wire.NoQuery, headers: Wire.IdempotencyHeaders, payload: People.NewUser,
  success: Wire.UserShown.pipe(HttpApiSchema.status(201)),
  error: problems(...unseen, ...ofUsers, ...repeated, ...body)
}).annotateMerge(says(
  "Create a user", "Who is then invited. Where another account holds the address, the creation is blocked.", bodies.user
))

const submit = HttpApiEndpoint.post("submit", "/user-commands", {
  query: Wire.NoQuery, headers: Wire.IdempotencyHeaders, payload: People.UserOrder, success: Wire.UserShown,
  error: problems(...unseen, ...ofUsers, ...repeated, ...body)
}).annotateMerge(says(
  "Give an order on a user",
  "Editing, suspending, reactivating, deleting and the rest. The answer is the user as they are from then on.",
  bodies.suspend
))

const submitAll = HttpApiEndpoint.post("submitAll", "/user-commands/batch", {
  query: Wire.NoQuery, headers: Wire.IdempotencyHeaders, payload: People.UserBatch, success: People.UserOutcomes,
  error: problems(...body)
}).annotateMerge(says(
  "Give many orders at once",
  "Each row is read and carried out on its own, and has its own outcome. With an idempotency key each row is " +
    "repeatable: sent again, only the rows that were never carried out are.",
  bodies.suspendAll
))

const list = HttpApiEndpoint.get("list", "/users", {
  query: People.UsersQuery, success: People.UsersShown, error: problems(...unseen)
}).middleware(Known).middleware(Bearing).annotateMerge(says(
  "List users",
  "Those of an enterprise, with what may be done about each. `status` may stand there several times; those who need " +
    "help come first where `sort` says nothing. 50 on a page where `limit` says nothing."
))

const one = HttpApiEndpoint.get("one", "/enterprises/:enterprise/users/:userId", {
  params: People.AtUser, query: Wire.NoQuery, success: Wire.UserShown, error: problems(...unseen, "NoSuchUser")
}).annotateMerge(says("One user", "As they are, and what may be done about them now."))

const attach = HttpApiEndpoint.post("attach", "/enterprises/:enterprise/users/:userId/attachment", {
  params: People.AtUser, query: Wire.NoQuery, payload: People.Reasoned, success: Wire.UserShown,
  error: problems(...unseen, ...ofUsers, ...body)
}).annotateMerge(says(
  "Attach the account that holds the address",
  "Said by support of a blocked creation: the account becomes the enterprise's, and the creation is given up.",
  bodies.attachment
))

const resetPassword = HttpApiEndpoint.post("resetPassword", "/enterprises/:enterprise/users/:userId/password-reset", {
  params: People.AtUser, query: Wire.NoQuery, payload: People.Reasoned, success: People.HandedOver,
  error: problems(...unseen, ...ofUsers, ...body)
}).annotateMerge(says(
  "Take a password away, and hand another over",
  "In a portal where administrators do that. The answer is mailed to nobody: hand it over by a safe channel.",
  bodies.attachment
))

const ownSettings = HttpApiEndpoint.get("settings", "/enterprises/:enterprise/users/:userId/settings", {
  params: People.AtUser, query: Wire.NoQuery, success: People.SettingsShown, error: problems(...unseen)
}).annotateMerge(says("The settings of a user", "Each as it holds for them, and where its value comes from."))

const counts = HttpApiEndpoint.get("counts", "/enterprises/:enterprise/user-counts", {
  params: People.AtEnterprise, query: Wire.NoQuery, success: People.UserCounts, error: problems(...unseen)
}).annotateMerge(says("How many users", "In each of the seven statuses."))

export class Users extends HttpApiGroup.make("users")
  .add(create, submit, submitAll, one, attach, resetPassword, ownSettings, counts).middleware(Identified)
  .add(list).middleware(Read)
  .annotateMerge(OpenApi.annotations({ title: "Users", description: "The people of an enterprise." })) {}
