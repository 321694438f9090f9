/** A desk on a portal: recognises, reads, asks and answers, for those who do not know Effect. */
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Account from "./account/index.ts"
import * as Credential from "./credential/index.ts"
import type { Answer, Desk, OrderOptions } from "./desk.ts"
import { type BadInput, reader } from "./kernel/input.ts"
import { Seconds } from "./kernel/moment.ts"
import type { OnceKey } from "./kernel/once.ts"
import { type Page, PageLimit, type PageRequest } from "./kernel/page.ts"
import { Path } from "./kernel/path.ts"
import { type Actor, type NotPermitted, Permission } from "./kernel/permit.ts"
import { Unavailable } from "./kernel/records.ts"
import type { Secrets } from "./kernel/secrets.ts"
import { Password } from "./kernel/secret.ts"
import * as Policy from "./policy/index.ts"
import * as Portals from "./portal/index.ts"
import * as Quota from "./quota/index.ts"

const isRefusal = Schema.is(Portals.Refusal)
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

const page = { after: Schema.optionalKey(Schema.String), limit: PageLimit }
const scope = { below: Schema.optionalKey(Path) }
const place = { path: Path, resource: Quota.Resource }

/** What each question takes; its faults are all told at once. */
export const read = {
  signIn: reader(Schema.Struct({ name: Path, password: Password })),
  password: reader(Schema.Struct({ password: Password })),
  command: reader(Schema.Struct({ command: Account.Command })),
  policyCommand: reader(Schema.Struct({ command: Policy.Command })),
  path: reader(Schema.Struct({ path: Path })),
  list: reader(Schema.Struct({ ...scope, ...page })),
  statusList: reader(Schema.Struct({ ...scope, ...page, status: Account.Status })),
  usage: reader(Schema.Struct(place)),
  heaviest: reader(Schema.Struct({ ...place, limit: PageLimit })),
  reservation: reader(Schema.Struct({ id: Quota.ReservationId, resource: Quota.Resource, amount: Quota.Amount })),
  reservationId: reader(Schema.Struct({ id: Quota.ReservationId })),
  token: reader(Schema.Struct({ label: Credential.Label, seconds: Schema.optionalKey(Seconds) })),
  tokenId: reader(Schema.Struct({ tokenId: Credential.TokenId })),
  permission: reader(Schema.Struct({ permission: Permission, path: Path })),
  nothing: reader(Schema.Struct({}))
}

type Read<Asked> = (sent: unknown) => Result.Result<Asked, BadInput>

type Who = Effect.Effect<Portals.SignedIn, unknown>
export type Run = <Value>(asked: Effect.Effect<Answer<Value>, Unavailable>) => Promise<Answer<Value>>

/** What a desk works with: whose it is, and how a question is recognised, read, asked and answered. */
interface Work {
  readonly portal: Portals.Portal["Service"]
  readonly secrets: Secrets["Service"]
  readonly run: Run
  readonly who: Who
}

/** Recognises, reads, and asks, in this order: a stranger is not even told what a question takes. */
const asker = ({ run, who }: Work) => <Value, Failure, Asked>(
  read: Read<Asked>, sent: unknown,
  then: (asked: Asked, who: Portals.SignedIn) => Effect.Effect<Value, Failure>
) =>
  run(answered(Effect.flatMap(who, (signedIn): Effect.Effect<Value, Failure | BadInput> =>
    Effect.flatMap(Effect.fromResult(read(sent)), (asked) => then(asked, signedIn)))))

const onceKey = (
  { secrets }: Work, { actor }: Portals.SignedIn, command: unknown, { idempotencyKey }: OrderOptions
) =>
  idempotencyKey === undefined ? Effect.succeed(undefined) : Effect.map(
    secrets.digest(JSON.stringify(command)),
    (digest): OnceKey => ({ scope: `${actor.id} submit`, key: idempotencyKey, digest }))

