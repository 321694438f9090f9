/** What SCIM tells of itself: what it can do, which resources there are, and what their attributes are like. */
import type { Json, JsonObject } from "./matching.ts"
import { schemas } from "./names.ts"
import { countMax } from "./shape.ts"

interface Traits {
  readonly type?: "string" | "boolean" | "complex" | "reference" | "dateTime"
  readonly multiValued?: boolean
  readonly required?: boolean
  readonly caseExact?: boolean
  readonly mutability?: "readOnly" | "readWrite"
  readonly uniqueness?: "none" | "server" | "global"
  readonly subAttributes?: ReadonlyArray<JsonObject>
}

/** An attribute, as RFC 7643 describes one. */
const attribute = (name: string, description: string, traits: Traits = {}): JsonObject => ({
  name, type: "string", multiValued: false, description, required: false, caseExact: false, mutability: "readWrite",
  returned: "default", uniqueness: "none", ...traits
})

const readOnly = { mutability: "readOnly" } as const

const userAttributes: ReadonlyArray<JsonObject> = [
  attribute("userName", "The mail address to sign in with. Nobody else in the installation has it.", {
    required: true, uniqueness: "global"
  }),
  attribute("name", "The name of the person.", {
    type: "complex", required: true, subAttributes: [
      attribute("formatted", "First and last name.", readOnly),
      attribute("familyName", "The last name.", { required: true }),
      attribute("givenName", "The first name.", { required: true })
    ]
  }),
  attribute("displayName", "First and last name.", readOnly),
  attribute("preferredLanguage", "The language of mails: fr or en, whichever comes nearest."),
  attribute("active", "Whether the account is open: false suspends it, true opens it again.", { type: "boolean" }),
  attribute("emails", "The address to sign in with, of type work; and a second one, which only the user sets.", {
    type: "complex", multiValued: true, subAttributes: [
      attribute("value", "The address."), attribute("type", "work or other.", readOnly),
      attribute("primary", "Whether it is the one to sign in with.", { type: "boolean", ...readOnly })
    ]
  }),
  attribute("phoneNumbers", "The telephone that codes go to, which only the user sets.", {
    type: "complex", multiValued: true, ...readOnly, subAttributes: [
      attribute("value", "The number.", readOnly), attribute("type", "mobile.", readOnly)
    ]
  }),
  attribute("roles", "The one role of the user.", {
    type: "complex", multiValued: true, subAttributes: [
      attribute("value", "The role."), attribute("primary", "Always true.", { type: "boolean", ...readOnly })
    ]
  }),
  attribute("groups", "The same role, as a group.", {
    type: "complex", multiValued: true, ...readOnly, subAttributes: [
      attribute("value", "The role.", { ...readOnly, caseExact: true }), attribute("display", "The role.", readOnly)
    ]
  })
]

const groupAttributes: ReadonlyArray<JsonObject> = [
  attribute("displayName", "The role.", { required: true, ...readOnly }),
  attribute("members", "Who has the role. Whoever is taken out has the role of whoever joins.", {
    type: "complex", multiValued: true, subAttributes: [
      attribute("value", "The id of the user.", { caseExact: true }), attribute("display", "Their name.", readOnly),
      attribute("type", "User.", readOnly)
    ]
  })
]

const standingAttributes: ReadonlyArray<JsonObject> = [
  attribute("status", "How the account stands, in one of seven ways. CreationBlocked: another has the address.", {
    ...readOnly, caseExact: true
  })
]

const schema = (id: string, name: string, description: string, attributes: ReadonlyArray<JsonObject>): JsonObject =>
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
