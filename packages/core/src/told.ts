/** What is told once an order on an enterprise or a user was carried out: what it became, to whoever gave the order. */
import * as Effect from "effect/Effect"
import * as Match from "effect/Match"
import * as Schema from "effect/Schema"
import * as Contract from "./contract/index.ts"
import { lineage, type Path } from "./kernel/path.ts"
import { type Actor, Denial, Grant } from "./kernel/permit.ts"
import { Unavailable } from "./kernel/records.ts"
import * as Notice from "./notice/index.ts"
import { type Portal, tell, type UserView } from "./portal/index.ts"
import type * as Setting from "./setting/index.ts"
import * as User from "./user/index.ts"

/** The order was carried out: whoever may not look at what became of it is told less, and not that it was refused. */
const orElse = <Value, Failure>(asked: Effect.Effect<Value, Failure | Unavailable>, less: Value) =>
  asked.pipe(Effect.catch((failure) =>
    failure instanceof Unavailable ? Effect.fail(failure) : Effect.succeed(less)))

/** A user as the order left them, with what may be done about them now. */
export const userTold = (
  portal: Portal["Service"], actor: Actor, user: User.User
): Effect.Effect<UserView, Unavailable> => {
  const colour = User.colours[User.isKnown(user) ? user._tag : "Deleted"]
  const view = (actions: UserView["actions"]): UserView => ({ user, colour, actions })
  if (!User.isKnown(user)) return Effect.succeed(view([]))
  const now = Effect.map(portal.user(actor, user.enterprise, user.userId), ({ actions }) => view(actions))
  return orElse(now, view([]))
}

/** A contract that was signed, or whose terms were changed, is one that is in force. */
export const contractTold = (portal: Portal["Service"], contract: Contract.Contract, enterprise: Path) =>
  contract._tag === "Signed"
    ? Effect.succeed(portal.contractView(contract))
    : Effect.fail(Contract.NoContract.make({ enterprise }))

/** The settings as they hold now, wherever they were saved. */
export const settingsTold = (
  portal: Portal["Service"], actor: Actor, { _tag, owner }: Setting.Command, saved: Setting.Saved
): Effect.Effect<Setting.SettingsView, Unavailable> => {
  const [, enterprise = owner] = lineage(owner)
  // Whose settings were saved is a user, so that what stands last in their place is their id.
  const userId = owner.slice(owner.lastIndexOf(">") + 1) as User.UserId
  const asked = _tag === "SaveOwnSettings"
    ? portal.userSettings(actor, enterprise, userId)
    : portal.enterpriseSettings(actor, owner)
  return orElse(asked, { revision: saved._tag === "Unset" ? 0 : saved.revision, settings: [] })
}

const isMailed = (kind: Notice.NoticeKind): kind is Notice.KindBy<"mail"> =>
  Notice.notices[kind].channels.some((channel) => channel === "mail")

/** How a mail is worded: as the enterprise edited it, or else as everywhere. What is never mailed has no such words. */
export const templateTold = (
  { kind, language }: Notice.TemplateRef, edited: Notice.Template | undefined
): Notice.Template =>
  edited ?? (isMailed(kind) ? Notice.standardTemplate(kind, language) : { subject: "", text: "" })

/** The wording that an order left. */
export const wordingTold = (command: Notice.Command, notice: Notice.Notice): Notice.Template =>
  templateTold(command, notice._tag === "Edited" ? { subject: notice.subject, text: notice.text } : undefined)

const Sentences = Schema.Struct({ en: Schema.String, fr: Schema.String })

/** Whether somebody may, and why: by which grant, or what is missing, in both languages. */
export const Explanation = Schema.Union([
  Schema.Struct({ allowed: Schema.Literal(true), grant: Grant }),
  Schema.Struct({ allowed: Schema.Literal(false), refusal: Denial, why: Sentences })
])
export type Explanation = typeof Explanation.Type

/** An explanation with its sentences. */
export const explanationTold = (
  told: { readonly allowed: true; readonly grant: Grant } | { readonly allowed: false; readonly refusal: Denial }
): Explanation =>
  told.allowed ? told : { ...told, why: { en: tell(told.refusal, "en"), fr: tell(told.refusal, "fr") } }

const explained = <const Fields extends Schema.Struct.Fields>({ fields }: { readonly fields: Fields }) =>
  Schema.Struct({ ...fields, why: Sentences })

/** What is wrong with a file of people, where, and why: in both languages. */
export const ImportFaultTold = Schema.Union([
  explained(User.FileEmpty), explained(User.HeaderFound), explained(User.RecordUnreadable), explained(User.CellMissing),
  explained(User.CellTooMany), explained(User.NameUnfit), explained(User.MailUnfit), explained(User.MailOutside),
  explained(User.MailRepeated), explained(User.LanguageUnknown), explained(User.SeatsShort)
])
export type ImportFaultTold = typeof ImportFaultTold.Type

/** A fault with its sentences. */
export const faultTold = (fault: User.ImportFault): ImportFaultTold => ({
  ...fault,
  why: {
    en: Match.valueTags(fault, User.importWordings.en), fr: Match.valueTags(fault, User.importWordings.fr)
  }
})
