/** What an account proves itself with: its password, and its API tokens. All the words are in this file. */
import * as Schema from "effect/Schema"
import { Level } from "../kernel/level.ts"
import { Moment, Seconds } from "../kernel/moment.ts"
import { Path } from "../kernel/path.ts"
import { refusal, setBy } from "../kernel/refusal.ts"
import { variant } from "../kernel/variant.ts"
import { Role } from "../role/model.ts"
import { PasswordPolicy, PasswordTooWeak } from "./password-policy.ts"

// --------------------------------------------------------------------------- the credential of an account

/** The hash of a password, and the data key that only this password opens. Never journaled, never shown. */
export const Sealed = variant("Sealed", { hash: Schema.String, sealedKey: Schema.String })
/** The data key is gone, and with it everything that it opened. */
export const Destroyed = variant("Destroyed", {})

/** The secret that an authenticator app shares, and the last time step of which a code was taken. */
const Shared = Schema.Struct({ secret: Schema.String, step: Schema.Int })

/**
 * What a person proves themselves with, and may be given anew: a password, which nothing is sealed with; an
 * authenticator app, the one that was offered and not tried yet apart; and recovery codes, by their digests.
 */
export const Personal = variant("Personal", {
  hash: Schema.NullOr(Schema.String),
  totp: Schema.NullOr(Shared),
  offered: Schema.NullOr(Schema.Struct({ secret: Schema.String, until: Moment })),
  recovery: Schema.Array(Schema.String)
})
export type Personal = typeof Personal.Type

export const Credential = Schema.Union([Sealed, Personal, Destroyed])
export type Credential = typeof Credential.Type

/** What was found when a password was compared. */
export type PasswordVerdict = "right" | "wrong" | "notAsked"

// ------------------------------------------------------------------------------------------------- tokens

export const TokenId = Schema.String.check(Schema.isPattern(/^[\x21-\x7e]{1,200}$/)).pipe(Schema.brand("TokenId"))
export type TokenId = typeof TokenId.Type

/** Whose rights a token gives: those of a role, or those of one account, bound to its id and never to its name. */
export const RoleOwner = variant("RoleOwner", { role: Role })
export const AccountOwner = variant("AccountOwner", { path: Path, accountId: Schema.String })
/** A user, as surely known as in the session in which the token was made, and until everything is revoked. */
export const UserOwner = variant("UserOwner", {
  enterprise: Path, userId: Schema.String, level: Level, tokenEpoch: Schema.Int
})
export const TokenOwner = Schema.Union([RoleOwner, AccountOwner, UserOwner])
export type TokenOwner = typeof TokenOwner.Type

/** What a token is called by who made it. */
export const Label = Schema.String.check(
  Schema.isMinLength(1), Schema.isMaxLength(100), Schema.isPattern(/^[^\p{C}]+$/u)
)

const about = {
  tokenId: TokenId, owner: TokenOwner, label: Label, issuedAt: Moment, expiresAt: Schema.optionalKey(Moment)
}

export const Unissued = variant("Unissued", {})
export const Active = variant("Active", { ...about, digest: Schema.String })
export const Revoked = variant("Revoked", about)

export const Token = Schema.Union([Unissued, Active, Revoked])
export type Token = typeof Token.Type

/** The id is minted, and the owner is who asks: neither is ever taken from a request. */
export const IssueToken = variant("IssueToken", {
  tokenId: TokenId, owner: TokenOwner, label: Label, expiresAt: Schema.optionalKey(Moment)
})
export const RevokeToken = variant("RevokeToken", { tokenId: TokenId, owner: TokenOwner })

export const Command = Schema.Union([IssueToken, RevokeToken])
export type Command = typeof Command.Type

export const TokenIssued = variant("TokenIssued", { ...about, digest: Schema.String })
export const TokenRevoked = variant("TokenRevoked", {})

export const Event = Schema.Union([TokenIssued, TokenRevoked])
export type Event = typeof Event.Type

/** The digest of a random token says nothing about it; the token itself is shown once and kept nowhere. */
export interface Facts {
  readonly now: Moment
  readonly digest: string
}

// ----------------------------------------------------------------------------------------------- refusals

export const NoSuchToken = refusal("NoSuchToken", "AUT-5", { tokenId: TokenId })
/** The same answer whether the name is unknown, the password is wrong, or the account may not sign in. */
export const SignInRefused = refusal("SignInRefused", "ACC-5", {})
/** Too many wrong passwords. Where the portal forgets them by itself, `retryAt` says when. */
export const SignInLocked = refusal("SignInLocked", "AUT-2", {
  retryAt: Schema.optionalKey(Moment), ...setBy("lockout")
})
/** The current password given is not the right one. */
export const WrongPassword = refusal("WrongPassword", "ACC-5", {})
/** The new password was not typed the same way twice. */
export const PasswordsDiffer = refusal("PasswordsDiffer", "ACC-5", {})
/** Nobody is signed in with this session or token (any more). */
export const NotSignedIn = refusal("NotSignedIn", "ACC-5", {})

export const TokenRefusal = Schema.Union([NoSuchToken])
export type TokenRefusal = typeof TokenRefusal.Type
export const Refusal = Schema.Union([
  NoSuchToken, SignInRefused, SignInLocked, WrongPassword, PasswordsDiffer, NotSignedIn, PasswordTooWeak
])
export type Refusal = typeof Refusal.Type

// --------------------------------------------------------------------------------------------- parameters

/** After how many wrong passwords an account is locked, and who or what opens it again. */
export const Lockout = Schema.Struct({
  maxFailures: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 100 })),
  /** Locked by the failure that exceeds the number, or by the one that reaches it. */
  trip: Schema.Literals(["onExceeding", "onReaching"]),
  release: Schema.Union([variant("ByAdmin", {}), Schema.TaggedStruct("AfterSeconds", { seconds: Seconds })])
})
export type Lockout = typeof Lockout.Type

export const Blueprint = Schema.Struct({
  lockout: Lockout,
  password: Schema.Struct({ policy: PasswordPolicy }),
  session: Schema.Struct({ seconds: Seconds })
})
export type Blueprint = typeof Blueprint.Type

/** Advice on a password: how strong it is from 0 to 4, what would help, and which policies it is compatible with. */
export const PasswordAdvice = Schema.Struct({
  score: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 4 })),
  suggestions: Schema.Array(Schema.String),
  compatible: Schema.Record(Schema.String, Schema.Boolean)
})
export type PasswordAdvice = typeof PasswordAdvice.Type
