/** ACC-17, ACC-20, POL-1 and POL-4: policies, where a setting comes from, and edits that are saved together. */
import type { Desk } from "@intendant/core/promises"
import { backupAccounts } from "../backup-accounts.ts"
import { accepted, refused, same } from "./expect.ts"
import { both, child, classic, current, does, gigabyte, look, openBelow, order, root } from "./moves.ts"
import type { Scenario, World } from "./world.ts"

type Settings = Readonly<Record<string, string | number | boolean>>

const defines = async (desk: Desk, owner: string, name: string, settings: Settings) => {
  accepted(await desk.submitPolicy({ _tag: "DefinePolicy", owner, name, settings }))
  return { owner, name }
}

const gives = (desk: Desk, path: string, policy: { owner: string; name: string } | null) =>
  does(desk, "EditAccount", path, { policy })

const settingOf = async (desk: Desk, path: string, name: string) =>
  accepted(await desk.settings(path)).find(({ setting }) => setting === name)

const hourOf = async (desk: Desk, path: string) => (await settingOf(desk, path, "schedule.hour"))?.value

const oneAtMost = async (world: World) => {
  const company = await root(world, "company")
  for (const name of ["client", "client>nas"]) await openBelow(company, "company", name)
  const night = await defines(company, "company", "night", { "schedule.hour": 2 })
  const noon = await defines(company, "company", "noon", { "schedule.hour": 12 })
  await gives(company, "company>client", night)
  await gives(company, "company>client", noon)
  same("the policy of the account", (await look(company, "company>client")).policy, noon)
  same("the hour of the group's account", await hourOf(company, "company>client>nas"), 12)
  await gives(company, "company>client", null)
  same("the hour without a policy", await hourOf(company, "company>client>nas"), 22)
  const unknown = { owner: "company", name: "never made" }
  const asked = order("EditAccount", "company>client", { policy: unknown })
  same("which is unknown", refused(await company.submit(asked), "NoSuchPolicy").policy, unknown)
}

const toMany = async (world: World) => {
  const company = await root(world, "company")
  const paths = ["company>nas", "company>pc", "company>server"]
  for (const path of paths) await openBelow(company, "company", path.slice("company>".length))
  const policy = await defines(company, "company", "night", { "schedule.hour": 2 })
  const rows = accepted(await company.submitAll(paths.map((path) => order("EditAccount", path, { policy }))))
  same("what became of each row", rows.map(({ ok }) => ok), [true, true, true])
  for (const path of paths) same(`the hour of ${path}`, await hourOf(company, path), 2)
}

const savedTogether = async (world: World) => {
  const company = await root(world, "company")
  await openBelow(company, "company", "nas")
  const before = await look(company, "company>nas")
  const unknown = { owner: "company", name: "never made" }
  const edit = { comment: "in the cellar", quota: { bytes: gigabyte } }
  refused(await company.submit(order("EditAccount", "company>nas", { ...edit, policy: unknown })), "NoSuchPolicy")
  same("what the refused save changed", await look(company, "company>nas"), before)
  same("the room that it set", accepted(await company.usage("company>nas", "bytes")).limitAmount, undefined)
  const policy = await defines(company, "company", "night", { "schedule.hour": 2 })
  await does(company, "EditAccount", "company>nas", { ...edit, policy })
  const after = await look(company, "company>nas")
  same("what the save changed", [after.comment, after.policy, after.quota["bytes"]?.amount],
    ["in the cellar", policy, gigabyte])
  same("the room that it set", accepted(await company.usage("company>nas", "bytes")).limitAmount, gigabyte)
}

const rowsTogether = async (world: World) => {
  const company = await root(world, "company")
  for (const name of ["nas", "pc"]) await openBelow(company, "company", name)
  const policy = await defines(company, "company", "night", { "schedule.hour": 2 })
  const rows = accepted(await company.submitAll([
    order("EditAccount", "company>nas", { comment: "in the cellar", quota: { bytes: 5 * gigabyte } }),
    order("EditAccount", "company>pc", { policy, comment: "on the desk" })
  ]))
  same("what became of each row", rows.map(({ ok }) => ok), [true, true])
  const [nas, pc] = [await look(company, "company>nas"), await look(company, "company>pc")]
  same("what was saved", [nas.comment, nas.quota["bytes"]?.amount, pc.comment, pc.policy],
    ["in the cellar", 5 * gigabyte, "on the desk", policy])
}

const classicRowsTogether = async (world: World) => {
  const company = await root(world, "company")
  for (const name of ["nas", "pc"]) await openBelow(company, "company", name)
  const policy = await defines(company, "company", "night", { "schedule.hour": 2 })
  const rows = accepted(await company.submitAll([
    order("EditAccount", "company>nas", { policy }), order("DisableAccount", "company>pc")
  ]))
  same("what became of each row", rows.map(({ ok }) => ok), [true, true])
  const [nas, pc] = [await look(company, "company>nas"), await look(company, "company>pc")]
  same("what was saved", [nas._tag, nas.policy, pc._tag, pc.policy], ["Enabled", policy, "Disabled", null])
}

