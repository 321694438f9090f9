/** POL-2 to POL-9, USR-11, USR-12 and CTR-9: the contract and the settings of an enterprise. */
import { accepted, holds, refused, same } from "./expect.ts"
import {
  codeTo, idOf, inBackOffice, invites, joins, letterTo, linkTo, mailOf, newcomer, orders, passwordOf, signs, signsIn,
  staffed, termsOf, workspace
} from "./people-moves.ts"
import type { Desk } from "@intendant/core/promises"
import type { Scenario, World } from "./world.ts"

const saves = (desk: Desk, changes: object, more: object = {}) =>
  desk.submitSettings({ _tag: "SaveSettings", owner: "acme", changes, ...more })

const setting = async (desk: Desk, name: string) => {
  const { settings } = accepted(await desk.enterpriseSettings("acme"))
  const found = settings.find((one) => one.setting === name)
  if (found === undefined) throw new Error(`there is no setting ${name}`)
  return found
}

const catalogue = async (world: World) => {
  const admin = await staffed(world)
  const { settings } = accepted(await admin.enterpriseSettings("acme"))
  same("the settings of an instance", settings.map((one) => one.setting).sort(), [
    "deletion.graceDays", "directory.hidden", "encryption.extra", "encryption.usersMayChange", "factors.forced",
    "freeSignUp.automatic", "freeSignUp.notifyAdmins", "freeSignUp.policy", "mail.shown", "mail.usersMayChange",
    "secondaryMail.allowed", "transfer.validityDays"
  ])
  const manager = await inBackOffice(world, "max", "manager")
  accepted(await saves(manager, { "directory.hidden": true }))
  same("what was saved", (await setting(admin, "directory.hidden")).value, true)
}

const locked = async (world: World) => {
  const admin = await staffed(world)
  accepted(await world.operator.submitSettings({
    _tag: "LockSettings", owner: "acme", locks: { "factors.forced": false }
  }))
  const shown = await setting(admin, "factors.forced")
  same("how it is shown", [shown.value, shown.locked, shown.editable], [false, true, false])
  const { faults } = refused(await saves(admin, { "factors.forced": true }), "SettingsRefused")
  same("why it is not saved", faults.map(({ obstacle }) => obstacle), ["locked"])
  refused(await admin.submitSettings({ _tag: "LockSettings", owner: "acme", locks: {} }), "NotPermitted")
}

const provenance = async (world: World) => {
  const admin = await staffed(world)
  same("at first", (await setting(admin, "transfer.validityDays")).origin, "default")
  accepted(await saves(admin, { "transfer.validityDays": 7, "mail.usersMayChange": true }))
  same("once saved", (await setting(admin, "transfer.validityDays")).origin, "enterprise")
  const bob = await joins(world, "bob")
  const own = await signsIn(world, "bob")
  const owner = `acme>${idOf(bob)}`
  accepted(await own.submitSettings({ _tag: "SaveOwnSettings", owner, changes: { "mail.shown": false } }))
  const { settings } = accepted(await own.userSettings("acme", idOf(bob)))
  same("a user's own", settings.find((one) => one.setting === "mail.shown")?.origin, "user")
  same("and what is inherited", settings.find((one) => one.setting === "transfer.validityDays")?.origin, "enterprise")
}

const together = async (world: World) => {
  const admin = await staffed(world)
  const { faults } = refused(await saves(admin, {
    "transfer.validityDays": 7, "deletion.graceDays": 0, "no.such": true, "directory.hidden": "yes"
  }), "SettingsRefused")
  same("every fault at once", faults.map((one) => `${one.setting} ${one.obstacle}`).sort(), [
    "deletion.graceDays range", "directory.hidden type", "no.such unknown"
  ])
  same("nothing was saved", (await setting(admin, "transfer.validityDays")).origin, "default")
  const { revision } = accepted(await admin.enterpriseSettings("acme"))
  accepted(await saves(admin, { "transfer.validityDays": 7 }, { basedOn: revision }))
  refused(await saves(admin, { "transfer.validityDays": 9 }, { basedOn: revision }), "SettingsMoved")
}

const validity = async (world: World) => {
  const admin = await staffed(world)
  accepted(await saves(admin, { "transfer.validityDays": 7 }))
  const bob = await joins(world, "bob")
  const own = await signsIn(world, "bob")
  const { settings } = accepted(await own.userSettings("acme", idOf(bob)))
  const told = settings.find((one) => one.setting === "transfer.validityDays")
  same("what a transfer of a user starts from", [told?.value, told?.editable], [7, false])
}

