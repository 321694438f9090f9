/** A letter as it is told to nodemailer: each field in its place, with nothing in it that could leave it. */
import { domainOf, type MailAddress, type Notice } from "@intendant/core"
import type { SendMailOptions } from "nodemailer"
import { encodeWord } from "nodemailer/lib/mime-funcs"

const wordLengthMax = 52

/** Whom letters come from. */
export interface From {
  readonly name: string
  readonly address: MailAddress
}

export const messageOf = ({ id, to, language, subject, text, html }: Notice.Letter, from: From): SendMailOptions => ({
  envelope: { from: from.address, to },
  from: { name: oneLine(from.name), address: from.address },
  to: { name: "", address: to },
  messageId: `<${localOf(id)}@${domainOf(from.address)}>`,
  text: lines(text),
  html: lines(html),
  // Lines of 76 characters, in which no dot, blank or control character has a meaning of its own to any server.
  encoding: "quoted-printable",
  headers: {
    Subject: { prepared: true, foldLines: true, value: encoded(oneLine(subject)) },
    "Content-Language": language,
    // So that no machine answers: an out-of-office reply to a notice helps nobody.
    "Auto-Submitted": "auto-generated"
  }
})

/**
 * The part before the @ of a `Message-ID`, in which only some characters may stand. What may not is written as `=` and
 * its code, and so is `=`: two ids never become the same.
 */
const localOf = (id: string): string =>
  id.replace(/[^\w-]/g, (character) => `=${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`)

/** Half a character cannot be written; what cannot be written is replaced. */
const wellFormed = (text: string): string => Buffer.from(text, "utf8").toString("utf8")

const oneLine = (text: string): string => wellFormed(text).replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim()

/**
 * Words of a header as they travel: ASCII as it is, the rest encoded. What only looks encoded is encoded too, or
 * readers would decode words that nobody wrote.
 */
const encoded = (line: string): string =>
  /^[ -~]*$/.test(line) && !line.includes("=?") ? line : encodeWord(line, "B", wordLengthMax)

/** Lines end in CR LF and nothing else: a lone half of it is a line end to one server, and none to the next. */
const lines = (text: string): string => wellFormed(text).replace(/\r\n?|\n/g, "\r\n")
