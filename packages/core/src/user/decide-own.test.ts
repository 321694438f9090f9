/** What people may do about themselves: the guide's own cases, and those at the edge of each rule. */
import { expect, it } from "vitest"
import {
  acme, ada, facts, home, mailOf, notice, order, ordersAbout, phone, settings, users
} from "../../test/people.ts"
import { accept, type Decision, nothing, refuse } from "../kernel/decider.ts"
import type { Command } from "./commands.ts"
import { decide } from "./decide.ts"
import * as User from "./model.ts"
import * as Refusals from "./refusals.ts"

type Then = Decision<User.Event, Refusals.Refusal>
type Case = readonly [rule: string, what: string, Command, User.User, Partial<Refusals.Facts>, Then]

const orders = ordersAbout()
const { Active } = users
const another = { userId: User.UserId.make("usr_eve"), enterprise: acme }
const taken = refuse(Refusals.MailTaken.make(order))
const stranger = mailOf("ada@gmail.example")

const textual: typeof Active = { ...Active, phone, channel: "sms", twoFactor: true }
const only = (...kinds: ReadonlyArray<User.Channel>) => ({ factors: { kinds, required: "never" } }) as const
const unavailable = (channel: User.Channel, ...offered: ReadonlyArray<User.Channel>) =>
  refuse(Refusals.ChannelUnavailable.make({ channel, offered }))
const choosing = (channel: User.Channel, twoFactor = true): Command => ({ ...orders.ChooseFactor, channel, twoFactor })
const byText: Command = { ...orders.RequestCode, purpose: "phone", channel: "sms", phone }
const forced = { settings: { ...settings, twoFactorForced: true } }

const own: ReadonlyArray<Case> = [
  ["AUT-3", "codes by text end with the number", { ...orders.SetPhone, phone: null }, textual, {},
    accept<User.Event>(
      User.PhoneSet.make({ phone: null }), User.FactorChosen.make({ channel: "mail", twoFactor: true })
    )],
  ["AUT-3", "and come from an app where the portal sends no mail", { ...orders.SetPhone, phone: null }, textual,
    { ...only("sms", "totp"), hasAuthenticator: true }, accept<User.Event>(
      User.PhoneSet.make({ phone: null }), User.FactorChosen.make({ channel: "totp", twoFactor: true })
    )],
  ["AUT-3", "by mail where there is one, whichever way the portal names first", { ...orders.SetPhone, phone: null },
    textual, { ...only("totp", "sms", "mail"), hasAuthenticator: true }, accept<User.Event>(
      User.PhoneSet.make({ phone: null }), User.FactorChosen.make({ channel: "mail", twoFactor: true })
    )],
  ["SEC-16", "where no other way is left the number stays: nobody shuts themselves out",
    { ...orders.SetPhone, phone: null }, textual, only("sms", "totp"), unavailable("mail", "sms")],
  ["AUT-3", "no telephone is asked for a code where the portal sends no text messages", byText, Active, only("mail"),
    unavailable("sms", "mail")],
  ["AUT-3", "codes come by mail until somebody chooses", choosing("mail", false), Active, {}, nothing],
  ["AUT-3", "by text to who has a number", choosing("sms"), { ...Active, phone }, {},
    accept(User.FactorChosen.make({ channel: "sms", twoFactor: true }))],
  ["AUT-3", "and to nobody else", choosing("sms"), Active, {}, unavailable("sms", "mail")],
  ["SEC-16", "from an app that showed a right code", choosing("totp"), Active, { hasAuthenticator: true },
    accept(User.FactorChosen.make({ channel: "totp", twoFactor: true }))],
  ["SEC-16", "and from no other", choosing("totp"), Active, {}, unavailable("totp", "mail")],
  ["AUT-3", "and only as the portal offers it", choosing("mail"), Active, only(), unavailable("mail")],
  ["SEC-13", "where everyone must have a second factor nobody gives it up", choosing("mail", false), textual, forced,
    refuse(Refusals.TwoFactorForced.make({ enterprise: acme }))],
  ["SEC-13", "in a portal that always asks for it too", choosing("mail", false), textual,
    { factors: { kinds: ["mail"], required: "always" } }, refuse(Refusals.TwoFactorForced.make({ enterprise: acme }))],
  ["AUT-3", "in one that never does, each chooses", choosing("mail", false), textual, { ...forced, ...only("mail") },
    accept(User.FactorChosen.make({ channel: "mail", twoFactor: false }))],
  ["USR-12", "a second address where the enterprise allows one", orders.SetSecondaryMail, Active, {},
    accept(User.SecondaryMailSet.make({ mail: mailOf("ada@home.example") }))],
  ["USR-12", "and not where it does not", orders.SetSecondaryMail, Active,
    { settings: { ...settings, secondaryMailAllowed: false } }, refuse(Refusals.SecondaryMailForbidden.make(order))],
  ["USR-12", "given up at any time", { ...orders.SetSecondaryMail, mail: null },
    { ...Active, secondaryMail: stranger }, { settings: { ...settings, secondaryMailAllowed: false } },
    accept(User.SecondaryMailSet.make({ mail: null }))],
  ["SEC-8", "never another's", orders.SetSecondaryMail, Active, { holder: { ...another, enterprise: home } }, taken],
  ["USR-12", "nor one's main one in other letters", { ...orders.SetSecondaryMail, mail: mailOf("ADA@acme.example") },
    Active, { holder: { userId: ada, enterprise: acme } }, nothing],
  ["SEC-21", "a reset goes nowhere but to the address that is kept", orders.RequestReset, Active, {},
    accept(User.ResetRequested.make(notice))],
  ["USR-14", "and nowhere at all where administrators reset passwords", orders.RequestReset, Active,
    { recovery: { by: "admin", seconds: 60 } }, nothing]
]

it.each(own)("%s %s", (_rule, _what, command, user, more, then) => {
  expect(decide(command, user, facts(more))).toEqual(then)
})
