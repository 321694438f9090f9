/** ACC-16 and QTA-1 to QTA-6: allocated space, and everything else that is counted. */
import { accepted, holds, refused, same } from "./expect.ts"
import {
  asks, bytesOf, child, current, deletes, does, enter, gigabyte, look, openBelow, type Person, root, uses
} from "./moves.ts"
import type { Scenario, World } from "./world.ts"

const limit = (desk: Person | World["operator"], path: string, quota: Readonly<Record<string, number | null>>) =>
  does(desk, "EditAccount", path, { quota })

const allocated = async (world: World) => {
  const company = await root(world, "company")
  const nas = await child(world, company, "company", "nas")
  await limit(company, "company>nas", { bytes: 5 * gigabyte })
  await uses(nas, "first", 4 * gigabyte)
  const { limitAmount, missingAmount } = refused(await asks(nas, "second", 2 * gigabyte), "QuotaExceeded")
  same("what is told", { limitAmount, missingAmount }, { limitAmount: 5 * gigabyte, missingAmount: gigabyte })
  await limit(company, "company>nas", { bytes: null })
  await uses(nas, "second", 2 * gigabyte)
  same("a limit that is lifted", (await bytesOf(nas, "company>nas")).limitAmount, undefined)
}

const groupQuota = async (world: World) => {
  const company = await root(world, "company")
  await openBelow(company, "company", "client")
  await limit(company, "company>client", { bytes: 5 * gigabyte })
  const nas = await child(world, company, "company", "client>nas")
  const deep = await child(world, company, "company", "client>site>pc")
  const aside = await child(world, company, "company", "client2>nas")
  await uses(nas, "backup", 3 * gigabyte)
  await uses(deep, "backup", 2 * gigabyte)
  same("the group that is full", refused(await asks(nas, "more", 1), "QuotaExceeded").node, "company>client")
  await uses(aside, "backup", 9 * gigabyte)
  same("the group", (await bytesOf(company, "company>client")).groupAmount, 5 * gigabyte)
}

const wrongAmounts = async (world: World) => {
  const company = await root(world, "company")
  const nas = await child(world, company, "company", "nas")
  for (const bytes of [-1, 0.5, 2 ** 53, Number.MAX_VALUE, "5"]) {
    refused(await company.submit({ _tag: "EditAccount", path: "company>nas", quota: { bytes } }), "BadInput")
    refused(await nas.reserve({ id: "upload", resource: "bytes", amount: bytes }), "BadInput")
  }
  refused(await asks(nas, "upload", 0), "BadInput")
  await limit(company, "company>nas", { bytes: 0 })
  refused(await asks(nas, "upload", 1), "QuotaExceeded")
  refused(await nas.submit({ _tag: "EditAccount", path: "company>nas", quota: { bytes: 1 } }), "NotPermitted")
}

const resources = async (world: World) => {
  const company = await root(world, "company")
  const nas = await child(world, company, "company", "nas")
  const names = ["bytes", "machines", "users", "companies", "registers", "records", "photo-albums"]
  await limit(company, "company>nas", Object.fromEntries(names.map((name) => [name, 2])))
  for (const name of names) {
    await uses(nas, `first of ${name}`, 2, name)
    same("the resource that is told", refused(await asks(nas, `more ${name}`, 1, name), "QuotaExceeded").resource, name)
    same(`what is used of ${name}`, accepted(await company.usage("company", name)).groupAmount, 2)
  }
  refused(await company.usage("company", "Not A Resource"), "BadInput")
}

const everyAncestor = async (world: World) => {
  const company = await root(world, "company")
  for (const name of ["client", "client>site"]) await openBelow(company, "company", name)
  const nas = await child(world, company, "company", "client>site>nas")
  const pc = await child(world, company, "company", "client>pc")
  await limit(world.operator, "company", { bytes: 100 })
  await limit(company, "company>client", { bytes: 60 })
  await limit(company, "company>client>site>nas", { bytes: 80 })
  await uses(pc, "backup", 30)
  const { _tag, rule, ...told } = refused(await asks(nas, "too much", 50), "QuotaExceeded")
  same("what is told", { rule, ...told }, {
    rule: "QTA-2", node: "company>client", resource: "bytes", limitAmount: 60, usedAmount: 30, askedAmount: 50,
    missingAmount: 20
  })
  same("what the refused use counts", (await bytesOf(company, "company>client>site>nas")).ownAmount, 0)
  same("the nearest that is too small", refused(await asks(nas, "far too much", 90), "QuotaExceeded").node,
    "company>client>site>nas")
  await uses(nas, "fits", 30)
  const groups = ["company>client>site>nas", "company>client>site", "company>client", "company"]
  const amounts = await Promise.all(groups.map(async (path) => (await bytesOf(company, path)).groupAmount))
  same("what every group counts", amounts, [30, 30, 60, 60])
}

