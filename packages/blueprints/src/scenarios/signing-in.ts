/** AUT-1 to AUT-9 of the secure workspace: second factors, the back office, codes that work once, tokens. */
import { accepted, holds, refused, same } from "./expect.ts"
import { tokenOf } from "./moves.ts"
import {
  answers, codeTo, idOf, inBackOffice, invites, joins, letterTo, linkTo, mailOf, newcomer, orders, passwordOf, signs,
  signsIn, staffed, stands, workspace
} from "./people-moves.ts"
import type { Scenario, World } from "./world.ts"

const backOffice = async (world: World) => {
  await signs(world)
  await joins(world, "ada", { role: "admin" })
  const signedIn = await signsIn(world, "ada")
  const asked = refused(await signedIn.createUser(newcomer("bob")), "StepUpNeeded")
  same("what is missing", [asked.rule, asked.proof], ["AUT-1", { level: 3, fresh: false }])
  refused(await signedIn.stepUp("wrong"), "WrongPassword")
  const { challenge } = accepted(await signedIn.stepUp(passwordOf("ada")))
  refused(await world.answerChallenge(challenge, "00000000"), "CodeRefused")
  const inside = await answers(world, challenge, await codeTo(world, mailOf("ada")))
  accepted(await inside.createUser(newcomer("bob")))
  refused(await signedIn.createUser(newcomer("ben")), "StepUpNeeded")
  world.clock.advance({ hours: 1 })
  refused(await inside.whoAmI(), "NotSignedIn")
  accepted(await signedIn.whoAmI())
}

const lockedOnTheSixth = async (world: World) => {
  const admin = await staffed(world)
  const bob = await joins(world, "bob")
  for (let round = 0; round < 2; round += 1) {
    for (let tries = 0; tries < 5; tries += 1) refused(await world.signInUser(mailOf("bob"), "wrong"), "SignInRefused")
    await signsIn(world, "bob")
  }
  const before = await signsIn(world, "bob")
  for (let tries = 0; tries < 6; tries += 1) refused(await world.signInUser(mailOf("bob"), "wrong"), "SignInRefused")
  await stands(admin, idOf(bob), "Locked")
  refused(await world.signInUser(mailOf("bob"), passwordOf("bob")), "SignInLocked")
  accepted(await before.whoAmI())
  holds("the user is told", (await letterTo(world, mailOf("bob"))).subject.includes("locked"))
}

const forced = async (world: World) => {
  const admin = await staffed(world)
  await joins(world, "bob")
  holds("one factor is enough", accepted(await world.signInUser(mailOf("bob"), passwordOf("bob")))._tag === "Entered")
  accepted(await admin.submitSettings({ _tag: "SaveSettings", owner: "acme", changes: { "factors.forced": true } }))
  const entered = accepted(await world.signInUser(mailOf("bob"), passwordOf("bob")))
  if (entered._tag !== "CodeAsked") throw new Error("a code is asked for at every sign-in")
  same("where it goes by default", entered.channel, "mail")
  const own = await answers(world, entered.challenge, await codeTo(world, mailOf("bob")))
  const { userId } = await me(own)
  const order = { enterprise: "acme", userId }
  refused(await own.submitOwn({ _tag: "ChooseFactor", ...order, channel: "mail", twoFactor: false }), "TwoFactorForced")
}

const me = async (desk: Awaited<ReturnType<typeof signsIn>>) => {
  const { user } = accepted(await desk.whoAmI())
  if (user === undefined) throw new Error("a user is signed in")
  return { userId: idOf(user) }
}

const bySms = async (world: World) => {
  await signs(world)
  await joins(world, "bob")
  const own = await signsIn(world, "bob")
  const choice = { _tag: "ChooseFactor", enterprise: "acme", ...(await me(own)), twoFactor: true }
  refused(await own.submitOwn({ ...choice, channel: "sms" }), "ChannelUnavailable")
  const phone = "+33612345678"
  accepted(await own.sendPhoneCode(phone))
  const code = /\b\d{8}\b/.exec((await world.post.texts()).at(-1)?.text ?? "")?.[0] ?? ""
  refused(await own.setPhone("+33687654321", code), "CodeRefused")
  accepted(await own.setPhone(phone, code))
  accepted(await own.submitOwn({ ...choice, channel: "sms" }))
  const entered = accepted(await world.signInUser(mailOf("bob"), passwordOf("bob")))
  if (entered._tag !== "CodeAsked") throw new Error("a code is asked for")
  const sent = (await world.post.texts()).at(-1)
  same("where the code went", sent?.to, phone)
  await answers(world, entered.challenge, /\b\d{8}\b/.exec(sent?.text ?? "")?.[0] ?? "")
}