const unchanged = async (world: World) => {
  const company = await root(world, "company")
  await openBelow(company, "company", "nas")
  await does(company, "EditAccount", "company>nas", { comment: "in the cellar" })
  const lines = (await world.kept.accountLines("company>nas")).length
  await does(company, "EditAccount", "company>nas", { comment: "in the cellar" })
  same("lines in the journal", (await world.kept.accountLines("company>nas")).length, lines)
}

const nearest = async (world: World) => {
  const company = await root(world, "company")
  for (const name of ["client", "client>nas", "client>pc"]) await openBelow(company, "company", name)
  const far = await defines(company, "company", "far", { "schedule.hour": 1, "history.days": 90 })
  const near = await defines(company, "company", "near", { "schedule.hour": 3 })
  await gives(world.operator, "company", far)
  same("the hour under the policy of the root", await hourOf(company, "company>client>nas"), 1)
  await gives(company, "company>client", near)
  same("the hour under the nearest policy", await hourOf(company, "company>client>nas"), 3)
  const days = await settingOf(company, "company>client>nas", "history.days")
  same("what the nearest leaves open is no other policy's", [days?.value, days?.origin], [30, "default"])
  accepted(await company.submitPolicy({ _tag: "WithdrawPolicy", ...near }))
  same("the hour once the nearest is withdrawn", await hourOf(company, "company>client>nas"), 1)
  await defines(company, "company", "far", { "schedule.hour": 5 })
  same("the hour once the policy is made anew", await hourOf(company, "company>client>pc"), 5)
}

const namedBundles = async (world: World) => {
  const company = await root(world, "company")
  const client = await child(world, company, "company", "client")
  await openBelow(company, "company", "other")
  const settings = { "schedule.hour": "at night", "coffee.strength": 5, "report.mail": true }
  const wrong = await company.submitPolicy({ _tag: "DefinePolicy", owner: "company", name: "wrong", settings })
  same("the faults, all at once",
    refused(wrong, "SettingsUnknown").faults.map(({ setting }) => setting).sort(), ["coffee.strength", "schedule.hour"])
  const own = await defines(client, "company>client", "own", { "schedule.hour": 4 })
  const defining = { _tag: "DefinePolicy", owner: "company", name: "theirs", settings: {} }
  refused(await client.submitPolicy(defining), "NoSuchAccount")
  const asked = order("EditAccount", "company>other", { policy: own })
  refused(await company.submit(asked), "NoSuchPolicy")
  await gives(company, "company>client", own)
  same("the hour of the maker", await hourOf(client, "company>client"), 4)
}

const origins = async (world: World) => {
  const company = await root(world, "company")
  for (const name of ["client", "client>nas"]) await openBelow(company, "company", name)
  const policy = await defines(company, "company", "night", { "schedule.hour": 2, "report.mail": true })
  await gives(company, "company>client", policy)
  const nas = accepted(await company.settings("company>client>nas"))
  const from = { policy, through: "company>client" }
  same("every setting, and where it comes from", nas, [
    { setting: "bandwidth.kilobytesPerSecond", value: 0, origin: "default" },
    { setting: "folders.excluded", value: "", origin: "default" },
    { setting: "history.days", value: 30, origin: "default" },
    { setting: "report.mail", value: true, origin: "ancestor", ...from },
    { setting: "schedule.hour", value: 2, origin: "ancestor", ...from }
  ].sort((one, other) => nas.findIndex(({ setting }) => setting === one.setting)
    - nas.findIndex(({ setting }) => setting === other.setting)))
  same("the origin at the account itself", (await settingOf(company, "company>client", "report.mail"))?.origin, "own")
}

const operatorsValue = async (world: World) => {
  const company = await root(world, "company")
  await openBelow(company, "company", "nas")
  same("a value of the operator", await settingOf(company, "company>nas", "history.days"),
    { setting: "history.days", value: 60, origin: "operator" })
  const policy = await defines(company, "company", "short", { "history.days": 7 })
  await gives(company, "company>nas", policy)
  same("a value of its own", (await settingOf(company, "company>nas", "history.days"))?.origin, "own")
  refused(await company.settings("rival"), "NoSuchAccount")
}

export const settings: ReadonlyArray<Scenario> = [
  ...both("ACC-17", "an account is given one policy at most, and a group's covers the group", oneAtMost),
  ...both("ACC-17", "a policy is applied to many selected accounts at once", toMany),
  ...both("ACC-20", "edits of an account apply together when they are saved, or not at all", savedTogether),
  ...current("ACC-20", "one save covers all the edited rows: space, comment and policy", rowsTogether),
  ...classic("ACC-20", "one save covers all the edited rows: policy and enabled", classicRowsTogether),
  ...both("ACC-20", "saving what has not changed leaves no trace", unchanged),
  ...both("POL-1", "the nearest policy up the tree applies, as a whole", nearest),
  ...both("POL-1", "a policy is a named bundle of known settings, for its maker and the accounts below", namedBundles),
  ...both("POL-4", "where the value of a setting comes from can be asked: default, ancestor or own", origins),
  ...current("POL-4", "where the value of a setting comes from can be asked: the operator", operatorsValue, {
    policy: { ...backupAccounts.policy, operator: { "history.days": 60 } }
  })
]
