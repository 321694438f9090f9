/** USR-10, ROL-4, ROL-5, ROL-7, STA-1 and STA-2: files of people, resources that are shared, and what is counted. */
import { accepted, holds, refused, same } from "./expect.ts"
import { uses } from "./moves.ts"
import { idOf, invites, joins, letterTo, mailOf, signs, signsIn, staffed, workspace } from "./people-moves.ts"
import type { Desk } from "@intendant/core/promises"
import type { Scenario, World } from "./world.ts"

const row = (name: string, more: Partial<Record<"last" | "mail" | "language", string>> = {}) =>
  [more.last ?? `of ${name}`, name, more.mail ?? mailOf(name), more.language ?? "EN"]

const fromAFile = async (world: World) => {
  const admin = await staffed(world)
  const wrong = [
    row("bob"), row("cleo", { mail: mailOf("cleo", "gmail.example") }), row("dan", { language: "DE" }),
    row("bobby", { mail: mailOf("bob") })
  ]
  const refusal = accepted(await admin.importUsers("acme", wrong))
  same("what is wrong, and where",
    refusal.faults.map(({ _tag, line, column, value }) => [_tag, line, column, value]), [
      ["MailOutside", 2, 3, mailOf("cleo", "gmail.example")], ["LanguageUnknown", 3, 4, "DE"],
      ["MailRepeated", 4, 3, mailOf("bob")]
    ])
  same("nobody was created", accepted(await admin.usersByStatus("acme")).NotFinalised, 0)
  const right = [row("bob"), row("cleo", { language: "fr" }), row("dan")]
  const checked = accepted(await admin.importUsers("acme", right, { dryRun: true }))
  same("a valid file is told as such", [checked.people, checked.faultsTotal, checked.created], [3, 0, 3])
  same("and only checked", accepted(await admin.usersByStatus("acme")).NotFinalised, 0)
  same("those who were created", accepted(await admin.importUsers("acme", right)).created, 3)
  holds("each gets the mail", (await letterTo(world, mailOf("cleo"))).text.startsWith("Bonjour"))
  const { items } = accepted(await admin.users({ enterprise: "acme", statuses: ["NotFinalised"], limit: 10 }))
  same("their role", new Set(items.map(({ user }) => "role" in user ? user.role : "")), new Set(["user"]))
  const again = accepted(await admin.importUsers("acme", right))
  same("sent again", [again.created, again.present], [0, 3])
}

const withinTheSeats = async (world: World) => {
  const admin = await staffed(world, { usersMax: 3 })
  const { faults } = accepted(await admin.importUsers("acme", ["bob", "cleo", "dan"].map((name) => row(name))))
  same("the first for whom there is no seat", faults.map(({ _tag, line }) => [_tag, line]), [["SeatsShort", 3]])
  same("two fit", accepted(await admin.importUsers("acme", [row("bob"), row("cleo")])).created, 2)
}

const neverAdopted = async (world: World) => {
  const admin = await staffed(world)
  await signs(world, "home", { domains: null })
  const kim = await invites(world.operator, "kim", { enterprise: "home" })
  same("an address held elsewhere", accepted(await admin.importUsers("acme", [row("kim")])).blocked, 1)
  const { user } = accepted(await world.operator.user("home", idOf(kim)))
  holds("its holder stays who they were", user._tag === "NotFinalised")
}

/** A company with a register and a record in it. */
const company = async (desk: Desk) => {
  const made = accepted(await desk.createResource({ kind: "company", client: "acme" }))
  const ref = ({ nodeId, place }: typeof made) => ({ nodeId, place })
  const register = accepted(await desk.createResource({ kind: "register", client: "acme", parent: ref(made) }))
  const record = accepted(await desk.createResource({ kind: "record", client: "acme", parent: ref(register) }))
  return { company: ref(made), register: ref(register), record: ref(record) }
}

const may = async (desk: Desk, permission: string, place: string): Promise<boolean> =>
  JSON.stringify(accepted(await desk.explain(permission, place))).includes('"allowed":true')

