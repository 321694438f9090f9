/** What a line of the journal has to be told to whom. Everything is read from the line, and from who they are now. */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Contract from "../contract/index.ts"
import { formatMoment, type Locale } from "../kernel/locale.ts"
import { isReached, type Moment } from "../kernel/moment.ts"
import type { Entry } from "../kernel/plan.ts"
import type * as Notice from "../notice/index.ts"
import { ownOf } from "../kernel/own.ts"
import * as Setting from "../setting/index.ts"
import * as User from "../user/index.ts"
import { happenedIn } from "./happened.ts"
import { isOvertaken, type Sent } from "./overtaken.ts"
import { activationCode, activationLink, codeDigest, codeOf, type Door, linkTokenOf } from "./people-door.ts"
import { noteUndelivered } from "./undelivered.ts"

/** Something to tell; the id is the same whenever the same line is read again. */
export type Tiding = Notice.Order

/** Who tells: for which portal, where it is found, and since when it has had its key. */
export interface Teller {
  readonly door: Door
  readonly portalUrl: string
  readonly keySince: string
}

interface Telling extends Teller {
  readonly entry: Entry
  readonly user: User.Known
  readonly now: Moment
}

const isForbidden = Schema.decodeUnknownResult(User.SignUpForbidden)
const isSignUp = Schema.decodeUnknownResult(User.SignUp)

/** Whether there can be anything to tell about a line: only what concerns people is told to people. */
export const speaks = ({ concept }: Entry): boolean => concept === User.concept.name

/** Everything that a line has to be told. What is over already is told to nobody. */
export const tidingsOf = Effect.fnUntraced(function*(teller: Teller, entry: Entry, now: Moment) {
  const { door } = teller
  if ("refused" in entry) return yield* ofRefusal(door, entry)
  const event = happenedIn(entry)
  if (event === undefined) return []
  if (event._tag === "SignUpRefused") return [refusedSignUp(door, entry, event)]
  const { state: user } = yield* User.load(door.ports.records, entry.id)
  // Whoever was deleted meanwhile is nobody here any more.
  if (!User.isKnown(user) || user._tag === "Deleted") return []
  return yield* ofEvent({ ...teller, entry, user, now }, event)
})

const portalOf = ({ blueprint }: Door): string => blueprint.name

/**
 * The same whenever the line is read again, and no other message's: places in the journal are counted anew in every
 * storage, and whoever receives from two of them would take the second message for a copy of the first.
 */
const idOf = ({ id, cursor }: Entry, part = ""): string => `${id}.${cursor}${part}`

/** A mail to the user at the address that is kept, with what every mail may speak of. */
const toUser = ({ door, portalUrl, entry, user }: Telling) => ({
  base: { channel: "mail" as const, to: user.mail, language: user.language, id: idOf(entry) },
  about: {
    firstName: user.firstName, lastName: user.lastName, portal: portalOf(door), enterprise: user.enterprise,
    link: portalUrl
  }
})

const ofEvent = (telling: Telling, event: User.Event): Effect.Effect<ReadonlyArray<Tiding>, unknown> => {
  const { entry, user } = telling
  const { base, about } = toUser(telling)
  const { link: _link, enterprise: _enterprise, ...warned } = about
  switch (event._tag) {
    case "UserCreated":
      return event.standing === "PendingApproval" ? awaiting(telling) : ofActivation(telling, event.activation)
    case "CodeSent":
    case "CreationUnblocked": return ofActivation(telling, event.activation)
    case "SignUpApproved":
      return Effect.map(ofActivation(telling, event.activation), (more) =>
        [{ ...base, id: idOf(entry, ".approved"), kind: "signUpApproved", values: about }, ...more])
    case "UserFinalised": return one({ ...base, kind: "activated", values: { ...about, mail: user.mail } })
    case "UserLocked": return one({ ...base, kind: "accountLocked", values: warned })
    case "UserReactivated":
      return event.activation === undefined
        ? one({ ...base, kind: "reactivated", values: about })
        : ofActivation(telling, event.activation)
    case "FactorsReset": return one({ ...base, kind: "factorsReset", values: warned })
    case "PasswordReset":
    case "PasswordChanged": return one({ ...base, kind: "passwordChanged", values: warned })
    case "MailChanged":
      return one({ ...base, to: event.from, kind: "mailChanged", values: { ...warned, mail: event.to } })
    case "SignUpRepeated":
      return one({ ...base, kind: "alreadyRegistered", values: { portal: about.portal, link: about.link } })
    case "CodeRequested": return ofCode(telling, event)
    case "ResetRequested": return ofReset(telling, event)
    default: return Effect.succeed([])
  }
}

