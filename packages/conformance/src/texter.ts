/** The promises of `Texter`: a message arrives once and whole at its number, or the answer says why not. */
import type { Notice, PhoneNumber } from "@intendant/core"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { commonPromises } from "./gateway-promises.ts"
import {
  behave, brief, expecting, gatewayPromise, gatewaySuite, type OpenGateway, received, sendInTime, type Trial
} from "./gateway.ts"
import type { Capability, Register } from "./promise.ts"
import { holds, same } from "./same.ts"

/** A message as the network took it, its parts put together by their own numbering. */
export interface ReceivedText {
  /** The number in international form. */
  readonly to: string
  readonly text: string
  /** The id, where the network carries it. */
  readonly id?: string
}

type TextTrial = Trial<Notice.TextMessage, ReceivedText>

/** Numbers that are none come from nowhere but a fault: the brand is what this is about. */
const numbered = (text: string): PhoneNumber => text as PhoneNumber
const ada = numbered("+33612345678")

const message = (text: string, more: Partial<Notice.TextMessage> = {}): Notice.TextMessage =>
  ({ id: "n1", to: ada, text, ...more })

const arriveWhole = (trial: TextTrial, texts: ReadonlyArray<string>) =>
  Effect.gen(function*() {
    const before = (yield* received(trial)).length
    for (const [index, text] of texts.entries()) {
      yield* expecting(trial, `the message ${text}`, message(text, { id: `n${index}` }), "Sent")
    }
    same("what arrived", (yield* received(trial)).slice(before).map(({ to, text }) => ({ to, text })),
      texts.map((text) => ({ to: ada, text })))
  })

/** Every character of the alphabet of the network, those of its second page too. */
const alphabet = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
  + "abcdefghijklmnopqrstuvwxyzäöñüà^{}\\[~]|€"

/** A text of so many characters that do not repeat themselves. */
const running = (length: number, characters: string): string => {
  const all = Array.from(characters)
  return Array.from({ length }, (_, index) => all[index * 7919 % all.length] ?? "").join("")
}

const whole = [
  gatewayPromise("X-13 every character of the network's own alphabet arrives", (trial: TextTrial) =>
    arriveWhole(trial, ["Your code is 123456.", alphabet, "[€]{}~^|\\", "@", "1", "a\nb"])),

  gatewayPromise("X-14 so does every other: accents, emoji, other scripts", (trial: TextTrial) =>
    arriveWhole(trial, [
      "Votre code : 123456. À bientôt, Élodie…", "ê", "\u{1f511} 👩‍🚀", "日本 العربية Ελλάδα", "ç à `", "e\u0301",
      "\u{10ffff}"
    ])),

  gatewayPromise("X-15 a thousand characters arrive as one message, whatever they are", (trial: TextTrial) =>
    arriveWhole(trial, [
      "a".repeat(1_000), running(1_000, alphabet), running(1_000, `${alphabet}ê日\u{1f511}`), "€".repeat(1_000),
      "\u{1f511}".repeat(1_000)
    ])),

  gatewayPromise("X-16 whatever the length, nothing is lost or torn where two parts meet", (trial: TextTrial) =>
    arriveWhole(trial, [69, 70, 71, 134, 135, 152, 153, 154, 159, 160, 161, 305, 306, 307].flatMap((length) => [
      "x".repeat(length), `${"x".repeat(length - 1)}€`, `${"x".repeat(length - 1)}\u{1f511}`, "é€".repeat(length)
    ]))),

  gatewayPromise("X-17 any words at all arrive", (trial: TextTrial) =>
    Effect.promise(() => {
      const words = fc.string({ unit: "grapheme", minLength: 1, maxLength: 300 })
      return fc.assert(fc.asyncProperty(words, (text) => Effect.runPromise(arriveWhole(trial, [text]))),
        { numRuns: 50, examples: [[" x "], ["x\ny\n"], ["e\u0301\u{1f9d1}\u200d\u{1f680}"]] })
    }))
]

const notNumbers = [
  "+33612345678,+33700000000", "+33612345678\0", "+33612345678\r\n", "+33612345678\n+33700000000", "33612345678",
  "+33612345678;ext=1", "+", "", "+336123456789012345", "+3361234567a", "\"+33612345678\"", "+33612345678 ",
  "+٣٣٦١٢٣٤٥٦٧٨",
  "ada@example.org", "+33612345678&to=+33700000000"
].map(numbered)

const nothingAdded = [
  gatewayPromise("X-18 line breaks, NUL and other controls in a text stay in the text (SEC-53)", (trial: TextTrial) =>
    arriveWhole(trial, [
      "one\r\nto: +33700000000", "one\0two", "one\rtwo", "\x1be", "one\x1b", "a\tb\x7f", "\",\"to\":\"+33700000000\"",
      "\u0085\u2028", "\x05\x00\x03\x01\x02\x01one"
    ])),

  gatewayPromise("X-19 what is no number goes to nobody else (SEC-53)", (trial: TextTrial) =>
    Effect.gen(function*() {
      for (const to of notNumbers) {
        const before = (yield* received(trial)).length
        const { _tag } = yield* sendInTime(trial, message("one", { to }))
        const arrived = (yield* received(trial)).slice(before)
        same(`who received what was for ${to}`, arrived.map((one) => one.to), _tag === "Sent" ? [to] : [])
      }
      yield* expecting(trial, "an honest one afterwards", message("two"), "Sent")
    })),

  gatewayPromise("X-20 halves of characters and other rubbish are answered for", (trial: TextTrial) =>
    Effect.gen(function*() {
      for (const rubbish of ["\ud83d", "\udd11\ud83d", "\ufffe", "\u202e", "\0", "\x1b"]) {
        const { _tag } = yield* sendInTime(trial, message(rubbish))
        holds(`the answer to ${JSON.stringify(rubbish)} is final`, _tag !== "Later")
      }
      yield* expecting(trial, "an honest one afterwards", message("two"), "Sent")
    }))
]

/** Whether the network carries ids, by which a gateway sends the same message once. */
const named = (carriesIds: Capability<true>) => [
  gatewayPromise("X-21 the same message has the same id each time, and another has another", (trial: TextTrial) =>
    Effect.gen(function*() {
      if ("lacks" in carriesIds) return holds("who carries no id says why", carriesIds.lacks.trim() !== "")
      yield* behave(trial, "takeAndHang")
      yield* expecting(trial, "the first time", message("one"), "Later")
      yield* behave(trial, "accept")
      yield* expecting(trial, "the second time", message("one"), "Sent")
      yield* expecting(trial, "another", message("one", { id: "N1" }), "Sent")
      const [first, second, other] = (yield* received(trial)).map(({ id }) => id)
      holds("there is an id", first !== undefined)
      same("the id when it was handed on again", second, first)
      holds("another message has another", other !== first)
    }), brief)
]

/** Everything that a `Texter` promises. */
export const texterSuite = (
  register: Register, open: OpenGateway<Notice.TextMessage, ReceivedText>, carriesIds: Capability<true>
): void => gatewaySuite<Notice.TextMessage, ReceivedText>([
  ...commonPromises<Notice.TextMessage, ReceivedText>({
    prefix: "X",
    write: (id, text) => message(text, { id }),
    secrets: ({ to, text }) => [to, to.slice(1), text]
  }),
  ...whole, ...nothingAdded, ...named(carriesIds)
])(register, open)
