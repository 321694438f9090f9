/** ACC-7 to ACC-11: who backs up with an account, what it is for, and accounts that are disabled. */
import { accepted, holds, refused, same } from "./expect.ts"
import {
  asks, both, bytesOf, child, classic, current, deletes, does, enter, listed, living, look, openBelow, order,
  type Person, root, see, uses
} from "./moves.ts"
import type { Scenario, World } from "./world.ts"

const connect = (desk: Person, path: string, machineId: string) =>
  desk.submit(order("ConnectMachine", path, { machineId }))

const secondMachine = async (world: World) => {
  const company = await root(world, "company")
  const nas = await child(world, company, "company", "nas")
  accepted(await connect(nas, "company>nas", "old box"))
  world.clock.advance({ minutes: 14 })
  const { machineId, liveUntil, parameter } = refused(await connect(nas, "company>nas", "new box"), "MachineInUse")
  same("what the second machine is told", { machineId, liveUntil, parameter }, {
    machineId: "old box", liveUntil: "2026-01-15T10:15:00.000Z", parameter: "account.liveFor"
  })
  accepted(await connect(nas, "company>nas", "old box"))
  world.clock.advance({ minutes: 14 })
  refused(await connect(nas, "company>nas", "new box"), "MachineInUse")
}

const takesOver = async (world: World) => {
  const company = await root(world, "company")
  const nas = await child(world, company, "company", "nas")
  accepted(await connect(nas, "company>nas", "old box"))
  await uses(nas, "history of the old box", 700)
  const before = await look(company, "company>nas")
  world.clock.advance({ minutes: 15 })
  const after = living(accepted(await connect(nas, "company>nas", "new box")))
  same("the machine", after.lease, { machineId: "new box", seenAt: "2026-01-15T10:15:00.000Z" })
  same("the account", after.accountId, before.accountId)
  same("its history", (await bytesOf(company, "company>nas")).ownAmount, 700)
  refused(await connect(nas, "company>nas", "old box"), "MachineInUse")
}

const comment = async (world: World) => {
  const company = await root(world, "company")
  await openBelow(company, "company", "nas")
  await does(company, "EditAccount", "company>nas", { comment: "in the cellar,\nbehind the wine" })
  const { items } = accepted(await company.browse("company", { limit: 10 }))
  same("the comments of the list", items.map((view) => living(view).comment), ["in the cellar,\nbehind the wine"])
  await does(company, "EditAccount", "company>nas", { comment: "" })
  same("the comment, once emptied", (await look(company, "company>nas")).comment, "")
  const { faults } = refused(
    await company.submit(order("EditAccount", "company>nas", { comment: "a".repeat(2001) })), "BadInput")
  same("where the fault is", faults.map(({ field }) => field), ["command.comment"])
}

const supervisor = async (world: World) => {
  const company = await root(world, "company")
  const client = await child(world, company, "company", "client")
  same("an account that raises alerts", (await see(company, "company>client")).alertable, true)
  const view = await does(company, "SetSupervisor", "company>client")
  same("a supervisor", [living(view).use, view.alertable], ["grouping", false])
  holds("a supervisor may not back up", !view.capabilities.includes("backUp"))
  const { use } = refused(await connect(client, "company>client", "box"), "NoMachineHere")
  same("the use that its agent is told", use, "grouping")
  refused(await asks(client, "upload", 1), "BackupBlocked")
  await openBelow(client, "company>client", "nas")
  const revoked = await does(company, "AssignToMachine", "company>client")
  same("an account that is no supervisor any more", revoked.alertable, true)
  accepted(await connect(client, "company>client", "box"))
  accepted(await asks(client, "upload", 1))
}

const cloud = async (world: World) => {
  const company = await root(world, "company")
  const mail = await child(world, company, "company", "mailboxes")
  accepted(await connect(mail, "company>mailboxes", "box"))
  const view = living(await does(company, "AssignToCloud", "company>mailboxes"))
  same("what the account is for, and its machine", [view.use, view.lease], ["cloud", null])
  await uses(mail, "mailboxes of Monday", 400)
  same("use told to an agent", refused(await connect(mail, "company>mailboxes", "box"), "NoMachineHere").use, "cloud")
  await does(company, "AssignToMachine", "company>mailboxes")
  accepted(await connect(mail, "company>mailboxes", "box"))
}

