/** The part of the interface about files of people, resources, and who may do what. */
import { Resource } from "@intendant/core"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as OpenApi from "effect/http-api/OpenApi"
import * as Schema from "effect/Schema"
import { Identified, Read } from "./caller.ts"
import { ofUsers } from "./api-people.ts"
import { bodies, says } from "./examples.ts"
import { problems } from "./problem.ts"
import * as Access from "./wire-access.ts"
import { AtEnterprise, AtUser, ActivityQuery } from "./wire-people.ts"
import * as Wire from "./wire.ts"

const body = ["BodyTooLarge", "WrongContentType"] as const
const repeated = ["KeyReused", "StillRunning"] as const
const unseen = ["NotPermitted", "NoSuchAccount", "StepUpNeeded"] as const
/** Whatever stands in the way of an order about a resource, missing powers aside. */
const ofResources = [
  Resource.NoSuchNode, Resource.NodeTaken, Resource.Misplaced, Resource.NotGrantable, Resource.NotAContainer,
  Resource.NotOfClient
].map((member) => member.fields._tag.schema.literal)

const csv = Schema.String.pipe(HttpApiSchema.asText({ contentType: "text/csv" }))

const imports = HttpApiEndpoint.post("imports", "/enterprises/:enterprise/imports", {
  params: AtEnterprise, query: Access.ImportQuery, payload: [Access.ImportFile, Access.ImportedFile],
  success: Access.Imported, error: problems(...unseen, "NoContract", ...ofUsers, ...body)
}).annotateMerge(says(
  "Create the users of a file",
  "The file is checked as a whole: everything that is wrong is told with its line and column, and nobody is created; " +
    "or everyone is. Who is there already stays, so that a file may be sent again. With `dryRun` it is only checked, " +
    "and the counts say what it would come to. It is sent as it is, as text/csv, or in base 64 where a reason goes " +
    "with it.",
  bodies.imports
))

const usersCsv = HttpApiEndpoint.get("usersCsv", "/enterprises/:enterprise/users.csv", {
  params: AtEnterprise, query: Wire.NoQuery, success: csv, error: problems(...unseen)
}).annotateMerge(says(
  "The users as a file",
  "Everyone but those who were deleted, by address: last name; first name; mail; language. It can be imported again, " +
    "and a spreadsheet opens it and runs nothing of it."
))

const activityCsv = HttpApiEndpoint.get("activityCsv", "/enterprises/:enterprise/activity.csv", {
  params: AtEnterprise, query: ActivityQuery, success: csv, error: problems(...unseen, "NoSuchWindow")
}).annotateMerge(says("What was done, as a table", "A line for each day, which a spreadsheet opens and does not run."))

const reportActivity = HttpApiEndpoint.post("reportActivity", "/enterprises/:enterprise/activity", {
  params: AtEnterprise, query: Wire.NoQuery, payload: Access.ActivityReport, success: HttpApiSchema.NoContent,
  error: problems(...unseen, "NoContract", "NoSuchActivity", ...body)
}).annotateMerge(says(
  "Count what was done", "By the portal's own product, such as lines and transfers.", bodies.report
))

const createResource = HttpApiEndpoint.post("createResource", "/resources", {
  query: Wire.NoQuery, headers: Wire.IdempotencyHeaders, payload: Access.NewResource,
  success: Access.ResourceShown.pipe(HttpApiSchema.status(201)),
  error: problems(...unseen, ...ofResources, ...repeated, ...body)
}).annotateMerge(says("Make a resource", "Below another one, or below the client.", bodies.newResource))

const submitResource = HttpApiEndpoint.post("submitResource", "/resource-commands", {
  query: Wire.NoQuery, headers: Wire.IdempotencyHeaders, payload: Access.ResourceOrder, success: Access.ResourceShown,
  error: problems(...unseen, ...ofResources, ...repeated, ...body)
}).annotateMerge(says("Give an order on a resource", "Nobody gives what they do not hold.", bodies.share))

const resources = HttpApiEndpoint.get("resources", "/resources", {
  query: Access.ResourcesQuery, success: Access.ResourcesShown, error: problems(...unseen)
}).annotateMerge(says("List resources", "Those at and below a place, by their places."))

const whoMay = HttpApiEndpoint.get("whoMay", "/who-may", {
  query: Access.WhoMayQuery, success: Access.WhoMay, error: problems(...unseen)
}).annotateMerge(says("Who may", "The users who, signed in, may do something at a place, and by which grant."))

const onWhat = HttpApiEndpoint.get("onWhat", "/enterprises/:enterprise/users/:userId/may", {
  params: AtUser, query: Access.OnWhatQuery, success: Access.OnWhat, error: problems(...unseen, "NoSuchUser")
}).annotateMerge(says("On what", "The resources that a user may do something to, and by which grant."))

export class Files extends HttpApiGroup.make("files").add(imports, usersCsv, activityCsv, reportActivity)
  .middleware(Identified).middleware(Read)
  .annotateMerge(OpenApi.annotations({ title: "Files", description: "Many people at once, and what is counted." })) {}

export class Resources extends HttpApiGroup.make("resources")
  .add(createResource, submitResource, resources, whoMay, onWhat).middleware(Identified).middleware(Read)
  .annotateMerge(OpenApi.annotations({ title: "Resources", description: "Made, shared, and who may do what." })) {}
