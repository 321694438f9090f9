/** The standard wordings: each speaks of what its kind declares, in both languages, and goes out without an engine. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import { Locale } from "../kernel/locale.ts"
import { MailAddress } from "../kernel/mail.ts"
import { PhoneNumber } from "../kernel/phone.ts"
import { NoticeKind, notices, Variable } from "./kinds.ts"
import { requiredOf, samplesOf, variablesOf } from "./rules.ts"
import { compose, type Order } from "./use-cases-compose.ts"

const nobody = Effect.die("the standard wordings need no engine")
const composed = compose({ variables: () => nobody, render: () => nobody })
const to = {
  mail: Schema.decodeUnknownSync(MailAddress)("ada@example.org"), sms: PhoneNumber.make("+33612345678")
}

const orders = NoticeKind.literals.flatMap((kind) => notices[kind].channels.flatMap((channel) =>
  Locale.literals.map((language) => ({ kind, channel, language }))))
type Which = typeof orders[number]

/** The values are those of the kind, which the compiler cannot follow through a list of all kinds. */
const orderOf = ({ kind, channel, language }: Which, values: Readonly<Record<string, string>>) =>
  ({ kind, channel, language, values, to: to[channel], id: "n-1" }) as unknown as Order

/** Everything that its receiver reads. */
const readOf = (which: Which, values: Readonly<Record<string, string>> = samplesOf(which.kind)): string => {
  const result = Effect.runSync(composed(orderOf(which, values)))
  if (result.channel === "sms") return result.message.text
  expect(result.faults).toEqual([])
  return `${result.letter.subject}\n${result.letter.text}`
}

it("every kind goes by some channel, and is worded in both languages", () => {
  expect(orders).toHaveLength(2 * 19)
})

describe.each(orders)("NTF-2 USR-2 $kind by $channel in $language", (which) => {
  it("shows the value of each variable that it declares, and nothing is left open", () => {
    const read = readOf(which)
    expect(read).not.toMatch(/[{}]|undefined|\s$|^\s| {2}/)
    for (const value of Object.values(samplesOf(which.kind))) expect(read).toContain(value)
  })

  it("changes with each of its variables, and with no other", () => {
    const changes = Variable.literals.filter((name) =>
      readOf(which, { ...samplesOf(which.kind), [name]: "another" }) !== readOf(which))
    expect(changes.sort()).toEqual([...variablesOf(which.kind)].sort())
  })

  it("goes to whom it is for, under the id that it was given, in its language", () => {
    const result = Effect.runSync(composed(orderOf(which, samplesOf(which.kind))))
    const sent = result.channel === "sms" ? result.message : result.letter
    expect(sent).toMatchObject({ id: "n-1", to: to[which.channel] })
    if (result.channel === "mail") {
      expect(result.letter.language).toBe(which.language)
      expect(result.letter.html).toContain(`<html lang="${which.language}">`)
    }
  })

  it("SEC-53 no value adds a line", () => {
    const hostile = Object.fromEntries(Object.entries(samplesOf(which.kind)).map(([name, value]) =>
      [name, `${value}\r\n\r\nBcc: eve@example.org\0\n`]))
    expect(readOf(which, hostile).split("\n")).toHaveLength(readOf(which).split("\n").length)
  })
})

it("the two languages say different things about the same", () => {
  for (const which of orders) {
    const other = which.language === "fr" ? "en" : "fr"
    expect(readOf(which)).not.toBe(readOf({ ...which, language: other }))
  }
})

it("AUT-7 whoever is given a code reads that it works for a time, and is for nobody else", () => {
  const codes = orders.filter(({ kind }) => requiredOf(kind).includes("code"))
  expect(codes).toHaveLength(14)
  for (const which of codes) {
    expect(readOf(which)).toMatch(/\b10 min|31 décembre 2030/)
    expect(readOf(which)).toMatch(/à personne|to no one/)
  }
})

it("AUT-1 AUT-3 the codes of both steps go by mail and by SMS", () => {
  expect([notices.signInCode.channels, notices.stepUpCode.channels]).toEqual([["mail", "sms"], ["mail", "sms"]])
})

it("AUT-9 who enters the administration by mail is advised of the SMS, who begins of the second factor", () => {
  expect(readOf({ kind: "stepUpCode", channel: "mail", language: "fr" })).toContain("SMS")
  expect(readOf({ kind: "stepUpCode", channel: "mail", language: "en" })).toContain("text message")
  expect(readOf({ kind: "activated", channel: "mail", language: "fr" })).toContain("deux facteurs")
  expect(readOf({ kind: "activated", channel: "mail", language: "en" })).toContain("two-factor")
})

it("USR-11 what goes to an address that nobody has proven holds no name that a stranger chose", () => {
  for (const kind of ["mailCode", "alreadyRegistered"] as const) {
    expect(variablesOf(kind).filter((name) => /name|applicant|enterprise/i.test(name))).toEqual([])
  }
})

it("a text message fits into one part of the telephone network's own alphabet", () => {
  const alphabet = /^[@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà]{1,160}$/
  for (const which of orders.filter(({ channel }) => channel === "sms")) expect(readOf(which)).toMatch(alphabet)
})
