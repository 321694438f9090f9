/** Enterprises and their people: one life of an enterprise, in process and over HTTP, comes out the same. */
import { expect, it } from "vitest"
import {
  accepted, appCode, enters, farWorld, joins, mailOf, nearWorld, newcomer, passwordOf, signing, staffed, stepsUp, twice,
  type World
} from "./people.ts"

/** What differs from one portal to the next by nature. */
const settled = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value).replaceAll(/(usr|ent|not|tok|per|chl|ses)_[\w.-]+/g, "$1_")
    .replaceAll(/"[a-z2-7]{4}(-[a-z2-7]{4}){3}"/g, "\"recovery\""))

/** What was said to a world, and how it answered. */
const notes = () => {
  const said: Array<unknown> = []
  return { said, note: async (answer: Promise<unknown>) => void said.push(settled(await answer)) }
}

it("a contract is signed, an admin invited, who enters the back office and administers", async () => {
  const world = await farWorld()
  expect(accepted(await world.operator.submitContract(signing()))).toMatchObject({ _tag: "Signed", seatsTaken: 0 })
  accepted(await world.operator.createUser(newcomer("ada", { role: "admin" })))
  const code = await world.post.codeTo(mailOf("ada"))
  const first = accepted(await world.signInUser(mailOf("ada"), code))
  if (first._tag !== "PasswordToChoose") throw new Error("the code is good for a ticket")
  expect(await world.finaliseUser(first.ticket, twice("weak"))).toMatchObject({ refusal: { _tag: "PasswordTooWeak" } })
  accepted(await world.finaliseUser(first.ticket, twice(passwordOf("ada"))))
  expect(await world.signInUser(mailOf("ada"), code)).toMatchObject({ refusal: { _tag: "SignInRefused" } })
  const front = world.as(await enters(world, "ada"))
  expect(await front.createUser(newcomer("bob"))).toMatchObject({ refusal: { _tag: "StepUpNeeded", rule: "AUT-1" } })
  const desk = world.as(await stepsUp(world, "ada"))
  expect(accepted(await desk.whoAmI())).toMatchObject({
    name: "ada of ada", level: 3, user: { user: { role: "admin" } }
  })
  const bob = await joins(world, "bob", {})
  const bobs = world.as(await enters(world, "bob"))
  const order = { enterprise: "acme", userId: bob }
  expect(accepted(await desk.submitUser({ _tag: "SuspendUser", ...order }))).toMatchObject({
    user: { _tag: "Suspended" }, colour: "orange", actions: expect.arrayContaining(["ReactivateUser"])
  })
  expect(await bobs.whoAmI()).toMatchObject({ refusal: { _tag: "NotSignedIn" } })
  expect(accepted(await desk.users({ enterprise: "acme", limit: 10 })).items.map(({ user }) => user._tag))
    .toEqual(["Suspended", "Active"])
  accepted(await desk.submitUser({ _tag: "ReactivateUser", ...order }))
  await enters(world, "bob")
})

const administration = async (world: World, { note }: ReturnType<typeof notes>) => {
  await note(world.operator.submitContract(signing(), { idempotencyKey: "c" }))
  await note(world.operator.submitContract(signing(), { idempotencyKey: "c" }))
  await note(world.operator.submitContract(signing()))
  await note(world.operator.contract("none"))
  const admin = await joins(world, "ada", { role: "admin" })
  const desk = world.as(await stepsUp(world, "ada"))
  await note(desk.contract("acme"))
  for (const more of [{}, { mail: "eve@else.example" }, { mail: "not a mail", role: "" }, { role: "operator" }]) {
    await note(desk.createUser(newcomer("eve", more), { reason: "hired" }))
  }
  const eve = await joins(world, "bob", { role: "manager" })
  const order = { enterprise: "acme", userId: eve }
  await note(desk.submitUser({ _tag: "EditUser", ...order, firstName: "Robert" }, { idempotencyKey: "e" }))
  await note(desk.submitUser({ _tag: "EditUser", ...order, firstName: "Bert" }, { idempotencyKey: "e" }))
  await note(desk.submitUser({ _tag: "EditUser", ...order, epoch: 3 }))
  await note(desk.submitUser({ _tag: "SuspendUser", enterprise: "acme", userId: admin }))
  await note(desk.submitUsers([{ _tag: "SuspendUser", ...order }, { _tag: "DeleteUser" }, { _tag: "Promote" }]))
  await note(desk.attachUser("acme", eve))
  await note(world.support.attachUser("acme", eve, { reason: "asked" }))
  for (const userId of [eve, "usr_none", "", "a b"]) await note(desk.user("acme", userId))
  await note(desk.users({ enterprise: "acme", limit: 1 }))
  const statuses = ["Active", "Suspended"]
  await note(desk.users({ enterprise: "acme", statuses, sort: "mail", descending: true, limit: 5 }))
  await note(desk.users({ enterprise: "acme", sort: "age", limit: 5 }))
  await note(desk.users({ enterprise: "other", limit: 5 }))
  await note(desk.usersByStatus("acme"))
  await note(desk.storageByUser("acme", 5))
  for (const period of ["week", "decade"]) await note(desk.activity("acme", period))
  return desk
}