const codes = async (world: World) => {
  await signs(world)
  await joins(world, "bob")
  const own = await signsIn(world, "bob")
  accepted(await own.submitOwn({
    _tag: "ChooseFactor", enterprise: "acme", ...(await me(own)), channel: "mail", twoFactor: true
  }))
  const asks = async () => {
    const entered = accepted(await world.signInUser(mailOf("bob"), passwordOf("bob")))
    if (entered._tag !== "CodeAsked") throw new Error("a code is asked for")
    return { challenge: entered.challenge, code: await codeTo(world, mailOf("bob")) }
  }
  const late = await asks()
  world.clock.advance({ minutes: 10 })
  refused(await world.answerChallenge(late.challenge, late.code), "CodeRefused")
  const once = await asks()
  accepted(await world.answerChallenge(once.challenge, once.code))
  refused(await world.answerChallenge(once.challenge, once.code), "CodeRefused")
  const guessed = await asks()
  for (let tries = 0; tries < 5; tries += 1) {
    refused(await world.answerChallenge(guessed.challenge, "00000000"), "CodeRefused")
  }
  refused(await world.answerChallenge(guessed.challenge, guessed.code), "CodeRefused")
  const journal = await world.kept.journal()
  for (const { code } of [late, once, guessed]) holds("no code is in the journal", !journal.includes(code))
}

const sends = async (world: World) => {
  await signs(world)
  await joins(world, "bob")
  const before = (await world.post.letters()).length
  for (let asked = 0; asked < 5; asked += 1) accepted(await world.requestReset(mailOf("bob"), `client ${asked}`))
  refused(await world.requestReset(mailOf("bob"), "client 9"), "TooManyMessages")
  same("how many letters went out", (await world.post.letters()).length - before, 5)
  world.clock.advance({ minutes: 15 })
  accepted(await world.requestReset(mailOf("bob"), "client 9"))
}

const reset = async (world: World) => {
  await signs(world)
  await joins(world, "bob")
  const elsewhere = await signsIn(world, "bob")
  accepted(await world.requestReset(mailOf("nobody"), "a"))
  accepted(await world.requestReset(mailOf("bob"), "a"))
  const first = await linkTo(world, mailOf("bob"))
  accepted(await world.requestReset(mailOf("bob"), "a"))
  const second = await linkTo(world, mailOf("bob"))
  const chosen = { next: "Another phrase 7", again: "Another phrase 7" }
  refused(await world.resetPassword(first, chosen), "CodeRefused")
  accepted(await world.resetPassword(second, chosen))
  refused(await world.resetPassword(second, chosen), "CodeRefused")
  refused(await elsewhere.whoAmI(), "NotSignedIn")
  refused(await world.signInUser(mailOf("bob"), passwordOf("bob")), "SignInRefused")
  accepted(await world.signInUser(mailOf("bob"), "Another phrase 7"))
}

const tokens = async (world: World) => {
  const admin = await staffed(world)
  const manager = await inBackOffice(world, "max", "manager")
  const { token, tokenId } = await tokenOf(manager, { label: "script" })
  const script = world.as(token)
  const bob = await invites(script, "bob")
  refused(await script.createUser(newcomer("eve", { role: "admin" })), "NotPermitted")
  const { userId } = await me(manager)
  accepted(await orders(admin, "EditUser", userId, { role: "user" }))
  refused(await script.user("acme", idOf(bob)), "NotSignedIn")
  const journal = await world.kept.journal()
  holds("the token is kept nowhere", !journal.includes(token) && journal.includes(tokenId))
}

const everythingRevoked = async (world: World) => {
  const admin = await staffed(world)
  const bob = await joins(world, "bob")
  const own = await signsIn(world, "bob")
  const { token } = await tokenOf(own, { label: "script" })
  accepted(await orders(admin, "RevokeAccess", idOf(bob)))
  refused(await own.whoAmI(), "NotSignedIn")
  refused(await world.as(token).whoAmI(), "NotSignedIn")
  await signsIn(world, "bob")
}

const advice = async (world: World) => {
  await signs(world)
  await joins(world, "ada", { role: "admin" })
  const own = await signsIn(world, "ada")
  accepted(await own.stepUp(passwordOf("ada")))
  const { text } = await letterTo(world, mailOf("ada"))
  holds("who gets the code by mail is advised of text messages", /text message/i.test(text))
}

