/** The accounts' part of a desk; and how any desk recognises, reads, asks and answers. */
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Account from "./account/index.ts"
import * as Credential from "./credential/index.ts"
import type { AccountDesk, ActiveJson, Answer } from "./desk.ts"
import { type BadInput, reader } from "./kernel/input.ts"
import { Seconds } from "./kernel/moment.ts"
import { type Page, PageLimit, type PageRequest } from "./kernel/page.ts"
import { Path } from "./kernel/path.ts"
import { type Actor, type NotPermitted, Permission } from "./kernel/permit.ts"
import { Unavailable } from "./kernel/records.ts"
import { Password } from "./kernel/secret.ts"
import { Cursor } from "./kernel/text.ts"
import * as Policy from "./policy/index.ts"
import * as Portals from "./portal/index.ts"
import * as Quota from "./quota/index.ts"
import { userTold } from "./told.ts"
import { Explanation, explanationTold } from "./told.ts"
import * as User from "./user/index.ts"

const isRefusal = Schema.is(Portals.Refusal)
const writeExplanation = Schema.encodeSync(Explanation)
const writeRefusal = Schema.encodeSync(Portals.Refusal)

const refused = (refusal: Portals.Refusal): Answer<never> => ({
  ok: false, refusal: writeRefusal(refusal),
  why: { en: Portals.tell(refusal, "en"), fr: Portals.tell(refusal, "fr") }
})

/** What a rule refuses becomes an answer; what the storage does not do rejects. */
export const answered = <Value, Failure>(
  asked: Effect.Effect<Value, Failure>
): Effect.Effect<Answer<Value>, Unavailable> =>
  Effect.matchEffect(asked, {
    onSuccess: (value) => Effect.succeed<Answer<Value>>({ ok: true, value }),
    onFailure: (failure) => {
      if (isRefusal(failure)) return Effect.succeed<Answer<Value>>(refused(failure))
      return Effect.fail(failure instanceof Unavailable ? failure : new Unavailable({ cause: failure }))
    }
  })

/** What can be said with an order. */
export const said = {
  reason: Schema.optionalKey(Portals.Reason), idempotencyKey: Schema.optionalKey(Portals.IdempotencyKey)
}
/** Which part of a list. */
export const page = { after: Schema.optionalKey(Cursor), limit: PageLimit }
const scope = { below: Schema.optionalKey(Path) }
const place = { path: Path, resource: Quota.Resource }

/** What each question takes; its faults are all told at once. */
export const read = {
  signIn: reader(Schema.Struct({ name: Path, password: Password })),
  password: reader(Schema.Struct({ password: Password })),
  order: reader(Schema.Struct({ command: Account.Command, ...said })),
  policyOrder: reader(Schema.Struct({ command: Policy.Command, ...said })),
  reason: reader(Schema.Struct({ reason: said.reason })),
  path: reader(Schema.Struct({ path: Path })),
  list: reader(Schema.Struct({ ...scope, ...page })),
  statusList: reader(Schema.Struct({ ...scope, ...page, status: Account.Status })),
  usage: reader(Schema.Struct(place)),
  heaviest: reader(Schema.Struct({ ...place, limit: PageLimit })),
  reservation: reader(Schema.Struct({ id: Quota.ReservationId, resource: Quota.Resource, amount: Quota.Amount })),
  reservationId: reader(Schema.Struct({ id: Quota.ReservationId })),
  token: reader(Schema.Struct({
    wish: Schema.Struct({ label: Credential.Label, seconds: Schema.optionalKey(Seconds) }),
    idempotencyKey: said.idempotencyKey
  })),
  tokenId: reader(Schema.Struct({ tokenId: Credential.TokenId })),
  permission: reader(Schema.Struct({ permission: Permission, path: Path })),
  nothing: reader(Schema.Struct({}))
}

type Read<Asked> = (sent: unknown) => Result.Result<Asked, BadInput>

type Who = Effect.Effect<Portals.SignedIn, unknown>
export type Run = <Value>(asked: Effect.Effect<Answer<Value>, Unavailable>) => Promise<Answer<Value>>

/** What a desk works with: whose it is, and how a question is recognised, read, asked and answered. */
export interface Work {
  readonly portal: Portals.Portal["Service"]
  readonly run: Run
  readonly who: Who
}

/** Recognises, reads, and asks, in this order: a stranger is not even told what a question takes. */
export const asker = ({ run, who }: Work) => <Value, Failure, Asked>(
  read: Read<Asked>, sent: unknown,
  then: (asked: Asked, who: Portals.SignedIn) => Effect.Effect<Value, Failure>
) =>
  run(answered(Effect.flatMap(who, (signedIn): Effect.Effect<Value, Failure | BadInput> =>
    Effect.flatMap(Effect.fromResult(read(sent)), (asked) => then(asked, signedIn)))))

const ownPlaceOf = ({ account, user }: Portals.SignedIn): Path | undefined =>
  user === undefined ? account?.path : User.placeOf(user.user.enterprise, user.user.userId)

/** An account or a user fills room of its own, and no other's. */
const onOwn = <Value, Failure>(
  who: Portals.SignedIn, then: (actor: Actor, path: Path) => Effect.Effect<Value, Failure>
): Effect.Effect<null, Failure | NotPermitted> => {
  const place = ownPlaceOf(who)
  return place === undefined
    ? Effect.fail(Portals.notHolding(who.actor, "account.backUp"))
    : Effect.as(then(who.actor, place), null)
}

