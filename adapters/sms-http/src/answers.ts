/** What the status of an answer, or the lack of one, means for the message. */
import type { Notice } from "@intendant/core"

const refused = (reason: string): Notice.Delivery => ({ _tag: "Refused", reason })
const later = (reason: string): Notice.Delivery => ({ _tag: "Later", reason })

export const noNumber = refused("this is no telephone number in international form")
export const gaveUp = later("the gateway did not answer in time")
export const unreached = later("the gateway could not be reached, or went away")

/**
 * Statuses of 4xx that say nothing of the message: who we are (401, 407), what was paid for (402), what we may (403),
 * where we asked and how (404, 405), that the same message is on its way (409), or that it is too early, or too much at
 * once (408, 421, 423, 425, 429).
 */
const notAboutTheMessage = [401, 402, 403, 404, 405, 407, 408, 409, 421, 423, 425, 429]

/** A gateway refuses a message by 4xx. Whatever else it says may be otherwise later: nothing is lost to a wrong key. */
export const fromStatus = (status: number): Notice.Delivery => {
  if (status >= 200 && status < 300) return { _tag: "Sent" }
  const isRefused = status >= 400 && status < 500 && !notAboutTheMessage.includes(status)
  return isRefused ? refused(`the gateway refused it (${status})`) : later(`the gateway did not take it (${status})`)
}
