/** What people do about themselves: codes, factors, a telephone, a second address. Each after the proof it needs. */
import { accept, nothing, refuse } from "../kernel/decider.ts"
import { mailKey } from "../kernel/mail.ts"
import type { ChooseFactor, RequestCode, SetPhone, SetSecondaryMail } from "./commands.ts"
import { isCommunity, isTaken, type Order, taken, type Verdict } from "./judging.ts"
import * as User from "./model.ts"
import {
  ChannelUnavailable, type Facts, MainMailFixed, NoSecondaryMail, SecondaryMailForbidden, TwoFactorForced
} from "./refusals.ts"

type Active = typeof User.Active.Type

/**
 * A code goes out, by mail or as a text message; an authenticator app is sent nothing. Where the portal sends no text
 * messages, no telephone is asked for a code that would never come.
 *
 * @rule AUT-3
 * @source 001, Options globales: Forcer l'authentification 2-facteurs
 */
export const requestCode = (
  { purpose, channel, phone, mail }: typeof RequestCode.Type, user: Active, facts: Facts
): Verdict =>
  channel === "sms" && !facts.factors.kinds.includes(channel)
    ? refuse(ChannelUnavailable.make({ channel, offered: offeredChannels(user, facts) }))
    : accept(User.CodeRequested.make({
        ...facts.code, purpose, channel, ...(phone === undefined ? {} : { phone }),
        ...(mail === undefined ? {} : { mail })
      }))

/** The link of a reset goes to the address that is kept, and to no other. */
export const requestReset = ({ reset, recovery }: Facts): Verdict =>
  recovery.by === "selfService" ? accept(User.ResetRequested.make(reset)) : nothing

/**
 * A number becomes the user's once a code that was sent to it came back. Codes by text end with the number: from then
 * on they come another way, and where there is none the number stays.
 *
 * @rule AUT-3
 * @source 001, Options globales: Forcer l'authentification 2-facteurs
 */
export const setPhone = ({ phone }: typeof SetPhone.Type, user: Active, facts: Facts): Verdict => {
  if (phone === user.phone) return nothing
  const set = User.PhoneSet.make({ phone })
  if (phone !== null || user.channel !== "sms") return accept(set)
  const offered = offeredChannels({ phone }, facts)
  const channel = offered.find((one) => one === "mail") ?? offered[0]
  return channel === undefined
    ? refuse(ChannelUnavailable.make({ channel: "mail", offered: ["sms"] }))
    : accept<User.Event>(set, User.FactorChosen.make({ channel, twoFactor: user.twoFactor }))
}

/**
 * A second address, where the enterprise allows one, once a code that was sent to it came back. It is held like the
 * first: no other account can have it.
 *
 * @rule USR-12
 * @source 001, Options globales: Adresse mail secondaire autorisée
 */
export const setSecondaryMail = (order: typeof SetSecondaryMail.Type, user: Active, facts: Facts): Verdict => {
  const { enterprise, userId, mail } = order
  if (mail === user.secondaryMail || (mail !== null && mailKey(mail) === mailKey(user.mail))) return nothing
  if (mail === null) return accept(User.SecondaryMailSet.make({ mail }))
  if (!facts.settings.secondaryMailAllowed) return refuse(SecondaryMailForbidden.make({ enterprise, userId }))
  return isTaken(order, facts) ? taken(order) : accept(User.SecondaryMailSet.make({ mail }))
}

/**
 * In a community that anyone may join, people choose their main address among their own; in an enterprise they never
 * do. So a personal account is kept, and lets go of the enterprise's address.
 *
 * @rule USR-6
 * @source 001, Statuts des utilisateurs: Création bloquée
 */
export const swapMails = ({ enterprise, userId }: Order, user: Active, facts: Facts): Verdict => {
  if (!isCommunity(facts)) return refuse(MainMailFixed.make({ enterprise, userId }))
  return user.secondaryMail === null
    ? refuse(NoSecondaryMail.make({ enterprise, userId }))
    : accept(User.MailsSwapped.make({}))
}

/**
 * Everyone chooses how their codes come, among the ways that the portal offers and that were enrolled; and whether a
 * code is asked for at every sign-in, unless it is for everybody.
 *
 * @rule AUT-3
 * @source 001, Options globales: Forcer l'authentification 2-facteurs
 */
export const chooseFactor = (
  { enterprise, channel, twoFactor }: typeof ChooseFactor.Type, user: Active, facts: Facts
): Verdict => {
  const offered = offeredChannels(user, facts)
  if (!offered.includes(channel)) return refuse(ChannelUnavailable.make({ channel, offered }))
  if (!twoFactor && isForced(facts)) return refuse(TwoFactorForced.make({ enterprise }))
  return user.channel === channel && user.twoFactor === twoFactor
    ? nothing
    : accept(User.FactorChosen.make({ channel, twoFactor }))
}

/**
 * The ways in which a code can reach this user now.
 *
 * @rule AUT-3
 * @source 001, Options globales: Forcer l'authentification 2-facteurs
 */
export const offeredChannels = (
  { phone }: Pick<Active, "phone">, { factors, hasAuthenticator }: Pick<Facts, "factors" | "hasAuthenticator">
): ReadonlyArray<User.Channel> =>
  factors.kinds.filter((kind) => kind === "mail" || (kind === "sms" ? phone !== null : hasAuthenticator))

/** How a code reaches a user now: by mail where they chose text messages, and none can be sent any more. */
export const codeChannel = (
  { channel, phone }: Pick<Active, "channel" | "phone">, { kinds }: User.Blueprint["factors"]
): User.Channel => channel === "sms" && (phone === null || !kinds.includes(channel)) ? "mail" : channel

/** Whether everyone of the enterprise must have a second factor. */
export const isForced = ({ factors, settings }: Pick<Facts, "factors" | "settings">): boolean =>
  factors.required === "always" || (factors.required === "byTenant" && settings.twoFactorForced)
