/** The promises of `Mailer`: a letter arrives once, whole and with nothing added, or the answer says why not. */
import type { MailAddress, Notice } from "@intendant/core"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { commonPromises } from "./gateway-promises.ts"
import { behave, brief, expecting, gatewayPromise, gatewaySuite, received, sendInTime, type Trial } from "./gateway.ts"
import { holds, same } from "./same.ts"

/** A letter as a mail server took it, read by a reader of mail that is none of the adapter's. */
export interface ReceivedLetter {
  /** The `Message-ID`, brackets included. */
  readonly messageId: string
  /** To whom the envelope says it goes, each address in its canonical form. */
  readonly receivers: ReadonlyArray<string>
  readonly subject: string
  readonly text: string
  readonly html: string
  /** The `Content-Language`. */
  readonly language: string
  /** The name of every header, as often as it stands there. */
  readonly headers: ReadonlyArray<string>
}

type MailTrial = Trial<Notice.Letter, ReceivedLetter>

/** Addresses that are no canonical ones come from nowhere but a fault: the brand is what this is about. */
const addressed = (text: string): MailAddress => text as MailAddress
const ada = addressed("ada@example.org")

const letter = (more: Partial<Notice.Letter> = {}): Notice.Letter =>
  ({ id: "n1", to: ada, language: "en", subject: "Hello", text: "one", html: "<p>one</p>", ...more })

/** Line ends are the wire's own affair, and so is one at the end; a NUL may be left out. */
const linesOf = (text: string): string => text.replaceAll("\0", "").replace(/\r\n?/g, "\n").replace(/\n+$/, "")
/** A subject is one line, in which blanks may be folded. */
const lineOf = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, " ").trim()

const fieldsOf = ({ receivers, subject, text, html, language }: ReceivedLetter) =>
  ({ receivers, subject: lineOf(subject), text: linesOf(text), html: linesOf(html), language })
const meant = ({ to, subject, text, html, language }: Notice.Letter) =>
  ({ receivers: [to], subject: lineOf(subject), text: linesOf(text), html: linesOf(html), language })

/** Sends these, and holds what arrived to them, field by field. */
const arriveWhole = (trial: MailTrial, letters: ReadonlyArray<Notice.Letter>) =>
  Effect.gen(function*() {
    const before = (yield* received(trial)).length
    for (const one of letters) yield* expecting(trial, `the letter ${one.id}`, one, "Sent")
    same("what arrived", (yield* received(trial)).slice(before).map(fieldsOf), letters.map(meant))
  })

