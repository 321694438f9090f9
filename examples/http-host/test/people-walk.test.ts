/** A walk through the portal of people as it is started: from the first admin's mail to two admins who fall out. */
import { afterAll, beforeAll, expect, it } from "vitest"
import { asker, type Spawned, spawnHost, temporaryFolder } from "./spawned.ts"

const { folder, remove } = temporaryFolder()
let host: Spawned
const environment = { INTENDANT_BLUEPRINT: "secure-workspace" }

beforeAll(async () => { host = await spawnHost({ folder, environment }) })
afterAll(async () => {
  await host.end()
  remove()
})

const password = "Correct-horse-1"
const chosen = { next: password, again: password }
const mailOf = (name: string) => `${name}@acme.example`
const ask = (token = "") => asker(host.url)(token)

interface Mail { readonly to: string; readonly subject: string; readonly text: string }

const mailsTo = async (name: string): Promise<ReadonlyArray<Mail>> => {
  const { body } = await ask(host.operator)("POST", "/demo/mails")
  // The sink answers with what it keeps of each letter.
  return (body["mails"] as ReadonlyArray<Mail>).filter(({ to }) => to === mailOf(name))
}
const newest = async (name: string, what: RegExp): Promise<string> => {
  const found = (await mailsTo(name)).map(({ text }) => what.exec(text)?.[0]).find((part) => part !== undefined)
  if (found === undefined) throw new Error(`no such mail to ${name}`)
  return found
}
const code = /\b\d{8}\b/
const link = /http\S+#\S+/

const signIn = async (name: string, tried = password) =>
  (await ask()("POST", "/people/sign-in", { mail: mailOf(name), password: tried })).body

const problem = (tag: string) => `urn:intendant:problem:${tag}`

/** Signs in, and goes on into the back office with the code that is mailed. */
const enter = async (name: string): Promise<string> => {
  const { token } = await signIn(name)
  const { body } = await ask(String(token))("POST", "/me/step-up", { password })
  const answer = { challenge: body["challenge"], code: await newest(name, code) }
  return String((await ask()("POST", "/people/challenges", answer)).body["token"])
}

/** Has somebody invited, who follows the link of the mail; gives their id. */
const join = async (admin: string, name: string, role: string): Promise<string> => {
  const newcomer = { enterprise: "acme", firstName: name, lastName: "Acme", mail: mailOf(name), language: "en", role }
  const created = await ask(admin)("POST", "/users", { newcomer })
  expect(created.status).toBe(201)
  const [url = "", token] = (await newest(name, link)).split("#")
  expect(url).toBe(`${host.url}/activate`)
  expect((await ask()("POST", "/people/activation", { token, password: chosen })).status).toBe(204)
  // The user is in the view as it is everywhere.
  return (created.body["user"] as { readonly userId: string }).userId
}

it("USR-2 AUT-1 the first admin reads the code, chooses a password, steps up, and creates a user", async () => {
  const entered = await signIn("ada", await newest("ada", code))
  expect(entered["_tag"]).toBe("PasswordToChoose")
  const activated = await ask()("POST", "/people/activation", { token: entered["ticket"], password: chosen })
  expect(activated.status).toBe(204)
  const session = await signIn("ada")
  expect(session).toMatchObject({ _tag: "Entered", level: 1 })
  const newcomer = {
    enterprise: "acme", firstName: "Bob", lastName: "Acme", mail: mailOf("bob"), language: "fr", role: "user"
  }
  const early = await ask(String(session["token"]))("POST", "/users", { newcomer })
  expect(early.body["type"]).toBe(problem("StepUpNeeded"))
  const admin = await enter("ada")
  expect((await ask(admin)("POST", "/users", { newcomer })).status).toBe(201)
  expect((await mailsTo("bob")).length).toBe(1)
})

it("AUT-2 USR-5 six wrong passwords lock a user, whom a manager lets in again", async () => {
  const admin = await enter("ada")
  const eve = await join(admin, "eve", "user")
  await join(admin, "max", "manager")
  for (let guess = 0; guess < 6; guess += 1) {
    expect((await signIn("eve", `wrong ${guess}`))["type"]).toBe(problem("SignInRefused"))
  }
  expect((await signIn("eve"))["type"]).toBe(problem("SignInLocked"))
  expect((await mailsTo("eve"))[0]?.subject).toContain("locked")
  const manager = await enter("max")
  const command = { _tag: "ReactivateUser", enterprise: "acme", userId: eve }
  expect((await ask(manager)("POST", "/user-commands", { command })).status).toBe(200)
  expect((await signIn("eve"))["_tag"]).toBe("Entered")
})

/** A file of people as a spreadsheet writes it, some of its lines other than they should be. */
const fileOf = (people: number, wrong: Readonly<Record<number, string>>): string => {
  const lines = Array.from({ length: people }, (_, index) =>
    wrong[index + 1] ?? `Nom ${index + 1};Prénom;${mailOf(`user${index + 1}`)};${index % 2 === 0 ? "FR" : "EN"}`)
  return Buffer.from(lines.join("\r\n")).toString("base64")
}

