/** What people change about themselves: how their codes come, a telephone, a second address, an authenticator app. */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Credential from "../credential/index.ts"
import type { MailAddress } from "../kernel/mail.ts"
import { isReached, later } from "../kernel/moment.ts"
import { type Actor, permit } from "../kernel/permit.ts"
import type { PhoneNumber } from "../kernel/phone.ts"
import { Unavailable } from "../kernel/records.ts"
import * as User from "../user/index.ts"
import { codeTries, keep } from "./people-challenge.ts"
import { codeDigest, codeOf, type Door, maySend, targetOf } from "./people-door.ts"
import { withoutConflict } from "./without-conflict.ts"
import { lettersOf } from "./typed-codes.ts"

const recoveryCodes = 10
const refused = Effect.fail(User.CodeRefused.make({}))

const own = (user: User.Known) => ({ enterprise: user.enterprise, userId: user.userId })

/** Where a code that proves a telephone or an address is kept, bound to that very telephone or address. */
const proofOf = (user: User.Known, proves: string) => ({ kind: "code", subject: user.userId, purpose: proves })

/** Sends a code to something that is not the user's yet. */
const sendProof = Effect.fnUntraced(function*(
  door: Door, actor: Actor, user: User.Known, to: { readonly phone: PhoneNumber } | { readonly mail: MailAddress }
) {
  const { ports: { secrets, oneTime }, blueprint: { codes }, submit } = door
  const now = yield* DateTime.now
  yield* maySend(door, user.userId, now)
  yield* maySend(door, yield* "phone" in to ? secrets.digest(to.phone) : targetOf(door, to.mail), now)
  const noticeId = yield* secrets.newId("not")
  const way = "phone" in to
    ? { purpose: "phone", channel: "sms", phone: to.phone } as const
    : { purpose: "secondaryMail", channel: "mail", mail: to.mail } as const
  // Before the line that has it sent: whoever is killed in between sends no code that does not work.
  yield* oneTime.issue({
    ...proofOf(user, "phone" in to ? `phone ${to.phone}` : `mail ${to.mail}`),
    digest: yield* codeDigest(secrets, yield* codeOf(secrets, noticeId)),
    expiresAt: later(now, codes.seconds), triesMax: codes.triesMax
  })
  const command = User.RequestCode.make({ ...own(user), ...way })
  yield* submit({ actor, command, reason: "" }, { ...User.nothingProven, noticeId })
})

const proved = Effect.fnUntraced(function*(
  { ports: { secrets, oneTime } }: Door, user: User.Known, what: string, code: Redacted.Redacted<string>
) {
  const now = yield* DateTime.now
  const digest = yield* codeDigest(secrets, Redacted.value(code))
  if ((yield* oneTime.redeem(proofOf(user, what), digest, now)) !== "accepted") return yield* refused
})

const order = (door: Door, actor: Actor, command: User.Command) => door.submit({ actor, command, reason: "" })

/** Asked before any code is used up for it. */
const mayChange = (actor: Actor, user: User.Known) =>
  Effect.fromResult(permit(actor, "user.setOwn", User.placeOf(user.enterprise, user.userId)))

/** Telephones and addresses, each proved before it counts. */
const contacts = (door: Door) => ({
  sendPhoneCode: (actor: Actor, user: User.Known, phone: PhoneNumber) => sendProof(door, actor, user, { phone }),
  setPhone: Effect.fnUntraced(function*(
    actor: Actor, user: User.Known, phone: PhoneNumber | null, code: Redacted.Redacted<string>
  ) {
    yield* mayChange(actor, user)
    if (phone !== null) yield* proved(door, user, `phone ${phone}`, code)
    return yield* order(door, actor, User.SetPhone.make({ ...own(user), phone }))
  }),
  sendMailCode: (actor: Actor, user: User.Known, mail: MailAddress) => sendProof(door, actor, user, { mail }),
  setSecondaryMail: Effect.fnUntraced(function*(
    actor: Actor, user: User.Known, mail: MailAddress | null, code: Redacted.Redacted<string>
  ) {
    yield* mayChange(actor, user)
    if (mail !== null) yield* proved(door, user, `mail ${mail}`, code)
    return yield* order(door, actor, User.SetSecondaryMail.make({ ...own(user), mail }))
  })
})

