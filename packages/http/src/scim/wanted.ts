/** What a directory wants a user to be: read from a body, or from the user as it stands, and told as orders. */
import {
  BadInput, faultsOf, Locale, MailAddress, mailKey, preferredLocale, reader, Role, User
} from "@intendant/core"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type * as SchemaIssue from "effect/SchemaIssue"
import { type Faulty, faulty, type Refused } from "./faults.ts"
import { isOpen } from "./resources.ts"

/** What a schema found, as a refusal. */
export const badInput = (issue: SchemaIssue.Issue): BadInput => BadInput.make({ faults: faultsOf(issue) })

/** Everything about a user that SCIM can change. */
export const Wanted = Schema.Struct({
  userName: MailAddress, familyName: User.PersonName, givenName: User.PersonName, language: Locale, role: Role.Role,
  active: Schema.Boolean
})
export type Wanted = typeof Wanted.Type

/** Some write `"True"` where they mean `true`. */
export const readActive = (value: unknown): unknown => {
  const text = typeof value === "string" ? value.toLowerCase() : value
  return text === "true" ? true : text === "false" ? false : value
}

/** The language of ours that comes nearest to `fr-CA`. */
export const readLanguage = (value: unknown): unknown =>
  typeof value === "string" ? preferredLocale(value) : value

const Several = Schema.Array(Schema.Struct({
  value: Schema.optionalKey(Schema.String), type: Schema.optionalKey(Schema.NullOr(Schema.String)),
  primary: Schema.optionalKey(Schema.Unknown)
}))

/** What of a whole resource is looked at. Whatever else a directory says is not kept, and not told back. */
const Whole = Schema.Struct({
  userName: MailAddress,
  name: Schema.Struct({ familyName: User.PersonName, givenName: User.PersonName }),
  emails: Schema.optionalKey(Several),
  roles: Schema.optionalKey(Several),
  preferredLanguage: Schema.optionalKey(Schema.NullOr(Schema.String)),
  active: Schema.optionalKey(Schema.Unknown)
})

const known = new Map(
  ["userName", "name", "familyName", "givenName", "emails", "roles", "preferredLanguage", "active", "value", "type",
    "primary", "Operations", "op", "path", "members", "schemas"].map((name) => [name.toLowerCase(), name])
)
const depthMax = 4

/**
 * The same JSON, the names that we know written as we write them: to SCIM, names are the same in capitals and without.
 * Of two that become one, neither is taken.
 */
export const inOurLetters = (sent: unknown, depth = 0): Result.Result<unknown, Faulty> => {
  if (typeof sent !== "object" || sent === null || depth > depthMax) return Result.succeed(sent)
  if (Array.isArray(sent)) return Result.all(sent.map((one: unknown) => inOurLetters(one, depth + 1)))
  const entries = Object.entries(sent).map(([name, value]) => [known.get(name.toLowerCase()) ?? name, value] as const)
  if (new Set(entries.map(([name]) => name)).size < entries.length) {
    return Result.fail(faulty("invalidSyntax", "", "every name once, in capitals or without"))
  }
  const read = entries.map(([name, value]) => Result.map(inOurLetters(value, depth + 1), (one) => [name, one] as const))
  return Result.map(Result.all(read), (pairs) => Object.fromEntries(pairs))
}

const readWanted = reader(Wanted)
const decodeWhole = Schema.decodeUnknownResult(Whole, { errors: "all" })

/** The address to sign in with is the one at work: a directory that says otherwise is asked which it means. */
const isSameMail = (userName: MailAddress, written: string): boolean =>
  Result.match(Schema.decodeUnknownResult(MailAddress)(written), {
    onFailure: () => false, onSuccess: (mail) => mailKey(mail) === mailKey(userName)
  })

const isMain = ({ type, primary }: (typeof Several.Type)[number]): boolean =>
  readActive(primary) === true || type?.toLowerCase() === "work"

/** The one role that is named; SCIM would allow several. */
const roleIn = (roles: typeof Several.Type | undefined): Result.Result<string | undefined, Faulty> => {
  const named = [...new Set((roles ?? []).flatMap(({ value }) => value === undefined ? [] : [value]))]
  return named.length > 1 ? Result.fail(faulty("invalidValue", "roles", "one role")) : Result.succeed(named[0])
}

/** What stands where nothing is said. */
export type Unsaid = Pick<Wanted, "language" | "role" | "active">

/** Reads a whole resource. What it does not say stays, or becomes what it is for whoever is new. */
export const wantedOf = (sent: unknown, unsaid: Unsaid): Result.Result<Wanted, Refused> =>
  Result.gen(function*() {
    const ours = yield* inOurLetters(sent)
    const whole = yield* Result.mapError(decodeWhole(ours), ({ issue }) => badInput(issue))
    const { userName, name, emails = [], roles, preferredLanguage, active } = whole
    const strange = emails.find((mail) => isMain(mail) && !isSameMail(userName, mail.value ?? ""))
    if (strange !== undefined) return yield* Result.fail(faulty("invalidValue", "emails", "userName, and no other"))
    return yield* readWanted({
      userName, ...name, language: readLanguage(preferredLanguage) ?? unsaid.language,
      role: (yield* roleIn(roles)) ?? unsaid.role, active: active === undefined ? unsaid.active : readActive(active)
    })
  })

/** A user as a directory would want it, if it wanted nothing else. */
export const asWanted = (user: User.Known): Wanted => ({
  userName: user.mail, familyName: user.lastName, givenName: user.firstName, language: user.language, role: user.role,
  active: isOpen(user)
})

/** The orders that make a user what is wanted: one about what is known of them, and one about how they stand. */
export interface Orders {
  readonly edit: User.AdminCommand | undefined
  readonly stand: User.AdminCommand | undefined
}

/** Whoever was never created, since another holds the address, is let in by creating them after all. */
const letIn = (user: User.Known): User.AdminCommand => {
  const whom = { enterprise: user.enterprise, userId: user.userId }
  return user._tag === "CreationBlocked" ? User.ResumeCreation.make(whom) : User.ReactivateUser.make(whom)
}

export const ordersFor = (user: User.Known, wanted: Wanted): Orders => {
  const whom = { enterprise: user.enterprise, userId: user.userId }
  const { userName, familyName, givenName, language, role, active } = wanted
  const changes = {
    ...(userName === user.mail ? {} : { mail: userName }),
    ...(familyName === user.lastName ? {} : { lastName: familyName }),
    ...(givenName === user.firstName ? {} : { firstName: givenName }),
    ...(language === user.language ? {} : { language }), ...(role === user.role ? {} : { role })
  }
  return {
    edit: Object.keys(changes).length === 0 ? undefined : User.EditUser.make({ ...whom, ...changes }),
    stand: active === isOpen(user) ? undefined : active ? letIn(user) : User.SuspendUser.make(whom)
  }
}
