/** Cases that systems of this kind have got wrong about people, at the edge where requests come in. */
import type { LogLine } from "@intendant/http"
import * as Memory from "@intendant/memory"
import { expect, it } from "vitest"
import {
  accepted, enters, farWorld, joins, mailOf, newcomer, passwordOf, person, signing, staffed, twice
} from "./people.ts"
import type { Reply } from "./portal.ts"

type Far = Awaited<ReturnType<typeof farWorld>>

const headersOf = ({ headers }: Reply) => JSON.stringify([...headers])
const seenOf = (reply: Reply) => [reply.status, reply.text, headersOf(reply)]

/** Lets strangers in, at once or once somebody approves. */
const opensDoor = async ({ operator }: Far, changes: object) =>
  accepted(await operator.submitSettings({ _tag: "SaveSettings", owner: "acme", changes }))

it("SEC-35 known and unknown addresses are answered alike: body, status and headers", async () => {
  const world = await farWorld()
  await staffed(world)
  const invited = accepted(await world.operator.createUser(newcomer("ivy")))
  expect(invited.user._tag).toBe("NotFinalised")
  const asked = (path: string, body: (mail: string) => object) => async (mail: string) =>
    seenOf(await world.send(path, body(mail)))
  for (const ask of [
    asked("/people/resets", (mail) => ({ mail })),
    asked("/people/sign-in", (mail) => ({ mail, password: "wrong" }))
  ]) {
    const unknown = await ask(mailOf("nobody"))
    world.advance(3600)
    for (const known of [mailOf("ada"), mailOf("ivy")]) expect(await ask(known)).toEqual(unknown)
    world.advance(3600)
  }
  for (let guess = 0; guess < 8; guess += 1) {
    const [known, unknown] = await Promise.all([mailOf("ada"), mailOf("none")].map((mail) =>
      world.send("/people/sign-in", { mail, password: "wrong again" })))
    if (known !== undefined && guess > 6) expect(known.status).toBe(429)
    if (known !== undefined && unknown !== undefined && guess > 6) expect(seenOf(unknown)).toEqual(seenOf(known))
  }
})

it.each([
  ["at once", { "freeSignUp.automatic": true }, false], ["while there is room", { "freeSignUp.automatic": true }, true],
  ["once approved", { "freeSignUp.policy": "approval" }, false], ["never", {}, false]
])("SEC-35 where strangers are let in %s, signing up tells nobody who is there already", async (_, changes, isFull) => {
  const world = await farWorld()
  await staffed(world)
  await opensDoor(world, changes)
  if (isFull) accepted(await world.operator.submitContract({ ...signing("acme", 1), _tag: "ChangeTerms" }))
  const signUp = async (name: string) => {
    world.advance(3600)
    return seenOf(await world.send("/people/sign-up", { enterprise: "acme", person: person(mailOf(name)) }))
  }
  expect(await signUp("ada")).toEqual(await signUp("nobody"))
})

it("SEC-35 links and challenges that nobody has are answered like used ones, whoever's id they name", async () => {
  const world = await farWorld()
  const { userId } = await staffed(world)
  const password = twice(passwordOf("x"))
  for (const path of ["/people/activation", "/people/resets/finish"]) {
    const tokens = [`${userId}.zq`, "usr_none.zq", "zq", ".", userId, "../usr_none.zq"]
    const replies = await Promise.all(tokens.map((token) => world.send(path, { token, password })))
    expect(new Set(replies.map((reply) => JSON.stringify(seenOf(reply)))).size).toBe(1)
    expect(replies[0]).toMatchObject({ status: 409, body: { refusal: { _tag: "CodeRefused" } } })
  }
  expect((await world.send("/people/challenges", { challenge: "chl_none", code: "1" })).body["refusal"])
    .toMatchObject({ _tag: "CodeRefused" })
})

