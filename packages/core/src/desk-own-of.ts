/** What people do about themselves, and how they come in: whatever they prove themselves with leaves only here. */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import type { Enrolment } from "./credential/index.ts"
import { answered, asker, page, type Run, type Work, writeUser } from "./desk-of.ts"
import type { ChallengeJson, EnrolmentJson, EnteredJson, OwnDesk, PeopleDoor } from "./desk-people.ts"
import { type BadInput, reader } from "./kernel/input.ts"
import { Locale } from "./kernel/locale.ts"
import { MailAddress } from "./kernel/mail.ts"
import { Path } from "./kernel/path.ts"
import type { Actor } from "./kernel/permit.ts"
import { PhoneNumber } from "./kernel/phone.ts"
import { Password, Secret } from "./kernel/secret.ts"
import * as Portals from "./portal/index.ts"
import { userTold } from "./told.ts"
import * as User from "./user/index.ts"

type Portal = Portals.Portal["Service"]

const NewPassword = Schema.Struct({ next: Password, again: Password })
/** A code as it is typed, or what a link carries. */
const Proof = Secret(Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(512)))

/** Who asks for an account. Where no language is said, messages are in English. */
export const Applicant = Schema.Struct({ ...User.Person.fields, language: Schema.optionalKey(Locale) })

const read = {
  password: reader(Schema.Struct({ password: Password })),
  change: reader(Schema.Struct({ current: Password, password: NewPassword })),
  phone: reader(Schema.Struct({ phone: PhoneNumber })),
  setPhone: reader(Schema.Struct({ phone: Schema.NullOr(PhoneNumber), code: Schema.optionalKey(Proof) })),
  mail: reader(Schema.Struct({ mail: MailAddress })),
  setMail: reader(Schema.Struct({ mail: Schema.NullOr(MailAddress), code: Schema.optionalKey(Proof) })),
  order: reader(Schema.Struct({ command: User.OwnCommand })),
  code: reader(Schema.Struct({ code: Proof })),
  page: reader(Schema.Struct(page)),
  nothing: reader(Schema.Struct({})),
  signIn: reader(Schema.Struct({ mail: MailAddress, password: Password })),
  challenge: reader(Schema.Struct({ challenge: Proof, code: Proof })),
  chosen: reader(Schema.Struct({ token: Proof, password: NewPassword })),
  signUp: reader(Schema.Struct({ enterprise: Path, person: Applicant }))
}

const told = (portal: Portal, actor: Actor, user: User.User) =>
  Effect.map(userTold(portal, actor, user), (view) => writeUser(view))

/** Only people have a password, a telephone and a second factor; programs with a role's token have none. */
const onOneself = <Value, Failure>(
  { actor, user }: Portals.SignedIn, then: (user: User.Known) => Effect.Effect<Value, Failure>
) =>
  user === undefined ? Effect.fail(Portals.notHolding(actor, "user.setOwn")) : then(user.user)

const noCode = Redacted.make("")

/** What people do about themselves. Whose it is, the session says, and no question. */
export const ownDeskOf = (work: Work): OwnDesk => {
  const { portal } = work
  const ask = asker(work)
  return {
    ...contacts(work),
    stepUp: (password) =>
      ask(read.password, { password }, (asked, who) =>
        Effect.map(portal.stepUp(who, asked.password), (challenge) => writeChallenge(challenge))),
    confirmPassword: (password) =>
      ask(read.password, { password }, (asked, who) =>
        Effect.map(portal.confirmPassword(who, asked.password), (session) => writeSession(session))),
    directory: (page) => ask(read.page, { ...page }, (asked, who) => portal.directory(who, asked)),
    changeMyPassword: (current, password) =>
      ask(read.change, { current, password }, (asked, who) =>
        onOneself(who, (user) =>
          Effect.as(portal.changeUserPassword(who.actor, user, asked.current, asked.password), null))),
    submitOwn: (command) =>
      ask(read.order, { command }, ({ command }, who) =>
        onOneself(who, ({ enterprise, userId }) =>
          command.userId === userId && command.enterprise === enterprise
            ? Effect.flatMap(portal.submitOwn(who.actor, command), (next) => told(portal, who.actor, next))
            : Effect.fail(User.NoSuchUser.make({ enterprise: command.enterprise, userId: command.userId })))),
    offerAuthenticator: () =>
      ask(read.nothing, {}, (_, who) =>
        onOneself(who, (user) =>
          Effect.map(portal.offerAuthenticator(who.actor, user), (offered) => writeEnrolment(offered)))),
    enrolAuthenticator: (code) =>
      ask(read.code, { code }, (asked, who) =>
        onOneself(who, (user) =>
          Effect.map(portal.enrolAuthenticator(who.actor, user, asked.code), (codes) =>
            codes.map((one) => Redacted.value(one)))))
  }
}