const sharing = async (world: World) => {
  const admin = await staffed(world)
  const [bob, cleo] = [await joins(world, "bob"), await joins(world, "cleo")]
  const own = await signsIn(world, "bob")
  const made = await company(admin)
  holds("at first nothing is shared", !(await may(own, "company.read", made.record.place)))
  const to = { _tag: "User", userId: idOf(bob) }
  const share = { _tag: "GrantAccess", ...made.company, to, actions: ["read", "update"] }
  accepted(await admin.submitResource(share))
  holds("registers and records inherit from their company", await may(own, "company.update", made.record.place))
  holds("nobody else may", !(await may(await signsIn(world, "cleo"), "company.read", made.company.place)))
  holds("what was not granted is not held", !(await may(own, "company.delete", made.company.place)))
  refused(await admin.submitResource({ ...share, ...made.register }), "NotGrantable")
  accepted(await admin.submitResource({ ...share, _tag: "WithdrawAccess" }))
  holds("a grant can be withdrawn", !(await may(own, "company.read", made.record.place)))
  accepted(await admin.submitResource({ ...share, to: { _tag: "Role", role: "user" }, actions: ["read"] }))
  holds("a role's grant is everyone's who has it", await may(await signsIn(world, "cleo"), "company.read",
    made.company.place))
  holds("and that of nobody else", idOf(cleo) !== idOf(bob))
}

const creating = async (world: World) => {
  const admin = await staffed(world)
  const bob = await joins(world, "bob")
  const own = await signsIn(world, "bob")
  const wish = { kind: "company", client: "acme" }
  refused(await own.createResource(wish), "NoSuchAccount")
  const client = accepted(await world.operator.createResource({ kind: "client", client: "acme" }))
  const at = { nodeId: client.nodeId, place: client.place }
  accepted(await admin.submitResource({
    _tag: "GrantAccess", ...at, to: { _tag: "Everyone" }, actions: ["create"]
  }))
  accepted(await own.createResource(wish))
  const { items } = accepted(await admin.resources("acme", { limit: 10 }))
  same("what is there", items.map(({ kind }) => kind).sort(), ["client", "company"])
  refused(await own.submitResource({
    _tag: "GrantAccess", ...at, to: { _tag: "User", userId: idOf(bob) }, actions: ["create"]
  }), "NoSuchAccount")
}

const containers = async (world: World) => {
  const admin = await staffed(world)
  const bob = await joins(world, "bob")
  const own = await signsIn(world, "bob")
  const made = accepted(await admin.createResource({ kind: "container", client: "acme" }))
  const at = { nodeId: made.nodeId, place: made.place }
  accepted(await admin.submitResource({ _tag: "SetContainerPermissions", ...at, fileActions: ["view", "download"] }))
  holds("nobody has access yet", !(await may(own, "container.view", made.place)))
  accepted(await admin.submitResource({ _tag: "AddDataManagers", ...at, userIds: [idOf(bob)] }))
  holds("a data manager views", await may(own, "container.view", made.place))
  holds("and does not delete", !(await may(own, "container.delete", made.place)))
  accepted(await admin.submitResource({ _tag: "SetContainerPermissions", ...at, fileActions: ["delete"] }))
  holds("the permissions are the container's", await may(own, "container.delete", made.place))
  refused(await admin.submitResource({ _tag: "AddDataManagers", ...at, userIds: ["usr_elsewhere"] }), "NotOfClient")
  accepted(await admin.submitResource({ _tag: "RemoveDataManagers", ...at, userIds: [idOf(bob)] }))
  holds("access is taken back", !(await may(own, "container.delete", made.place)))
}

