/** ACC-12 to ACC-15: deleting, the wait before an account is erased, bringing it back, and the name afterwards. */
import { accepted, holds, refused, same } from "./expect.ts"
import {
  asks, both, bytesOf, child, classic, current, deletes, does, enter, erases, listed, living, look, openBelow, opening,
  order, passwordOf, root, see, tokenOf, uses
} from "./moves.ts"
import type { Scenario, World } from "./world.ts"

const statusOf = async ({ operator }: World, path: string) => (await see(operator, path)).account._tag

const onlyDisabled = async (world: World) => {
  const company = await root(world, "company")
  await openBelow(company, "company", "nas")
  const { parameter } = refused(await company.submit(order("DeleteAccount", "company>nas")), "StillEnabled")
  same("the parameter that wants it so", parameter, "deletion.requiresDisabled")
  await does(company, "DisableAccount", "company>nas")
  const { account } = await does(company, "DeleteAccount", "company>nas")
  same("the status", account._tag, "PendingDeletion")
}

const enabledToo = async (world: World) => {
  const company = await root(world, "company")
  await openBelow(company, "company", "nas")
  const { account } = await does(company, "DeleteAccount", "company>nas")
  same("the status", account._tag, "PendingDeletion")
}

/** When an account that is deleted now will be erased. */
const scheduleOf = async (world: World) => {
  const company = await enter(world, "company")
  await openBelow(company, "company", "nas")
  await deletes(company, "company>nas")
  const account = await look(world.operator, "company>nas")
  return account._tag === "PendingDeletion" ? [account.eraseFrom, account.eraseBy] : []
}

const nextMorning = async (world: World) => {
  const company = await root(world, "company")
  for (const name of ["nas", "pc"]) await openBelow(company, "company", name)
  accepted(await company.submitAll([order("DeleteAccount", "company>nas"), order("DeleteAccount", "company>pc")]))
  same("erased by the worker at once", await world.work(), { carriedOut: 0, postponed: 0 })
  world.clock.to("2026-01-16T04:59:59.000Z")
  await world.work()
  same("the status just before six in Paris", await statusOf(world, "company>nas"), "PendingDeletion")
  world.clock.to("2026-01-16T05:00:00.000Z")
  same("erased by the worker at six", (await world.work()).carriedOut, 2)
  for (const path of ["company>nas", "company>pc"]) same(path, await statusOf(world, path), "Erased")
}

const otherMornings = async (world: World) => {
  await root(world, "company")
  const mornings = [
    // Just after midnight in Paris: the morning of the day that has just begun is not the next one.
    ["2026-01-19T23:30:00.000Z", "2026-01-21T05:00:00.000Z"],
    // The night in which clocks are put forward, and the one in which they are put back.
    ["2026-03-28T20:00:00.000Z", "2026-03-29T04:00:00.000Z"],
    ["2026-10-24T20:00:00.000Z", "2026-10-25T05:00:00.000Z"],
    ["2028-02-28T12:00:00.000Z", "2028-02-29T05:00:00.000Z"]
  ] as const
  for (const [asked, erased] of mornings) {
    world.clock.to(asked)
    same(`the morning after ${asked}`, await scheduleOf(world), [erased, erased])
    world.clock.to(erased)
    await world.work()
  }
}

const withinAWeek = async (world: World) => {
  const company = await root(world, "company")
  await openBelow(company, "company", "nas")
  await deletes(company, "company>nas")
  const account = await look(world.operator, "company>nas")
  same("when it is erased", account._tag === "PendingDeletion" && [account.eraseFrom, account.eraseBy], [
    "2026-01-16T10:00:00.000Z", "2026-01-22T10:00:00.000Z"
  ])
  world.clock.advance({ hours: 23, minutes: 59 })
  await world.work()
  same("the status within a day", await statusOf(world, "company>nas"), "PendingDeletion")
  world.clock.advance({ minutes: 1 })
  await world.work()
  same("the status after a day", await statusOf(world, "company>nas"), "Erased")
}

const destroysAll = async (world: World) => {
  const company = await root(world, "company")
  const nas = await child(world, company, "company", "nas")
  await uses(nas, "backup", 700)
  const { accountId } = await look(company, "company>nas")
  await deletes(company, "company>nas")
  refused(await nas.whoAmI(), "NotSignedIn")
  refused(await world.signIn("company>nas", passwordOf("company>nas")), "SignInRefused")
  same("what counts until then", (await bytesOf(world.operator, "company")).groupAmount, 700)
  same("data destroyed so far", world.data.accountIds(), [])
  world.clock.advance({ days: 8 })
  await world.work()
  same("whose data is destroyed", world.data.accountIds(), [accountId])
  same("its sealed data key", await world.kept.record("credential", accountId), { _tag: "Destroyed" })
  same("what counts afterwards", (await bytesOf(world.operator, "company")).groupAmount, 0)
  same("what is left of it", Object.keys((await see(world.operator, "company>nas")).account).sort(), [
    "_tag", "accountId", "erasedAt", "path"
  ])
}

