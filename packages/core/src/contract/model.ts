/** The contract of an enterprise: who may join it, how many, and how much they may store. All its words are here. */
import * as Schema from "effect/Schema"
import { Count } from "../kernel/ledger-moves.ts"
import { MailAddress, MailDomain } from "../kernel/mail.ts"
import { Moment } from "../kernel/moment.ts"
import { Path } from "../kernel/path.ts"
import { PhoneNumber } from "../kernel/phone.ts"
import { refusal } from "../kernel/refusal.ts"
import { variant } from "../kernel/variant.ts"

// ------------------------------------------------------------------------------------------------- state

/** Someone to turn to: the account manager, or the support desk. */
export const Contact = Schema.Struct({
  name: Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(200), Schema.isPattern(/^[^\p{C}]+$/u)),
  mail: MailAddress,
  phone: Schema.optionalKey(PhoneNumber)
})
export type Contact = typeof Contact.Type

/** What was agreed. */
export const Terms = Schema.Struct({
  /** The mail domains whose addresses may join; `null` for a community that anyone may join. */
  domains: Schema.NullOr(Schema.Array(MailDomain).check(Schema.isMinLength(1), Schema.isMaxLength(100))),
  usersMax: Count,
  storageBytesMax: Count,
  accountManager: Contact,
  support: Contact
})
export type Terms = typeof Terms.Type

export const Unsigned = variant("Unsigned", {})
/**
 * In force. The roster is part of it: how many seats are taken, and who the active admins are. Whoever takes a seat or
 * stops being an admin writes it along, so that neither is ever counted past its limit.
 */
export const Signed = variant("Signed", {
  enterprise: Path,
  /** An id that is never given twice: whoever bears the name later is another enterprise. */
  enterpriseId: Schema.String,
  signedAt: Moment,
  terms: Terms,
  seatsTaken: Count,
  activeAdmins: Schema.Array(Schema.String)
})
export type Signed = typeof Signed.Type

export const Contract = Schema.Union([Unsigned, Signed])
export type Contract = typeof Contract.Type

// ---------------------------------------------------------------------------------------------- commands

/** Said by the operator, who alone sells. */
export const SignContract = variant("SignContract", { enterprise: Path, terms: Terms })
/** Other terms from now on. Who is over a limit afterwards stays, and takes no more until there is room. */
export const ChangeTerms = variant("ChangeTerms", { enterprise: Path, terms: Terms })

export const Command = Schema.Union([SignContract, ChangeTerms])
export type Command = typeof Command.Type

// ------------------------------------------------------------------------------------------------ events

export const ContractSigned = variant("ContractSigned", {
  enterprise: Path, enterpriseId: Schema.String, at: Moment, terms: Terms
})
export const TermsChanged = variant("TermsChanged", { terms: Terms })
export const SeatsTaken = variant("SeatsTaken", { count: Count })
export const SeatsGivenBack = variant("SeatsGivenBack", { count: Count })
export const AdminJoined = variant("AdminJoined", { userId: Schema.String })
export const AdminLeft = variant("AdminLeft", { userId: Schema.String })

export const RosterEvent = Schema.Union([SeatsTaken, SeatsGivenBack, AdminJoined, AdminLeft])
export type RosterEvent = typeof RosterEvent.Type
export const Event = Schema.Union([ContractSigned, TermsChanged, ...RosterEvent.members])
export type Event = typeof Event.Type

// ---------------------------------------------------------------------------------------------- refusals

export const AlreadySigned = refusal("AlreadySigned", "CTR-9", { enterprise: Path })
export const NoContract = refusal("NoContract", "CTR-9", { enterprise: Path })

export const Refusal = Schema.Union([AlreadySigned, NoContract])
export type Refusal = typeof Refusal.Type

/** What a decision about a contract may know besides the contract itself. */
export interface Facts {
  readonly now: Moment
  readonly newId: string
}
