/** What every way in for people is built from: who acts for strangers, codes and links, and how often they go out. */
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Contract from "../contract/index.ts"
import type * as Credential from "../credential/index.ts"
import { inTurn } from "../kernel/in-turn.ts"
import { type MailAddress, mailKey } from "../kernel/mail.ts"
import type { Moment } from "../kernel/moment.ts"
import type { Path } from "../kernel/path.ts"
import type { Actor } from "../kernel/permit.ts"
import type { Secrets } from "../kernel/secrets.ts"
import { grantsOf } from "../role/index.ts"
import * as User from "../user/index.ts"
import type { Blueprint } from "./model.ts"
import { settingsReader } from "./people-settings.ts"
import { digitsOf } from "./typed-codes.ts"
import type { Ports } from "./ports.ts"
import { powersOf } from "./rules.ts"

/** Everything that the ways in for people share. */
export const doorOf = (ports: Ports, blueprint: Blueprint, credentials: Credential.Credentials) => {
  const settingsOf = settingsReader(ports.records, blueprint)
  return {
    ports, blueprint, credentials, settingsOf,
    submit: User.submitter({ records: ports.records, secrets: ports.secrets, settingsOf }, blueprint),
    /** Whoever answers twice at once answers one after the other: the second finds it answered. */
    line: inTurn(),
    /** Whoever is not known yet: what they set in motion the portal itself orders, under the visitor's powers. */
    visitor: actorOf(blueprint, "visitor"),
    /** Who carries out what nobody orders at the moment. */
    worker: actorOf(blueprint, "worker")
  }
}
export type Door = ReturnType<typeof doorOf>

const actorOf = (blueprint: Blueprint, role: string): Actor =>
  ({ id: role, name: role, grants: grantsOf(powersOf(blueprint, role), undefined) })

/** In whose place it is asked where there is nobody, so that it takes as long: an id that is never given. */
export const nobody = "nobody"

/** The user who holds an address, whatever their status; nobody for an address that is free. */
export const userOf = Effect.fnUntraced(function*({ ports: { records } }: Door, mail: MailAddress) {
  const holder = yield* User.holderOf(records, mail)
  const { state } = yield* User.load(records, holder?.userId ?? nobody)
  return User.isKnown(state) ? state : undefined
})

/** Whether everyone of the enterprise must prove two things. */
export const isForcedFor = Effect.fnUntraced(function*({ ports, blueprint, settingsOf }: Door, enterprise: Path) {
  const { state } = yield* Contract.find(ports.records, enterprise)
  const { settings } = yield* settingsOf(state)
  return User.isForced({ factors: blueprint.factors, settings })
})

// ------------------------------------------------------------------------------------------------- codes

/** The code that a message carries: made again from the message's id, and written down nowhere. */
export const codeOf = ({ derive }: Secrets["Service"], noticeId: string) =>
  Effect.map(derive(`code ${noticeId}`), (text) => digitsOf(Redacted.value(text)))

/** Under what a code is kept: a plain digest of so few digits would tell them to whoever reads the storage. */
export const codeDigest = ({ derive }: Secrets["Service"], code: string) =>
  Effect.map(derive(`digest ${code}`), Redacted.value)

/** What a link carries: whose it is, and a secret of 256 bits made from the message's id. */
export const linkTokenOf = ({ derive }: Secrets["Service"], userId: string, noticeId: string) =>
  Effect.map(derive(`link ${noticeId}`), (text) => `${userId}.${Redacted.value(text)}`)

/**
 * Where secrets that are sent to people are kept until they come back. Those of an invitation are bound to the message
 * that the record names: from the moment in which another is to be sent, those of the one before work no more.
 */
export const activationCode = (userId: string, noticeId: string) =>
  ({ kind: "code", subject: userId, purpose: `activation ${noticeId}` })
export const activationLink = (userId: string, noticeId: string) =>
  ({ kind: "link", subject: userId, purpose: `activation ${noticeId}` })
export const activationTicket = (userId: string, noticeId: string) =>
  ({ kind: "link", subject: userId, purpose: `ticket ${noticeId}` })
/** What an administrator hands over, in place of the password that was taken away with this count of sign-outs. */
export const handedOver = ({ userId, epoch }: Pick<User.Known, "epoch"> & { readonly userId: string }) =>
  ({ kind: "code", subject: userId, purpose: `handed over ${epoch}` })
export const handedOverTicket = ({ userId, epoch }: User.Known) =>
  ({ kind: "link", subject: userId, purpose: `handed over ${epoch}` })
/** Bound to the count of sign-outs too: whoever was shut out meanwhile, and let in again, asks for another. */
export const resetLink = ({ userId, epoch }: Pick<User.Known, "epoch"> & { readonly userId: string }) =>
  ({ kind: "link", subject: userId, purpose: `reset ${epoch}` })

// ---------------------------------------------------------------------------------- how often, and to whom

/**
 * So many messages to one person within so long, whoever asks for them; and so many for one caller, whomever they name.
 *
 * @rule AUT-7
 * @source ours: codes are limited in sends
 */
export const maySend = Effect.fnUntraced(function*({ ports, blueprint }: Door, target: string, now: Moment) {
  const { sendsMax, sendsSeconds } = blueprint.codes
  const rule = { attemptsMax: sendsMax, rememberSeconds: Math.max(1, sendsSeconds) }
  const { admitted, retryAt } = yield* ports.throttle.attempt(`send/${target}`, rule, now)
  if (admitted) return
  return yield* Effect.fail(User.TooManyMessages.make(retryAt === undefined ? {} : { retryAt }))
})

/** An address as a target: its digest, so that no list of addresses is kept. */
export const targetOf = ({ ports: { secrets } }: Door, mail: MailAddress) => secrets.digest(mailKey(mail))

/** Open challenges stand apart from sessions: whoever locks an account ends the ones and not the others. */
export const challengesOf = (userId: string): string => `challenge/${userId}`
