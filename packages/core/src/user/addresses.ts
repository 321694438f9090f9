/** Who holds a mail address, over the whole installation: one record for each address, however it is written. */
import * as Schema from "effect/Schema"
import { type MailAddress, mailKey } from "../kernel/mail.ts"
import { Path } from "../kernel/path.ts"
import { variant } from "../kernel/variant.ts"
import { type User, UserId } from "./model.ts"
import { isKnown } from "./known.ts"
import { holdsMail } from "./rules.ts"

/** Nobody's: it never was, or whoever held it let go. */
export const Free = variant("Free", {})
export const Held = variant("Held", { userId: UserId, enterprise: Path })
export const Address = Schema.Union([Free, Held])
export type Address = typeof Address.Type

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

const mailsOf = ({ mail, secondaryMail }: { readonly mail: MailAddress; readonly secondaryMail: MailAddress | null }) =>
  secondaryMail === null ? [mail] : [mail, secondaryMail]

/** The keys of every address that an order may take or let go. */
export const concerned = (user: User, asked: MailAddress | null | undefined): ReadonlyArray<string> => [
  ...new Set([
    ...(isKnown(user) ? mailsOf(user).map(mailKey) : []),
    ...(asked === undefined || asked === null ? [] : [mailKey(asked)])
  ])
]

/** What becomes of addresses when a user changes: those let go are free, those taken are theirs. */
export const addressMoves = (before: User, after: User): ReadonlyArray<readonly [string, Address]> => {
  const [had, has] = [heldBy(before), heldBy(after)]
  const owner = isKnown(after) ? after : undefined
  const moved = isKnown(before) && owner !== undefined && before.enterprise !== owner.enterprise
  return [
    ...had.filter((key) => !has.includes(key)).map((key) => [key, Free.make({})] as const),
    ...(owner === undefined ? [] : has.filter((key) => moved || !had.includes(key)).map((key) =>
      [key, Held.make({ userId: owner.userId, enterprise: owner.enterprise })] as const))
  ]
}