/** Where the portal offers no app, the ways that it does offer are told. */
const unavailable = (user: User.Known, { blueprint: { factors } }: Door) =>
  Effect.fail(User.ChannelUnavailable.make({
    channel: "totp", offered: User.offeredChannels(user, { factors, hasAuthenticator: false })
  }))

/**
 * Offers a secret for an authenticator app, to be scanned or typed in. It gates nothing before one code of it was
 * right: whoever gives up is as before.
 *
 * @rule AUT-3
 * @source 003, authentication by an app, enrolled with a QR code
 */
const offerAuthenticator = (door: Door) => Effect.fnUntraced(function*(actor: Actor, user: User.Known) {
  yield* mayChange(actor, user)
  const { credentials, ports: { authenticator }, blueprint: { name, factors, codes } } = door
  if (authenticator === undefined || !factors.kinds.includes("totp")) return yield* unavailable(user, door)
  const now = yield* DateTime.now
  const secret = yield* authenticator.newSecret
  const found = yield* credentials.find(user.userId)
  const offered = { secret: Redacted.value(secret), until: later(now, codes.seconds) }
  const isKept = yield* keep(door, user.userId, credentials.withFactors(user.userId, found, { offered }), now)
  // Somebody else wrote it at the same time: asked again, it is offered.
  if (!isKept) return yield* Effect.fail(new Unavailable({ cause: "the credential changed meanwhile" }))
  return yield* authenticator.enrolment(secret, name, user.mail)
})

/** The time step of a right code of the app that was offered; guesses are counted like any other. */
const stepOfOffered = Effect.fnUntraced(function*(door: Door, userId: string, found: Credential.Found, code: string) {
  const { ports: { authenticator, throttle }, blueprint: { lockout } } = door
  const now = yield* DateTime.now
  const { offered } = Credential.personalOf(found.credential)
  if (authenticator === undefined || offered === null || isReached(offered.until, now)) return yield* refused
  const { admitted } = yield* throttle.attempt(codeTries(userId), Credential.throttleRuleOf(lockout), now)
  const step = admitted ? yield* authenticator.stepOf(Redacted.make(offered.secret), code, now) : undefined
  if (step === undefined) return yield* refused
  yield* throttle.reset(codeTries(userId))
  return { secret: offered.secret, step }
})

/** The app shows a right code: from now on codes come from it, and recovery codes are told, once. */
const enrolAuthenticator = (door: Door) => Effect.fnUntraced(function*(
  actor: Actor, user: User.Known, code: Redacted.Redacted<string>
) {
  yield* mayChange(actor, user)
  const { credentials, ports: { secrets }, submit } = door
  const found = yield* credentials.find(user.userId)
  const totp = yield* stepOfOffered(door, user.userId, found, Redacted.value(code))
  const codes = yield* Effect.replicateEffect(
    Effect.map(secrets.newToken, (random) => lettersOf(Redacted.value(random))), recoveryCodes)
  const recovery = yield* Effect.forEach(codes, (one) => secrets.digest(`${user.userId} ${one}`))
  const change = credentials.withFactors(user.userId, found, { totp, offered: null, recovery })
  yield* withoutConflict(submit(
    { actor, command: User.EnrolAuthenticator.make(own(user)), reason: "" },
    { ...User.nothingProven, hasAuthenticator: true, along: [change] }))
  return codes.map((one) => Redacted.make(one))
})

/** What needs no other proof than being signed in. */
const submitOwn = (door: Door) => Effect.fnUntraced(function*(actor: Actor, command: User.OwnCommand) {
  const { credential } = yield* door.credentials.find(command.userId)
  const hasAuthenticator = Credential.personalOf(credential).totp !== null
  return yield* door.submit({ actor, command, reason: "" }, { ...User.nothingProven, hasAuthenticator })
})

export const peopleOwn = (door: Door) => ({
  ...contacts(door),
  offerAuthenticator: offerAuthenticator(door),
  enrolAuthenticator: enrolAuthenticator(door),
  submitOwn: submitOwn(door)
})
