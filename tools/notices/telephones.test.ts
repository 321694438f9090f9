/** Text messages where no gateway takes them: nobody is offered what would never arrive, or waits for it. */
import { secureWorkspace } from "@intendant/blueprints"
import { makePortal, PhoneNumber, Portals, User } from "@intendant/core"
import * as Memory from "@intendant/memory"
import * as Secrets from "@intendant/secrets-node"
import * as Templates from "@intendant/templates-liquid"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { expect, it } from "vitest"
import { type Office, openOffice, postOffice } from "./office.ts"
import { acme, codeIn, mailOf, openPortal, password } from "./portal.ts"

const phone = PhoneNumber.make("+33612345678")

/** Ada, signed in by a portal on the same storage. */
const adaAt = async ({ portal, run, signIn }: Pick<Office, "portal" | "run" | "signIn">) => {
  const entered = await signIn("ada", password)
  if (entered._tag !== "Entered") throw new Error("ada was asked for more")
  const { actor, user } = await run(portal.authenticate(entered.token))
  if (user === undefined) throw new Error("not a user")
  return { actor, user: user.user }
}

/** Ada chooses text messages, at a portal that has a gateway for them. */
const byText = async (office: Office) => {
  const { portal, run, post, dispatch } = office
  const userId = await office.join("ada")
  const { actor, user } = await adaAt(office)
  await run(portal.sendPhoneCode(actor, user, phone))
  await dispatch()
  const code = Redacted.make(codeIn(post.texts.at(-1)?.text ?? ""))
  await run(portal.setPhone(actor, user, phone, code))
  const choice = { enterprise: acme, userId, channel: "sms", twoFactor: true } as const
  await run(portal.submitOwn(actor, User.ChooseFactor.make(choice)))
}

/** The same portal, whose gateway for text messages is gone. */
const withoutTexts = ({ storage, clock, post }: Office) =>
  openPortal({ storage, clock: clock.layer, gateways: { mailer: post.gateways.mailer } })

it("AUT-3 without a gateway for text messages no telephone is asked for a code that would never come", async () => {
  const office = await openOffice()
  await office.join("ada")
  const mute = withoutTexts(office)
  const { actor, user } = await adaAt(mute)
  expect(await mute.run(Effect.flip(mute.portal.sendPhoneCode(actor, user, phone))))
    .toMatchObject({ _tag: "ChannelUnavailable", channel: "sms", offered: ["mail"] })
})

it("AUT-3 whoever had codes by text is sent them by mail once there is no gateway for texts", async () => {
  const office = await openOffice()
  await byText(office)
  const mute = withoutTexts(office)
  const asked = await mute.signIn("ada", password)
  expect(asked).toMatchObject({ _tag: "CodeAsked", channel: "mail" })
  await mute.dispatch()
  const [letter, ...more] = office.post.taken
  expect([letter?.to, more]).toEqual([mailOf("ada"), []])
  if (asked._tag !== "CodeAsked") throw new Error("no code was asked for")
  const session = await mute.run(
    mute.portal.answerChallenge(asked.token, Redacted.make(codeIn(letter?.text ?? ""))))
  expect(session.level).toBe(2)
})

it("NTF-4 a code for a telephone whose gateway is taken away meanwhile goes by mail, and is not lost", async () => {
  const office = await openOffice()
  await byText(office)
  const asked = await office.signIn("ada", password)
  expect(asked).toMatchObject({ _tag: "CodeAsked", channel: "sms" })
  expect(await withoutTexts(office).dispatch()).toEqual({ sent: 1, waiting: 0, refused: 0 })
  expect(office.post.taken.map(({ to }) => to)).toEqual([mailOf("ada")])
})

it("AUT-3 a portal whose codes come by text alone does not open without a gateway for texts", () => {
  const { gateways: { mailer } } = postOffice()
  const blueprint = { ...secureWorkspace, factors: { kinds: ["sms"], required: "always" } }
  const gateways = { mailer, templates: Templates.make(), portalUrl: "https://portal.example" }
  expect(() => makePortal(
    { ...Memory.open(), secrets: Secrets.make(), gateways }, Schema.decodeUnknownSync(Portals.Blueprint)(blueprint)
  )).toThrow("give the gateways a texter")
})
