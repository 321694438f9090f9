/** ACC-1 to ACC-4: names, the tree that they make, and who opens accounts where. */
import { accepted, holds, refused, same } from "./expect.ts"
import {
  asks, both, bytesOf, child, current, deletes, does, enter, gigabyte, listed, look, openBelow, opening, order,
  passwordOf, root, see, uses
} from "./moves.ts"
import type { Scenario, World } from "./world.ts"

const deep = async (world: World) => {
  const company = await root(world, "company")
  const name = "client>site>service>user>machine"
  const opened = await openBelow(company, "company", name)
  same("the full name", opened.path, `company>${name}`)
  const machine = await enter(world, `company>${name}`)
  same("who is signed in", accepted(await machine.whoAmI()).name, `company>${name}`)
}

const inFull = async (world: World) => {
  const company = await root(world, "company")
  await openBelow(company, "company", "client>machine")
  for (const part of ["client>machine", "machine", "company>machine"]) {
    refused(await world.signIn(part, passwordOf("company>client>machine")), "SignInRefused")
    refused(await world.operator.account(part), "NoSuchAccount")
  }
  await enter(world, "company>client>machine")
}

const unique = async (world: World) => {
  const company = await root(world, "company")
  const first = await openBelow(company, "company", "nas")
  refused(await company.submit(opening("company", "nas")), "NameTaken")
  refused(
    await world.operator.submit({ _tag: "OpenRootAccount", name: "company", password: "another" }), "NameTaken")
  for (const other of ["Nas", "nás", "nas 2"]) await openBelow(company, "company", other)
  same("the account that was there first", (await look(company, "company>nas")).accountId, first.accountId)
  same("the names", [...await listed(company, "company")].sort(), [
    "company>Nas", "company>nas", "company>nas 2", "company>nás"
  ])
}

const malformed = async (world: World) => {
  const company = await root(world, "company")
  const names = [
    "", ">nas", "nas>", "client>>nas", " nas", "nas ", "two  spaces", "na\u0007s", "na\u200bs", "cafe\u0301",
    "n".repeat(101), Array.from({ length: 10_000 }, () => "a").join(">")
  ]
  for (const name of names) {
    const { faults } = refused(await company.submit(opening("company", name)), "BadInput")
    holds(`the fault of ${JSON.stringify(name.slice(0, 20))} is said to be in the name`,
      faults.some(({ field, expected }) => field.endsWith("name") && expected !== ""))
  }
  same("what was written", await listed(company, "company"), [])
}

const parentLater = async (world: World) => {
  const integrator = await root(world, "integrator")
  const nas = await child(world, integrator, "integrator", "client>nas")
  await child(world, integrator, "integrator", "client2>nas")
  await uses(nas, "first backup", 3 * gigabyte)
  await openBelow(integrator, "integrator", "client")
  const client = await enter(world, "integrator>client")
  same("what the parent is shown", await listed(client, "integrator>client"), ["integrator>client>nas"])
  await does(integrator, "EditAccount", "integrator>client", { quota: { bytes: 4 * gigabyte } })
  same("what the group has used already", (await bytesOf(client, "integrator>client")).groupAmount, 3 * gigabyte)
  same("the group that is full", refused(await asks(nas, "second", 2 * gigabyte), "QuotaExceeded").node,
    "integrator>client")
}

const parentLaterPolicy = async (world: World) => {
  const integrator = await root(world, "integrator")
  await openBelow(integrator, "integrator", "client>nas")
  accepted(await integrator.submitPolicy({
    _tag: "DefinePolicy", owner: "integrator", name: "nightly", settings: { "schedule.hour": 3 }
  }))
  await openBelow(integrator, "integrator", "client")
  const policy = { owner: "integrator", name: "nightly" }
  await does(integrator, "EditAccount", "integrator>client", { policy })
  const settings = accepted(await integrator.settings("integrator>client>nas"))
  const hour = settings.find(({ setting }) => setting === "schedule.hour")
  same("the hour of the adopted account", hour, {
    setting: "schedule.hour", value: 3, origin: "ancestor", through: "integrator>client", policy
  })
}

const independent = async (world: World) => {
  const company = await root(world, "company")
  await openBelow(company, "company", "client")
  const nas = await child(world, company, "company", "client>nas")
  await openBelow(company, "company", "other")
  const others = async () => [await see(company, "company>client>nas"), await see(company, "company>other")]
  const before = await others()
  await openBelow(company, "company", "client>server")
  await does(company, "DisableAccount", "company>client")
  same("the others, once the parent is disabled", await others(), before)
  await deletes(company, "company>client")
  same("the others, once the parent is deleted", await others(), before)
  accepted(await asks(nas, "still backing up", 1))
}

