/** What a contract allows: plain calculations. */
import { isWithinDomains, type MailAddress } from "../kernel/mail.ts"
import type { Contract, Terms } from "./model.ts"

/**
 * Whether an address may join: it belongs to one of the domains agreed, or the contract is that of a community.
 *
 * @rule USR-1
 * @source 001, Créer un utilisateur
 */
export const mayJoin = (mail: MailAddress, { domains }: Terms): boolean =>
  domains === null || isWithinDomains(mail, domains)

/**
 * How many more may join. Below zero nobody is sent away: what was agreed later is what counts from then on.
 *
 * @rule CTR-9
 * @source 001, Informations générales
 */
export const seatsLeft = (contract: Contract): number =>
  contract._tag === "Signed" ? Math.max(0, contract.terms.usersMax - contract.seatsTaken) : 0

/** Whether two sets of terms say the same, field by field. */
export const sameTerms = (one: Terms, other: Terms): boolean =>
  one.usersMax === other.usersMax && one.storageBytesMax === other.storageBytesMax
  && (one.domains ?? ["*"]).join() === (other.domains ?? ["*"]).join()
  && sameContact(one.accountManager, other.accountManager) && sameContact(one.support, other.support)

const sameContact = (one: Terms["support"], other: Terms["support"]): boolean =>
  one.name === other.name && one.mail === other.mail && one.phone === other.phone
