/** The shapes of the wire that belong to no concept: what stands around the domain's own schemas. */
import {
  Account, Credential, Cursor, Level, Moment, PageLimit, Password, Path, Permission, Policy, Portals, Quota, Seconds
} from "@intendant/core"
import { Told } from "@intendant/core/promises"
import * as Schema from "effect/Schema"
import { TransportRefusal } from "./transport.ts"

const rowsMax = 500

// --------------------------------------------------------------------------- parameters, headers and queries

/** A number written as text, as queries are. */
export const Limit = Schema.FiniteFromString.pipe(Schema.decodeTo(PageLimit))

/** Sent again within a day under the same key, a request is given its first answer, and nothing is done twice. */
export const IdempotencyHeaders = Schema.Struct({ "idempotency-key": Schema.optionalKey(Portals.IdempotencyKey) })
/** Where nothing is asked in the query, whatever stands there is a mistake. */
export const NoQuery = Schema.Record(Schema.String, Schema.Never)
export const AtPath = Schema.Struct({ path: Path })
export const ListQuery = Schema.Struct({
  below: Schema.optionalKey(Path),
  status: Schema.optionalKey(Account.Status),
  after: Schema.optionalKey(Cursor),
  limit: Schema.optionalKey(Limit)
})
export const UsageQuery = Schema.Struct({ resource: Quota.Resource })
export const HeaviestQuery = Schema.Struct({ resource: Quota.Resource, limit: Schema.optionalKey(Limit) })
export const ExplainQuery = Schema.Struct({ permission: Permission, path: Path })

// -------------------------------------------------------------------------------------------- requests

export const SignIn = Schema.Struct({ name: Path, password: Password }).annotate({
  identifier: "SignIn", description: "The full name of an account, and its password."
})
export const Order = Schema.Struct({ command: Account.Command, reason: Schema.optionalKey(Portals.Reason) }).annotate({
  identifier: "AccountOrder", description: "One command on one account, and why it is given: the journal keeps both."
})
export const Batch = Schema.Struct({
  commands: Schema.Array(Schema.Unknown).check(Schema.isMaxLength(rowsMax)),
  reason: Schema.optionalKey(Portals.Reason)
}).annotate({
  identifier: "AccountBatch",
  description: "Up to 500 commands, as `POST /account-commands` takes them. Each is read and carried out on its own."
})
export const PolicyOrder = Schema.Struct({
  command: Policy.Command, reason: Schema.optionalKey(Portals.Reason)
}).annotate({ identifier: "PolicyOrder", description: "One command on one policy, and why it is given." })
export const Reservation = Schema.Struct({
  id: Quota.ReservationId, resource: Quota.Resource, amount: Quota.Amount
}).annotate({ identifier: "Reservation", description: "So much of a resource, under an id that the caller chooses." })
export const TokenWish = Schema.Struct({
  label: Credential.Label, seconds: Schema.optionalKey(Seconds)
}).annotate({ identifier: "TokenWish", description: "What the token is called, and for how long it holds." })
export const PasswordGiven = Schema.Struct({ password: Password }).annotate({ identifier: "PasswordGiven" })

// --------------------------------------------------------------------------------------------- answers

export const Opened = Schema.Struct({
  /** Shown here and nowhere else. */
  token: Schema.String, expiresAt: Moment, account: Portals.AccountView
}).annotate({ identifier: "OpenedSession", description: "The token stands in the header `Authorization: Bearer …`." })
export const View = Portals.AccountView.annotate({ identifier: "AccountView" })
export const UserShown = Portals.UserView.annotate({ identifier: "UserView" })
export const Active = Schema.Struct({
  name: Schema.String, account: Schema.optionalKey(View), user: Schema.optionalKey(UserShown),
  level: Schema.optionalKey(Level)
}).annotate({
  identifier: "ActiveSession",
  description: "The active account; the user, and how surely it is they; or the role whose token this is."
})
export const Views = Schema.Struct({
  items: Schema.Array(View), next: Schema.optionalKey(Schema.String)
}).annotate({ identifier: "AccountPage", description: "Give `next` as `after` to get the next page." })

const why = Schema.Struct({ en: Schema.String, fr: Schema.String })
const RefusedRow = Schema.Struct({
  ok: Schema.Literal(false),
  refusal: Schema.Union([...Portals.Refusal.members, ...TransportRefusal.members]), why
}).annotate({ identifier: "RefusedRow" })
export type RefusedRow = typeof RefusedRow.Type
/** What became of one row of a batch. */
export const outcomeOf = <Shown extends Schema.Constraint>(shown: Shown, identifier: string) =>
  Schema.Union([Schema.Struct({ ok: Schema.Literal(true), value: shown }), RefusedRow]).annotate({ identifier })
export const Outcome = outcomeOf(View, "Outcome")
export type Outcome = typeof Outcome.Type
export const Outcomes = Schema.Struct({ outcomes: Schema.Array(Outcome) }).annotate({
  identifier: "Outcomes", description: "What became of each row, in the order in which they were sent."
})
export const Settings = Schema.Array(Policy.Resolved)
export const Usages = Schema.Array(Quota.Usage)
export const Reserved = Schema.Struct({ id: Schema.String }).annotate({ identifier: "Reserved" })
export const Issued = Schema.Struct({
  tokenId: Schema.String, token: Schema.optionalKey(Schema.String)
}).annotate({
  identifier: "IssuedToken", description: "The token is shown once: a request sent again is told its id alone."
})
export const Explanation = Told.Explanation.annotate({
  identifier: "Explanation", description: "The grant that allows it, or what is missing."
})
export const Health = Schema.Struct({ status: Schema.Literal("ok") }).annotate({ identifier: "Health" })