/** The colleagues whom somebody finds: their first names, and their addresses. */
const found = async (desk: Desk) => {
  const { isHidden, items } = accepted(await desk.directory({ limit: 10 }))
  return { isHidden, found: items.map(({ firstName, mail }) => `${firstName} ${mail ?? "hidden"}`) }
}

const directory = async (world: World) => {
  const admin = await staffed(world)
  await joins(world, "bob")
  await invites(admin, "ben")
  await signs(world, "other", { domains: ["other.example"] })
  await joins(world, "eve", { enterprise: "other" }, mailOf("eve", "other.example"))
  const own = await signsIn(world, "bob")
  same("whom one finds", await found(own), {
    isHidden: false, found: [`ada ${mailOf("ada")}`, `bob ${mailOf("bob")}`]
  })
  refused(await own.users({ enterprise: "acme", limit: 10 }), "NoSuchAccount")
  accepted(await saves(admin, { "directory.hidden": true }))
  same("nobody once it is hidden", await found(own), { isHidden: true, found: [] })
  accepted(await saves(admin, { "directory.hidden": false }))
  same("and all of them again", (await found(own)).found.length, 2)
}

const hiddenAddress = async (world: World) => {
  const admin = await staffed(world)
  const bob = await joins(world, "bob")
  const [own, owner] = [await signsIn(world, "bob"), `acme>${idOf(bob)}`]
  const chooses = (shown: boolean) =>
    own.submitSettings({ _tag: "SaveOwnSettings", owner, changes: { "mail.shown": shown } })
  refused(await chooses(false), "SettingsRefused")
  accepted(await saves(admin, { "mail.usersMayChange": true }))
  accepted(await chooses(false))
  same("one's own is hidden", (await found(admin)).found, [`ada ${mailOf("ada")}`, "bob hidden"])
  accepted(await saves(admin, { "mail.shown": false, "mail.usersMayChange": false }))
  same("and everybody's", (await found(own)).found, ["ada hidden", "bob hidden"])
}

const encryption = async (world: World) => {
  const admin = await staffed(world)
  const bob = await joins(world, "bob")
  const own = await signsIn(world, "bob")
  const owner = `acme>${idOf(bob)}`
  const valueOf = async () => {
    const { settings } = accepted(await own.userSettings("acme", idOf(bob)))
    return settings.find((one) => one.setting === "encryption.extra")?.value
  }
  const chooses = (value: boolean) =>
    own.submitSettings({ _tag: "SaveOwnSettings", owner, changes: { "encryption.extra": value } })
  accepted(await saves(admin, { "encryption.extra": true }))
  same("for everybody", await valueOf(), true)
  refused(await chooses(false), "SettingsRefused")
  accepted(await saves(admin, { "encryption.usersMayChange": true }))
  accepted(await chooses(false))
  same("one's own choice", await valueOf(), false)
  accepted(await saves(admin, { "encryption.usersMayChange": false }))
  same("which sleeps once users may not choose", await valueOf(), true)
}

const policyOnlyWithoutAutomatic = async (world: World) => {
  const admin = await staffed(world)
  accepted(await saves(admin, { "freeSignUp.automatic": true, "freeSignUp.policy": "forbidden" }))
  same("whether the policy applies", (await setting(admin, "freeSignUp.policy")).applies, false)
  accepted(await world.signUp("acme", person("al")))
  accepted(await saves(admin, { "freeSignUp.automatic": false }))
  refused(await world.signUp("acme", person("ann")), "SignUpForbidden")
}

const person = (name: string) => ({ firstName: name, lastName: `of ${name}`, mail: mailOf(name), language: "en" })

const freeSignUp = async (world: World) => {
  const admin = await staffed(world)
  refused(await world.signUp("acme", { ...person("al"), mail: mailOf("al", "gmail.example") }), "DomainNotAllowed")
  refused(await world.signUp("acme", person("al")), "SignUpForbidden")
  holds("the admin is told", (await letterTo(world, mailOf("ada"))).text.includes(mailOf("al")))
  accepted(await saves(admin, { "freeSignUp.policy": "approval" }))
  accepted(await world.signUp("acme", person("ann")))
  refused(await world.signInUser(mailOf("ann"), passwordOf("ann")), "SignInRefused")
  const { items } = accepted(await admin.users({ enterprise: "acme", statuses: ["PendingApproval"], limit: 5 }))
  const [waiting] = items
  if (waiting === undefined) throw new Error("somebody waits for approval")
  accepted(await orders(admin, "ApproveSignUp", idOf(waiting)))
  const chosen = { next: passwordOf("ann"), again: passwordOf("ann") }
  accepted(await world.finaliseUser(await linkTo(world, mailOf("ann")), chosen))
  await signsIn(world, "ann")
  accepted(await world.signUp("acme", person("bea")))
  const [other] = accepted(await admin.users({ enterprise: "acme", statuses: ["PendingApproval"], limit: 5 })).items
  if (other === undefined) throw new Error("somebody waits for approval")
  accepted(await orders(admin, "RefuseSignUp", idOf(other)))
  refused(await admin.user("acme", idOf(other)), "NoSuchUser")
}

