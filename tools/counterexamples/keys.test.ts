/** Texts that a storage cannot keep, sent from outside: they are faults of the request on every storage. */
import { afterAll, describe, expect, it } from "vitest"
import { openWorld, password, valueOf } from "../security/portal.ts"
import { storages } from "../security/storages.ts"

describe.each(storages)("hostile texts on $name", ({ open, closeAll }) => {
  afterAll(closeAll)
  const desk = async () => {
    const { portal } = await openWorld(await open())
    return valueOf(await portal.signIn("acme", password))
  }

  it.each(["\u0000", "\ud800"])("POL-1 a setting that holds %j is kept, or refused as bad input", async (text) => {
    const acme = await desk()
    const answer = await acme.submitPolicy(
      { _tag: "DefinePolicy", owner: "acme", name: "p", settings: { "folders.excluded": text } })
    expect(answer.ok ? "kept" : answer.refusal._tag).toMatch(/kept|BadInput/)
  })

  it.each(["\u0000", "\ud800"])("SEC-58 a page after %j is a page, or refused as bad input", async (after) => {
    const acme = await desk()
    const answer = await acme.browse("acme", { after, limit: 5 })
    expect(answer.ok ? "kept" : answer.refusal._tag).toMatch(/kept|BadInput/)
  })

  it.each(["\u0000", "\ud800"])("AUT-5 a token id of %j is unknown, or refused as bad input", async (id) => {
    const acme = await desk()
    const answer = await acme.revokeToken(id)
    expect(answer.ok ? "kept" : answer.refusal._tag).toMatch(/NoSuchToken|BadInput/)
  })
})
