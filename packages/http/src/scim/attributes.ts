/** What the attributes of users and roles are like: as schemas tell it, and as whatever compares them looks at it. */
import type { Attribute } from "./filter.ts"
import { schemas } from "./names.ts"

interface Traits {
  readonly type?: "string" | "boolean" | "complex" | "reference" | "dateTime"
  readonly multiValued?: boolean
  readonly required?: boolean
  readonly caseExact?: boolean
  readonly mutability?: "readOnly" | "readWrite"
  readonly returned?: "always" | "default"
  readonly uniqueness?: "none" | "server" | "global"
  readonly referenceTypes?: ReadonlyArray<string>
  readonly subAttributes?: ReadonlyArray<Described>
}

/** An attribute, as RFC 7643 describes one. A type, and no interface, as it is told as JSON. */
export type Described = { readonly name: string; readonly description: string }
  & Required<Omit<Traits, "referenceTypes" | "subAttributes">> & Pick<Traits, "referenceTypes" | "subAttributes">

export const attribute = (name: string, description: string, traits: Traits = {}): Described => ({
  name, type: "string", multiValued: false, description, required: false, caseExact: false, mutability: "readWrite",
  returned: "default", uniqueness: "none", ...traits
})

export const readOnly = { mutability: "readOnly" } as const

const reference = (description: string, ...referenceTypes: ReadonlyArray<string>): Described =>
  attribute("$ref", description, { type: "reference", referenceTypes, caseExact: true, ...readOnly })

export const userAttributes: ReadonlyArray<Described> = [
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
      attribute("value", "The role.", { ...readOnly, caseExact: true }), reference("Where the group is.", "Group"),
      attribute("display", "The role.", readOnly), attribute("type", "direct.", readOnly)
    ]
  })
]

export const groupAttributes: ReadonlyArray<Described> = [
  attribute("displayName", "The role.", readOnly),
  attribute("members", "Who has the role. Whoever is taken out has the role of whoever joins.", {
    type: "complex", multiValued: true, subAttributes: [
      attribute("value", "The id of the user.", { caseExact: true }), reference("Where the user is.", "User"),
      attribute("display", "Their name.", readOnly), attribute("type", "User.", readOnly)
    ]
  })
]

export const standingAttributes: ReadonlyArray<Described> = [
  attribute("status", "How the account stands, in one of seven ways. CreationBlocked: another has the address.", {
    ...readOnly
  })
]

/** What every resource has. RFC 7643 describes these itself, so that no schema does. */
const commonAttributes: ReadonlyArray<Described> = [
  attribute("schemas", "Which schemas describe it.", {
    type: "reference", multiValued: true, caseExact: true, returned: "always", ...readOnly
  }),
  attribute("id", "Which it is.", { caseExact: true, returned: "always", ...readOnly }),
  attribute("meta", "What is known of it as a resource.", {
    type: "complex", ...readOnly, subAttributes: [
      attribute("resourceType", "User or Group.", { caseExact: true, ...readOnly }),
      attribute("created", "When it was created.", { type: "dateTime", ...readOnly }),
      attribute("location", "Where it is.", { type: "reference", caseExact: true, ...readOnly })
    ]
  })
]

/** Each attribute, and each part of one, by the names from the outside in. */
const named = (attributes: ReadonlyArray<Described>, outer = ""): ReadonlyArray<readonly [string, Described]> =>
  attributes.flatMap((one) => {
    const name = `${outer}${one.name.toLowerCase()}`
    return [[name, one] as const, ...named(one.subAttributes ?? [], `${name}.`)]
  })

// Where users and groups have an attribute of the same name, it is compared alike.
const all = new Map([
  ...named(commonAttributes), ...named(userAttributes), ...named(groupAttributes),
  ...named(standingAttributes, `${schemas.standing.toLowerCase()}.`)
])

/** What an attribute is like, if there is one of this name; what has parts is like the one that is called `value`. */
export const describedAt = (names: Attribute): Described | undefined => {
  const name = names.join(".").toLowerCase()
  return all.get(`${name}.value`) ?? all.get(name)
}
