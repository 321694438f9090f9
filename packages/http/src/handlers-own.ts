/** From the routes about oneself to the ways in. Whose they are, the session says; what is secret goes in bodies. */
import { type NotPermitted, Portals, User } from "@intendant/core"
import { Told } from "@intendant/core/promises"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as Redacted from "effect/Redacted"
import { answer, orUnavailable, withoutQuota } from "./answer.ts"
import { Api } from "./api.ts"
import type { Caller } from "./caller.ts"
import { CurrentExchange } from "./exchange.ts"
import { pageOf } from "./rows.ts"

type Portal = Portals.Portal["Service"]

const writeSession = ({ token, ...session }: Portals.UserSession) =>
  ({ _tag: "Entered" as const, ...session, token: Redacted.value(token) })

const writeChallenge = ({ token, channel, expiresAt }: Portals.Challenge) =>
  ({ challenge: Redacted.value(token), channel, expiresAt })

const writeEntered = (entered: Portals.Entered) => {
  switch (entered._tag) {
    case "Entered": return writeSession(entered)
    case "CodeAsked": return { _tag: "CodeAsked" as const, ...writeChallenge(entered) }
    case "PasswordToChoose": return { ...entered, ticket: Redacted.value(entered.ticket) }
  }
}

/** Who asks, by their address; where nobody knows it, only what is sent to each person is counted. */
const from = (mail: string) => Effect.map(CurrentExchange, ({ address }) => address ?? mail)

export const entry = (portal: Portal) =>
  HttpApiBuilder.group(Api, "people", (handlers) => handlers.handleAll({
    signIn: ({ payload: { mail, password } }) =>
      orUnavailable(withoutQuota(Effect.map(portal.signInUser(mail, password), writeEntered))),
    answer: ({ payload: { challenge, code } }) =>
      orUnavailable(withoutQuota(Effect.map(portal.answerChallenge(challenge, code), writeSession))),
    activate: ({ payload: { token, password } }) => orUnavailable(withoutQuota(portal.finaliseUser(token, password))),
    requestReset: ({ payload: { mail } }) =>
      orUnavailable(withoutQuota(Effect.flatMap(from(mail), (address) =>
        Effect.asVoid(portal.requestReset(mail, address))))),
    reset: ({ payload: { token, password } }) => orUnavailable(withoutQuota(portal.resetPassword(token, password))),
    signUp: ({ payload: { enterprise, person } }) =>
      orUnavailable(withoutQuota(Effect.flatMap(CurrentExchange, ({ address = person.mail, locale }) =>
        Effect.asVoid(portal.signUp(enterprise, { language: locale, ...person }, address)))))
  }))

/** Only people have a password, a telephone and a second factor; programs with a role's token have none. */
const aboutOneself = <Value, Failure>(
  ask: (user: User.Known, caller: Caller["Service"]) => Effect.Effect<Value, Failure>
) =>
  answer((caller): Effect.Effect<Value, Failure | NotPermitted> =>
    caller.user === undefined
      ? Effect.fail(Portals.notHolding(caller.actor, "user.setOwn"))
      : ask(caller.user.user, caller))

const noCode = Redacted.make("")

export const own = (portal: Portal) => {
  const told = <Failure>({ actor }: Caller["Service"], ordered: Effect.Effect<User.User, Failure>) =>
    Effect.flatMap(withoutQuota(ordered), (user) => Told.userTold(portal, actor, user))
  return HttpApiBuilder.group(Api, "me", (handlers) => handlers.handleAll({
    stepUp: ({ payload }) =>
      answer((caller) => withoutQuota(Effect.map(portal.stepUp(caller, payload.password), writeChallenge))),
    confirm: ({ payload }) =>
      answer((caller) => withoutQuota(Effect.map(portal.confirmPassword(caller, payload.password), writeSession))),
    directory: ({ query }) => answer((caller) => portal.directory(caller, pageOf(query))),
    changePassword: ({ payload: { current, password } }) =>
      aboutOneself((user, { actor }) => withoutQuota(portal.changeUserPassword(actor, user, current, password))),
    sendPhoneCode: ({ payload: { phone } }) =>
      aboutOneself((user, { actor }) => withoutQuota(portal.sendPhoneCode(actor, user, phone))),
    setPhone: ({ payload: { phone, code = noCode } }) =>
      aboutOneself((user, caller) => told(caller, portal.setPhone(caller.actor, user, phone, code))),
    sendMailCode: ({ payload: { mail } }) =>
      aboutOneself((user, { actor }) => withoutQuota(portal.sendMailCode(actor, user, mail))),
    setMail: ({ payload: { mail, code = noCode } }) =>
      aboutOneself((user, caller) => told(caller, portal.setSecondaryMail(caller.actor, user, mail, code))),
    offerAuthenticator: () =>
      aboutOneself((user, { actor }) =>
        Effect.map(withoutQuota(portal.offerAuthenticator(actor, user)), ({ uri, svg, png }) =>
          ({ uri: Redacted.value(uri), svg: Redacted.value(svg), png: Redacted.value(png) }))),
    enrolAuthenticator: ({ payload: { code } }) =>
      aboutOneself((user, { actor }) =>
        Effect.map(withoutQuota(portal.enrolAuthenticator(actor, user, code)), (codes) =>
          ({ codes: codes.map((one) => Redacted.value(one)) }))),
    submit: ({ payload: { command } }) =>
      aboutOneself((user, caller) => told(caller, submitOwn(portal, user, caller, command)))
  }))
}

/** Another's is told of like one who never was. */
const submitOwn = (portal: Portal, user: User.Known, { actor }: Caller["Service"], command: User.OwnCommand) => {
  const { enterprise, userId } = command
  return userId === user.userId && enterprise === user.enterprise
    ? portal.submitOwn(actor, command)
    : Effect.fail(User.NoSuchUser.make({ enterprise, userId }))
}
