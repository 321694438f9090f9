/** The usual moves among people: an enterprise with a contract, somebody invited, signed in, and in the back office. */
import type { Notice } from "@intendant/core"
import type { Answer, Desk, UserViewJson } from "@intendant/core/promises"
import { accepted, holds } from "./expect.ts"
import type { Person } from "./moves.ts"
import type { BlueprintJson, Scenario, World } from "./world.ts"

/** A scenario of the secure workspace. */
export const workspace = (
  id: string, title: string, run: Scenario["run"], parameters: Partial<BlueprintJson> = {}
): ReadonlyArray<Scenario> => [{ id, title, blueprint: "secure-workspace", run, parameters }]

const contact = { name: "Support", mail: "support@portal.example", phone: "+33123456789" }

export const termsOf = (more: object = {}) => ({
  domains: ["acme.example"], usersMax: 20, storageBytesMax: 1_000_000_000, accountManager: contact, support: contact,
  ...more
})

/** The operator signs an enterprise's contract. */
export const signs = async ({ operator }: World, enterprise = "acme", more: object = {}) =>
  accepted(await operator.submitContract({ _tag: "SignContract", enterprise, terms: termsOf(more) }))

export const mailOf = (name: string, domain = "acme.example"): string => `${name}@${domain}`

/** What is told of a newcomer by their first name. */
export const newcomer = (name: string, more: object = {}) => ({
  enterprise: "acme", firstName: name, lastName: `of ${name}`, mail: mailOf(name), language: "en", role: "user", ...more
})

export const invites = async (desk: Desk, name: string, more: object = {}): Promise<UserViewJson> =>
  accepted(await desk.createUser(newcomer(name, more)))

/** The id of a user who is there. */
export const idOf = ({ user }: UserViewJson): string => "userId" in user ? user.userId : ""

/** The newest letter to an address. */
export const letterTo = async ({ post }: World, mail: string): Promise<Notice.Letter> => {
  const found = (await post.letters()).findLast(({ to }) => to === mail)
  if (found === undefined) throw new Error(`no letter to ${mail} has arrived`)
  return found
}

/** The code in the newest letter to an address. */
export const codeTo = async (world: World, mail: string): Promise<string> =>
  /\b\d{8}\b/.exec((await letterTo(world, mail)).text)?.[0] ?? ""

/** What a link in the newest letter to an address carries. */
export const linkTo = async (world: World, mail: string): Promise<string> =>
  /https:\S+#(\S+)/.exec((await letterTo(world, mail)).text)?.[1] ?? ""

export const passwordOf = (name: string): string => `Phrase of ${name} 42`
const twice = (next: string) => ({ next, again: next })

/** Chooses the password of an account that was invited, with the link in the letter. */
export const finishes = async (world: World, name: string, mail = mailOf(name)): Promise<void> => {
  accepted(await world.finaliseUser(await linkTo(world, mail), twice(passwordOf(name))))
}

/** Signs in with the password, and with the code that is mailed where one is asked for. */
export const signsIn = async (world: World, name: string, mail = mailOf(name)): Promise<Person> => {
  const entered = accepted(await world.signInUser(mail, passwordOf(name)))
  if (entered._tag === "Entered") return { ...world.as(entered.token), token: entered.token }
  if (entered._tag === "PasswordToChoose") throw new Error(`${name} has not chosen a password`)
  return answers(world, entered.challenge, await codeTo(world, mail))
}

/** Answers a challenge with its code. */
export const answers = async (world: World, challenge: string, code: string): Promise<Person> => {
  const opened = accepted(await world.answerChallenge(challenge, code))
  if (opened._tag !== "Entered") throw new Error("an answered challenge opens a session")
  return { ...world.as(opened.token), token: opened.token }
}

/** Enters the back office: with the password once more, and a code. */
export const stepsUp = async (world: World, desk: Desk, name: string, mail = mailOf(name)): Promise<Person> => {
  const { challenge } = accepted(await desk.stepUp(passwordOf(name)))
  return answers(world, challenge, await codeTo(world, mail))
}

/** Somebody of the enterprise who has finished their account. */
export const joins = async (
  world: World, name: string, more: object = {}, mail = mailOf(name)
): Promise<UserViewJson> => {
  const view = await invites(world.operator, name, { mail, ...more })
  await finishes(world, name, mail)
  return view
}

/** An enterprise with one admin, who stands in the back office. */
export const staffed = async (world: World, more: object = {}): Promise<Person> => {
  await signs(world, "acme", more)
  await joins(world, "ada", { role: "admin" })
  return stepsUp(world, await signsIn(world, "ada"), "ada")
}

/** Somebody of a role in the back office, beside whoever is there. */
export const inBackOffice = async (world: World, name: string, role: string): Promise<Person> => {
  await joins(world, name, { role })
  return stepsUp(world, await signsIn(world, name), name)
}

/** Gives an order about a user by name. */
export const orders = async (
  desk: Desk, tag: string, userId: string, more: object = {}
): Promise<Answer<UserViewJson>> => desk.submitUser({ _tag: tag, enterprise: "acme", userId, ...more })

export const statusOf = async (desk: Desk, userId: string): Promise<string> =>
  accepted(await desk.user("acme", userId)).user._tag

/** The user is in this status now. */
export const stands = async (desk: Desk, userId: string, status: string): Promise<void> => {
  const found = await statusOf(desk, userId)
  holds(`${userId} is ${status}, and not ${found}`, found === status)
}
