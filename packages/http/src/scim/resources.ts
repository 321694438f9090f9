/** Users and roles as SCIM tells of them. */
import type { User } from "@intendant/core"
import * as DateTime from "effect/DateTime"
import type { JsonObject } from "./matching.ts"
import { baseOf, schemas } from "./names.ts"

/**
 * Whether an account is open as far as its administrators are concerned. Whoever is locked was guessed at, and was not
 * shut out by anybody: a directory that says again and again that they are open must not open them.
 */
export const isOpen = (user: User.Known): boolean => {
  switch (user._tag) {
    case "Active":
    case "NotFinalised":
    case "Locked": return true
    case "Suspended":
    case "PendingApproval":
    case "CreationBlocked":
    case "Deleted": return false
  }
}

const mailsOf = ({ mail, secondaryMail }: User.Known) => [
  { value: mail, type: "work", primary: true },
  ...(secondaryMail === null ? [] : [{ value: secondaryMail, type: "other", primary: false }])
]

/** A user. The name to sign in with is the mail address; the role is the one group that the user is in. */
export const userResource = (user: User.Known): JsonObject => {
  const { userId, enterprise, mail, firstName, lastName, language, phone, role, createdAt } = user
  const base = baseOf(enterprise)
  return {
    schemas: [schemas.user, schemas.standing],
    id: userId, userName: mail,
    name: { formatted: `${firstName} ${lastName}`, familyName: lastName, givenName: firstName },
    displayName: `${firstName} ${lastName}`, preferredLanguage: language, active: isOpen(user),
    emails: mailsOf(user),
    ...(phone === null ? {} : { phoneNumbers: [{ value: phone, type: "mobile" }] }),
    roles: [{ value: role, primary: true }],
    groups: [{ value: role, $ref: `${base}/Groups/${role}`, display: role, type: "direct" }],
    [schemas.standing]: { status: user._tag },
    meta: {
      resourceType: "User", created: DateTime.formatIso(createdAt), location: `${base}/Users/${userId}`
    }
  }
}

/** A role as a group: its members are those who have it, and nobody has two. */
export const groupResource = (
  enterprise: string, role: string, members: ReadonlyArray<User.Known> | undefined
): JsonObject => ({
  schemas: [schemas.group], id: role, displayName: role,
  ...(members === undefined ? {} : {
    members: members.map(({ userId, firstName, lastName }) => ({
      value: userId, $ref: `${baseOf(enterprise)}/Users/${userId}`, display: `${firstName} ${lastName}`, type: "User"
    }))
  }),
  meta: { resourceType: "Group", location: `${baseOf(enterprise)}/Groups/${role}` }
})
