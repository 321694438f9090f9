/** What the status of an answer, or the lack of one, means for the message. */
import type { Notice } from "@intendant/core"

const refused = (reason: string): Notice.Delivery => ({ _tag: "Refused", reason })
const later = (reason: string): Notice.Delivery => ({ _tag: "Later", reason })
const forAll = (reason: string): Notice.Delivery => ({ _tag: "Later", reason, isForAll: true })

export const noNumber = refused("this is no telephone number in international form")
export const gaveUp = forAll("the gateway did not answer in time")
export const unreached = forAll("the gateway could not be reached, or went away")

/**
 * Statuses of 4xx that say nothing of the message: who we are (401, 407), what was paid for (402), what we may (403),
 * where we asked and how (404, 405), that the same message is on its way (409), or that it is too early, or too much at
 * once (408, 421, 423, 425, 429).
 */
const notAboutTheMessage = [401, 402, 403, 404, 405, 407, 408, 409, 421, 423, 425, 429]

/** Whoever asks, and whatever for, would be told the same now. */
const aboutEveryMessage = [401, 402, 403, 404, 405, 407, 421, 429, 502, 503, 504]

/** How long the gateway asks to be left alone, in seconds: a number of them, or until a date of HTTP. */
const secondsIn = (retryAfter: string | null, nowMillis: number): number | undefined => {
  if (retryAfter === null) return undefined
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter)
  const untilMillis = retryAfter.endsWith(" GMT") ? Date.parse(retryAfter) : Number.NaN
  return Number.isNaN(untilMillis) ? undefined : Math.max(0, Math.ceil((untilMillis - nowMillis) / 1000))
}

/** What of an answer says what became of the message. */
export interface Answer {
  readonly status: number
  readonly retryAfter: string | null
}

/** A gateway refuses a message by 4xx. Whatever else it says may be otherwise later: nothing is lost to a wrong key. */
export const fromAnswer = ({ status, retryAfter }: Answer, nowMillis: number): Notice.Delivery => {
  if (status >= 200 && status < 300) return { _tag: "Sent" }
  const isRefused = status >= 400 && status < 500 && !notAboutTheMessage.includes(status)
  if (isRefused) return refused(`the gateway refused it (${status})`)
  const reason = `the gateway did not take it (${status})`
  if (status >= 400 && !aboutEveryMessage.includes(status)) return later(reason)
  const afterSeconds = status === 429 || status === 503 ? secondsIn(retryAfter, nowMillis) : undefined
  return { _tag: "Later", reason, isForAll: true, ...(afterSeconds === undefined ? {} : { afterSeconds }) }
}