it("USR-10 a file of 1,000 people with three bad lines creates nobody; repaired, it creates everyone", async () => {
  const admin = await enter("ada")
  const send = (file: string) => ask(admin)("POST", "/enterprises/acme/imports", { file })
  const told = (await send(fileOf(1_000, {
    10: "Nom;Prénom;user10@gmail.example;FR", 500: `Nom;Prénom;${mailOf("user500")};DE`,
    900: `Nom;Prénom;${mailOf("user7")};EN`
  }))).body
  expect(told).toMatchObject({ people: 1_000, created: 0, faultsTotal: 3 })
  expect(told["faults"]).toMatchObject([
    { _tag: "MailOutside", line: 10, column: 3 }, { _tag: "LanguageUnknown", line: 500, column: 4, value: "DE" },
    { _tag: "MailRepeated", line: 900, column: 3, firstLine: 7 }
  ])
  const repaired = fileOf(1_000, {})
  expect((await send(repaired)).body).toMatchObject({ created: 1_000, faultsTotal: 0 })
  expect((await send(repaired)).body).toMatchObject({ created: 0, present: 1_000 })
  const [, token] = (await newest("user900", link)).split("#")
  expect((await ask()("POST", "/people/activation", { token, password: chosen })).status).toBe(204)
  expect((await signIn("user900"))["_tag"]).toBe("Entered")
})

it("AUT-3 a telephone is proved with the code that arrives there, and sends the codes from then on", async () => {
  const { token } = await signIn("user900")
  const phone = "+33612345678"
  const own = ask(String(token))
  expect((await own("POST", "/me/phone/codes", { phone })).status).toBe(204)
  const { body } = await ask(host.operator)("POST", "/demo/texts")
  // The sink answers with what it keeps of each message.
  const [text] = body["texts"] as ReadonlyArray<{ readonly to: string; readonly text: string }>
  expect(text?.to).toBe(phone)
  const proved = await own("POST", "/me/phone", { phone, code: code.exec(text?.text ?? "")?.[0] })
  expect(proved.status).toBe(200)
  expect((await ask(String(token))("POST", "/demo/texts")).status).toBe(403)
})

it("ROL-1 two admins demote each other at once, and one remains", async () => {
  const ada = await enter("ada")
  const ann = await join(ada, "ann", "admin")
  const other = await enter("ann")
  const { body } = await ask(ada)("GET", "/session")
  // Whoever is signed in as a user is told as the view of that user.
  const { user: { userId } } = body["user"] as { readonly user: { readonly userId: string } }
  const demote = (token: string, id: string) =>
    ask(token)("POST", "/user-commands", {
      command: { _tag: "EditUser", enterprise: "acme", userId: id, role: "user" }
    })
  const statuses = (await Promise.all([demote(ada, ann), demote(other, userId)])).map(({ status }) => status)
  expect(statuses.filter((status) => status === 200).length).toBe(1)
  const list = await ask(host.operator)("GET", "/users?enterprise=acme&sort=role")
  // A page of views.
  const items = list.body["items"] as ReadonlyArray<{ readonly user: { readonly role: string } }>
  expect(items.filter(({ user }) => user.role === "admin").length).toBe(1)
})

it("SEC-56 nothing that the host prints holds an address, a code, or what stands behind the # of a link", async () => {
  const { body } = await ask(host.operator)("POST", "/demo/mails")
  // The sink answers with what it keeps of each letter.
  const texts = (body["mails"] as ReadonlyArray<Mail>).map(({ text }) => text).join("\n")
  const secrets = texts.match(/\b\d{8}\b|(?<=#)\S+/g) ?? []
  expect(secrets.length).toBeGreaterThan(5)
  const printed = host.output().replace(host.greeting, "")
  for (const secret of [...secrets, ...["bob", "eve", "max", "ann"].map(mailOf)]) expect(printed).not.toContain(secret)
})

it("NTF-4 started again on its file, the host makes no second admin, and the links of before still work", async () => {
  const admin = await enter("ada").catch(() => enter("ann"))
  const newcomer = {
    enterprise: "acme", firstName: "Zoe", lastName: "Acme", mail: mailOf("zoe"), language: "en", role: "user"
  }
  await ask(admin)("POST", "/users", { newcomer })
  const [, token] = (await newest("zoe", link)).split("#")
  const { operator } = host
  await host.end()
  host = await spawnHost({ folder, environment })
  expect(host.operator).toBe("")
  expect((await ask(operator)("POST", "/demo/mails")).body).toEqual({ mails: [] })
  expect((await ask()("POST", "/people/activation", { token, password: chosen })).status).toBe(204)
  expect((await signIn("zoe"))["_tag"]).toBe("Entered")
})
