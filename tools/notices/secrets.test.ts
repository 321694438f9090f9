/** What is sent to people stands in their letters, and nowhere else: in no storage, no log and no query. */
import * as Redacted from "effect/Redacted"
import { afterAll, describe, expect, it } from "vitest"
import { storages } from "../security/storages.ts"
import { later, type Office, openOffice, sent } from "./office.ts"
import { codeIn, linkIn, mailOf, password } from "./portal.ts"

/** Everything that carries a secret: an invitation, two codes and a reset; put off first, and sent again. */
const sendEverything = async (office: Office) => {
  const { portal, run, signIn, dispatch, clock, post } = office
  await office.join("ada")
  const entered = await signIn("ada", password)
  if (entered._tag !== "Entered") throw new Error("ada was asked for more")
  const session = await run(portal.authenticate(entered.token))
  await office.set({ "factors.forced": true })
  post.deliver = () => later
  await run(portal.stepUp(session, Redacted.make(password)))
  await signIn("ada", password)
  await run(portal.requestReset(mailOf("ada"), "here"))
  await office.invite("bob")
  await dispatch()
  post.deliver = () => sent
  clock.advance({ minutes: 1 })
  await dispatch()
}

describe.each(storages)("messages on $name", ({ open, closeAll }) => {
  afterAll(closeAll)

  it("SEC-56 NTF-4 codes and links are in no record, no line of the journal, no queue and no log", async () => {
    const storage = await open()
    const office = await openOffice(storage)
    await sendEverything(office)
    const texts = office.post.tried.map(({ text }) => text)
    const secrets = new Set(texts.flatMap((text) => [codeIn(text), linkIn(text)]).filter((secret) => secret !== ""))
    expect(secrets.size).toBe(5)
    const kept = await storage.dump()
    expect(kept).toContain("CodeRequested")
    const logged = office.logs.join("\n")
    for (const secret of secrets) {
      // What stands in front of the dot says whose the link is, and is no secret.
      const [, hidden = secret] = secret.split(".")
      expect(kept).not.toContain(hidden)
      expect(logged).not.toContain(hidden)
    }
    expect(logged).not.toContain("acme.example")
  })

  it("SEC-56 a link shows its secret behind the # alone: nothing of it reaches a server or its log", async () => {
    const office = await openOffice(await open())
    await sendEverything(office)
    const letters = office.post.taken.flatMap(({ text, html }) => [text, html])
    const urls = letters.flatMap((letter) => letter.match(/https:\/\/[^\s"<]+/g) ?? []).map((url) => new URL(url))
    expect(urls.length).toBeGreaterThan(0)
    expect(new Set(urls.map(({ search }) => search))).toEqual(new Set([""]))
    expect(new Set(urls.map(({ pathname }) => pathname))).toEqual(new Set(["/activate", "/reset"]))
  })
})