const setLater = async (world: World) => {
  const company = await root(world, "company")
  const nas = await child(world, company, "company", "client>nas")
  await uses(nas, "backup", 70)
  await openBelow(company, "company", "client")
  await limit(company, "company>client", { bytes: 50 })
  const { groupAmount, percent, overrun } = await bytesOf(company, "company>client")
  same("what is there already", { groupAmount, percent, overrun }, { groupAmount: 70, percent: 140, overrun: true })
  refused(await asks(nas, "more", 1), "QuotaExceeded")
  accepted(await nas.release("backup"))
  await uses(nas, "less", 50)
}

const neverOver = async (world: World) => {
  const company = await root(world, "company")
  await limit(world.operator, "company", { bytes: 100 })
  const [nas, pc] = [await child(world, company, "company", "nas"), await child(world, company, "company", "pc")]
  const many = await Promise.all(Array.from({ length: 40 }, (_, at) => asks(at % 2 === 0 ? nas : pc, `part ${at}`, 7)))
  same("uses let through at once", many.filter(({ ok }) => ok).length, 14)
  for (const answer of many) if (!answer.ok) refused(answer, "QuotaExceeded")
  same("what is counted", (await bytesOf(company, "company")).groupAmount, 98)
}

const soft = async (world: World) => {
  const company = await root(world, "company")
  const nas = await child(world, company, "company", "nas")
  await limit(company, "company>nas", { bytes: 100, machines: 2 })
  await uses(nas, "three", 3, "machines")
  const { groupAmount, overrun } = accepted(await company.usage("company>nas", "machines"))
  same("what a soft quota lets through, and marks", { groupAmount, overrun }, { groupAmount: 3, overrun: true })
  const lines = JSON.stringify(await world.kept.quotaLines("company>nas"))
  same("times the overrun is told", lines.split("OverrunStarted").length - 1, 1)
  refused(await asks(nas, "too much", 101), "QuotaExceeded")
}

const threeSteps = async (world: World) => {
  const company = await root(world, "company")
  const nas = await child(world, company, "company", "nas")
  await limit(company, "company>nas", { bytes: 100 })
  const journal = await world.kept.journal()
  accepted(await asks(nas, "upload", 60))
  const reserved = await bytesOf(nas, "company>nas")
  same("reserved, not yet used", [reserved.ownAmount, reserved.reservedAmount], [60, 60])
  accepted(await nas.commit("upload"))
  accepted(await nas.commit("upload"))
  const used = await bytesOf(nas, "company>nas")
  same("used", [used.ownAmount, used.reservedAmount], [60, 0])
  accepted(await nas.release("upload"))
  accepted(await nas.release("upload"))
  same("given back", (await bytesOf(nas, "company>nas")).ownAmount, 0)
  refused(await nas.commit("upload"), "ReservationOver")
  refused(await nas.commit("never asked for"), "NoSuchReservation")
  same("the journal, which tells limits and crossings only", await world.kept.journal(), journal)
}

const lapses = async (world: World) => {
  const company = await root(world, "company")
  const nas = await child(world, company, "company", "nas")
  await limit(company, "company>nas", { bytes: 100 })
  accepted(await asks(nas, "abandoned", 100))
  world.clock.advance({ minutes: 59, seconds: 59 })
  refused(await asks(nas, "upload", 1), "QuotaExceeded")
  world.clock.advance({ seconds: 1 })
  same("what is reserved an hour later", (await bytesOf(nas, "company>nas")).reservedAmount, 0)
  same("why it cannot be used", refused(await nas.commit("abandoned"), "ReservationOver").phase, "lapsed")
  await uses(nas, "upload", 100)
}

const repeats = async (world: World) => {
  const company = await root(world, "company")
  const nas = await child(world, company, "company", "nas")
  const pc = await child(world, company, "company", "pc")
  for (let time = 0; time < 3; time++) accepted(await asks(nas, "upload", 60))
  same("what three equal requests reserve", (await bytesOf(nas, "company>nas")).ownAmount, 60)
  refused(await asks(nas, "upload", 61), "ReservationDiffers")
  accepted(await asks(pc, "upload", 61))
  refused(await company.usage("rival", "bytes"), "NoSuchAccount")
}

