/** ROL-6: who may do what, and where; and that strangers learn nothing. */
import type { Answer, Desk } from "@intendant/core/promises"
import { accepted, holds, refused, same } from "./expect.ts"
import { both, child, deletes, does, enter, openBelow, opening, order, root, see, tokenOf } from "./moves.ts"
import type { Scenario, World } from "./world.ts"

const overDescendants = (path: string) => [
  order("EditAccount", path, { comment: "mine" }), order("EditAccount", path, { quota: { bytes: 1 } }),
  order("EditAccount", path, { policy: null }), order("SetSupervisor", path), order("AssignToCloud", path),
  order("DisableAccount", path), order("EnableAccount", path), order("DeleteAccount", path),
  order("UndoDeletion", path), order("ReleaseLock", path)
]

const notOnItself = async (world: World) => {
  const company = await root(world, "company")
  await openBelow(company, "company", "nas")
  const before = await see(company, "company")
  for (const command of overDescendants("company")) refused(await company.submit(command), "NotPermitted")
  same("the account itself", await see(company, "company"), before)
  for (const command of overDescendants("company>nas").slice(0, 7)) accepted(await company.submit(command))
}

const questions = (desk: Desk, path: string): Promise<ReadonlyArray<Answer<unknown>>> => Promise.all([
  desk.account(path), desk.settings(path), desk.usage(path, "bytes"), desk.heaviest(path, "bytes", 5),
  desk.browse(path, { limit: 5 }),
  desk.submitPolicy({ _tag: "DefinePolicy", owner: path, name: "theirs", settings: {} }),
  desk.submit(opening(path, "intruder")), ...overDescendants(path).map((command) => desk.submit(command))
])

const strangers = async (world: World) => {
  const company = await root(world, "company")
  const client = await child(world, company, "company", "client")
  await openBelow(company, "company", "other")
  await root(world, "rival")
  const before = await see(world.operator, "company>other")
  for (const desk of [client, await enter(world, "rival")]) {
    const known = await questions(desk, "company>other")
    const unknown = await questions(desk, "company>nobody")
    for (const answer of [...known, ...unknown]) refused(answer, "NoSuchAccount")
    const told = (answers: ReadonlyArray<unknown>) => JSON.stringify(answers).replaceAll(/other|nobody/g, "somebody")
    same("what is told of a name that is borne, and of one that is not", told(known), told(unknown))
  }
  same("the account of which nothing was told", await see(world.operator, "company>other"), before)
}

const neverUp = async (world: World) => {
  const company = await root(world, "company")
  const client = await child(world, company, "company", "client")
  await openBelow(company, "company", "client2")
  refused(await client.account("company"), "NoSuchAccount")
  refused(await client.account("company>client2"), "NoSuchAccount")
  refused(await client.browse("company", { limit: 5 }), "NoSuchAccount")
  refused(await client.browse(undefined, { limit: 5 }), "NotPermitted")
  refused(await client.submit(opening("company", "mine")), "NoSuchAccount")
  accepted(await client.browse("company>client", { limit: 5 }))
}

const nothingGranted = async (world: World) => {
  const company = await root(world, "company")
  const { token } = await tokenOf(company, { label: "script" })
  const bearer = world.as(token)
  await openBelow(company, "company", "nas")
  await deletes(company, "company>nas")
  refused(await bearer.submit(order("RecallAccount", "company>nas")), "NotPermitted")
  refused(await bearer.browseStatus("company", "PendingDeletion", { limit: 5 }), "NotPermitted")
  const { token: twice } = await tokenOf(bearer, { label: "a token's token" })
  same("whose rights a token's token gives", accepted(await world.as(twice).whoAmI()).name, "company")
  refused(await bearer.issueToken({ label: "more", owner: { _tag: "RoleOwner", role: "operator" } }), "BadInput")
  refused(await world.support.issueToken({ label: "for me" }), "NotPermitted")
}

const staff = async (world: World) => {
  const company = await root(world, "company")
  await openBelow(company, "company", "nas")
  same("what support sees", (await see(world.support, "company>nas")).account._tag, "Enabled")
  for (const command of [opening("company", "pc"), ...overDescendants("company>nas")]) {
    refused(await world.support.submit(command), "NotPermitted")
  }
  const { accountId } = { accountId: "", ...(await see(company, "company>nas")).account }
  for (const desk of [world.operator, world.support, company]) {
    refused(await desk.submit(order("EraseAccount", "company>nas")), "NotPermitted")
    refused(await desk.submit({ ...order("ConfirmErasure", "company>nas"), accountId }), "NotPermitted")
  }
  await does(world.operator, "DisableAccount", "company>nas")
  same("the account", (await see(company, "company>nas")).account._tag, "Disabled")
}

const explained = async (world: World) => {
  const company = await root(world, "company")
  await openBelow(company, "company", "nas")
  same("why the account above may", accepted(await company.explain("account.disable", "company>nas")), {
    allowed: true, grant: { permission: "account.disable", reach: "below", place: "company" }
  })
  const no = accepted(await company.explain("account.disable", "company"))
  if (no.allowed) throw new Error("nobody disables themselves")
  same("what it lacks on itself", no.refusal, {
    _tag: "NotPermitted", rule: "ROL-6", actor: "company", permission: "account.disable", path: "company"
  })
  holds("it is told in both languages", no.why.en.includes("account.disable") && no.why.en !== no.why.fr)
  await does(company, "DisableAccount", "company>nas")
  refused(await company.submit(order("RecallAccount", "company>nas")), "NotPermitted")
  const lines = await world.kept.accountLines("company>nas")
  same("the grants that the journal keeps", lines.slice(1).map((line) => [line.grants, "refused" in line]), [
    [[{ permission: "account.disable", reach: "below", place: "company" }], false], [[], true]
  ])
}

export const powers: ReadonlyArray<Scenario> = [
  ...both("ROL-6", "an account administers its descendants, and never itself", notOnItself),
  ...both("ROL-6", "outside its own subtree an account is told the same of names that exist and names that do not",
    strangers),
  ...both("ROL-6", "no power reaches up or sideways in the tree", neverUp),
  ...both("ROL-6", "nobody grants what they do not hold: a token gives its owner's powers alone", nothingGranted),
  ...both("ROL-6", "support sees and recalls, the operator administers, and only the worker erases", staff),
  ...both("ROL-6", "a yes is explained by its grant, a no by what is missing, and the journal keeps both", explained)
]
