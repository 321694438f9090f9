/** A user of an enterprise: one person, one mail address, one of seven statuses. State, events and parameters. */
import * as Schema from "effect/Schema"
import { Count } from "../kernel/ledger-moves.ts"
import { Level } from "../kernel/level.ts"
import { Locale } from "../kernel/locale.ts"
import { MailAddress } from "../kernel/mail.ts"
import { Moment, Seconds } from "../kernel/moment.ts"
import { Path } from "../kernel/path.ts"
import { PhoneNumber } from "../kernel/phone.ts"
import { variant } from "../kernel/variant.ts"
import { Role } from "../role/model.ts"

// ------------------------------------------------------------------------------------------------- words

/** An id that is never given twice: everything of a user's is bound to it, and nothing to the mail address. */
export const UserId = Schema.String.check(
  Schema.isPattern(/^[A-Za-z0-9_-]{1,100}$/, { description: "a user's id, as `usr_…`" })
).pipe(Schema.brand("UserId"))
export type UserId = typeof UserId.Type

/** A first or last name: 1 to 100 characters, one spelling, nothing unseen, no blank at an end. */
export const PersonName = Schema.String.check(
  Schema.isPattern(/^(?!.* {2})[^\p{C}\p{Z}]([^\p{C}\p{Zl}\p{Zp}]{0,98}[^\p{C}\p{Z}])?$/u, {
    description: "1 to 100 characters, none of them invisible, without a space at an end or two in a row"
  }),
  Schema.makeFilter((text: string) =>
    text === text.normalize("NFC") || `must be in Unicode form NFC: ${text.normalize("NFC")}`)
)

/** How a one-time code reaches a person. */
export const Channel = Schema.Literals(["mail", "sms", "totp"])
export type Channel = typeof Channel.Type

/** What a code that was asked for is for. */
export const Purpose = Schema.Literals(["signIn", "stepUp", "phone", "secondaryMail"])
export type Purpose = typeof Purpose.Type

/** A message that carries a secret: the secret is made again from the id, and stands nowhere. */
export const Notice = Schema.Struct({ noticeId: Schema.String, expiresAt: Moment })
export type Notice = typeof Notice.Type

/** Why an invitation never reached whom it was for, in words that name nobody. */
const Undelivered = Schema.Struct({ at: Moment, reason: Schema.String.check(Schema.isMaxLength(200)) })
/** The message that finishes an account; until another is sent, what kept it from arriving is told with it. */
const Invitation = Schema.Struct({ ...Notice.fields, undelivered: Schema.optionalKey(Undelivered) })

// ------------------------------------------------------------------------------------------------- state

const identity = {
  userId: UserId, enterprise: Path, lastName: PersonName, firstName: PersonName, mail: MailAddress, role: Role,
  language: Locale
}

const profile = {
  ...identity,
  secondaryMail: Schema.NullOr(MailAddress),
  phone: Schema.NullOr(PhoneNumber),
  channel: Channel,
  /** Whether a code is asked for at every sign-in, by the user's own choice. */
  twoFactor: Schema.Boolean,
  createdAt: Moment,
  lastSignInAt: Schema.NullOr(Moment),
  /** How many times everyone was signed out. A session of an earlier count is over. */
  epoch: Schema.Int,
  /** How many times every token was revoked. A token of an earlier count is nobody's. */
  tokenEpoch: Schema.Int,
  /** What lists sort by: the same letters whatever their case and accents. */
  sortKeys: Schema.Struct({ lastName: Schema.String, firstName: Schema.String, mail: Schema.String })
}