const one = (tiding: Tiding): Effect.Effect<ReadonlyArray<Tiding>> => Effect.succeed([tiding])

const minutesLeft = (until: Moment, now: Moment): string =>
  String(Math.max(1, Math.round((until.epochMilliseconds - now.epochMilliseconds) / 60_000)))

const dated = (until: Moment, language: Locale): string => formatMoment(until.epochMilliseconds, "UTC", language)

/**
 * The message that finishes an account: code and link are made from its id, and from now on they work. A message that
 * a later one has overtaken says nothing, and neither does one whose account is finished.
 */
const ofActivation = Effect.fnUntraced(function*(telling: Telling, notice: User.Notice | undefined) {
  const { door: { ports: { secrets, oneTime }, blueprint }, user, portalUrl, now } = telling
  if (notice === undefined || user._tag !== "NotFinalised" || user.activation.noticeId !== notice.noticeId) return []
  const { userId, mail } = user
  if (isReached(notice.expiresAt, now)) {
    yield* noteUndelivered(telling.door, telling.entry, "it ran out before a gateway took it")
    return []
  }
  const [code, token] = yield* Effect.all([
    codeOf(secrets, notice.noticeId), linkTokenOf(secrets, userId, notice.noticeId)
  ])
  const kept = { expiresAt: notice.expiresAt, triesMax: blueprint.codes.triesMax }
  const codeKey = activationCode(userId, notice.noticeId)
  yield* oneTime.issue({ ...codeKey, ...kept, digest: yield* codeDigest(secrets, code) })
  yield* oneTime.issue({ ...activationLink(userId, notice.noticeId), ...kept, digest: yield* secrets.digest(token) })
  const { base, about } = toUser(telling)
  const tiding: Tiding = {
    ...base, kind: "activation",
    values: {
      // What follows the # is never sent to a server, and stands in no log of one.
      ...about, mail, code, link: `${portalUrl}/activate#${token}`, expiresAt: dated(notice.expiresAt, user.language)
    }
  }
  return [tiding]
})

/** Whether what it was issued with is still the key, and it still works: nobody is sent what opens nothing. */
const isOpen = ({ entry, keySince, now }: Telling, { expiresAt }: { readonly expiresAt: Moment }): boolean =>
  !isReached(expiresAt, now) && entry.at >= keySince

/** What leaves within so long has hardly been overtaken by anything. */
const waitedMilliseconds = 10_000

/** Whether it would still open something. What does not is not sent, and the log says so. */
const isOfUse = Effect.fnUntraced(function*(telling: Telling, sent: Sent) {
  const { door: { ports: { records } }, user, entry, now } = telling
  const hasWaited = now.epochMilliseconds - DateTime.makeUnsafe(entry.at).epochMilliseconds >= waitedMilliseconds
  const isOver = !isOpen(telling, sent) || (yield* isOvertaken(records, user, sent, hasWaited))
  if (isOver) yield* Effect.logInfo("a message was overtaken, and is not sent", { cursor: entry.cursor })
  return !isOver
})

const ofReset = Effect.fnUntraced(function*(telling: Telling, notice: typeof User.ResetRequested.Type) {
  const { door: { ports: { secrets } }, user, portalUrl, now } = telling
  if (!(yield* isOfUse(telling, notice))) return []
  const { noticeId, expiresAt } = notice
  const token = yield* linkTokenOf(secrets, user.userId, noticeId)
  const { base, about: { firstName, lastName, portal } } = toUser(telling)
  const link = `${portalUrl}/reset#${token}`
  const values = { firstName, lastName, portal, link, minutes: minutesLeft(expiresAt, now) }
  const tiding: Tiding = { ...base, kind: "passwordReset", values }
  return [tiding]
})

