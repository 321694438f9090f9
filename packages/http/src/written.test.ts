/** A page put together as text is the page that the schema writes. */
import { users } from "@intendant/conformance"
import { type Portals, User } from "@intendant/core"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { expect, it } from "vitest"
import { UsersShown } from "./wire-people.ts"
import { writtenPage } from "./written.ts"

const write = Schema.encodeSync(Schema.toCodecJson(UsersShown))
const views: fc.Arbitrary<Portals.UserView> = fc.record({
  user: users, actions: fc.subarray([...User.adminActions])
}).map(({ user, actions }) => ({ user, colour: User.isKnown(user) ? User.colours[user._tag] : "grey", actions }))
const pages = fc.record(
  { items: fc.array(views, { maxLength: 5 }), next: fc.string({ unit: "binary" }) }, { requiredKeys: ["items"] }
)

it("law: whoever is on it, and however often they were written before", () => {
  fc.assert(fc.property(pages, (page) => {
    const hoped = JSON.parse(JSON.stringify(write(page)))
    expect([JSON.parse(writtenPage(page)), JSON.parse(writtenPage(page))]).toEqual([hoped, hoped])
  }))
})

it("who was read again after a change is written as they are now", () => {
  const [before] = fc.sample(users.filter(User.isKnown), { numRuns: 1, seed: 1 })
  if (before === undefined) throw new Error("one was asked for")
  const pageOf = (user: User.User) => ({ items: [{ user, colour: "green" as const, actions: [] }] })
  const texts = [before, { ...before, role: "another" }].map((user) => writtenPage(pageOf(user)))
  expect(texts.map((text) => JSON.parse(text).items[0].user.role)).toEqual([before.role, "another"])
})
