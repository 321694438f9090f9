/** Mailers and texters that break a promise each, beside an honest one whose gateway is a list in memory. */
import {
  type Behaviour, mailerSuite, type OpenGateway, type ReceivedLetter, type ReceivedText, texterSuite
} from "@intendant/conformance"
import { MailAddress, type Notice, PhoneNumber } from "@intendant/core"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { commonMutants, type Honest, letterMutants, type Mutant, textMutants } from "./senders.ts"
import { faultOf, type Verdict } from "./trial.ts"

const later = (reason: string, isForAll = true): Notice.Delivery => ({ _tag: "Later", reason, isForAll })
const refused = (reason: string): Notice.Delivery => ({ _tag: "Refused", reason })

const openHonest = <Message, Received>(isRight: (message: Message) => boolean, read: (message: Message) => Received) =>
  (timeoutMillis: number): Honest<Message, Received> => {
    const taken: Array<Received> = []
    let how: Behaviour = "accept"
    const take = (received: Received) => void taken.push(received)
    const hand = (message: Message): Effect.Effect<Notice.Delivery> =>
      Effect.suspend(() => {
        if (!isRight(message)) return Effect.succeed(refused("no receiver"))
        if (how === "accept" || how === "takeAndHang") take(read(message))
        if (how === "hang" || how === "takeAndHang") return Effect.never
        return Effect.succeed(how === "accept" ? { _tag: "Sent" } : how === "refuse" ? refused("no") : later(how))
      })
    const send = (message: Message) => Effect.timeoutOrElse(hand(message), {
      duration: Duration.millis(timeoutMillis), orElse: () => Effect.succeed(later("no answer"))
    })
    return {
      sender: { send }, hand, take, read, mood: () => how, timeoutMillis, close: async () => undefined,
      gateway: {
        received: async () => taken,
        behave: async (next) => {
          how = next
        }
      }
    }
  }

const isAddress = Schema.is(MailAddress)
const isNumber = Schema.is(PhoneNumber)

const readLetter = ({ id, to, subject, text, html, language }: Notice.Letter): ReceivedLetter => ({
  messageId: `<${Buffer.from(id).toString("hex")}@example.org>`, receivers: [to], text, html, language,
  subject: subject.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " "), headers: ["message-id", "to", "subject"]
})
export const openHonestMailer = openHonest<Notice.Letter, ReceivedLetter>(({ to }) => isAddress(to), readLetter)
export const openHonestTexter =
  openHonest<Notice.TextMessage, ReceivedText>(({ to }) => isNumber(to), ({ id, to, text }) => ({ id, to, text }))

type Bodies = ReadonlyMap<string, () => Promise<void>>
const numberOf = (text: string): string => text.split(" ", 1)[0] ?? text

export const promisesOfMailer = (open: OpenGateway<Notice.Letter, ReceivedLetter>): Bodies => {
  const bodies = new Map<string, () => Promise<void>>()
  mailerSuite((text, body) => bodies.set(numberOf(text), body), open)
  return bodies
}
export const promisesOfTexter = (open: OpenGateway<Notice.TextMessage, ReceivedText>): Bodies => {
  const bodies = new Map<string, () => Promise<void>>()
  texterSuite((text, body) => bodies.set(numberOf(text), body), open, { has: true })
  return bodies
}

export const mailerMutants = {
  ...commonMutants<Notice.Letter, ReceivedLetter>("M", ({ text }) => text), ...letterMutants
}
export const texterMutants = {
  ...commonMutants<Notice.TextMessage, ReceivedText>("X", ({ text }) => text), ...textMutants
}

/** Sets each mutant on the promise that it breaks; all at once, since most of them only wait. */
const trying = <Message, Received>(
  promisesOf: (open: OpenGateway<Message, Received>) => Bodies,
  open: (timeoutMillis: number) => Honest<Message, Received>,
  mutants: Readonly<Record<string, Mutant<Message, Received>>>
): Promise<ReadonlyArray<Verdict>> =>
  Promise.all([...promisesOf(async (millis) => open(millis)).keys()].map(async (promise) => {
    const mutant = mutants[promise]
    if (mutant === undefined) return { promise }
    const broken = promisesOf(async (millis) => {
      const honest = open(millis)
      return { ...honest, sender: mutant.mutate(honest) }
    })
    const fault = await faultOf(broken.get(promise))
    return { promise, breaks: mutant.breaks, ...(fault === undefined ? {} : { caughtBy: fault }) }
  }))

/** What became of every promise of the two ports. */
export const tryGateways = async (): Promise<ReadonlyArray<Verdict>> => [
  ...await trying(promisesOfMailer, openHonestMailer, mailerMutants),
  ...await trying(promisesOfTexter, openHonestTexter, texterMutants)
]
