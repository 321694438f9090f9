/** What an answer of a mail server, or the lack of one, means for the letter. No reason repeats a word of an answer. */
import type { Notice } from "@intendant/core"

/** What nodemailer tells of a failure. Whatever else is in it may name the receiver, the letter or a password. */
interface Failure {
  readonly code?: string
  readonly command?: string
  readonly response?: string
  readonly responseCode?: number
}

const refused = (reason: string): Notice.Delivery => ({ _tag: "Refused", reason })
const later = (reason: string): Notice.Delivery => ({ _tag: "Later", reason })
const forAll = (reason: string): Notice.Delivery => ({ _tag: "Later", reason, isForAll: true })

export const noAddress = refused("this is no mail address in its canonical form")
export const gaveUp = forAll("the mail service did not answer in time")

/** Answers of 5xx that say nothing of the letter: a command out of turn, and whoever has to sign in first. */
const notAboutTheLetter = [503, 530, 534, 535, 538]

/** A server says so at any time: it ends the connection, and takes nothing from anybody. */
const goingAway = 421

/** Only receiver and content are the letter's own. Who greets, signs in or sends is the same for all letters. */
const isAboutTheLetter = ({ command, responseCode }: Failure): boolean =>
  command === "RCPT TO" || command === "DATA" || (command === "MAIL FROM" && responseCode === 552)

/**
 * A server that refuses for good whom it is for or what is in it refuses the letter. Whatever else it says, or does not
 * say, may be otherwise later: nobody loses a letter to a wrong password.
 */
export const fromError = (cause: unknown): Notice.Delivery => {
  // Whatever was thrown, reading a field of it gives what is there, or nothing; only null and undefined have none.
  const failure = (cause ?? {}) as Failure
  const { code, responseCode = 0 } = failure
  const isForGood = responseCode >= 500 && !notAboutTheLetter.includes(responseCode)
  if (isForGood && isAboutTheLetter(failure)) return refused(`the mail service refused it (${statusOf(failure)})`)
  if (responseCode > 0) {
    const reason = `the mail service did not take it (${statusOf(failure)})`
    return isAboutTheLetter(failure) && responseCode !== goingAway ? later(reason) : forAll(reason)
  }
  return forAll(`the mail service could not be reached, or went away (${String(code)})`)
}

/** The code, and the one that says more where the server gives it: `550 5.1.1`. */
const statusOf = ({ responseCode, response }: Failure): string => {
  const [, detail] = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(response ?? "") ?? []
  return detail === undefined ? String(responseCode) : `${responseCode} ${detail}`
}