const orphans = async (world: World) => {
  const company = await root(world, "company")
  await openBelow(company, "company", "client")
  const { accountId } = await openBelow(company, "company", "client>nas")
  await deletes(company, "company>client")
  world.clock.to("2026-01-16T05:00:00.000Z")
  await world.work()
  same("the parent", (await see(world.operator, "company>client")).account._tag, "Erased")
  const nas = await enter(world, "company>client>nas")
  await does(nas, "ConnectMachine", "company>client>nas", { machineId: "box" })
  const again = await enter(world, "company")
  same("what the account above is shown", await listed(again, "company"), ["company>client>nas"])
  same("whose account it is", (await look(again, "company>client>nas")).accountId, accountId)
}

const noRoots = async (world: World) => {
  const company = await root(world, "company")
  const asked = { _tag: "OpenRootAccount", name: "mine", password: "secret" }
  for (const desk of [company, world.support]) {
    const refusal = await desk.submit(asked)
    holds("nobody inside the portal opens a root account",
      !refusal.ok && ["NotPermitted", "NoSuchAccount"].includes(refusal.refusal._tag))
  }
  refused(await world.operator.account("mine"), "NoSuchAccount")
  await root(world, "mine")
}

const descends = async (world: World) => {
  const company = await root(world, "company")
  const client = await child(world, company, "company", "client")
  same("opened from the account signed in", (await openBelow(company, "company", "site>nas")).path, "company>site>nas")
  same("opened from a chosen one", (await openBelow(company, "company>client", "nas")).path, "company>client>nas")
  same("opened by the chosen one itself", (await openBelow(client, "company>client", "pc")).path, "company>client>pc")
  await root(world, "rival")
  for (const above of ["company", "rival", "nobody"]) {
    refused(await client.submit(opening(above, "intruder")), "NoSuchAccount")
  }
  refused(await world.operator.account("company>intruder"), "NoSuchAccount")
}

const onceOnly = async (world: World) => {
  const company = await root(world, "company")
  const again = { idempotencyKey: "creation-1" }
  const first = accepted(await company.submit(opening("company", "nas"), again))
  same("the answer to the same order", accepted(await company.submit(opening("company", "nas"), again)), first)
  refused(await company.submit(opening("company", "other"), again), "KeyReused")
  refused(await company.submit(opening("company", "nas")), "NameTaken")
  const lines = await world.kept.accountLines("company>nas")
  same("times the account was opened", lines.filter((line) => "happened" in line).length, 1)
  world.clock.advance({ hours: 25 })
  const later = await enter(world, "company")
  refused(await later.submit(opening("company", "nas"), again), "NameTaken")
}

const onceOfOne = async (world: World) => {
  const [one, other] = [await root(world, "one"), await root(world, "other")]
  const again = { idempotencyKey: "the-same-key" }
  accepted(await one.submit(opening("one", "nas"), again))
  same("the other's own answer",
    accepted(await other.submit(opening("other", "nas"), again)).account, await look(other, "other>nas"))
  refused(await one.submit(order("DisableAccount", "one>nas"), again), "KeyReused")
}

export const names: ReadonlyArray<Scenario> = [
  ...current("ACC-1", "a name may have any number of segments; with one it is a root account", deep),
  ...current("ACC-1", "a name is given in full: a part of it finds no account", inFull),
  ...current("ACC-1", "a name belongs to one account; one letter, accent or capital makes it another name", unique),
  ...current("ACC-1", "a name that is none is refused with what would be accepted, and nothing is written", malformed),
  ...current("ACC-2", "a parent opened later adopts what descends from its name, for display and group quota",
    parentLater),
  ...current("ACC-2", "a parent opened later adopts what descends from its name, for its policy", parentLaterPolicy),
  ...current("ACC-3", "opening, disabling or deleting an account changes no other", independent),
  ...current("ACC-3", "an erased parent leaves its descendants, who stay under the account above", orphans),
  ...both("ACC-4", "only the operator opens root accounts", noRoots),
  ...both("ACC-4", "a new account descends from the one signed in or from a chosen one, by one segment or several",
    descends),
  ...both("ACC-4", "an order to open an account that is sent again under its key opens no second one", onceOnly),
  ...both("ACC-4", "the key of a repeated order is its sender's own, and serves one order", onceOfOne)
]