it("SEC-40 SEC-32 another enterprise, its people and their ids are answered like ones that never were", async () => {
  const world = await farWorld()
  const { token, userId: ada } = await staffed(world)
  await staffed(world, "zeta", "zoe")
  const theirs = await joins(world, "zed", { enterprise: "zeta" })
  // As long as theirs, so that the answers are as long too.
  const nobodys = theirs.replaceAll(/\d/g, "0")
  const me = world.askAs(token)
  const same = async (ask: (name: string) => Promise<Reply>, known: string, unknown: string) => {
    const [there, nowhere] = [await ask(known), await ask(unknown)]
    expect([403, 404]).toContain(there.status)
    expect([nowhere.status, nowhere.text.replaceAll(unknown, known), headersOf(nowhere)])
      .toEqual([there.status, there.text, headersOf(there)])
  }
  const gets = ["", "/settings", "/storage", "/activity?period=week", "/user-counts",
    "/templates/activation?language=en", `/users/${theirs}`, `/users/${theirs}/settings`]
  for (const rest of gets) await same((name) => me("GET", `/enterprises/${name}${rest}`), "zeta", "none")
  await same((enterprise) => me("GET", `/users?enterprise=${enterprise}`), "zeta", "none")
  for (const rest of ["", "/settings"]) {
    await same((id) => me("GET", `/enterprises/acme/users/${id}${rest}`), theirs, nobodys)
  }
  const tags = ["EditUser", "SuspendUser", "ReactivateUser", "DeleteUser", "SendCodeAgain", "ApproveSignUp",
    "RefuseSignUp", "ResumeCreation", "RecallUser", "RevokeAccess"]
  for (const _tag of tags) {
    const order = (enterprise: string) => (userId: string) =>
      me("POST", "/user-commands", { command: { _tag, enterprise, userId } })
    await same(order("acme"), theirs, nobodys)
    await same((enterprise) => order(enterprise)(theirs), "zeta", "none")
  }
  await same((enterprise) => me("POST", "/users", { newcomer: newcomer("eve", { enterprise }) })
    .then((reply) => ({ ...reply, text: reply.text.replaceAll(/usr_[\w-]+/g, "usr_") })), "zeta", "none")
  await same((owner) => me("POST", "/setting-commands", { command: { _tag: "SaveSettings", owner, changes: {} } }),
    "zeta", "none")
  await same((userId) => me("POST", "/me/commands", { command: { _tag: "SwapMails", enterprise: "acme", userId } }),
    theirs, nobodys)
  expect((await me("GET", `/enterprises/acme/users/${ada}`)).status).toBe(200)
})

it("a challenge, a ticket and a link are no tokens, and a session opens no challenge", async () => {
  const world = await farWorld()
  await staffed(world)
  const token = await enters(world, "ada")
  const { challenge } = accepted(await world.as(token).stepUp(passwordOf("ada")))
  const code = await world.post.codeTo(mailOf("ada"))
  accepted(await world.requestReset(mailOf("ada")))
  for (const bearer of [challenge, code, await world.post.linkTo(mailOf("ada"))]) {
    expect((await world.askAs(bearer)("GET", "/session")).status).toBe(401)
  }
  expect(await world.answerChallenge(token, code)).toMatchObject({ refusal: { _tag: "CodeRefused" } })
})

it("SEC-62 SEC-64 who asks for messages is who connects, whatever the request says of itself", async () => {
  const world = await farWorld({ trustedProxies: ["10.0.0.1"] })
  await world.operator.submitContract(signing())
  const ask = (name: string, remote: string, forwarded: string) =>
    world.send("/people/resets", { mail: mailOf(name) }, { "x-forwarded-for": forwarded }, remote)
  const statuses = async (asked: ReadonlyArray<Promise<Reply>>) =>
    (await Promise.all(asked)).map(({ status }) => status)
  const five = [204, 204, 204, 204, 204]
  const at = [0, 1, 2, 3, 4]
  expect(await statuses(at.map((one) => ask(`a${one}`, "203.0.113.7", `6.6.6.${one}`)))).toEqual(five)
  expect((await ask("b", "203.0.113.7", "6.6.6.9")).status).toBe(429)
  expect((await ask("b", "203.0.113.8", "203.0.113.7")).status).toBe(204)
  expect(await statuses(at.map((one) => ask(`c${one}`, "10.0.0.1", "198.51.100.1")))).toEqual(five)
  expect((await ask("d", "10.0.0.1", "6.6.6.6, 198.51.100.1")).status).toBe(429)
  expect((await ask("d", "10.0.0.1", "198.51.100.2")).status).toBe(204)
})

