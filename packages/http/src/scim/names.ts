/** The names by which SCIM knows what it speaks of. */

export const mediaType = "application/scim+json"

const core = "urn:ietf:params:scim:schemas:core:2.0"
const messages = "urn:ietf:params:scim:api:messages:2.0"

export const schemas = {
  user: `${core}:User`,
  group: `${core}:Group`,
  schema: `${core}:Schema`,
  resourceType: `${core}:ResourceType`,
  serviceProviderConfig: `${core}:ServiceProviderConfig`,
  listResponse: `${messages}:ListResponse`,
  patchOp: `${messages}:PatchOp`,
  error: `${messages}:Error`,
  /** What only this library knows of a user: which of the seven statuses. */
  standing: "urn:intendant:scim:User",
  /** What RFC 7643 has no word for: which queries are answered, and what is not kept. */
  abilities: "urn:intendant:scim:ServiceProviderConfig"
} as const

/** The address of everything that SCIM tells of one enterprise. */
export const baseOf = (enterprise: string): string => `/scim/v2/${encodeURIComponent(enterprise)}`