const backwards = async (world: World) => {
  const admin = await staffed(world)
  const [bob, cleo] = [await joins(world, "bob"), await joins(world, "cleo")]
  const made = await company(admin)
  accepted(await admin.submitResource({
    _tag: "GrantAccess", ...made.company, to: { _tag: "User", userId: idOf(bob) }, actions: ["read"]
  }))
  const page = { limit: 10 }
  const who = accepted(await admin.whoMay("company.read", made.record.place, page)).items
  const bobs = who.find(({ userId }) => userId === idOf(bob))
  same("through which ancestor", bobs?.through, made.company.place)
  holds("who may not is not named", who.every(({ userId }) => userId !== idOf(cleo)))
  const what = accepted(await admin.onWhat("acme", idOf(bob), "company.read", page)).items
  same("on what", what.map(({ place }) => place).sort(), [made.company, made.register, made.record]
    .map(({ place }) => place).sort())
  same("on what somebody else", accepted(await admin.onWhat("acme", idOf(cleo), "company.read", page)).items, [])
  const own = await signsIn(world, "cleo")
  refused(await own.whoMay("company.read", made.record.place, page), "NoSuchAccount")
}

const storage = async (world: World) => {
  const admin = await staffed(world, { storageBytesMax: 1000 })
  const [bob, cleo] = [await joins(world, "bob"), await joins(world, "cleo")]
  await uses(await signsIn(world, "bob"), "a", 300)
  await uses(await signsIn(world, "cleo"), "a", 500)
  const told = accepted(await admin.storageByUser("acme", 10))
  same("of the global space", [told.usage.groupAmount, told.usage.limitAmount, told.usage.percent], [800, 1000, 80])
  same("by user", told.users.map(({ userId, bytes }) => [userId, bytes]), [[idOf(cleo), 500], [idOf(bob), 300]])
  const full = await (await signsIn(world, "bob")).reserve({ id: "b", resource: "bytes", amount: 201 })
  refused(full, "QuotaExceeded")
}

const overTime = async (world: World) => {
  const admin = await staffed(world)
  await joins(world, "bob")
  const before = accepted(await admin.activity("acme", "week")).totals["signIns"] ?? 0
  await signsIn(world, "bob")
  accepted(await world.operator.reportActivity("acme", "lines", 3))
  world.clock.advance({ days: 8 })
  await signsIn(world, "bob")
  accepted(await world.operator.reportActivity("acme", "transfers", 2))
  const fresh = await signsIn(world, "ada")
  refused(await fresh.activity("acme", "week"), "StepUpNeeded")
  const view = async (period: string) => accepted(await world.operator.activity("acme", period))
  const week = await view("week")
  same("over a week", [week.totals["lines"], week.totals["transfers"]], [0, 2])
  const month = await view("month")
  same("over a month", [month.totals["lines"], month.totals["transfers"]], [3, 2])
  same("the sign-ins of a month", (month.totals["signIns"] ?? 0) - before, 3)
  same("a line for each day", month.days.length, 30)
  same("three months", (await view("quarter")).days.length, 90)
  refused(await world.operator.activity("acme", "year"), "NoSuchWindow")
  refused(await world.operator.reportActivity("acme", "likes", 1), "NoSuchActivity")
  refused(await world.operator.reportActivity("acme", "signIns", 1), "NoSuchActivity")
  refused(await world.operator.reportActivity("nobody", "lines", 1), "NoContract")
  refused(await fresh.reportActivity("acme", "lines", 1), "NotPermitted")
  const unchanged = await view("quarter")
  same("nothing else is counted", unchanged.totals, month.totals)
}

export const peopleSharing: ReadonlyArray<Scenario> = [
  ...workspace("USR-10", "a file is checked as a whole, each fault at its place, and then creates everyone", fromAFile),
  ...workspace("USR-10", "a file stays within the seats of the contract", withinTheSeats),
  ...workspace("USR-10", "a file never adopts somebody else's account", neverAdopted),
  ...workspace("ROL-4", "grants on a company reach its registers and records, and can be withdrawn", sharing),
  ...workspace("ROL-4", "to create companies is granted on the client", creating),
  ...workspace("ROL-5", "a container's permissions are the same for all its data managers", containers),
  ...workspace("ROL-7", "who may, and on what, from the same rules", backwards),
  ...workspace("STA-1", "storage used, by user, of the global space", storage),
  ...workspace("STA-2", "sign-ins, lines and transfers over a week, a month, three months", overTime)
]