/** Orders: everything that changes an account or a policy. */
const orders = (work: Work): Pick<AccountDesk, "submit" | "submitAll" | "submitPolicy"> => {
  const { portal } = work
  const ask = asker(work)
  const submit = (who: Portals.SignedIn, command: Account.Command, reason = "", key?: string) =>
    Effect.map(portal.submit({ actor: who.actor, command, reason }, key), (account) =>
      writeView(portal.viewOf(account)))
  return {
    submit: (command, options = {}) =>
      ask(read.order, { command, ...options }, (asked, who) =>
        submit(who, asked.command, asked.reason, asked.idempotencyKey)),
    submitAll: (commands, options = {}) =>
      ask(read.reason, options, ({ reason }, who) =>
        Effect.forEach(commands, (command) =>
          answered(Effect.flatMap(Effect.fromResult(read.order({ command })), (asked) =>
            submit(who, asked.command, reason))), { concurrency: 16 })),
    submitPolicy: (command, options = {}) =>
      ask(read.policyOrder, { command, ...options }, (asked, { actor }) =>
        Effect.map(
          portal.submitPolicy({ actor, command: asked.command, reason: asked.reason ?? "" }, asked.idempotencyKey),
          (policy) => writePolicy(policy)))
  }
}

/** Screens: what is asked about accounts, settings and powers. */
const screens = (
  work: Work
): Pick<AccountDesk, "account" | "browse" | "browseStatus" | "settings" | "explain" | "whoAmI"> => {
  const { portal } = work
  const ask = asker(work)
  return {
    account: (path) =>
      ask(read.path, { path }, (asked, { actor }) => Effect.map(portal.account(actor, asked.path), writeOne)),
    browse: (below, page) =>
      ask(read.list, scoped(below, page), ({ below, ...page }, { actor }) =>
        Effect.map(portal.browse(actor, below, page), writePage)),
    browseStatus: (below, status, page) =>
      ask(read.statusList, { ...scoped(below, page), status }, ({ below, status, ...page }, { actor }) =>
        Effect.map(portal.browseStatus(actor, below, status, page), writePage)),
    settings: (path) => ask(read.path, { path }, (asked, { actor }) => portal.settings(actor, asked.path)),
    explain: (permission, path) =>
      ask(read.permission, { permission, path }, (asked, who) =>
        Effect.map(portal.explain(who, asked.permission, asked.path), (told) =>
          writeExplanation(explanationTold(told)))),
    whoAmI: () =>
      ask(read.nothing, {}, (_, who) => activeOf(portal, who))
  }
}

const activeOf = (
  portal: Portals.Portal["Service"], { actor, account, user }: Portals.SignedIn
): Effect.Effect<ActiveJson, Unavailable> => {
  const { name } = actor
  if (account !== undefined) return Effect.succeed({ name, account: writeView(portal.viewOf(account)) })
  if (user === undefined) return Effect.succeed({ name })
  return Effect.map(userTold(portal, actor, user.user), (view) =>
    ({ name, user: writeUser(view), level: user.level }))
}

/** Room: how much is used, and what is set aside, used and given back. */
const room = (work: Work): Pick<AccountDesk, "usage" | "heaviest" | "reserve" | "commit" | "release"> => {
  const { portal } = work
  const ask = asker(work)
  return {
    usage: (path, resource) =>
      ask(read.usage, { path, resource }, (asked, { actor }) => portal.usage(actor, asked.path, asked.resource)),
    heaviest: (path, resource, limit) =>
      ask(read.heaviest, { path, resource, limit }, (asked, { actor }) =>
        portal.heaviest(actor, asked.path, asked.resource, asked.limit)),
    reserve: (wish) =>
      ask(read.reservation, wish, (asked, who) =>
        onOwn(who, (actor, path) => portal.reserve(actor, path, asked))),
    commit: (id) =>
      ask(read.reservationId, { id }, (asked, who) =>
        onOwn(who, (actor, path) => portal.commit(actor, path, asked.id))),
    release: (id) =>
      ask(read.reservationId, { id }, (asked, who) =>
        onOwn(who, (actor, path) => portal.release(actor, path, asked.id)))
  }
}

/** Tokens: made for who is signed in, and revoked. */
const tokens = (work: Work): Pick<AccountDesk, "issueToken" | "revokeToken"> => {
  const { portal } = work
  const ask = asker(work)
  return {
    issueToken: (wish, options = {}) =>
      ask(read.token, { wish, ...options }, ({ wish, idempotencyKey }, { actor, owner }) =>
        Effect.map(portal.issueToken(actor, { owner, ...wish }, idempotencyKey), ({ tokenId, token }) =>
          ({ tokenId, ...(token === undefined ? {} : { token: Redacted.value(token) }) }))),
    revokeToken: (tokenId) =>
      ask(read.tokenId, { tokenId }, (asked, { actor, owner }) =>
        Effect.as(portal.revokeToken(actor, owner, asked.tokenId), null))
  }
}

/** What can be asked about accounts, by whoever `who` turns out to be at the time. */
export const accountDeskOf = (work: Work): AccountDesk =>
  ({ ...orders(work), ...screens(work), ...room(work), ...tokens(work) })

const scoped = (below: string | undefined, page: PageRequest) =>
  ({ ...(below === undefined ? {} : { below }), ...page })

const writeView = Schema.encodeSync(Portals.AccountView)
const writeOne = (view: Portals.AccountView) => writeView(view)
export const writeUser = Schema.encodeSync(Portals.UserView)
const writePolicy = Schema.encodeSync(Policy.Policy)
const writePage = ({ items, ...rest }: Page<Portals.AccountView>) => ({ items: items.map(writeOne), ...rest })
