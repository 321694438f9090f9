/** Enterprises and their people on a desk: orders, screens, and how an enterprise is set up. */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as Contract from "./contract/index.ts"
import { answered, asker, page, said, type Work, writeUser } from "./desk-of.ts"
import type { PeopleDesk, UsersAsked } from "./desk-people.ts"
import { reader } from "./kernel/input.ts"
import { Locale } from "./kernel/locale.ts"
import { PageLimit } from "./kernel/page.ts"
import { Path } from "./kernel/path.ts"
import type { Actor } from "./kernel/permit.ts"
import * as Notice from "./notice/index.ts"
import { ContractView, type SignedIn } from "./portal/index.ts"
import { Role } from "./role/index.ts"
import * as Setting from "./setting/index.ts"
import { contractTold, settingsTold, templateTold, userTold, wordingTold } from "./told.ts"
import * as User from "./user/index.ts"

// --------------------------------------------------------------------------------- what each question takes

const at = { enterprise: Path }
const whom = { ...at, userId: User.UserId }

/** Who is to have an account. Where no language is said, it is that of whoever creates it. */
export const Newcomer = Schema.Struct({
  ...User.Person.fields, language: Schema.optionalKey(Locale), ...at, role: Role
})

const read = {
  contractOrder: reader(Schema.Struct({ command: Contract.Command, ...said })),
  newcomer: reader(Schema.Struct({ newcomer: Newcomer, ...said })),
  order: reader(Schema.Struct({ command: User.AdminCommand, ...said })),
  reason: reader(Schema.Struct({ reason: said.reason })),
  attachment: reader(Schema.Struct({ ...whom, reason: said.reason })),
  enterprise: reader(Schema.Struct(at)),
  user: reader(Schema.Struct(whom)),
  users: reader(Schema.Struct({
    ...at, ...page, statuses: Schema.optionalKey(Schema.Array(User.Status)), sort: Schema.optionalKey(User.Column),
    descending: Schema.optionalKey(Schema.Boolean)
  })),
  storage: reader(Schema.Struct({ ...at, limit: PageLimit })),
  period: reader(Schema.Struct({ ...at, period: Schema.String })),
  settingsOrder: reader(Schema.Struct({ command: Setting.Command, ...said })),
  templateOrder: reader(Schema.Struct({ command: Notice.Command })),
  template: reader(Notice.TemplateRef)
}

// ----------------------------------------------------------------------------------------- administration

const writeContract = Schema.encodeSync(ContractView)
const writeSettings = Schema.encodeSync(Setting.SettingsView)

/** The language of whoever asks; a role, which has none, is taken to speak English. */
export const languageOf = ({ user }: SignedIn): Locale => user?.user.language ?? "en"

/** Orders about enterprises and users. */
const orders = (
  work: Work
): Pick<
  PeopleDesk, "submitContract" | "createUser" | "submitUser" | "submitUsers" | "attachUser" | "resetUserPassword"
> => {
  const { portal } = work
  const ask = asker(work)
  const told = <Failure>(actor: Actor, ordered: Effect.Effect<User.User, Failure>) =>
    Effect.map(Effect.flatMap(ordered, (user) => userTold(portal, actor, user)), (view) => writeUser(view))
  const submit = (actor: Actor, command: User.AdminCommand, reason = "", key?: string) =>
    told(actor, portal.submitUser({ actor, command, reason }, key))
  return {
    submitContract: (command, options = {}) =>
      ask(read.contractOrder, { command, ...options }, ({ command, reason = "", idempotencyKey }, { actor }) =>
        portal.submitContract({ actor, command, reason }, idempotencyKey).pipe(
          Effect.flatMap((contract) => contractTold(portal, contract, command.enterprise)),
          Effect.map((contract) => writeContract(contract)))),
    createUser: (newcomer, options = {}) =>
      ask(read.newcomer, { newcomer, ...options }, ({ newcomer, reason = "", idempotencyKey }, who) =>
        told(who.actor, portal.createUser(
          who.actor, { language: languageOf(who), ...newcomer }, reason, idempotencyKey))),
    submitUser: (command, options = {}) =>
      ask(read.order, { command, ...options }, ({ command, reason, idempotencyKey }, { actor }) =>
        submit(actor, command, reason, idempotencyKey)),
    submitUsers: (commands, options = {}) =>
      ask(read.reason, options, ({ reason }, { actor }) =>
        Effect.forEach(commands, (command) =>
          answered(Effect.flatMap(Effect.fromResult(read.order({ command })), (asked) =>
            submit(actor, asked.command, reason))), { concurrency: 8 })),
    attachUser: (enterprise, userId, options = {}) =>
      ask(read.attachment, { enterprise, userId, ...options }, ({ enterprise, userId, reason = "" }, { actor }) =>
        told(actor, portal.attachUser(actor, enterprise, userId, reason))),
    resetUserPassword: (enterprise, userId, options = {}) =>
      ask(read.attachment, { enterprise, userId, ...options }, ({ enterprise, userId, reason = "" }, { actor }) =>
        Effect.map(portal.resetUserPassword(actor, enterprise, userId, reason), ({ password, expiresAt }) =>
          ({ password: Redacted.value(password), expiresAt: DateTime.formatIso(expiresAt) })))
  }
}