/** An account uses room of its own, and no other's. */
const onOwn = <Value, Failure>(
  { account, actor }: Portals.SignedIn, then: (actor: Actor, path: Path) => Effect.Effect<Value, Failure>
): Effect.Effect<null, Failure | NotPermitted> =>
  account === undefined
    ? Effect.fail(Portals.notHolding(actor, "account.backUp"))
    : Effect.as(then(actor, account.path), null)

/** Orders: everything that changes an account or a policy. */
const orders = (work: Work): Pick<Desk, "submit" | "submitAll" | "submitPolicy"> => {
  const { portal } = work
  const ask = asker(work)
  const submit = (who: Portals.SignedIn, command: Account.Command, reason = "", once?: OnceKey) =>
    Effect.map(portal.submit({ actor: who.actor, command, reason }, once), (account) =>
      writeView(portal.viewOf(account)))
  return {
    submit: (command, options = {}) =>
      ask(read.command, { command }, (asked, who) =>
        Effect.flatMap(onceKey(work, who, command, options), (once) =>
          submit(who, asked.command, options.reason, once))),
    submitAll: (commands, { reason } = {}) =>
      ask(read.nothing, {}, (_, who) =>
        Effect.forEach(commands, (command) =>
          answered(Effect.flatMap(Effect.fromResult(read.command({ command })), (asked) =>
            submit(who, asked.command, reason))), { concurrency: 16 })),
    submitPolicy: (command, options = {}) =>
      ask(read.policyCommand, { command }, (asked, who) =>
        Effect.flatMap(onceKey(work, who, command, options), (once) =>
          Effect.map(
            portal.submitPolicy({ actor: who.actor, command: asked.command, reason: options.reason ?? "" }, once),
            (policy) => writePolicy(policy))))
  }
}

/** Screens: what is asked about accounts, settings and powers. */
const screens = (
  work: Work
): Pick<Desk, "account" | "browse" | "browseStatus" | "settings" | "explain" | "whoAmI"> => {
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
      ask(read.permission, { permission, path }, (asked, { actor }) =>
        Effect.succeed<unknown>(portal.explain(actor, asked.permission, asked.path))),
    whoAmI: () =>
      ask(read.nothing, {}, (_, { actor, account }) =>
        Effect.succeed({
          name: actor.name, ...(account === undefined ? {} : { account: writeView(portal.viewOf(account)) })
        }))
  }
}

/** Room: how much is used, and what is set aside, used and given back. */
const room = (work: Work): Pick<Desk, "usage" | "heaviest" | "reserve" | "commit" | "release"> => {
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
const tokens = (work: Work): Pick<Desk, "issueToken" | "revokeToken"> => {
  const { portal } = work
  const ask = asker(work)
  return {
    issueToken: (wish) =>
      ask(read.token, wish, (asked, { actor, owner }) =>
        Effect.map(portal.issueToken(actor, { owner, ...asked }), ({ tokenId, token }) =>
          ({ tokenId, token: Redacted.value(token) }))),
    revokeToken: (tokenId) =>
      ask(read.tokenId, { tokenId }, (asked, { actor, owner }) =>
        Effect.as(portal.revokeToken(actor, owner, asked.tokenId), null))
  }
}

/** Everything that can be asked, by whoever `who` turns out to be at the time. */
export const deskOf = (
  portal: Portals.Portal["Service"], run: Run, who: Who, { secrets }: { readonly secrets: Secrets["Service"] }
): Desk => {
  const work: Work = { portal, run, who, secrets }
  return { ...orders(work), ...screens(work), ...room(work), ...tokens(work) }
}

const scoped = (below: string | undefined, page: PageRequest) => ({ ...(below === undefined ? {} : { below }), ...page })

const writeView = Schema.encodeSync(Portals.AccountView)
const writeOne = (view: Portals.AccountView) => writeView(view)
const writePolicy = Schema.encodeSync(Policy.Policy)
const writePage = ({ items, ...rest }: Page<Portals.AccountView>) => ({ items: items.map(writeOne), ...rest })
