/** An invitation that never arrives is told with the user, to whoever may send another one, which then works alone. */
import type { User } from "@intendant/core"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { expect, it } from "vitest"
import { later, type Office, openOffice, refused, sent } from "./office.ts"
import { acme, codeIn, mailOf } from "./portal.ts"

/** How an admin sees somebody. */
const shown = ({ portal, run, actor }: Office, userId: User.UserId) => run(portal.user(actor, acme, userId))

const undelivered = async (office: Office, userId: User.UserId) => {
  const { user } = await shown(office, userId)
  return user._tag === "NotFinalised" ? user.activation.undelivered : undefined
}

it("USR-2 a refused invitation is shown with its reason, and what is sent again takes its place", async () => {
  const office = await openOffice()
  office.post.deliver = () => refused
  const ada = await office.invite("ada")
  await office.dispatch()
  expect(await undelivered(office, ada)).toMatchObject({ reason: "no such box" })
  expect((await shown(office, ada)).actions).toContain("SendCodeAgain")

  office.post.deliver = () => sent
  await office.order("SendCodeAgain", ada)
  expect(await undelivered(office, ada)).toBeUndefined()
  await office.dispatch()
  expect(await undelivered(office, ada)).toBeUndefined()
  const codes = office.post.tried.map(({ text }) => codeIn(text))
  expect(new Set(codes).size).toBe(2)
  expect(await office.run(Effect.flip(office.portal.signInUser(mailOf("ada"), Redacted.make(codes[0] ?? "")))))
    .toMatchObject({ _tag: "SignInRefused" })
  expect((await office.signIn("ada", codes[1] ?? ""))._tag).toBe("PasswordToChoose")
})

it("USR-2 an invitation that ran out before it could leave is shown as such", async () => {
  const office = await openOffice()
  office.post.deliver = () => later
  const ada = await office.invite("ada")
  await office.dispatch()
  expect(await undelivered(office, ada)).toBeUndefined()
  office.clock.advance({ days: 7 })
  await office.dispatch()
  expect(await undelivered(office, ada)).toMatchObject({ reason: "it ran out before a gateway took it" })
  expect(office.post.taken).toEqual([])
})

it("USR-2 what is refused after another was sent says nothing of the newer one", async () => {
  const office = await openOffice()
  const ada = await office.invite("ada")
  office.post.deliver = () => Effect.as(Effect.promise(() => office.order("SendCodeAgain", ada)), refused)
  await office.dispatch()
  office.post.deliver = () => sent
  await office.dispatch()
  expect(await undelivered(office, ada)).toBeUndefined()
})

it("SEC-56 whatever a gateway says is kept as a few plain characters", async () => {
  const office = await openOffice()
  office.post.deliver = () => ({ _tag: "Refused", reason: `no\r\nsuch \u202ebox ${"x".repeat(1_000)}` })
  const ada = await office.invite("ada")
  await office.dispatch()
  const { reason = "" } = await undelivered(office, ada) ?? {}
  expect(reason).toMatch(/^no such {2}box x+$/)
  expect(reason.length).toBe(200)
})