export const Absent = variant("Absent", {})
/** Signed up freely, and waits for an admin or manager. */
export const PendingApproval = variant("PendingApproval", profile)
/** Invited, and has not chosen a password yet. Who signed up freely lapses with the invitation: nobody vouches. */
export const NotFinalised = variant("NotFinalised", { ...profile, activation: Invitation, lapses: Schema.Boolean })
/** Cannot be created yet: another account holds the address. */
export const CreationBlocked = variant("CreationBlocked", profile)
export const Active = variant("Active", profile)
/** Too many failed sign-ins. */
export const Locked = variant("Locked", { ...profile, lockedAt: Moment })
/** Shut out by an admin or manager; being locked too, or not finalised yet, is a cause of its own. */
export const Suspended = variant("Suspended", {
  ...profile, suspendedAt: Moment, suspendedBy: Schema.String, lockedAt: Schema.NullOr(Moment),
  isFinalised: Schema.Boolean
})

/** How a user stood before being deleted, and stands again once recalled. */
export const Standing = Schema.Union([PendingApproval, NotFinalised, CreationBlocked, Active, Locked, Suspended])
export type Standing = typeof Standing.Type

/** Out, and everything kept until the day of its erasure. */
export const Deleted = variant("Deleted", {
  ...profile, was: Standing, deletedAt: Moment, deletedBy: Schema.String, eraseFrom: Moment
})
/** Its data and keys are being destroyed: from here nothing leads back. */
export const Erasing = variant("Erasing", { userId: UserId, enterprise: Path })
export const Erased = variant("Erased", { userId: UserId, enterprise: Path, erasedAt: Moment })

export const User = Schema.Union([Absent, ...Standing.members, Deleted, Erasing, Erased])
export type User = typeof User.Type

/** A user as anyone may still see it: in one of the seven statuses. */
export type Known = Standing | typeof Deleted.Type

/** The seven statuses and no other, those that need help first. */
export const statuses = [
  "Locked", "Suspended", "PendingApproval", "CreationBlocked", "NotFinalised", "Active", "Deleted"
] as const
export const Status = Schema.Literals(statuses)
export type Status = typeof Status.Type

// ------------------------------------------------------------------------------------------------ events

/** The first line of a user's life: invited, waiting for approval, or blocked. */
export const UserCreated = variant("UserCreated", {
  ...identity, at: Moment,
  standing: Schema.Literals(["PendingApproval", "NotFinalised", "CreationBlocked"]),
  activation: Schema.optionalKey(Notice),
  signedUp: Schema.Boolean
})
export const CodeSent = variant("CodeSent", { activation: Notice })
/** The message was refused for good, or could not leave as long as it would have been of use. */
export const InvitationUndelivered = variant("InvitationUndelivered", {
  noticeId: Schema.String, ...Undelivered.fields
})
export const SignUpApproved = variant("SignUpApproved", { activation: Notice })
/** The invitation of somebody who signed up freely ran out unused: nothing is kept, and the address is free again. */
export const SignUpLapsed = variant("SignUpLapsed", { at: Moment })
/** Who asked is told, and nothing of theirs is kept: the line alone still knows where to write to. */
export const SignUpRefused = variant("SignUpRefused", {
  at: Moment, mail: MailAddress, language: Locale, firstName: PersonName, lastName: PersonName
})
export const CreationUnblocked = variant("CreationUnblocked", { activation: Notice })
/** Support gave the enterprise the account that held the address instead of this one. */
export const CreationAbandoned = variant("CreationAbandoned", { at: Moment })
export const UserAttached = variant("UserAttached", { from: Path, enterprise: Path, role: Role })
export const UserFinalised = variant("UserFinalised", {})
export const UserLocked = variant("UserLocked", { at: Moment })
export const UserSuspended = variant("UserSuspended", { at: Moment, by: Schema.String })
/** Opened again; with an invitation where the account was never finalised. */
export const UserReactivated = variant("UserReactivated", { activation: Schema.optionalKey(Notice) })
export const UserDeleted = variant("UserDeleted", { at: Moment, by: Schema.String, eraseFrom: Moment })
export const UserRecalled = variant("UserRecalled", {})
export const ErasureStarted = variant("ErasureStarted", {})
export const UserErased = variant("UserErased", { at: Moment })
/** What is described was changed: each field named is now as it says. */
export const DetailsChanged = variant("DetailsChanged", {
  lastName: Schema.optionalKey(PersonName), firstName: Schema.optionalKey(PersonName),
  language: Schema.optionalKey(Locale)
})
export const MailChanged = variant("MailChanged", { from: MailAddress, to: MailAddress })
export const RoleChanged = variant("RoleChanged", { role: Role })
export const SecondaryMailSet = variant("SecondaryMailSet", { mail: Schema.NullOr(MailAddress) })
export const MailsSwapped = variant("MailsSwapped", {})
export const PhoneSet = variant("PhoneSet", { phone: Schema.NullOr(PhoneNumber) })
export const FactorChosen = variant("FactorChosen", { channel: Channel, twoFactor: Schema.Boolean })
/** An authenticator app showed a right code: codes come from it, at every sign-in. */
export const AuthenticatorEnrolled = variant("AuthenticatorEnrolled", {})
/** Another password from now on: everyone signed in with the old one is out. */
export const PasswordChanged = variant("PasswordChanged", {})
/** Codes come by mail again, and only where they are asked of everybody; whoever was signed in is out. */
export const FactorsReset = variant("FactorsReset", {})
/** An administrator took the password away, and hands over what a new one is chosen with. */
export const PasswordReset = variant("PasswordReset", {})
/** Every session, token and open code of this user is over. */
export const AccessRevoked = variant("AccessRevoked", {})
export const SignedIn = variant("SignedIn", { at: Moment, level: Level })
/** A code goes out; `to` where it goes to an address that is not the user's yet. */
export const CodeRequested = variant("CodeRequested", {
  ...Notice.fields, purpose: Purpose, channel: Channel,
  phone: Schema.optionalKey(PhoneNumber), mail: Schema.optionalKey(MailAddress)
})
export const ResetRequested = variant("ResetRequested", Notice.fields)
/** Somebody signed up with an address that is this user's. */
export const SignUpRepeated = variant("SignUpRepeated", { noticeId: Schema.String })

