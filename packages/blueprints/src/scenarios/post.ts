/** The post of a scenario: letters and text messages arrive at once, unless the scenario holds them up. */
import type { Notice, Portals } from "@intendant/core"
import * as Effect from "effect/Effect"
import type { Post } from "./world.ts"

const heldUp: Notice.Delivery = { _tag: "Later", reason: "nothing is delivered today" }

/** Gateways that deliver into boxes, and the boxes. */
export const postOffice = (templates: Notice.Templates["Service"]) => {
  const letters: Array<Notice.Letter> = []
  const texts: Array<Notice.TextMessage> = []
  let isDelivering = true
  const into = <Message>(box: Array<Message>) => (message: Message) =>
    Effect.sync((): Notice.Delivery => {
      if (!isDelivering) return heldUp
      box.push(message)
      return { _tag: "Sent" }
    })
  const gateways: Portals.Gateways = {
    mailer: { send: into(letters) }, texter: { send: into(texts) }, templates, portalUrl: "https://portal.example"
  }
  const postOf = (dispatch: () => Promise<unknown>): Post => ({
    letters: async () => {
      await dispatch()
      return [...letters]
    },
    texts: async () => {
      await dispatch()
      return [...texts]
    },
    setDelivering: (delivering) => { isDelivering = delivering }
  })
  return { gateways, postOf }
}
