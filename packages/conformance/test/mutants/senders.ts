/** What may be wrong with a mailer or a texter, one promise after the other. */
import type { Behaviour, OpenedGateway, ReceivedLetter, ReceivedText, Sender } from "@intendant/conformance"
import type { Notice } from "@intendant/core"
import * as Effect from "effect/Effect"
import * as Semaphore from "effect/Semaphore"

/** An honest adapter with its gateway, and what a mutant needs of them. */
export interface Honest<Message, Received> extends OpenedGateway<Message, Received> {
  readonly mood: () => Behaviour
  /** Puts something among what was taken, as a gateway does with whatever comes. */
  readonly take: (received: Received) => void
  readonly read: (message: Message) => Received
  /** What becomes of a message, without a time-out. */
  readonly hand: (message: Message) => Effect.Effect<Notice.Delivery>
  readonly timeoutMillis: number
}

/** What is wrong with an adapter, in words and in deed. */
export interface Mutant<Message, Received> {
  readonly breaks: string
  readonly mutate: (honest: Honest<Message, Received>) => Sender<Message>
}

type Mutants<Message, Received> = Readonly<Record<string, Mutant<Message, Received>>>
type Send<Message> = Sender<Message>["send"]

const sent: Notice.Delivery = { _tag: "Sent" }
const later: Notice.Delivery = { _tag: "Later", reason: "later" }

const mutant = <Message, Received>(
  breaks: string, send: (honest: Honest<Message, Received>) => Send<Message>
): Mutant<Message, Received> => ({ breaks, mutate: (honest) => ({ send: send(honest) }) })

/** Tells something else than what became of a message. */
const telling = <Message, Received>(
  breaks: string, tell: (delivery: Notice.Delivery, message: Message) => Notice.Delivery
): Mutant<Message, Received> =>
  mutant(breaks, ({ sender: { send } }) => (message) => Effect.map(send(message), (told) => tell(told, message)))

/** The mutants that both ports have. */
export const commonMutants = <Message, Received>(
  prefix: string, textOf: (message: Message) => string
): Mutants<Message, Received> =>
  ({ ...answerMutants(prefix, textOf), ...goneMutants(prefix), ...crowdMutants(prefix), ...doubtMutants(prefix) })

const doubtMutants = <Message, Received>(prefix: string): Mutants<Message, Received> => ({
  [`${prefix}-22`]: telling("takes a gateway that is down for one message's bad luck", (told) =>
    told._tag === "Later" ? { _tag: "Later", reason: told.reason } : told)
})

const answerMutants = <Message, Received>(
  prefix: string, textOf: (message: Message) => string
): Mutants<Message, Received> => ({
  [`${prefix}-1`]: mutant("sends twice, to be sure", ({ sender: { send } }) => (message) =>
    Effect.andThen(send(message), send(message))),
  [`${prefix}-2`]: telling("never gives up", (told) => told._tag === "Refused" ? later : told),
  [`${prefix}-3`]: telling("gives up at once", (told) =>
    told._tag === "Later" ? { _tag: "Refused", reason: told.reason } : told),
  [`${prefix}-4`]: telling("repeats what it was given", (told, message) =>
    "reason" in told ? { ...told, reason: `${told.reason}: ${textOf(message)}` } : told)
})

const goneMutants = <Message, Received>(prefix: string): Mutants<Message, Received> => ({
  [`${prefix}-5`]: mutant("waits for ever", ({ hand }) => hand),
  [`${prefix}-6`]: mutant("takes what it wrote for taken", ({ sender: { send }, mood }) => (message) =>
    Effect.map(send(message), (told) => mood() === "takeAndHang" ? sent : told)),
  [`${prefix}-7`]: mutant("stays with the connection that ended", ({ sender: { send }, mood }) => {
    let isEnded = false
    return (message) => Effect.suspend(() => {
      isEnded ||= mood() === "drop"
      return isEnded ? Effect.succeed(later) : send(message)
    })
  }),
  [`${prefix}-8`]: mutant("throws where nobody listens", ({ sender: { send }, mood }) => (message) =>
    Effect.suspend(() => mood() === "down" ? Effect.die(new Error("nobody listens")) : send(message)))
})

