/**
 * The shapes of AuthZEN, as far as they are looked at: whatever else stands in a request is the caller's own. A request
 * is read twice. What the standard asks for must be there; whom and what it names may be anybody and anything, and is
 * only then looked for among what the portal knows.
 */
import { BadInput, faultsOf, Level, Path, Permission, Resource, User } from "@intendant/core"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

const Properties = Schema.Record(Schema.String, Schema.Unknown)
const properties = { properties: Schema.optionalKey(Properties) }

/** A user of an enterprise: of the caller's own where `properties` does not name another. */
const ofEnterprise = {
  type: Schema.String, properties: Schema.optionalKey(Schema.Struct({ enterprise: Schema.optionalKey(Path) }))
}
const Subject = Schema.Struct({ ...ofEnterprise, id: Schema.String })
const Thing = Schema.Struct({ type: Schema.String, id: Schema.String, ...properties })
const Action = Schema.Struct({ name: Schema.String, ...properties })

/** Users and resources are known; a place is any name, so that there is no list of them, and none that is empty. */
const isListed = Schema.makeFilter((type: string) => type !== "place" || "user or node: there is no list of places")
const AnyThing = Schema.Struct({ type: Schema.String.check(isListed), ...properties })

/** How surely the subject is taken to have proved who they are; as surely as can be where nothing is said. */
const Context = Schema.Struct({ level: Schema.optionalKey(Level) })
const context = { context: Schema.optionalKey(Context) }

const tokenCharactersMax = 8192
const Limit = Schema.Number.check(Schema.makeFilter((limit: number) =>
  (Number.isInteger(limit) && limit >= 0) || "a whole number, 0 or more"))
const page = {
  page: Schema.optionalKey(Schema.Struct({
    token: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(tokenCharactersMax))),
    limit: Schema.optionalKey(Limit)
  }))
}

const known = {
  subject: Schema.Struct({ type: Schema.Literal("user"), id: User.UserId }),
  anySubject: Schema.Struct({ type: Schema.Literal("user") }),
  action: Schema.Struct({ name: Permission.check(Schema.isMaxLength(200)) }),
  thing: Schema.Union([
    Schema.Struct({ type: Schema.Literal("user"), id: User.UserId }),
    Schema.Struct({ type: Schema.Literal("node"), id: Resource.NodeId }),
    Schema.Struct({ type: Schema.Literal("place"), id: Path })
  ]),
  anyThing: Schema.Struct({ type: Schema.Literals(["user", "node"]) })
}

/** Reads what is looked at, and leaves the rest alone. */
const readerOf = <Value, Written>(schema: Schema.Codec<Value, Written>) => {
  const decode = Schema.decodeUnknownResult(schema, { errors: "all" })
  return (sent: unknown): Result.Result<Value, BadInput> =>
    Result.mapError(decode(sent), ({ issue }) => BadInput.make({ faults: faultsOf(issue) }))
}

/** The two readings of a question: as the standard has it, and as the portal knows what is named in it. */
export const evaluation = {
  read: readerOf(Schema.Struct({ subject: Subject, action: Action, resource: Thing, ...context })),
  recognise: readerOf(Schema.Struct({ subject: known.subject, action: known.action, resource: known.thing }))
}
export const subjectSearch = {
  read: readerOf(Schema.Struct({
    subject: Schema.Struct(ofEnterprise), action: Action, resource: Thing, ...context, ...page
  })),
  recognise: readerOf(Schema.Struct({ subject: known.anySubject, action: known.action, resource: known.thing }))
}
export const resourceSearch = {
  read: readerOf(Schema.Struct({ subject: Subject, action: Action, resource: AnyThing, ...context, ...page })),
  recognise: readerOf(Schema.Struct({ subject: known.subject, action: known.action, resource: known.anyThing }))
}
export const actionSearch = {
  read: readerOf(Schema.Struct({ subject: Subject, resource: Thing, ...context, ...page })),
  recognise: readerOf(Schema.Struct({ subject: known.subject, resource: known.thing }))
}

const evaluationsMax = 500

export const readEvaluations = readerOf(Schema.Struct({
  evaluations: Schema.Array(Schema.Unknown).check(Schema.isMaxLength(evaluationsMax)),
  options: Schema.optionalKey(Schema.Struct({
    evaluations_semantic: Schema.optionalKey(
      Schema.Literals(["execute_all", "deny_on_first_deny", "permit_on_first_permit"]))
  }))
}))