const disabling = async (world: World) => {
  const company = await root(world, "company")
  const nas = await child(world, company, "company", "nas")
  await uses(nas, "first", 700)
  const before = await see(company, "company>nas")
  const { account, capabilities, alertable } = await does(company, "DisableAccount", "company>nas")
  same("the status", account._tag, "Disabled")
  same("what is left to it", [capabilities, alertable], [["signIn", "restore"], false])
  refused(await asks(nas, "second", 1), "BackupBlocked")
  refused(await connect(nas, "company>nas", "box"), "BackupBlocked")
  same("its data", (await bytesOf(company, "company>nas")).ownAmount, 700)
  const enabled = await does(company, "EnableAccount", "company>nas")
  same("the account, enabled again", enabled, before)
  await uses(nas, "second", 1)
}

const restores = async (world: World) => {
  const company = await root(world, "company")
  const client = await child(world, company, "company", "client")
  await openBelow(company, "company", "client>nas")
  await does(company, "DisableAccount", "company>client")
  const again = await enter(world, "company>client")
  const { account, capabilities } = await see(again, "company>client")
  same("who signed in", account._tag, "Disabled")
  holds("a disabled account may restore", capabilities.includes("restore"))
  for (const desk of [client, again]) {
    refused(await desk.submit(order("DisableAccount", "company>client>nas")), "NoSuchAccount")
    same("why it may restore", accepted(await desk.explain("account.restore", "company>client")), {
      allowed: true, grant: { permission: "account.restore", reach: "itself", place: "company>client" }
    })
  }
  same("the account below", (await see(company, "company>client>nas")).account._tag, "Enabled")
}

const manyAtOnce = async (world: World) => {
  const company = await root(world, "company")
  for (const name of ["nas", "pc", "server"]) await openBelow(company, "company", name)
  await deletes(company, "company>server")
  const rows = ["company>nas", "company>nobody", "company>pc", "company>server", "company"]
  const disabled = accepted(await company.submitAll(rows.map((path) => order("DisableAccount", path))))
  const outcomes = disabled.map((row) => row.ok ? row.value.account._tag : row.refusal._tag)
  same("what became of each row", outcomes, [
    "Disabled", "NoSuchAccount", "Disabled", "AwaitingDeletion", "NotPermitted"
  ])
  const enabled = accepted(await company.submitAll(
    [order("EnableAccount", "company>nas"), order("Nonsense", "company>pc"), order("EnableAccount", "company>pc")]))
  same("what became of each row, the other way", enabled.map((row) => row.ok), [true, false, true])
  same("an account, enabled again", (await see(company, "company>pc")).account._tag, "Enabled")
}

const shownAsSuch = async (world: World) => {
  const company = await root(world, "company")
  for (const name of ["nas", "pc"]) await openBelow(company, "company", name)
  await does(company, "DisableAccount", "company>nas")
  const { items } = accepted(await company.browse("company", { limit: 10 }))
  same("the list, with the status of each", items.map((view) => [living(view).path, view.account._tag]), [
    ["company>nas", "Disabled"], ["company>pc", "Enabled"]
  ])
  same("the names of the list", await listed(company, "company"), ["company>nas", "company>pc"])
}

export const machines: ReadonlyArray<Scenario> = [
  ...current("ACC-7", "while a machine is live with an account, a second one is refused and told why", secondMachine),
  ...current("ACC-7", "a machine that replaces a silent one takes the account over, with its history", takesOver),
  ...current("ACC-8", "an account bears a free comment, shown in the list that supervision reads", comment),
  ...current("ACC-9", "a supervisor groups accounts, backs nothing up and alerts nobody, until that is revoked",
    supervisor),
  ...current("ACC-10", "an account is given to a cloud-to-cloud agent, and needs no machine then", cloud),
  ...both("ACC-11", "disabling blocks backups and deletes nothing; enabling is the inverse", disabling),
  ...both("ACC-11", "a disabled account signs in and restores, and administers nothing", restores),
  ...both("ACC-11", "many are disabled or enabled at once, and each row reports its own outcome", manyAtOnce),
  ...classic("ACC-11", "disabled accounts show as such in the list", shownAsSuch)
]