const setup = async (world: World, { note }: ReturnType<typeof notes>, desk: ReturnType<World["as"]>) => {
  const save = { _tag: "SaveSettings", owner: "acme", basedOn: 0, changes: { "transfer.validityDays": 14 } }
  await note(desk.submitSettings(save))
  for (const more of [
    { changes: {} }, { changes: { "transfer.validityDays": 7 } }, { basedOn: 1, changes: { nothing: 1 } },
    { basedOn: "x" }
  ]) await note(desk.submitSettings({ ...save, ...more }))
  await note(world.operator.submitSettings({ _tag: "LockSettings", owner: "acme", locks: { "mail.shown": null } }))
  await note(desk.enterpriseSettings("acme"))
  await note(desk.userSettings("acme", "usr_none"))
  const ref = { enterprise: "acme", kind: "activation", language: "en" }
  await note(desk.template(ref))
  await note(desk.submitTemplate({ _tag: "EditTemplate", ...ref, subject: "Hello", text: "{{ code }}" }))
  await note(desk.submitTemplate({ _tag: "EditTemplate", ...ref, subject: "Hello", text: "{{ code }} {{ link }}" }))
  await note(desk.template(ref))
  await note(desk.submitTemplate({ _tag: "RestoreTemplate", ...ref }))
  await note(desk.submitTemplate({ _tag: "RestoreTemplate", ...ref, kind: "phoneCode" }))
  await note(desk.template({ ...ref, kind: "none" }))
  await note(desk.template({ ...ref, language: "de" }))
}

const oneself = async (world: World, { note }: ReturnType<typeof notes>) => {
  const bob = await joins(world, "sam", {})
  const own = world.as(await enters(world, "sam"))
  const order = { enterprise: "acme", userId: bob }
  await note(own.whoAmI())
  for (const phone of ["+33612345678", "12"]) await note(own.sendPhoneCode(phone))
  await note(own.setPhone("+33612345678", "00000000"))
  await note(own.setPhone("+33612345678"))
  await note(own.setPhone("+33612345678", await world.post.textTo("+33612345678")))
  await note(own.submitOwn({ _tag: "ChooseFactor", ...order, channel: "sms", twoFactor: true }))
  await note(own.submitOwn({ _tag: "ChooseFactor", ...order, userId: "usr_x", channel: "sms", twoFactor: true }))
  await note(own.submitOwn({ _tag: "SwapMails", ...order }))
  await note(own.submitOwn({ _tag: "SetPhone", ...order, phone: "+33699999999" }))
  await note(own.sendMailCode("sam@home.example"))
  await note(own.setSecondaryMail("sam@home.example", await world.post.codeTo("sam@home.example")))
  await note(own.setSecondaryMail(null))
  await note(own.offerAuthenticator())
  await note(own.enrolAuthenticator("1"))
  const codes = accepted(await own.enrolAuthenticator(appCode))
  await note(Promise.resolve(codes))
  const asked = accepted(await world.signInUser(mailOf("sam"), passwordOf("sam")))
  const challenge = asked._tag === "CodeAsked" ? asked.challenge : ""
  await note(Promise.resolve(asked))
  await note(world.answerChallenge(challenge, "x"))
  await note(world.answerChallenge(challenge, codes[0] ?? ""))
  await note(world.answerChallenge(challenge, codes[1] ?? ""))
  await note(own.changeMyPassword("wrong", twice("Another phrase 7")))
  await note(own.changeMyPassword(passwordOf("sam"), { next: "Another phrase 7", again: "Another phrase 8" }))
  await note(own.changeMyPassword(passwordOf("sam"), twice("Another phrase 7")))
  await note(own.whoAmI())
  await note(world.operator.stepUp("x"))
  await note(world.operator.setPhone(null))
}

const strangers = async (world: World, { note }: ReturnType<typeof notes>) => {
  for (const mail of [mailOf("ada"), mailOf("nobody"), "", "two@at@signs"]) await note(world.requestReset(mail))
  const link = await world.post.linkTo(mailOf("ada"))
  await note(world.resetPassword("usr_x.y", twice("Another phrase 7")))
  await note(world.resetPassword(link, twice("weak")))
  await note(world.resetPassword(link, twice("Another phrase 7")))
  await note(world.resetPassword(link, twice("Another phrase 7")))
  await note(world.signUp("acme", { firstName: "Al", lastName: "B", mail: mailOf("al"), language: "en" }))
  await note(world.signUp("none", { firstName: "Al", lastName: "B", mail: mailOf("al"), language: "en" }))
  await note(world.signUp("acme", { firstName: "Al" }))
  for (let tries = 0; tries < 7; tries += 1) await note(world.signInUser(mailOf("ada"), "wrong"))
}