const whole = [
  gatewayPromise("M-13 every field arrives as it was written, accents, emoji and other scripts with it",
    (trial: MailTrial) =>
    arriveWhole(trial, [
      letter({ subject: "Plain", text: "plain", html: "<p>plain</p>" }),
      letter({
        language: "fr", subject: "Votre code \u{1f511} : ça marche, Élodie… 日本 العربية",
        text: "Bonjour Élodie,\n\nvoici 👩‍🚀 : « à bientôt ».\n-- \nL’équipe",
        html: "<p>Bonjour Élodie,</p>\n<p>voici 👩‍🚀 : « à bientôt » &amp; <b>日本</b>.</p>"
      }),
      letter({ subject: `${"un sujet très long ".repeat(20)}fin`, html: "" })
    ])),

  gatewayPromise("M-14 it goes to the very address, internationalised on either side of the @", (trial: MailTrial) =>
    arriveWhole(trial, [
      "élodie@xn--socit-esab.fr", "ada@xn--strae-oqa.example", "Ada.O'Neil+x@example.org", "用户@xn--fsqu00a.example"
    ].map((to, index) => letter({ id: `n${index}`, to: addressed(to) })))),

  gatewayPromise("M-15 long lines, dots, blanks and what looks like structure arrive as they are", (trial: MailTrial) =>
    arriveWhole(trial, [
      letter({ text: "long ".repeat(2_000), html: `<p>${"x".repeat(5_000)}é</p>` }),
      letter({ text: ".\n..\n.. two\n. one\nFrom me\n>From you\nend", html: "<pre>\n.\n..\n</pre>" }),
      letter({ text: "a=3D b=\nc =20 \ttabs\t\n  indented  \nend", html: "<a href=\"?a=3D&amp;b=1\">=</a>" }),
      letter({ text: "--x\nContent-Type: text/html\n\n<b>no part</b>\n--x--", html: "<p>one</p>" })
    ])),

  gatewayPromise("M-16 the same letter has the same Message-ID each time, and another has another",
    (trial: MailTrial) =>
    Effect.gen(function*() {
      yield* behave(trial, "takeAndHang")
      yield* expecting(trial, "the first time", letter(), "Later")
      yield* behave(trial, "accept")
      yield* expecting(trial, "the second time", letter({ subject: "Hello again" }), "Sent")
      // Ids that would be the same if an adapter dropped what does not fit into a Message-ID, or its case.
      const others = ["n1@x", "n1<x", "n1>x", "n1x", "N1x", "n1(x)", "n1\"x\"", "n1..x", "n1=3Cx"]
      for (const id of others) yield* expecting(trial, `the id ${id}`, letter({ id }), "Sent")
      const ids = (yield* received(trial)).map(({ messageId }) => messageId)
      same("the ids of the same letter", ids[0], ids[1])
      same("how many different ids there are", new Set(ids).size, others.length + 1)
      same("ids that no mail system understands",
        ids.filter((id) => !/^<[\w!#$%&'*+/=?^`{|}~.-]+@[a-z0-9.-]+>$/.test(id) || id.includes("..")), [])
    }), brief)
]

/** What tries to become a header, a receiver or another letter. */
const breaks = ["\r\n", "\n", "\r", "\r\n\r\n", "\0", "\0\r\n", "\u2028", "\u0085", "\v", "\f", " \r\n "]
const smuggled = [
  "\r\n.\r\n", "\n.\n", "\r.\r", "\n.\r\n", "\r\n.\n", "\r\n.\r", "\r.\r\n", "\0\r\n.\r\n"
].map((end) => `one${end}MAIL FROM:<eve@evil.example>\r\nRCPT TO:<eve@evil.example>\r\nDATA\r\nX: y\r\n\r\ntwo${end}`)

const notAddresses = [
  "\"eve@evil.example x\"@example.org", "eve@evil.example x@example.org", "ada@example.org, eve@evil.example",
  "ada@example.org;eve@evil.example", "<eve@evil.example>", "Ada <eve@evil.example>", "all: eve@evil.example;",
  "eve@evil.example (ada@example.org)", "(ada@example.org) eve@evil.example", "ada@evil.example@example.org",
  "ada@example.org\r\nBcc: eve@evil.example", "ada@example.org>\r\nRCPT TO:<eve@evil.example",
  "ada@example.org\nRCPT TO:<eve@evil.example>", "ada@example.org\0@evil.example", "ada@example.org eve@evil.example",
  "@evil.example:ada@example.org", "=?utf-8?q?eve=40evil.example=3e?=@example.org", "ada\\@evil.example@example.org",
  "eve@evil.example\u3002org", "eve\uff20evil.example", "eve", ""
].map(addressed)

const nothingAdded = [
  gatewayPromise("M-17 no line break or NUL in a subject adds a header, a receiver or a letter (SEC-53)",
    (trial: MailTrial) =>
    Effect.gen(function*() {
      yield* expecting(trial, "an honest one", letter(), "Sent")
      const subjects = breaks.map((end) => `Hello${end}Bcc: eve@evil.example${end}X-Evil: yes`)
      for (const subject of subjects) yield* expecting(trial, `the subject ${subject}`, letter({ subject }), "Sent")
      const [honest, ...others] = yield* received(trial)
      same("the subjects", others.map(({ subject }) => lineOf(subject)), subjects.map(lineOf))
      for (const { receivers, headers, text } of others) {
        same("the receivers", receivers, [ada])
        same("the headers", headers.toSorted(), honest?.headers.toSorted())
        same("the text", linesOf(text), "one")
      }
    })),

  gatewayPromise("M-18 no text is taken for the end of the letter, and for another one after it (SEC-53)",
    (trial: MailTrial) => arriveWhole(trial, [
      ...smuggled.map((text, index) => letter({ id: `t${index}`, text })),
      ...smuggled.map((html, index) => letter({ id: `h${index}`, html }))
    ])),

  gatewayPromise("M-19 what is no address goes to nobody else (SEC-52, SEC-53)", (trial: MailTrial) =>
    Effect.gen(function*() {
      for (const to of notAddresses) {
        const before = (yield* received(trial)).length
        const { _tag } = yield* sendInTime(trial, letter({ to }))
        const arrived = (yield* received(trial)).slice(before)
        const expected = _tag === "Sent" ? [[to]] : []
        same(`who received what was for ${to}`, arrived.map(({ receivers }) => receivers), expected)
      }
      yield* expecting(trial, "an honest one afterwards", letter(), "Sent")
    })),

  gatewayPromise("M-20 any words at all arrive, or are refused: there is no letter without an answer",
    (trial: MailTrial) =>
    Effect.promise(() => {
      const words = fc.string({ unit: "grapheme", maxLength: 200 })
      const lines = fc.array(words, { maxLength: 5 }).map((all) => all.join("\r\n"))
      return fc.assert(fc.asyncProperty(words, lines, lines, (subject, text, html) =>
        Effect.runPromise(arriveWhole(trial, [letter({ subject, text, html })]))),
      { numRuns: 30, examples: [["", "", ""], ["=?utf-8?q?x?=", "=?utf-8?q?x?=", "<"], ["é ".repeat(80), " ", " x "]] })
    })),

  gatewayPromise("M-21 halves of characters and other rubbish are answered for (SEC-53)", (trial: MailTrial) =>
    Effect.gen(function*() {
      for (const rubbish of ["\ud83d", "\udd11\ud83d", "\ufffe", "\u202e", "\0", "\x1b[2J", "\x7f\x80"]) {
        const { _tag } = yield* sendInTime(trial, letter({ subject: rubbish, text: rubbish, html: rubbish }))
        holds(`the answer to ${JSON.stringify(rubbish)} is final`, _tag !== "Later")
      }
      yield* expecting(trial, "an honest one afterwards", letter(), "Sent")
    }))
]

/** Everything that a `Mailer` promises. */
export const mailerSuite = gatewaySuite<Notice.Letter, ReceivedLetter>([
  ...commonPromises<Notice.Letter, ReceivedLetter>({
    prefix: "M",
    write: (id, text) => letter({ id, text, html: `<p>${text}</p>` }),
    secrets: ({ to, text, subject }) => [to, "example.org", text, subject]
  }),
  ...whole, ...nothingAdded
])