const addresses = async (world: World) => {
  const admin = await staffed(world)
  const bob = await joins(world, "bob")
  const own = await signsIn(world, "bob")
  const second = mailOf("bob", "home.example")
  accepted(await own.sendMailCode(second))
  refused(await own.setSecondaryMail(second, await codeTo(world, second)), "SecondaryMailForbidden")
  accepted(await saves(admin, { "secondaryMail.allowed": true }))
  accepted(await own.sendMailCode(second))
  accepted(await own.setSecondaryMail(second, await codeTo(world, second)))
  refused(await own.submitOwn({ _tag: "SwapMails", enterprise: "acme", userId: idOf(bob) }), "MainMailFixed")
}

const contract = async (world: World) => {
  const admin = await staffed(world, { usersMax: 2 })
  const told = accepted(await admin.contract("acme"))
  same("what was agreed", told.terms, termsOf({ usersMax: 2 }))
  await invites(admin, "bob")
  const full = refused(await admin.createUser(newcomer("ben")), "NoSeatLeft")
  same("why there is no more room", [full.usersMax, full.seatsTaken], [2, 2])
  accepted(await world.operator.submitContract({
    _tag: "ChangeTerms", enterprise: "acme", terms: termsOf({ usersMax: 3 })
  }))
  await invites(admin, "ben")
  refused(await admin.submitContract({ _tag: "ChangeTerms", enterprise: "acme", terms: termsOf() }), "NotPermitted")
  refused(await world.operator.submitContract({ _tag: "SignContract", enterprise: "acme", terms: termsOf() }),
    "AlreadySigned")
  await signs(world, "other", { domains: ["other.example"] })
}

const wording = async (world: World) => {
  const admin = await staffed(world)
  const ref = { enterprise: "acme", kind: "activation", language: "en" }
  const words = { subject: "Welcome to {{ enterprise }}", text: "Dear {{ firstName }}, {{ code }} or {{ link }}" }
  accepted(await admin.submitTemplate({ _tag: "EditTemplate", ...ref, ...words }))
  await invites(admin, "bob")
  const letter = await letterTo(world, mailOf("bob"))
  same("the subject", letter.subject, "Welcome to acme")
  holds("text and HTML say the same", letter.text.startsWith("Dear bob") && letter.html.includes("Dear bob"))
  const { faults } = refused(await admin.submitTemplate({
    _tag: "EditTemplate", ...ref, subject: "{{ nobody }}", text: "{{ code }"
  }), "TemplateRefused")
  holds("what is wrong is told at once", faults.length >= 2)
  accepted(await admin.submitTemplate({ _tag: "RestoreTemplate", ...ref }))
  await invites(admin, "ben")
  holds("the standard wording is back", (await letterTo(world, mailOf("ben"))).subject !== "Welcome to acme")
}

export const peopleSettings: ReadonlyArray<Scenario> = [
  ...workspace("POL-2", "the settings of an instance, saved by managers too", catalogue),
  ...workspace("POL-3", "what the operator locks is shown, and not editable", locked),
  ...workspace("POL-4", "where a value comes from can be asked of any setting", provenance),
  ...workspace("POL-5", "edited settings are saved all together or not at all", together),
  ...workspace("POL-6", "the default validity of a transfer is what every user starts from", validity),
  ...workspace("POL-7", "a hidden directory shows nobody to users", directory),
  ...workspace("POL-8", "extra encryption is for everybody, or for each to choose", encryption),
  ...workspace("POL-9", "the free-account policy applies only while automatic validation is off",
    policyOnlyWithoutAutomatic),
  ...workspace("USR-11", "free sign-ups are forbidden with a notice, approved, or refused", freeSignUp),
  ...workspace("USR-12", "a secondary address where it is allowed", addresses),
  ...workspace("USR-12", "an address is hidden where its holder, or the enterprise, does not show it", hiddenAddress),
  ...workspace("CTR-9", "the contract: domains, users, storage, and whom to call", contract),
  ...workspace("NTF-2", "an enterprise words its mails, and what is wrong is told before it is saved", wording)
]