it("SEC-64 where nobody knows who asks, what is sent to each person is counted all the same", async () => {
  const world = await farWorld()
  await staffed(world)
  world.advance(3600)
  const asked: Array<number> = []
  for (let at = 0; at < 7; at += 1) asked.push((await world.send("/people/resets", { mail: mailOf("ada") })).status)
  expect(asked).toEqual([204, 204, 204, 204, 204, 429, 429])
  expect((await world.send("/people/resets", { mail: mailOf("bob") })).status).toBe(204)
})

/** A life with every secret there is, and everything that was written on the way. */
const written = async () => {
  const lines: Array<LogLine> = []
  const urls: Array<string> = []
  const answers: Array<string> = []
  const world = await farWorld({ log: (line) => lines.push(line), seen: (request, answer) => {
    urls.push(request.url)
    answers.push(answer)
  } })
  const { token } = await staffed(world)
  await joins(world, "bob", {})
  const bob = world.as(await enters(world, "bob"))
  accepted(await bob.sendPhoneCode("+33612345678"))
  const phoneCode = await world.post.textTo("+33612345678")
  accepted(await bob.setPhone("+33612345678", phoneCode))
  accepted(await world.requestReset(mailOf("bob")))
  const link = await world.post.linkTo(mailOf("bob"))
  accepted(await world.resetPassword(link, twice("Another phrase 7")))
  await world.signInUser(mailOf("bob"), "Wrong phrase 8")
  await world.as(token).users({ enterprise: "acme", sort: "mail", limit: 1 })
  const secrets = (await world.post.letters()).flatMap(({ text }) =>
    [/\b\d{8}\b/.exec(text)?.[0], /#(\S+)/.exec(text)?.[1]].filter((one) => one !== undefined))
  return {
    log: lines.map((line) => JSON.stringify(line)).join("\n"), urls: urls.join("\n"), answers: answers.join("\n"),
    token, sent: [...secrets, phoneCode, link],
    typed: [passwordOf("ada"), passwordOf("bob"), "Another phrase 7", "Wrong phrase"]
  }
}

it("SEC-56 SEC-31 no secret, mail or telephone is in the log, and no secret in an address or an answer", async () => {
  const { log, urls, answers, token, sent, typed } = await written()
  expect(sent.length).toBeGreaterThan(6)
  for (const secret of [...sent, ...typed, token]) {
    expect(log).not.toContain(secret)
    expect(urls).not.toContain(encodeURIComponent(secret))
    expect(urls).not.toContain(secret)
  }
  // No name that could stand in an id by chance: `ada` is hexadecimal.
  for (const told of [mailOf("ada"), "of ada", "bob", "acme", "33612345678"]) expect(log).not.toContain(told)
  // What is sent to people is never told to whoever asks for it; what is typed never comes back.
  for (const secret of [...sent, ...typed]) expect(answers).not.toContain(secret)
})

it("SEC-65 with the storage away nobody comes in, and nothing says why", async () => {
  const storage = Memory.open()
  const world = await farWorld({ storage })
  const { token } = await staffed(world)
  await storage.close()
  const replies = [
    await world.send("/people/sign-in", { mail: mailOf("ada"), password: passwordOf("ada") }),
    await world.send("/people/challenges", { challenge: "chl_x", code: "1" }),
    await world.send("/people/resets", { mail: mailOf("ada") }),
    await world.send("/people/activation", { token: "usr_x.y", password: twice("Another phrase 7") }),
    await world.askAs(token)("POST", "/me/step-up", { password: passwordOf("ada") }),
    await world.askAs(token)("GET", "/users?enterprise=acme")
  ]
  for (const { status, body } of replies) expect([status, body["title"]]).toEqual([503, "Unavailable"])
})
