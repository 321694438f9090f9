/** What SCIM tells of itself: what it can do, which resources there are, and what their attributes are like. */
import { type Described, groupAttributes, standingAttributes, userAttributes } from "./attributes.ts"
import type { Json, JsonObject } from "./matching.ts"
import { schemas } from "./names.ts"
import { countMax } from "./shape.ts"

const schema = (id: string, name: string, description: string, attributes: ReadonlyArray<Described>): JsonObject =>
  ({ schemas: [schemas.schema], id, name, description, attributes, meta: { resourceType: "Schema" } })

const resourceType = (
  name: string, description: string, id: string, schemaExtensions: ReadonlyArray<JsonObject>
): JsonObject => ({
  schemas: [schemas.resourceType], id: name, name, description, endpoint: `/${name}s`, schema: id, schemaExtensions,
  meta: { resourceType: "ResourceType" }
})

const supported = (is: boolean, more: Readonly<Record<string, Json>> = {}): JsonObject => ({ supported: is, ...more })

/** What can be done here. */
export const serviceProviderConfig: JsonObject = {
  schemas: [schemas.serviceProviderConfig], patch: supported(true),
  bulk: supported(false, { maxOperations: 0, maxPayloadSize: 0 }),
  filter: supported(true, { maxResults: countMax }), changePassword: supported(false), sort: supported(true),
  etag: supported(false),
  authenticationSchemes: [{
    type: "oauthbearertoken", name: "Bearer token", description: "An API token of an administrator, or of the operator."
  }],
  meta: { resourceType: "ServiceProviderConfig" }
}

export const resourceTypes: ReadonlyArray<JsonObject> = [
  resourceType("User", "The users of an enterprise.", schemas.user, [{ schema: schemas.standing, required: false }]),
  resourceType("Group", "The roles that users have.", schemas.group, [])
]

export const schemasTold: ReadonlyArray<JsonObject> = [
  schema(schemas.user, "User", "A user of an enterprise.", userAttributes),
  schema(schemas.group, "Group", "A role.", groupAttributes),
  schema(schemas.standing, "Standing", "How an account stands.", standingAttributes)
]
