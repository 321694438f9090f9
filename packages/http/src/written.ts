/** Lists as text: whoever stands on one page after another is written once. */
import type { Page, Portals, User } from "@intendant/core"
import { Portals as Schemas } from "@intendant/core"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Schema from "effect/Schema"

const write = Schema.encodeSync(Schema.fromJsonString(Schemas.UserView.fields.user))

/** Users never change: one who was read again after a change is another value. */
const texts = new WeakMap<User.User, string>()

const textOf = (user: User.User): string => {
  const text = texts.get(user) ?? write(user)
  texts.set(user, text)
  return text
}

/** The same JSON as the schema of a page of users gives, put together from the texts of its users. */
export const writtenPage = ({ items, next }: Page<Portals.UserView>): string => {
  const written = items.map(({ user, colour, actions }) =>
    `{"user":${textOf(user)},"colour":${JSON.stringify(colour)},"actions":${JSON.stringify(actions)}}`)
  return `{"items":[${written.join()}]${next === undefined ? "" : `,"next":${JSON.stringify(next)}`}}`
}

/** A page of users as an answer. */
export const usersPage = (page: Page<Portals.UserView>) =>
  HttpServerResponse.text(writtenPage(page), { contentType: "application/json" })