const converse = async (world: World) => {
  const book = notes()
  const desk = await administration(world, book)
  await setup(world, book, desk)
  await oneself(world, book)
  await strangers(world, book)
  return book.said
}

it("the life of an enterprise, in process and over HTTP, comes out the same", async () => {
  const [near, far] = [await converse(nearWorld()), await converse(await farWorld())]
  expect(near.length).toBeGreaterThan(75)
  for (const [at, said] of near.entries()) expect([at, far[at]]).toEqual([at, said])
})

it("USR-2 created twice under one key is created once; USR-8 what may be done about it is told", async () => {
  const world = await farWorld()
  const { token } = await staffed(world)
  const create = () => world.askAs(token)("POST", "/users", { newcomer: newcomer("bob") }, { "idempotency-key": "k" })
  const [first, second] = [await create(), await create()]
  expect([first.status, first.headers.get("idempotent-replayed")]).toEqual([201, null])
  expect([second.status, second.headers.get("idempotent-replayed")]).toEqual([201, "true"])
  expect(second.body).toEqual(first.body)
  expect(first.body["actions"]).toContain("SendCodeAgain")
})

it("USR-9 a list takes one status or several, any column, and nothing that it does not know", async () => {
  const world = await farWorld()
  const { token } = await staffed(world)
  for (const name of ["bob", "cy"]) accepted(await world.operator.createUser(newcomer(name)))
  const listed = async (query: string) => {
    const { status, body } = await world.askAs(token)("GET", `/users?enterprise=acme${query}`)
    return [status, Array.isArray(body["items"]) ? body["items"].length : body["title"]]
  }
  expect(await listed("")).toEqual([200, 3])
  expect(await listed("&status=NotFinalised")).toEqual([200, 2])
  expect(await listed("&status=NotFinalised&status=Active&sort=mail&order=desc&limit=2")).toEqual([200, 2])
  for (const wrong of ["&status=Asleep", "&role=admin", "&order=up", "&limit=0", "&limit=1&limit=2"]) {
    expect([wrong, ...await listed(wrong)]).toEqual([wrong, 400, "Bad input"])
  }
})

it("USR-5 a batch sent again under its key carries out what was never carried out, row by row", async () => {
  const world = await farWorld()
  const { token } = await staffed(world)
  const userId = await joins(world, "bob", {})
  const order = { enterprise: "acme", userId }
  const batch = (...tags: ReadonlyArray<string>) => world.askAs(token)("POST", "/user-commands/batch", {
    commands: tags.map((_tag) => ({ _tag, ...order }))
  }, { "idempotency-key": "b" })
  const first = await batch("SuspendUser")
  accepted(await world.as(token).submitUser({ _tag: "ReactivateUser", ...order }))
  const second = await batch("SuspendUser", "RecallUser")
  expect(first.body["outcomes"]).toMatchObject([{ ok: true, value: { user: { _tag: "Suspended" } } }])
  expect(second.body["outcomes"]).toMatchObject([
    { ok: true, value: { user: { _tag: "Suspended" } } }, { ok: false, refusal: { _tag: "NotPermitted" } }
  ])
  expect(accepted(await world.as(token).user("acme", userId)).user._tag).toBe("Active")
})

it("AUT-7 too many messages are a 429 that says when to come back", async () => {
  const world = await farWorld()
  await staffed(world)
  world.advance(3600)
  for (let asked = 0; asked < 5; asked += 1) accepted(await world.requestReset(mailOf("ada")))
  const { status, headers, body } = await world.send("/people/resets", { mail: mailOf("ada") })
  expect([status, headers.get("retry-after"), body["parameter"]]).toEqual([429, "900", "codes"])
})

it("POL-5 whoever saves over what somebody else has changed meanwhile is told with 412", async () => {
  const world = await farWorld()
  const { token } = await staffed(world)
  const save = (days: number) => world.askAs(token)("POST", "/setting-commands", {
    command: { _tag: "SaveSettings", owner: "acme", basedOn: 0, changes: { "transfer.validityDays": days } }
  })
  expect((await save(14)).status).toBe(200)
  expect(await save(7)).toMatchObject({ status: 412, body: { refusal: { _tag: "SettingsMoved", revision: 1 } } })
})

it("QTA-4 a user sets room aside in their own place, and the enterprise sees who stores most", async () => {
  const world = await farWorld()
  const { token } = await staffed(world)
  const bob = await joins(world, "bob", {})
  const desk = world.as(await enters(world, "bob"))
  accepted(await desk.reserve({ id: "one", resource: "bytes", amount: 900 }))
  accepted(await desk.commit("one"))
  expect(accepted(await world.as(token).storageByUser("acme", 5))).toMatchObject({
    usage: { groupAmount: 900 }, users: [{ userId: bob, bytes: 900 }]
  })
})
