/** The client says what the facade in process says: the same values, refusals and rejections. */
import { backupAccounts } from "@intendant/blueprints"
import { open as openInProcess } from "@intendant/core/promises"
import { Unavailable } from "@intendant/core"
import { client } from "@intendant/http"
import * as Memory from "@intendant/memory"
import * as SecretsNode from "@intendant/secrets-node"
import { expect, it } from "vitest"
import { open, rootPassword } from "./portal.ts"

type Way = Pick<ReturnType<typeof openInProcess>, "signIn" | "signOut" | "as" | "advise">

const inProcess = async (): Promise<Way> => {
  const secrets = SecretsNode.make({ cost: { memoryKibibytes: 8, passes: 1, lanes: 1 } })
  const portal = openInProcess({ blueprint: backupAccounts, storage: Memory.open(), secrets })
  await portal.asRole("operator").submit({ _tag: "OpenRootAccount", name: "acme", password: rootPassword })
  return portal
}

const overHttp = async (): Promise<Way> => client("http://localhost/", (await open()).handler.fetch)

/** What differs from one portal to the next by nature. */
const settled = (value: unknown) =>
  JSON.parse(JSON.stringify(value)
    .replaceAll(/(acc|tok|ses)_[\w.-]+/g, "$1_").replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "T"))

/** The same conversation, both ways. */
const converse = async (way: Way) => {
  const said: Array<unknown> = []
  const refused = await way.signIn("acme", "wrong")
  const opened = await way.signIn("acme", rootPassword)
  if (!opened.ok) throw new Error("the root account does not sign in")
  const desk = opened.value
  const note = async (answer: Promise<unknown>) => void said.push(settled(await answer))
  said.push(refused)
  await note(desk.whoAmI())
  const opening = { _tag: "OpenAccount", under: "acme", name: "a>b", password: "p" }
  await note(desk.submit(opening, { idempotencyKey: "k", reason: "r" }))
  await note(desk.submit(opening, { idempotencyKey: "k" }))
  await note(desk.submit({ _tag: "DisableAccount", path: "acme>a" }, { idempotencyKey: "k" }))
  await note(desk.submit({ _tag: "EditAccount", path: "acme>a>b", quota: { bytes: 10 } }))
  await note(desk.submit({ _tag: "DisableAccount", path: "acme>>" }))
  await note(desk.submitAll([{ _tag: "DisableAccount", path: "acme>a>b" }, { _tag: "DisableAccount", path: "" }]))
  await note(desk.submitPolicy({ _tag: "DefinePolicy", owner: "acme", name: "n", settings: { "schedule.hour": 3 } }))
  for (const path of ["acme>a>b", "acme>none", "other", "", "a>"]) await note(desk.account(path))
  await note(desk.browse("acme", { limit: 1 }))
  await note(desk.browse(undefined, { limit: 1 }))
  for (const limit of [0, 501, 1.5]) await note(desk.browse("acme", { limit }))
  await note(desk.browseStatus("acme", "Nowhere", { limit: 1 }))
  await note(desk.settings("acme>a>b"))
  await note(desk.usage("acme", "bytes"))
  await note(desk.usage("acme", "BYTES"))
  await note(desk.heaviest("acme", "bytes", 5))
  for (const amount of [1, 0, -1, 1.5, 2 ** 53]) {
    await note(desk.reserve({ id: `r${amount}`, resource: "bytes", amount }))
  }
  await note(desk.commit("r1"))
  await note(desk.commit("r2"))
  await note(desk.release("r1"))
  await note(desk.issueToken({ label: "t" }, { idempotencyKey: "t" }))
  await note(desk.issueToken({ label: "t" }, { idempotencyKey: "t" }))
  await note(desk.revokeToken("tok_none"))
  await note(desk.explain("account.delete", "acme>a"))
  await note(desk.explain("account.recall", "other"))
  await note(way.advise("abc", "fr"))
  await note(way.as("ses_none").whoAmI())
  await way.signOut(desk.token)
  await note(desk.submit({ _tag: "unreadable" }))
  return said
}

it("one conversation, in process and over HTTP, comes out the same", async () => {
  const [near, far] = [await converse(await inProcess()), await converse(await overHttp())]
  expect(near.length).toBe(40)
  expect(far).toEqual(near)
})

it("what is no answer of a rule rejects: a storage or a server that is away", async () => {
  const storage = Memory.open()
  const { handler } = await open({ storage })
  await storage.close()
  await expect(client("http://localhost", handler.fetch).as("ses_x").whoAmI()).rejects.toBeInstanceOf(Unavailable)
  const gone = client("http://localhost", () => Promise.reject(new Error("connection refused")))
  await expect(gone.as("ses_x").whoAmI()).rejects.toBeInstanceOf(Unavailable)
})