const askedAgain = async (world: World) => {
  const admin = await staffed(world)
  const container = { kind: "container", client: "acme" }
  accepted(await admin.createResource(container))
  world.clock.advance({ minutes: 5 })
  accepted(await admin.createUser(newcomer("bob")))
  const { rule, proof } = refused(await admin.createResource(container), "StepUpNeeded")
  same("what is missing", [rule, proof], ["AUT-4", { level: 3, fresh: true }])
  refused(await admin.confirmPassword("wrong"), "WrongPassword")
  const confirmed = accepted(await admin.confirmPassword(passwordOf("ada")))
  if (confirmed._tag !== "Entered") throw new Error("the password alone is asked for")
  accepted(await world.as(confirmed.token).createResource(container))
  world.clock.advance({ minutes: 55 })
  refused(await world.as(confirmed.token).whoAmI(), "NotSignedIn")
}

const telephoneLost = async (world: World) => {
  const admin = await staffed(world)
  const bob = await joins(world, "bob")
  const own = await signsIn(world, "bob")
  accepted(await own.sendPhoneCode("+33612345678"))
  const [told] = (await world.post.texts()).slice(-1)
  accepted(await own.setPhone("+33612345678", /\b\d{8}\b/.exec(told?.text ?? "")?.[0] ?? ""))
  const order = { enterprise: "acme", userId: idOf(bob) }
  accepted(await own.submitOwn({ _tag: "ChooseFactor", ...order, channel: "sms", twoFactor: true }))
  const { actions } = accepted(await admin.user("acme", idOf(bob)))
  holds("an administrator is offered to help", actions.includes("ResetFactors"))
  accepted(await admin.submitUser({ _tag: "ResetFactors", ...order }))
  refused(await own.whoAmI(), "NotSignedIn")
  holds("the user is told", /by mail again/.test((await letterTo(world, mailOf("bob"))).subject))
  await signsIn(world, "bob")
}

const handedOver = async (world: World) => {
  const admin = await staffed(world)
  const bob = await joins(world, "bob")
  const before = await signsIn(world, "bob")
  accepted(await world.requestReset(mailOf("bob"), "a"))
  same("no link is mailed", (await letterTo(world, mailOf("bob"))).text.includes("#"), false)
  const { password } = accepted(await admin.resetUserPassword("acme", idOf(bob)))
  refused(await before.whoAmI(), "NotSignedIn")
  refused(await world.signInUser(mailOf("bob"), passwordOf("bob")), "SignInRefused")
  const letters = (await world.post.letters()).map(({ text }) => text).join("\n")
  holds("it is neither mailed nor written down", !letters.includes(password)
    && !(await world.kept.journal()).includes(password))
  const entered = accepted(await world.signInUser(mailOf("bob"), password))
  if (entered._tag !== "PasswordToChoose") throw new Error("it opens nothing but the choice of another")
  refused(await world.signInUser(mailOf("bob"), password), "SignInRefused")
  const chosen = { next: "Another phrase 7", again: "Another phrase 7" }
  accepted(await world.finaliseUser(entered.ticket, chosen))
  refused(await world.finaliseUser(entered.ticket, chosen), "CodeRefused")
  accepted(await world.signInUser(mailOf("bob"), "Another phrase 7"))
}

export const signingIn: ReadonlyArray<Scenario> = [
  ...workspace("AUT-1", "the back office asks for the password and a code, even of who is signed in", backOffice),
  ...workspace("AUT-2", "the sixth failure locks, and a success forgets the ones before", lockedOnTheSixth),
  ...workspace("AUT-3", "a second factor can be forced for everyone, by mail unless chosen otherwise", forced),
  ...workspace("AUT-3", "codes come by text message once the telephone is proved", bySms),
  ...workspace("AUT-3", "whoever lost the telephone gets codes by mail again, from an administrator", telephoneLost),
  ...workspace("AUT-4", "a sensitive action asks for the password again", askedAgain),
  ...workspace("AUT-5", "an API token gives its owner's rights, and no more when they become fewer", tokens),
  ...workspace("AUT-5", "everything is revoked at once", everythingRevoked),
  ...workspace("AUT-7", "a code expires, works once, and dies of wrong guesses", codes),
  ...workspace("AUT-7", "codes and links are limited in sends", sends),
  ...workspace("AUT-7", "a reset by link: the newest works, once, and ends every session", reset),
  ...workspace("USR-14", "where administrators hand passwords over, each is shown once, and chosen anew", handedOver,
    { recovery: { by: "admin", seconds: 3600 } }),
  ...workspace("AUT-9", "administrators are advised to receive their codes by text message", advice)
]