export const Event = Schema.Union([
  UserCreated, CodeSent, InvitationUndelivered, SignUpApproved, SignUpRefused, SignUpLapsed, CreationUnblocked,
  CreationAbandoned, UserAttached,
  UserFinalised, UserLocked, UserSuspended, UserReactivated, UserDeleted, UserRecalled, ErasureStarted, UserErased,
  DetailsChanged, MailChanged, RoleChanged, SecondaryMailSet, MailsSwapped, PhoneSet, FactorChosen,
  AuthenticatorEnrolled, FactorsReset, PasswordChanged, PasswordReset, AccessRevoked, SignedIn, CodeRequested,
  ResetRequested, SignUpRepeated
])
export type Event = typeof Event.Type

// -------------------------------------------------------------------------------------------- parameters

/** How this portal wants people handled. */
export const Blueprint = Schema.Struct({
  /** The role of whoever joins by themselves or by a file, and the role of which some must always be active. */
  roles: Schema.Struct({ joining: Role, admin: Role }),
  minAdmins: Schema.Struct({ floor: Count, advised: Count }),
  activation: Schema.Struct({
    /** For how long the code and the link of an invitation work. */
    seconds: Seconds
  }),
  recovery: Schema.Struct({
    by: Schema.Literals(["selfService", "admin", "none"]),
    /** For how long the link of a reset works. */
    seconds: Seconds
  }),
  factors: Schema.Struct({
    kinds: Schema.Array(Channel),
    required: Schema.Literals(["never", "byTenant", "always"])
  }),
  codes: Schema.Struct({
    seconds: Seconds,
    triesMax: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 100 })),
    /** So many messages to one person within so many seconds. */
    sendsMax: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1000 })),
    sendsSeconds: Seconds
  }),
  stepUp: Schema.Struct({
    /** For so long a step up lasts, and for so long a password given again is fresh. */
    seconds: Seconds, freshSeconds: Seconds
  })
})
export type Blueprint = typeof Blueprint.Type
