/** The shapes of AuthZEN, as far as they are looked at. Whatever else stands in a request is the caller's own. */
import { BadInput, Cursor, faultsOf, Level, PageLimit, Path, Permission, Resource, User } from "@intendant/core"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

/** A user of an enterprise: of the caller's own where `properties` does not name another. */
const ofEnterprise = {
  type: Schema.Literal("user"),
  properties: Schema.optionalKey(Schema.Struct({ enterprise: Schema.optionalKey(Path) }))
}
const Subject = Schema.Struct({ ...ofEnterprise, id: User.UserId })
const AnySubject = Schema.Struct(ofEnterprise)

const Thing = Schema.Union([
  Schema.Struct({ type: Schema.Literal("user"), id: User.UserId }),
  Schema.Struct({ type: Schema.Literal("node"), id: Resource.NodeId }),
  Schema.Struct({ type: Schema.Literal("place"), id: Path })
])
/** Users and resources are known; a place is any name, so that there is no list of them. */
const AnyThing = Schema.Struct({ type: Schema.Literals(["user", "node"]) })

const Action = Schema.Struct({ name: Permission.check(Schema.isMaxLength(200)) })

/** How surely the subject is taken to have proved who they are; as surely as can be where nothing is said. */
const Context = Schema.Struct({ level: Schema.optionalKey(Level) })
const context = { context: Schema.optionalKey(Context) }

const page = {
  page: Schema.optionalKey(Schema.Struct({ token: Schema.optionalKey(Cursor), limit: Schema.optionalKey(PageLimit) }))
}

export const Evaluation = Schema.Struct({ subject: Subject, action: Action, resource: Thing, ...context })
export const SubjectSearch = Schema.Struct({
  subject: AnySubject, action: Action, resource: Thing, ...context, ...page
})
export const ResourceSearch = Schema.Struct({
  subject: Subject, action: Action, resource: AnyThing, ...context, ...page
})
export const ActionSearch = Schema.Struct({ subject: Subject, resource: Thing, ...context, ...page })

const evaluationsMax = 500

export const Evaluations = Schema.Struct({
  evaluations: Schema.Array(Schema.Unknown).check(Schema.isMaxLength(evaluationsMax)),
  options: Schema.optionalKey(Schema.Struct({
    evaluations_semantic: Schema.optionalKey(
      Schema.Literals(["execute_all", "deny_on_first_deny", "permit_on_first_permit"]))
  }))
})

/** Reads what is looked at, and leaves the rest alone. */
export const readerOf = <Value, Written>(schema: Schema.Codec<Value, Written>) => {
  const decode = Schema.decodeUnknownResult(schema, { errors: "all" })
  return (sent: unknown): Result.Result<Value, BadInput> =>
    Result.mapError(decode(sent), ({ issue }) => BadInput.make({ faults: faultsOf(issue) }))
}
