/** Who holds a mail address, over the whole installation: one record for each address, however it is written. */
import * as Schema from "effect/Schema"
import { type MailAddress, mailKey } from "../kernel/mail.ts"
import { Path } from "../kernel/path.ts"
import { variant } from "../kernel/variant.ts"
import { type User, UserId } from "./model.ts"
import { isKnown } from "./known.ts"
import { holdsMail } from "./rules.ts"

/** A creation that goes on once the address is free. */
export const Awaiting = Schema.Struct({ userId: UserId, enterprise: Path })
export type Awaiting = typeof Awaiting.Type

const awaited = { awaitedBy: Schema.Array(Awaiting) }
/** Nobody's: it never was, or whoever held it let go. */
export const Free = variant("Free", awaited)
export const Held = variant("Held", { userId: UserId, enterprise: Path, ...awaited })
export const Address = Schema.Union([Free, Held])
export type Address = typeof Address.Type

/** An address that nobody ever asked for. */
export const unknownAddress: Address = Free.make({ awaitedBy: [] })

/**
 * The addresses that a user holds now: main and secondary share one space, so that neither is ever somebody else's.
 *
 * @rule USR-1
 * @source 001, Créer un utilisateur
 */
export const heldBy = (user: User): ReadonlyArray<string> => {
  if (!isKnown(user) || !holdsMail(user)) return []
  return [...new Set(mailsOf(user).map(mailKey))]
}

/** The address that a blocked creation waits for. */
const awaitedBy = (user: User): string | undefined =>
  user._tag === "CreationBlocked" ? mailKey(user.mail) : undefined

/**
 * Whether another creation of the same enterprise waits for the address already: nobody is made to wait twice.
 *
 * @rule USR-6
 * @source 001, Statuts des utilisateurs: Création bloquée
 */
export const isAwaited = (address: Address, { enterprise, userId }: Awaiting): boolean =>
  address.awaitedBy.some((one) => one.enterprise === enterprise && one.userId !== userId)

/** Whether somebody of an enterprise holds an address, or waits for it. */
export const isPresent = (address: Address, enterprise: Path): boolean =>
  (address._tag === "Held" && address.enterprise === enterprise)
  || address.awaitedBy.some((one) => one.enterprise === enterprise)

const mailsOf = ({ mail, secondaryMail }: { readonly mail: MailAddress; readonly secondaryMail: MailAddress | null }) =>
  secondaryMail === null ? [mail] : [mail, secondaryMail]

/** The keys of every address that an order may take or let go. */
export const concerned = (user: User, asked: MailAddress | null | undefined): ReadonlyArray<string> => [
  ...new Set([
    ...(isKnown(user) ? mailsOf(user).map(mailKey) : []),
    ...(asked === undefined || asked === null ? [] : [mailKey(asked)])
  ])
]

/** What becomes of addresses when a user changes: those let go are free, those taken are theirs, or are waited for. */
export const addressMoves = (
  before: User, after: User, addresses: ReadonlyMap<string, Address>
): ReadonlyArray<readonly [string, Address]> => {
  const [had, has] = [heldBy(before), heldBy(after)]
  const [waited, waits] = [awaitedBy(before), awaitedBy(after)]
  const moved = isKnown(before) && isKnown(after) && before.enterprise !== after.enterprise
  const isTouched = (key: string): boolean =>
    had.includes(key) !== has.includes(key) || (moved && has.includes(key)) || (waited === key) !== (waits === key)
  const keys = [...new Set([...had, ...has, waited, waits])].filter((key) => key !== undefined)
  return keys.filter(isTouched).map((key) => {
    const address = letGo(addresses.get(key) ?? unknownAddress, before)
    if (!isKnown(after)) return [key, address] as const
    return [key, has.includes(key) ? heldAs(address, after) : waits === key ? awaitedAs(address, after) : address]
  })
}

/** The address without this user, who held it or waited for it. */
const letGo = (address: Address, user: User): Address => {
  if (!isKnown(user)) return address
  const awaitedBy = address.awaitedBy.filter(({ userId }) => userId !== user.userId)
  const isOthers = address._tag === "Held" && address.userId !== user.userId
  return isOthers ? { ...address, awaitedBy } : Free.make({ awaitedBy })
}

/** Whoever of the same enterprise waited for it waits no more: it is there. */
const heldAs = ({ awaitedBy }: Address, { userId, enterprise }: Awaiting): Address =>
  Held.make({ userId, enterprise, awaitedBy: awaitedBy.filter((one) => one.enterprise !== enterprise) })

const awaitedAs = (address: Address, { userId, enterprise }: Awaiting): Address =>
  ({ ...address, awaitedBy: [...address.awaitedBy, { userId, enterprise }] })
