/** What a user becomes once something has happened to them. */
import * as Match from "effect/Match"
import * as User from "./model.ts"
import { isKnown, sortKey } from "./known.ts"

export const initial: User.User = User.Absent.make({})

export const evolve = (user: User.User, event: User.Event): User.User => {
  if (event._tag === "UserCreated") return born(event)
  if (event._tag === "UserErased") {
    return user._tag === "Erasing"
      ? User.Erased.make({ userId: user.userId, enterprise: user.enterprise, erasedAt: event.at })
      : user
  }
  return isKnown(user) ? changed(user, event) : user
}

const app: User.Channel = "totp"
const byMail: User.Channel = "mail"

type Later = Exclude<User.Event, { readonly _tag: "UserCreated" | "UserErased" }>
type Profile = Omit<typeof User.Active.Type, "_tag">

const born = (event: typeof User.UserCreated.Type): User.User => {
  const { userId, enterprise, lastName, firstName, mail, role, language, at, standing, activation, signedUp } = event
  const profile: Profile = keyed({
    userId, enterprise, lastName, firstName, mail, role, language, createdAt: at, secondaryMail: null, phone: null,
    channel: "mail", twoFactor: false, lastSignInAt: null, epoch: 0, tokenEpoch: 0,
    sortKeys: { lastName: "", firstName: "", mail: "" }
  })
  if (standing !== "NotFinalised") return User[standing].make(profile)
  return User.NotFinalised.make({
    ...profile, activation: activation ?? { noticeId: "", expiresAt: at }, lapses: signedUp
  })
}

/** The profile with the keys that lists sort it by. */
const keyed = <P extends Profile>(profile: P): P => ({
  ...profile,
  sortKeys: {
    lastName: sortKey(profile.lastName), firstName: sortKey(profile.firstName), mail: sortKey(profile.mail)
  }
})

const changed = (user: User.Known, event: Later): User.User => {
  switch (event._tag) {
    case "DetailsChanged":
    case "MailChanged":
    case "RoleChanged":
    case "SecondaryMailSet":
    case "MailsSwapped":
    case "PhoneSet":
    case "FactorChosen":
    case "AuthenticatorEnrolled":
    case "FactorsReset":
    case "PasswordChanged":
    case "PasswordReset":
    case "AccessRevoked":
    case "SignedIn":
    case "CodeRequested":
    case "ResetRequested":
    case "SignUpRepeated": return described(user, event)
    default: return standing(user, event)
  }
}

type Describing = Extract<Later, {
  readonly _tag:
    | "DetailsChanged" | "MailChanged" | "RoleChanged" | "SecondaryMailSet" | "MailsSwapped" | "PhoneSet"
    | "FactorChosen" | "AuthenticatorEnrolled" | "FactorsReset" | "PasswordChanged" | "PasswordReset" | "AccessRevoked"
    | "SignedIn" | "CodeRequested" | "ResetRequested" | "SignUpRepeated"
}>

/** What a user becomes by whatever may change how they stand. */
const standing = (user: User.Known, event: Exclude<Later, Describing>): User.User =>
  Match.valueTags(event, {
    CodeSent: ({ activation }) => user._tag === "NotFinalised" ? { ...user, activation } : user,
    InvitationUndelivered: ({ noticeId, at, reason }) =>
      user._tag === "NotFinalised" && user.activation.noticeId === noticeId
        ? { ...user, activation: { ...user.activation, undelivered: { at, reason } } }
        : user,
    SignUpApproved: ({ activation }) => invited(user, activation),
    SignUpRefused: ({ at }) => gone(user, at),
    SignUpLapsed: ({ at }) => gone(user, at),
    CreationUnblocked: ({ activation }) => invited(user, activation),
    CreationAbandoned: ({ at }) => gone(user, at),
    // Whoever is attached signs in anew: what they may do is another enterprise's to say from now on.
    UserAttached: ({ enterprise, role }) => revoked({ ...user, enterprise, role }),
    UserFinalised: () => User.Active.make(profileOf(user)),
    UserLocked: ({ at }) => user._tag === "Suspended"
      ? { ...user, lockedAt: at }
      : User.Locked.make({ ...profileOf(user), lockedAt: at }),
    UserSuspended: ({ at, by }) => User.Suspended.make({
      ...profileOf(revoked(user)), suspendedAt: at, suspendedBy: by,
      lockedAt: user._tag === "Locked" ? user.lockedAt : null, isFinalised: user._tag !== "NotFinalised"
    }),
    UserReactivated: ({ activation }) =>
      activation === undefined ? User.Active.make(profileOf(user)) : invited(user, activation),
    UserDeleted: ({ at, by, eraseFrom }) => user._tag === "Deleted" ? user : User.Deleted.make({
      ...profileOf(revoked(user)), was: revoked(user), deletedAt: at, deletedBy: by, eraseFrom
    }),
    UserRecalled: () => user._tag === "Deleted" ? user.was : user,
    ErasureStarted: () => User.Erasing.make({ userId: user.userId, enterprise: user.enterprise })
  })

/** What is known of a user becomes something else, and they stand as they stood. */
const described = (user: User.Known, event: Describing): User.User =>
  Match.valueTags(event, {
    DetailsChanged: ({ _tag, ...details }) => keyed({ ...user, ...details }),
    MailChanged: ({ to }) => keyed({ ...user, mail: to }),
    // What somebody may do changes with the role: they prove anew who they are.
    RoleChanged: ({ role }) => revoked({ ...user, role }),
    SecondaryMailSet: ({ mail }) => ({ ...user, secondaryMail: mail }),
    MailsSwapped: () => user.secondaryMail === null
      ? user
      : keyed({ ...user, mail: user.secondaryMail, secondaryMail: user.mail }),
    PhoneSet: ({ phone }) => ({ ...user, phone }),
    FactorChosen: ({ channel, twoFactor }) => ({ ...user, channel, twoFactor }),
    AuthenticatorEnrolled: () => ({ ...user, channel: app, twoFactor: true }),
    FactorsReset: () => revoked({ ...user, channel: byMail, phone: null, twoFactor: false }),
    PasswordReset: () => revoked(user),
    PasswordChanged: () => ({ ...user, epoch: user.epoch + 1 }),
    AccessRevoked: () => revoked(user),
    SignedIn: ({ at }) => ({ ...user, lastSignInAt: at }),
    CodeRequested: () => user,
    ResetRequested: () => user,
    SignUpRepeated: () => user
  })

/** Every session and token of before is over. */
const revoked = <K extends User.Known>(user: K): K =>
  ({ ...user, epoch: user.epoch + 1, tokenEpoch: user.tokenEpoch + 1 })

/** Somebody vouches for them: however long it takes, they stay. */
const invited = (user: User.Known, activation: User.Notice): User.User =>
  User.NotFinalised.make({ ...profileOf(user), activation, lapses: false })

const gone = ({ userId, enterprise }: User.Known, erasedAt: (typeof User.Erased.Type)["erasedAt"]): User.User =>
  User.Erased.make({ userId, enterprise, erasedAt })

/** What every status has, and nothing that one of them has alone. */
const profileOf = (user: User.Known): Profile => {
  const {
    userId, enterprise, lastName, firstName, mail, role, language, secondaryMail, phone, channel, twoFactor, createdAt,
    lastSignInAt, epoch, tokenEpoch, sortKeys
  } = user
  return {
    userId, enterprise, lastName, firstName, mail, role, language, secondaryMail, phone, channel, twoFactor, createdAt,
    lastSignInAt, epoch, tokenEpoch, sortKeys
  }
}
