/** What the status of an answer, or the lack of one, means for the message. */
import type { Notice } from "@intendant/core"

const refused = (reason: string): Notice.Delivery => ({ _tag: "Refused", reason })
const later = (reason: string): Notice.Delivery => ({ _tag: "Later", reason })
const forAll = (reason: string): Notice.Delivery => ({ _tag: "Later", reason, isForAll: true })

export const sent: Notice.Delivery = { _tag: "Sent" }
export const noNumber = refused("this is no telephone number in international form")
export const tooLong = refused("the text does not fit into the parts that one message may have")
export const gaveUp = forAll("the gateway did not answer in time")
export const unreached = forAll("the gateway could not be reached, or went away")
export const closed = forAll("the connection to the gateway is closed")
export const notLetIn = (status: number) => forAll(`the gateway did not let us in (${written(status)})`)

/** The statuses of SMPP 3.4 that speak of this message, and for good. */
const refusals: ReadonlyArray<number> = [
  0x01, // ESME_RINVMSGLEN: its length
  0x0b, // ESME_RINVDSTADR: its number
  0x50, // ESME_RINVDSTTON: the kind of its number
  0x51, // ESME_RINVDSTNPI: the plan of its number
  0x65, // ESME_RX_P_APPN: the receiver's application refuses it for good
  0x66, // ESME_RX_R_APPN: the receiver's application refuses this message
  0x104 // ESME_RINVDCS: its alphabet
]

/** Those that would meet every message now. */
const aboutEveryMessage: ReadonlyArray<number> = [
  0x04, // ESME_RINVBNDSTS: not let in any more
  0x08, // ESME_RSYSERR: the gateway's own error
  0x14, // ESME_RMSGQFUL: its queue is full
  0x58 // ESME_RTHROTTLED: too much at once
]

/**
 * Whatever else a gateway says may be otherwise later: that it is throttled or full, that it failed, or that it does
 * not like whom messages come from, which is no fault of the message.
 */
export const fromStatus = (status: number): Notice.Delivery => {
  if (status === 0) return sent
  if (refusals.includes(status)) return refused(`the gateway refused it (${written(status)})`)
  const reason = `the gateway did not take it (${written(status)})`
  return aboutEveryMessage.includes(status) ? forAll(reason) : later(reason)
}

const written = (status: number): string => `0x${status.toString(16).padStart(8, "0")}`