const noWayBack = async (world: World) => {
  const company = await root(world, "company")
  await openBelow(company, "company", "nas")
  const { accountId } = await look(company, "company>nas")
  await deletes(company, "company>nas")
  world.clock.advance({ days: 8 })
  world.data.setReachable(false)
  same("while the data cannot be reached", await world.work(), { carriedOut: 0, postponed: 1 })
  same("the status", await statusOf(world, "company>nas"), "Erasing")
  refused(await world.support.submit(order("RecallAccount", "company>nas")), "BeingErased")
  refused(await world.operator.submit(order("UndoDeletion", "company>nas")), "BeingErased")
  refused(await world.operator.submit(opening("company", "nas")), "NameReserved")
  world.data.setReachable(true)
  world.clock.advance({ minutes: 1 })
  same("once it can be reached", await world.work(), { carriedOut: 1, postponed: 0 })
  same("whose data is destroyed", world.data.accountIds(), [accountId])
  same("the status, in the end", await statusOf(world, "company>nas"), "Erased")
}

const onceByMany = async (world: World) => {
  const company = await root(world, "company")
  for (const name of ["nas", "pc", "server"]) {
    await openBelow(company, "company", name)
    await deletes(company, `company>${name}`)
  }
  world.clock.advance({ days: 8 })
  const rounds = await Promise.all([world.work(), world.work(), world.work()])
  same("erasures of three workers", rounds.reduce((sum, { carriedOut }) => sum + carriedOut, 0), 3)
  same("accounts whose data is destroyed", new Set(world.data.accountIds()).size, 3)
}

const undoWithin = async (world: World) => {
  const company = await root(world, "company")
  await openBelow(company, "company", "client")
  const client = await enter(world, "company>client")
  await openBelow(client, "company>client", "nas")
  const before = await does(client, "DisableAccount", "company>client>nas")
  await does(client, "DeleteAccount", "company>client>nas")
  for (const other of [company, world.operator]) {
    refused(await other.submit(order("UndoDeletion", "company>client>nas")), "NotYourDeletion")
  }
  refused(await world.support.submit(order("UndoDeletion", "company>client>nas")), "NotPermitted")
  world.clock.advance({ seconds: 9 })
  same("the list", await listed(client, "company>client"), ["company>client>nas"])
  const undone = await does(await enter(world, "company>client"), "UndoDeletion", "company>client>nas")
  same("the account, brought back", undone, before)
  world.clock.advance({ days: 8 })
  same("what falls due for it", await world.work(), { carriedOut: 0, postponed: 0 })
}

const undoTooLate = async (world: World) => {
  const company = await root(world, "company")
  for (const name of ["nas", "pc"]) await openBelow(company, "company", name)
  await deletes(company, "company>nas")
  world.clock.advance({ seconds: 10 })
  same("the list", await listed(company, "company"), ["company>pc"])
  const { undoUntil, parameter } = refused(await company.submit(order("UndoDeletion", "company>nas")), "UndoExpired")
  same("why", [undoUntil, parameter], ["2026-01-15T10:00:10.000Z", "deletion.undo"])
  const { items } = accepted(
    await world.support.browseStatus(undefined, "PendingDeletion", { limit: 10 }))
  same("what support finds", items.map((view) => living(view).path), ["company>nas"])
}

const noUndo = async (world: World) => {
  const company = await root(world, "company")
  await openBelow(company, "company", "nas")
  await does(company, "DeleteAccount", "company>nas")
  same("the list", await listed(company, "company"), [])
  refused(await company.submit(order("UndoDeletion", "company>nas")), "UndoExpired")
  refused(await company.submit(order("RecallAccount", "company>nas")), "NotPermitted")
}

const recalled = async (world: World) => {
  const company = await root(world, "company")
  const nas = await child(world, company, "company", "nas")
  await uses(nas, "backup", 700)
  await deletes(company, "company>nas")
  world.clock.advance({ hours: 11, minutes: 30 })
  const { account } = await does(world.support, "RecallAccount", "company>nas")
  same("how it stands, as before it was deleted", account._tag, "Disabled")
  await does(company, "EnableAccount", "company>nas")
  world.clock.advance({ days: 8 })
  same("what falls due for it", await world.work(), { carriedOut: 0, postponed: 0 })
  const again = await enter(world, "company>nas")
  same("its data", (await bytesOf(again, "company>nas")).ownAmount, 700)
  accepted(await asks(again, "next backup", 1))
}

const recalledTooLate = async (world: World) => {
  const company = await root(world, "company")
  await openBelow(company, "company", "nas")
  await deletes(company, "company>nas")
  world.clock.advance({ days: 8 })
  await world.work()
  refused(await world.support.submit(order("RecallAccount", "company>nas")), "NoSuchAccount")
}