const crowdMutants = <Message, Received>(prefix: string): Mutants<Message, Received> => ({
  [`${prefix}-9`]: mutant("forgets whoever comes when its line is full", ({ sender: { send } }) => {
    const line = Semaphore.makeUnsafe(50)
    return (message) => line.withPermitsIfAvailable(1)(Effect.andThen(Effect.yieldNow, send(message))).pipe(
      Effect.map((told) => told._tag === "None" ? sent : told.value))
  }),
  [`${prefix}-10`]: mutant("counts the time of each, and not of those in line before it", ({ sender: { send } }) => {
    const connections = Semaphore.makeUnsafe(5)
    return (message) => connections.withPermit(send(message))
  }),
  [`${prefix}-11`]: mutant("keeps the place of whoever left", ({ sender: { send } }) => {
    let free = 5
    return (message) => Effect.suspend(() => {
      if (free === 0) return Effect.succeed(later)
      free -= 1
      return Effect.tap(send(message), () => Effect.sync(() => free += 1))
    })
  }),
  [`${prefix}-12`]: mutant("tells once more what it told last", ({ sender: { send } }) => {
    let last: Notice.Delivery = sent
    return (message) => Effect.map(send(message), (told) => {
      const isRepeated = last._tag === "Refused" && told._tag === "Later"
      return last = isRepeated ? last : told
    })
  })
})

/** Takes something else than what was written. */
const writing = <Message, Received>(
  breaks: string, write: (message: Message) => Message
): Mutant<Message, Received> => mutant(breaks, ({ sender: { send } }) => (message) => send(write(message)))

const anyText = <Message extends { readonly text: string }, Received>(
  breaks: string, write: (text: string) => string
): Mutant<Message, Received> => writing(breaks, (message) => ({ ...message, text: write(message.text) }))

/** Takes what comes for what it says it is, whoever it goes to. */
const taking = <Message, Received>(
  breaks: string, received: (read: Received, message: Message) => ReadonlyArray<Received>
): Mutant<Message, Received> =>
  mutant(breaks, ({ take, read, mood, sender: { send } }) => (message) =>
    Effect.suspend(() => {
      if (mood() !== "accept") return send(message)
      for (const one of received(read(message), message)) take(one)
      return Effect.succeed(sent)
    }))

let drawn = 0
/** A new name each time. */
const anew = (id: string): string => `${id}-${++drawn}`

export const letterMutants: Mutants<Notice.Letter, ReceivedLetter> = {
  "M-13": anyText("writes in Latin-1", (text) => Buffer.from(text, "latin1").toString("latin1")),
  "M-14": taking("decodes and encodes the domain anew", (read) =>
    [{ ...read, receivers: read.receivers.map((to) => to.replace("xn--strae-oqa", "strasse")) }]),
  "M-15": anyText("doubles the dots that begin a line", (text) => text.replace(/^\./gm, "..")),
  "M-16": writing("draws a new Message-ID each time", (letter) => ({ ...letter, id: anew(letter.id) })),
  "M-17": taking("writes the subject as it is", (read, { subject: written }) => {
    const [subject = "", ...rest] = written.split(/\r\n|\n|\r/)
    return [{ ...read, subject, headers: [...read.headers, ...rest.map((line) => line.split(":", 1)[0] ?? "")] }]
  }),
  "M-18": taking("takes any line end for one around the last dot", (read) => {
    const [text = "", ...rest] = read.text.split(/[\r\n]+\.[\r\n]+/)
    return [{ ...read, text }, ...rest.slice(0, 1).map((second) => ({ ...read, text: second }))]
  }),
  "M-19": taking("reads the address again", (read) =>
    [{ ...read, receivers: read.receivers.map((to) => /[^\s<>,;:"()]+@[^\s<>,;:"()@]+/.exec(to)?.[0] ?? to) }]),
  "M-20": writing("leaves words alone that look encoded, for readers to decode", (letter) =>
    ({ ...letter, subject: letter.subject.replace(/=\?utf-8\?q\?(.*)\?=/, "$1") })),
  "M-21": anyText("lets an error of its encoder out", (text) => decodeURIComponent(encodeURIComponent(text)))
}

export const textMutants: Mutants<Notice.TextMessage, ReceivedText> = {
  "X-13": anyText("knows no second page of the alphabet", (text) => text.replace(/[€[\]{}~^|\\]/g, " ")),
  "X-14": anyText("knows no other alphabet", (text) => Buffer.from(text, "latin1").toString("latin1")),
  "X-15": anyText("sends three parts at most", (text) => text.slice(0, 459)),
  "X-16": anyText("cuts halves of characters apart", (text) =>
    text.length <= 70 ? text : (text.match(/[^]{1,67}/g) ?? []).map((part) => Buffer.from(part).toString()).join("")),
  "X-17": anyText("trims", (text) => text.trim()),
  "X-18": taking("writes JSON by hand", (read) =>
    [{ ...read, to: /"to":"([^"]*)"/.exec(read.text)?.[1] ?? read.to }]),
  "X-19": taking("looks for digits only", (read) => [{ ...read, to: `+${read.to.replace(/\D/g, "")}` }]),
  "X-20": anyText("lets an error of its encoder out", (text) => decodeURIComponent(encodeURIComponent(text))),
  "X-21": writing("draws a new id each time", (message) => ({ ...message, id: anew(message.id) }))
}