const ofCode = Effect.fnUntraced(function*(telling: Telling, event: typeof User.CodeRequested.Type) {
  const { door, user, entry, now } = telling
  if (!(yield* isOfUse(telling, event))) return []
  const values = {
    code: yield* codeOf(door.ports.secrets, event.noticeId), portal: portalOf(door),
    minutes: minutesLeft(event.expiresAt, now)
  }
  // A telephone that no gateway reaches any more is not waited for.
  const reached = door.ports.gateways?.texter === undefined ? { ...user, phone: null } : user
  return codeTidings(event, reached, { language: user.language, id: idOf(entry), values })
})

const codeTidings = (
  { purpose, channel, phone, mail }: typeof User.CodeRequested.Type, user: User.Known,
  told: { readonly language: Locale; readonly id: string; readonly values: Notice.Values<"signInCode"> }
): ReadonlyArray<Tiding> => {
  if (purpose === "phone") return phone === undefined ? [] : [{ ...told, channel: "sms", to: phone, kind: "phoneCode" }]
  if (purpose === "secondaryMail") {
    return mail === undefined ? [] : [{ ...told, channel: "mail", to: mail, kind: "mailCode" }]
  }
  const kind = purpose === "signIn" ? "signInCode" : "stepUpCode"
  return channel === "sms" && user.phone !== null
    ? [{ ...told, channel: "sms", to: user.phone, kind }]
    : [{ ...told, channel: "mail", to: user.mail, kind }]
}

const refusedSignUp = (
  door: Door, entry: Entry, { mail, language, firstName, lastName }: typeof User.SignUpRefused.Type
): Tiding => ({
  channel: "mail", to: mail, language, id: idOf(entry), kind: "signUpRefused",
  values: { firstName, lastName, portal: portalOf(door), enterprise: "" }
})

// ------------------------------------------------------------------------------------------- to the admins

/** Those who approve sign-ups, by the powers of their roles: never listed by hand. */
const approvers = Effect.fnUntraced(function*(
  { ports: { userLists }, blueprint }: Door, enterprise: User.Known["enterprise"]
) {
  const power = User.over("approve", blueprint.roles.joining)
  const approving = Object.keys(blueprint.powers).filter((role) =>
    ownOf(blueprint.powers, role)?.some(({ permission, reach }) => permission === power && reach !== "everywhere"))
  const page = yield* userLists.list({ enterprise, statuses: ["Active"], sort: "role", descending: false })({
    limit: approversMax
  })
  return page.items.filter(({ role }) => approving.includes(role))
})

/** So many are told at most. The list begins with the admins. */
const approversMax = 500

/** Whoever was approved or refused meanwhile awaits nothing any more. */
const awaiting = Effect.fnUntraced(function*({ door, portalUrl, entry, user }: Telling) {
  if (user._tag !== "PendingApproval") return []
  const people = yield* approvers(door, user.enterprise)
  return people.map((admin): Tiding => ({
    channel: "mail", to: admin.mail, language: admin.language, id: idOf(entry, `.${admin.userId}`),
    kind: "signUpAwaiting", values: { ...applied(door, admin, user), link: portalUrl }
  }))
})

const applied = (
  door: Door, admin: User.Known,
  { firstName, lastName, mail, enterprise }: Pick<User.Known, "firstName" | "lastName" | "mail" | "enterprise">
) => ({
  firstName: admin.firstName, lastName: admin.lastName, applicant: `${firstName} ${lastName}`, mail,
  portal: portalOf(door), enterprise
})

/** A free sign-up that the enterprise forbids is told to its admins and managers, where they want to know. */
const ofRefusal = Effect.fnUntraced(function*(door: Door, entry: Entry & { readonly refused: unknown }) {
  const [refused, asked] = [isForbidden(entry.refused), isSignUp(entry.command)]
  if (Result.isFailure(refused) || Result.isFailure(asked)) return []
  const { enterprise } = refused.success
  const { state } = yield* Contract.find(door.ports.records, enterprise)
  const { resolved } = yield* door.settingsOf(state)
  if (Setting.valueOf(resolved, "freeSignUp.notifyAdmins") !== true) return []
  const people = yield* approvers(door, enterprise)
  return people.map((admin): Tiding => ({
    channel: "mail", to: admin.mail, language: admin.language, id: idOf(entry, `.${admin.userId}`),
    kind: "signUpBlocked", values: applied(door, admin, asked.success)
  }))
})