const queryOf = ({ enterprise, statuses = [], sort = "status", descending = false }: {
  readonly enterprise: Path
  readonly statuses?: ReadonlyArray<User.Status>
  readonly sort?: User.Column
  readonly descending?: boolean
}): User.UserQuery => ({ enterprise, statuses, sort, descending })

/** Screens: what is asked about enterprises and users. */
const screens = (
  work: Work
): Pick<PeopleDesk, "contract" | "user" | "users" | "usersByStatus" | "storageByUser" | "activity"> => {
  const { portal } = work
  const ask = asker(work)
  return {
    contract: (enterprise) =>
      ask(read.enterprise, { enterprise }, (asked, { actor }) =>
        Effect.map(portal.contract(actor, asked.enterprise), (contract) => writeContract(contract))),
    user: (enterprise, userId) =>
      ask(read.user, { enterprise, userId }, (asked, { actor }) =>
        Effect.map(portal.user(actor, asked.enterprise, asked.userId), (view) => writeUser(view))),
    users: (asked: UsersAsked) =>
      ask(read.users, asked, ({ after, limit, ...query }, { actor }) =>
        Effect.map(
          portal.users(actor, queryOf(query), { limit, ...(after === undefined ? {} : { after }) }),
          ({ items, ...rest }) => ({ items: items.map((view) => writeUser(view)), ...rest }))),
    usersByStatus: (enterprise) =>
      ask(read.enterprise, { enterprise }, (asked, { actor }) => portal.usersByStatus(actor, asked.enterprise)),
    storageByUser: (enterprise, limit) =>
      ask(read.storage, { enterprise, limit }, (asked, { actor }) =>
        portal.storageByUser(actor, asked.enterprise, asked.limit)),
    activity: (enterprise, period) =>
      ask(read.period, { enterprise, period }, (asked, { actor }) =>
        portal.activity(actor, asked.enterprise, asked.period))
  }
}

/** How an enterprise is set up: its settings, and the wording of its mails. */
const setup = (
  work: Work
): Pick<
  PeopleDesk, "submitSettings" | "enterpriseSettings" | "userSettings" | "submitTemplate" | "template"
> => {
  const { portal } = work
  const ask = asker(work)
  return {
    submitSettings: (command, options = {}) =>
      ask(read.settingsOrder, { command, ...options }, ({ command, reason = "", idempotencyKey }, { actor }) =>
        portal.submitSettings({ actor, command, reason }, idempotencyKey).pipe(
          Effect.flatMap((saved) => settingsTold(portal, actor, command, saved)),
          Effect.map((view) => writeSettings(view)))),
    enterpriseSettings: (enterprise) =>
      ask(read.enterprise, { enterprise }, (asked, { actor }) =>
        Effect.map(portal.enterpriseSettings(actor, asked.enterprise), (view) => writeSettings(view))),
    userSettings: (enterprise, userId) =>
      ask(read.user, { enterprise, userId }, (asked, { actor }) =>
        Effect.map(portal.userSettings(actor, asked.enterprise, asked.userId), (view) => writeSettings(view))),
    submitTemplate: (command) =>
      ask(read.templateOrder, { command }, ({ command }, { actor }) =>
        Effect.map(portal.submitTemplate({ actor, command, reason: "" }), (notice) =>
          wordingTold(command, notice))),
    template: (ref) =>
      ask(read.template, ref, (asked, { actor }) =>
        Effect.map(portal.template(actor, asked), (edited) => templateTold(asked, edited)))
  }
}

/** The administration of enterprises and their people, by whoever `who` turns out to be at the time. */
export const peopleDeskOf = (work: Work): PeopleDesk => ({ ...orders(work), ...screens(work), ...setup(work) })
