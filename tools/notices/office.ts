/** A portal in memory whose gateways do as they are told, and whose clock stands still until it is moved. */
import { virtualClock } from "@intendant/blueprints/scenarios"
import type { Notice, Storage } from "@intendant/core"
import * as Memory from "@intendant/memory"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { linkIn, mailOf, openPortal, password, twice } from "./portal.ts"

export const sent: Notice.Delivery = { _tag: "Sent" }
export const later: Notice.Delivery = { _tag: "Later", reason: "down" }
export const refused: Notice.Delivery = { _tag: "Refused", reason: "no such box" }

type Letter = Notice.Letter
type Deliver = (letter: Letter) => Notice.Delivery | Effect.Effect<Notice.Delivery>

/** Every letter that was tried, and those that were taken. Whoever delivers is changed at will. */
export const postOffice = () => {
  const tried: Array<Letter> = []
  const taken: Array<Letter> = []
  const texts: Array<Notice.TextMessage> = []
  const post = {
    tried, taken, texts, deliverText: (): Notice.Delivery => sent,
    deliver: ((): Notice.Delivery => sent) as Deliver // later moods look at letters
  }
  const mailer = {
    send: Effect.fnUntraced(function*(letter: Letter) {
      tried.push(letter)
      const answer = post.deliver(letter)
      const delivery = Effect.isEffect(answer) ? yield* answer : answer
      if (delivery._tag === "Sent") taken.push(letter)
      return delivery
    })
  }
  const texter = {
    send: (message: Notice.TextMessage) => Effect.sync(() => {
      const delivery = post.deliverText()
      if (delivery._tag === "Sent") texts.push(message)
      return delivery
    })
  }
  return Object.assign(post, { gateways: { mailer, texter } })
}

/** The subjects of what somebody was sent, in the order in which it left. */
export const subjectsTo = (letters: ReadonlyArray<Letter>, name: string) =>
  letters.filter(({ to }) => to === mailOf(name)).map(({ subject }) => subject)

export const openOffice = async (storage: Storage = Memory.open()) => {
  const clock = virtualClock("2026-06-01T10:00:00.000Z")
  const post = postOffice()
  const logs: Array<string> = []
  const log = (line: string) => { logs.push(line) }
  const opened = openPortal({ storage, gateways: post.gateways, clock: clock.layer, log })
  const { portal, run, invite, dispatch } = opened
  await opened.sign()
  return {
    ...opened, post, logs, clock, storage,
    /** Another dispatcher on the same storage, with the same post and the same time. */
    another: (key?: Uint8Array) =>
      openPortal({ storage, gateways: post.gateways, clock: clock.layer, log, ...(key === undefined ? {} : { key }) }),
    /** Invites somebody, who finishes the account at once; the box is emptied of what that took. */
    join: async (name: string, role = "user") => {
      const userId = await invite(name, role)
      await dispatch()
      const { text = "" } = post.taken.findLast(({ to }) => to === mailOf(name)) ?? {}
      await run(portal.finaliseUser(Redacted.make(linkIn(text)), twice(password)))
      await dispatch()
      for (const letters of [post.tried, post.taken]) letters.length = 0
      return userId
    }
  }
}
export type Office = Awaited<ReturnType<typeof openOffice>>