const whoMayUse = async (world: World) => {
  const company = await root(world, "company")
  const nas = await child(world, company, "company", "nas")
  accepted(await asks(nas, "upload", 60))
  for (const desk of [world.operator, world.support]) refused(await asks(desk, "upload", 60), "NotPermitted")
  await does(company, "DisableAccount", "company>nas")
  refused(await asks(nas, "more", 1), "BackupBlocked")
  refused(await nas.commit("upload"), "BackupBlocked")
}

const deletedCounts = async (world: World) => {
  const company = await root(world, "company")
  const nas = await child(world, company, "company", "nas")
  const pc = await child(world, company, "company", "pc")
  await limit(world.operator, "company", { bytes: 100 })
  await uses(nas, "backup", 80)
  await deletes(company, "company>nas")
  refused(await asks(pc, "backup", 30), "QuotaExceeded")
  world.clock.advance({ days: 8 })
  refused(await asks(await enter(world, "company>pc"), "backup", 30), "QuotaExceeded")
  await world.work()
  await uses(await enter(world, "company>pc"), "backup", 100)
}

const readings = async (world: World) => {
  const company = await root(world, "company")
  await openBelow(company, "company", "client")
  const [nas, pc] = [
    await child(world, company, "company", "client>nas"), await child(world, company, "company", "client>pc")
  ]
  await limit(company, "company>client", { bytes: 1000 })
  await uses(nas, "backup", 333)
  await uses(pc, "backup", 222)
  accepted(await asks(pc, "upload", 444))
  same("own and group, reserved, and the percentage rounded down", await bytesOf(company, "company>client"), {
    node: "company>client", resource: "bytes", ownAmount: 0, groupAmount: 999, reservedAmount: 444, limitAmount: 1000,
    percent: 99, overrun: false
  })
  same("an account's own", (await bytesOf(nas, "company>client>nas")).ownAmount, 333)
  const most = accepted(await company.heaviest("company", "bytes", 5))
  same("who uses most", most.map(({ node, ownAmount }) => [node, ownAmount]), [
    ["company>client>pc", 666], ["company>client>nas", 333]
  ])
  same("the one who uses most", accepted(await company.heaviest("company", "bytes", 1)).length, 1)
}

const thresholds = async (world: World) => {
  const company = await root(world, "company")
  const nas = await child(world, company, "company", "client>nas")
  await openBelow(company, "company", "client")
  await limit(company, "company>client", { bytes: 100 })
  const told = async () => (await world.kept.quotaLines("company>client"))
    .map((line) => /"percent":(\d+)/.exec(JSON.stringify(line))?.[1])
  await uses(nas, "first", 79)
  same("told at 79", await told(), [])
  await uses(nas, "second", 1)
  await uses(nas, "third", 10)
  same("told at 90", await told(), ["80"])
  accepted(await nas.release("third"))
  accepted(await nas.release("second"))
  await uses(nas, "fourth", 21)
  same("told once below, then at 100", await told(), ["80", "80", "100"])
  const [line] = await world.kept.quotaLines("company>client")
  same("by whom it was crossed", line?.by, (await look(company, "company>client>nas")).accountId)
  holds("it is told when", line?.at === world.clock.now())
}

export const room: ReadonlyArray<Scenario> = [
  ...current("ACC-16", "an account is allocated space in gigabytes of 10^9 bytes, and is refused more", allocated),
  ...current("ACC-16", "on an ancestor the allocated space is a group quota that covers every descendant", groupQuota),
  ...current("ACC-16", "an amount is a whole number that can be counted exactly, and nobody allocates it to themselves",
    wrongAmounts),
  ...current("QTA-1", "bytes, machines, users, companies, registers, records or any declared resource are counted",
    resources),
  ...current("QTA-2", "a use counts in the account and every group above, and needs room in all of them",
    everyAncestor),
  ...current("QTA-2", "a quota set below what is used takes nothing away, and refuses more", setLater),
  ...current("QTA-3", "uses at the same time never exceed a hard quota, and none that fitted is refused", neverOver),
  ...current("QTA-3", "a soft quota lets through and marks the overrun", soft, {
    limits: { mode: { bytes: "hard", machines: "soft" } }
  }),
  ...current("QTA-4", "room is reserved, then used or given back; doing either twice is doing it once", threeSteps),
  ...current("QTA-4", "what is reserved and not used in time takes no room, with or without a worker", lapses),
  ...current("QTA-4", "a reservation repeated is the same one; with other content it is refused", repeats),
  ...current("QTA-4", "room is used by the account itself, and only while it may back up", whoMayUse),
  ...current("QTA-4", "a deleted account counts until it is erased", deletedCounts),
  ...current("QTA-5", "use and percentage are told of any node, its own and its group's, and who uses most", readings),
  ...current("QTA-6", "crossing 80 or 100 % is told once for each crossing, and again after use was below", thresholds)
]