/** Telephones and second addresses, each proved before it counts. */
const contacts = (
  work: Work
): Pick<OwnDesk, "sendPhoneCode" | "setPhone" | "sendMailCode" | "setSecondaryMail"> => {
  const { portal } = work
  const ask = asker(work)
  return {
    sendPhoneCode: (phone) =>
      ask(read.phone, { phone }, (asked, who) =>
        onOneself(who, (user) => Effect.as(portal.sendPhoneCode(who.actor, user, asked.phone), null))),
    setPhone: (phone, code) =>
      ask(read.setPhone, { phone, ...(code === undefined ? {} : { code }) }, (asked, who) =>
        onOneself(who, (user) =>
          Effect.flatMap(portal.setPhone(who.actor, user, asked.phone, asked.code ?? noCode), (next) =>
            told(portal, who.actor, next)))),
    sendMailCode: (mail) =>
      ask(read.mail, { mail }, (asked, who) =>
        onOneself(who, (user) => Effect.as(portal.sendMailCode(who.actor, user, asked.mail), null))),
    setSecondaryMail: (mail, code) =>
      ask(read.setMail, { mail, ...(code === undefined ? {} : { code }) }, (asked, who) =>
        onOneself(who, (user) =>
          Effect.flatMap(portal.setSecondaryMail(who.actor, user, asked.mail, asked.code ?? noCode), (next) =>
            told(portal, who.actor, next))))
  }
}

// ------------------------------------------------------------------------------------------------ ways in

const writeChallenge = ({ token, channel, expiresAt }: Portals.Challenge): ChallengeJson =>
  ({ challenge: Redacted.value(token), channel, expiresAt: DateTime.formatIso(expiresAt) })

const writeSession = ({ token, level, expiresAt }: Portals.UserSession): EnteredJson =>
  ({ _tag: "Entered", token: Redacted.value(token), level, expiresAt: DateTime.formatIso(expiresAt) })

const writeEntered = (entered: Portals.Entered): EnteredJson => {
  switch (entered._tag) {
    case "Entered": return writeSession(entered)
    case "CodeAsked": return { _tag: "CodeAsked", ...writeChallenge(entered) }
    case "PasswordToChoose": return {
      _tag: "PasswordToChoose", ticket: Redacted.value(entered.ticket),
      expiresAt: DateTime.formatIso(entered.expiresAt)
    }
  }
}

const writeBase64 = Schema.encodeSync(Schema.Uint8ArrayFromBase64)

const writeEnrolment = ({ uri, svg, png }: Enrolment): EnrolmentJson =>
  ({ uri: Redacted.value(uri), svg: Redacted.value(svg), png: writeBase64(Redacted.value(png)) })

/** The ways in for people who are not recognised yet. */
export const peopleDoorOf = (portal: Portal, run: Run): PeopleDoor => {
  const ask = <Value, Failure, Asked>(
    read: ReturnType<typeof reader<Asked, unknown>>, sent: unknown,
    then: (asked: Asked) => Effect.Effect<Value, Failure>
  ) =>
    run(answered(Effect.flatMap(Effect.fromResult(read(sent)), (asked): Effect.Effect<Value, Failure | BadInput> =>
      then(asked))))
  return {
    signInUser: (mail, password) =>
      ask(read.signIn, { mail, password }, (asked) =>
        Effect.map(portal.signInUser(asked.mail, asked.password), (entered) => writeEntered(entered))),
    answerChallenge: (challenge, code) =>
      ask(read.challenge, { challenge, code }, (asked) =>
        Effect.map(portal.answerChallenge(asked.challenge, asked.code), (session) => writeSession(session))),
    finaliseUser: (token, password) =>
      ask(read.chosen, { token, password }, (asked) =>
        Effect.as(portal.finaliseUser(asked.token, asked.password), null)),
    requestReset: (mail, from) =>
      ask(read.mail, { mail }, (asked) => Effect.as(portal.requestReset(asked.mail, from ?? asked.mail), null)),
    resetPassword: (token, password) =>
      ask(read.chosen, { token, password }, (asked) =>
        Effect.as(portal.resetPassword(asked.token, asked.password), null)),
    signUp: (enterprise, person, from) =>
      ask(read.signUp, { enterprise, person }, (asked) =>
        portal.signUp(asked.enterprise, { language: "en", ...asked.person }, from ?? asked.person.mail).pipe(
          Effect.as(null)))
  }
}
