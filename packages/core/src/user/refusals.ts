/** What may stand in the way of an order about a user, and what a decision may know besides the user. */
import * as Schema from "effect/Schema"
import type { Contract } from "../contract/model.ts"
import { Count } from "../kernel/ledger-moves.ts"
import { MailDomain } from "../kernel/mail.ts"
import { Moment } from "../kernel/moment.ts"
import { Path } from "../kernel/path.ts"
import { refusal, setBy } from "../kernel/refusal.ts"
import { type Blueprint, Channel, type Notice, Status, UserId } from "./model.ts"

const whom = { enterprise: Path, userId: UserId }

/** Nobody of this enterprise has this id: it is unknown, erased, or another enterprise's. */
export const NoSuchUser = refusal("NoSuchUser", "USR-8", whom)
/** The order does not fit the status that the user is in; those that it fits are told. */
export const WrongStatus = refusal("WrongStatus", "USR-8", {
  ...whom, status: Status, fits: Schema.Array(Status)
})
export const MailTaken = refusal("MailTaken", "USR-1", whom)
export const DomainNotAllowed = refusal("DomainNotAllowed", "USR-1", {
  enterprise: Path, domain: MailDomain, allowed: Schema.Array(MailDomain)
})
export const NoSeatLeft = refusal("NoSeatLeft", "CTR-9", {
  enterprise: Path, usersMax: Count, seatsTaken: Count
})
/** Without an active admin nobody could administer the enterprise any more. */
export const LastAdmin = refusal("LastAdmin", "ROL-1", { ...whom, floor: Count, ...setBy("minAdmins") })
/** Whoever was shut out is let in by somebody else. */
export const OwnAccount = refusal("OwnAccount", "USR-5", whom)
/** In an enterprise an account is closed by those who administer it; a personal one by its owner. */
export const AccountOfEnterprise = refusal("AccountOfEnterprise", "USR-6", whom)
export const StillBlocked = refusal("StillBlocked", "USR-6", whom)
export const SignUpForbidden = refusal("SignUpForbidden", "USR-11", { enterprise: Path, ...setBy("freeSignUp") })
/** The code or link is wrong, was used, or its time is over. */
export const CodeRefused = refusal("CodeRefused", "AUT-7", {})
/** Too many messages were sent to this person already; from when on another may be. */
export const TooManyMessages = refusal("TooManyMessages", "AUT-7", {
  retryAt: Schema.optionalKey(Moment), ...setBy("codes")
})
export const ErasureTooEarly = refusal("ErasureTooEarly", "USR-7", {
  ...whom, eraseFrom: Moment, ...setBy("deletion.grace")
})
/** The time to bring a deleted user back is over, whether or not the erasure has begun. */
export const RecallTooLate = refusal("RecallTooLate", "USR-7", {
  ...whom, eraseFrom: Moment, ...setBy("deletion.grace")
})
export const SignUpHolds = refusal("SignUpHolds", "USR-11", { ...whom, until: Moment, ...setBy("activation") })
/** In this portal people come to a new password another way. */
export const ResetElsewhere = refusal("ResetElsewhere", "USR-14", {
  by: Schema.Literals(["selfService", "none"]), ...setBy("recovery")
})
export const SecondaryMailForbidden = refusal("SecondaryMailForbidden", "USR-12", {
  ...whom, ...setBy("secondaryMail.allowed")
})
export const NoSecondaryMail = refusal("NoSecondaryMail", "USR-12", whom)
/** In an enterprise a main address is changed by those who hold the power for it, never by the user. */
export const MainMailFixed = refusal("MainMailFixed", "USR-1", whom)
/** Codes cannot reach this user that way: the portal does not offer it, or nothing was enrolled for it. */
export const ChannelUnavailable = refusal("ChannelUnavailable", "AUT-3", {
  channel: Channel, offered: Schema.Array(Channel), ...setBy("factors")
})
export const TwoFactorForced = refusal("TwoFactorForced", "AUT-3", { enterprise: Path, ...setBy("factors") })

export const Refusal = Schema.Union([
  NoSuchUser, WrongStatus, MailTaken, DomainNotAllowed, NoSeatLeft, LastAdmin, OwnAccount, AccountOfEnterprise,
  StillBlocked, SignUpForbidden, CodeRefused, TooManyMessages, ErasureTooEarly, RecallTooLate, SignUpHolds,
  ResetElsewhere, SecondaryMailForbidden, NoSecondaryMail, MainMailFixed, ChannelUnavailable, TwoFactorForced
])
export type Refusal = typeof Refusal.Type

/** Who holds an address over the whole installation. */
export interface Holder {
  readonly userId: UserId
  readonly enterprise: Path
}

/** The settings of the enterprise, as far as rules about users read them. */
export interface Settings {
  readonly graceDays: number
  readonly secondaryMailAllowed: boolean
  readonly twoFactorForced: boolean
  readonly freeSignUp: "automatic" | "approval" | "forbidden"
}

/** What a decision about a user may know besides the user. */
export interface Facts extends Blueprint {
  readonly now: Moment
  /** The id of whoever gives the order. */
  readonly actor: string
  /** The contract of the enterprise, and of the one that a user is attached to. */
  readonly contract: Contract
  readonly target: Contract
  readonly settings: Settings
  /** Who holds the address that is asked for; nobody, or somebody who was deleted and keeps it no longer. */
  readonly holder: Holder | undefined
  /** Whether another creation of the same enterprise waits for the address that is asked for. */
  readonly isAwaited: boolean
  /** A message to send, should one have to be sent: with a new id, and the instants until which secrets work. */
  readonly invitation: Notice
  readonly code: Notice
  readonly reset: Notice
  /** Whether codes of an authenticator app could be checked: one was enrolled. */
  readonly hasAuthenticator: boolean
  /** What the secret was bound to with which the order was proved; none where it needed no secret. */
  readonly provenFor?: string
}
