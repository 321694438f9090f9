/** What SCIM tells of itself: what it can do, which resources there are, and what their attributes are like. */
import {
  attribute, type Described, groupAttributes, readOnly, standingAttributes, userAttributes
} from "./attributes.ts"
import type { Json, JsonObject } from "./matching.ts"
import { schemas } from "./names.ts"
import { countMax, groupColumns, userColumns } from "./shape.ts"

const ability = (name: string, description: string): Described =>
  attribute(name, description, { type: "boolean", ...readOnly })

const abilities: ReadonlyArray<Described> = [
  ability("attributes", "Whether the query `attributes` is answered."),
  ability("excludedAttributes", "Whether the query `excludedAttributes` is answered."),
  attribute("sortBy", "What lists can be sorted by, in the order of `sortOrder`. Anything else is refused.", {
    multiValued: true, ...readOnly
  }),
  ability("externalId", "Whether `externalId` is kept. Where it is not, nothing that is said of it is looked at."),
  ability("lastModified", "Whether `meta.lastModified` is told.")
]

const schema = (id: string, name: string, description: string, attributes: ReadonlyArray<Described>): JsonObject =>
  ({ schemas: [schemas.schema], id, name, description, attributes, meta: { resourceType: "Schema" } })

const resourceType = (
  name: string, description: string, id: string, schemaExtensions: ReadonlyArray<JsonObject>
): JsonObject => ({
  schemas: [schemas.resourceType], id: name, name, description, endpoint: `/${name}s`, schema: id, schemaExtensions,
  meta: { resourceType: "ResourceType" }
})

const supported = (is: boolean, more: Readonly<Record<string, Json>> = {}): JsonObject => ({ supported: is, ...more })

const sortBy = [
  ...Object.keys(userColumns).map((name) => `User.${name}`), ...Object.keys(groupColumns).map((name) => `Group.${name}`)
]

/** What can be done here. */
export const serviceProviderConfig: JsonObject = {
  schemas: [schemas.serviceProviderConfig, schemas.abilities], patch: supported(true),
  bulk: supported(false, { maxOperations: 0, maxPayloadSize: 0 }),
  filter: supported(true, { maxResults: countMax }), changePassword: supported(false), sort: supported(true),
  etag: supported(false),
  authenticationSchemes: [{
    type: "oauthbearertoken", name: "Bearer token", description: "An API token of an administrator, or of the operator."
  }],
  [schemas.abilities]: {
    attributes: true, excludedAttributes: true, sortBy, externalId: false, lastModified: false
  },
  meta: { resourceType: "ServiceProviderConfig" }
}

export const resourceTypes: ReadonlyArray<JsonObject> = [
  resourceType("User", "The users of an enterprise.", schemas.user, [{ schema: schemas.standing, required: false }]),
  resourceType("Group", "The roles that users have.", schemas.group, [])
]

export const schemasTold: ReadonlyArray<JsonObject> = [
  schema(schemas.user, "User", "A user of an enterprise.", userAttributes),
  schema(schemas.group, "Group", "A role.", groupAttributes),
  schema(schemas.standing, "Standing", "How an account stands.", standingAttributes),
  schema(schemas.abilities, "Abilities", "What is answered and kept, beyond what the RFC has words for.", abilities)
]