const recallNotYetCarriedOut = async (world: World) => {
  const company = await root(world, "company")
  await openBelow(company, "company", "nas")
  await deletes(company, "company>nas")
  world.clock.advance({ days: 30 })
  await does(world.support, "RecallAccount", "company>nas")
  same("what the late worker finds", await world.work(), { carriedOut: 0, postponed: 0 })
  same("the status", await statusOf(world, "company>nas"), "Disabled")
}

const reserved = async (world: World) => {
  const company = await root(world, "company")
  await openBelow(company, "company", "nas")
  await deletes(company, "company>nas")
  const { parameter } = refused(await company.submit(opening("company", "nas")), "NameReserved")
  same("the parameter that wants it so", parameter, "deletion.nameReservation")
  await openBelow(company, "company", "nas>disk")
  world.clock.advance({ days: 8 })
  refused(await world.operator.submit(opening("company", "nas")), "NameReserved")
  await world.work()
  same("the status of the new account", (await openBelow(world.operator, "company", "nas"))._tag, "Enabled")
}

const inheritsNothing = async (world: World) => {
  const company = await root(world, "company")
  const nas = await child(world, company, "company", "nas")
  accepted(await company.submitPolicy(
    { _tag: "DefinePolicy", owner: "company", name: "nightly", settings: { "schedule.hour": 3 } }))
  await does(company, "EditAccount", "company>nas", {
    comment: "in the cellar", policy: { owner: "company", name: "nightly" }, quota: { bytes: 1000 }
  })
  await does(nas, "ConnectMachine", "company>nas", { machineId: "old box" })
  await uses(nas, "backup", 1000)
  const before = await look(company, "company>nas")
  await erases(world, company, "company>nas")
  const after = await openBelow(world.operator, "company", "nas")
  holds("the new account has an id of its own", after.accountId !== before.accountId)
  const { comment, policy, quota, lease, use } = after
  same("what the new account is given", { comment, policy, quota, lease, use },
    { comment: "", policy: null, quota: {}, lease: null, use: "machine" })
  const usage = await bytesOf(world.operator, "company>nas")
  same("what it uses, and may", [usage.ownAmount, usage.limitAmount], [0, undefined])
  const again = await enter(world, "company>nas")
  await uses(again, "backup", 2000)
}

const inheritsNobody = async (world: World) => {
  const company = await root(world, "company")
  const nas = await child(world, company, "company", "nas")
  const { token } = await tokenOf(nas, { label: "agent" })
  const again = { idempotencyKey: "the-same-key" }
  accepted(await nas.submit(order("ConnectMachine", "company>nas", { machineId: "old box" }), again))
  for (let guess = 0; guess < 6; guess++) refused(await world.signIn("company>nas", "a guess"), "SignInRefused")
  await erases(world, company, "company>nas")
  accepted(await world.operator.submit({ ...opening("company", "nas"), password: "another" }))
  for (const stranger of [nas, world.as(token)]) refused(await stranger.whoAmI(), "NotSignedIn")
  refused(await world.signIn("company>nas", passwordOf("company>nas")), "SignInRefused")
  const heir = await enter(world, "company>nas", "another")
  accepted(await heir.submit(order("ConnectMachine", "company>nas", { machineId: "new box" }), again))
  for (const stranger of [nas, world.as(token)]) refused(await stranger.whoAmI(), "NotSignedIn")
}

export const deletion: ReadonlyArray<Scenario> = [
  ...classic("ACC-12", "only a disabled account can be deleted", onlyDisabled),
  ...current("ACC-12", "in the current edition an account is deleted without being disabled first", enabledToo),
  ...current("ACC-13", "deleted accounts, one or many, wait until six the next morning in Paris", nextMorning),
  ...current("ACC-13", "the next morning is another day's, also at midnight, in leap years and when clocks change",
    otherMornings),
  ...classic("ACC-13", "a deleted account is erased between one day and one week later", withinAWeek),
  ...both("ACC-13", "once erased, an account's data, its key and its room are gone; until then they count",
    destroysAll),
  ...both("ACC-13", "an erasure that was begun is ended, even when the data could not be reached at first", noWayBack),
  ...both("ACC-13", "several workers erase each account once", onceByMany),
  ...classic("ACC-14", "within ten seconds whoever deleted an account undoes it, and nobody else", undoWithin),
  ...classic("ACC-14", "after ten seconds a deleted account leaves the list, and only support still finds it",
    undoTooLate),
  ...current("ACC-14", "in the current edition only support takes a deletion back", noUndo),
  ...both("ACC-14", "support brings a deleted account back, with its data, as it was", recalled),
  ...both("ACC-14", "support brings an account back for as long as its erasure has not begun", recallNotYetCarriedOut),
  ...both("ACC-14", "what is erased is brought back by nobody", recalledTooLate),
  ...both("ACC-15", "the name of a deleted account is free again once it is erased, and not before", reserved),
  ...both("ACC-15", "an account that bears an erased one's name inherits none of its settings, room or machine",
    inheritsNothing),
  ...both("ACC-15", "an account that bears an erased one's name inherits no session, token, lock or repeated order",
    inheritsNobody)
]
