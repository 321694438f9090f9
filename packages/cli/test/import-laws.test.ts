/** Importing a file is creating its people one by one, whoever else writes meanwhile and wherever it breaks off. */
import {
  type Actor, MailAddress, mailKey, Path, type Plan, type Portals, type Storage, Unavailable, User
} from "@intendant/core"
import * as Memory from "@intendant/memory"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { expect, it } from "vitest"
import { acme, create, elsewhere, peopleOf, portalOn, seatsOf, sign } from "./people.ts"

const read = Schema.decodeSync(MailAddress)
const fileOf = (mails: ReadonlyArray<string>) => async function*() {
  for (const [index, address] of mails.entries()) yield { line: index + 1, cells: ["Martin", "Zoé", address, "FR"] }
}
const addresses = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => `zoe.${from + index}@acme.example`)

const importing = (
  storage: Storage, mails: ReadonlyArray<string>, actor: Actor = portalOn(storage).operator,
  source: Portals.ImportSource = fileOf(mails), dryRun = false
) =>
  Effect.runPromise(Effect.result(
    portalOn(storage).portal.importUsers(actor, acme, source, { dryRun, reason: "" })))

const imported = async (...asked: Parameters<typeof importing>) => {
  const result = await importing(...asked)
  if (Result.isFailure(result)) throw new Error("the import was refused", { cause: result.failure })
  return result.success
}

const opened = async (usersMax: number): Promise<Storage> => {
  const storage = Memory.open()
  await sign(storage, usersMax)
  return storage
}

/** A storage in which something else happens before a plan of an import is committed; it may also fail instead. */
const disturbed = (storage: Storage, before: (plan: Plan, turn: number) => Promise<unknown>): Storage => {
  let turn = 0
  return { ...storage, records: {
    ...storage.records,
    commit: (plan) => JSON.stringify(plan.act.command).includes("ImportUsers")
      ? Effect.andThen(
        Effect.tryPromise({
          try: () => before(plan, turn++), catch: (cause) => new Unavailable({ cause })
        }),
        storage.records.commit(plan))
      : storage.records.commit(plan)
  } }
}

const counts = ({ created, blocked, present }: Portals.Imported) => ({ created, blocked, present })

// ---------------------------------------------------------------------------------------- one by one

const anyAddress = fc.integer({ min: 0, max: 12 }).chain((index) =>
  fc.constantFrom(`zoe.${index}@acme.example`, `Zoe.${index}@ACME.example`))
const anyWorld = fc.record({
  usersMax: fc.integer({ min: 0, max: 12 }), file: fc.array(anyAddress, { maxLength: 10 }),
  before: fc.array(fc.tuple(fc.constantFrom(acme, elsewhere), anyAddress), { maxLength: 8 })
})
type World = typeof anyWorld extends fc.Arbitrary<infer Value> ? Value : never

const furnished = async ({ before, usersMax }: World): Promise<Storage> => {
  const storage = await opened(usersMax)
  // Who does not fit does not come.
  for (const [enterprise, address] of before) await create(storage, enterprise, address).catch(() => undefined)
  return storage
}

/** What the file comes to where each person is created by an order of their own. */
const oneByOne = async (storage: Storage, file: ReadonlyArray<string>) => {
  const total = { created: 0, blocked: 0, present: 0 }
  for (const address of file) {
    const waiting = (await peopleOf(storage, acme)).some((person) =>
      person.endsWith("CreationBlocked") && mailKey(read(person.split(" ")[0] ?? "")) === mailKey(read(address)))
    const user = waiting ? undefined : await create(storage, acme, address).catch(() => undefined)
    total[user === undefined ? "present" : user._tag === "CreationBlocked" ? "blocked" : "created"] += 1
  }
  return total
}

it("USR-10 a file comes to what its people come to one by one, or to nothing where anything is wrong", () =>
  fc.assert(fc.asyncProperty(anyWorld, async (world) => {
    const [together, apart] = [await furnished(world), await furnished(world)]
    const before = [await peopleOf(together, acme), await seatsOf(together, acme)]
    const foretold = await imported(together, world.file, undefined, undefined, true)
    expect([await peopleOf(together, acme), await seatsOf(together, acme)]).toEqual(before)
    const outcome = await imported(together, world.file)
    expect(outcome).toEqual(foretold)
    const isRight = new Set(world.file.map((address) => mailKey(read(address)))).size === world.file.length
    const expected = outcome.faultsTotal > 0
      ? { created: 0, blocked: 0, present: 0 }
      : await oneByOne(apart, world.file)
    expect(counts(outcome)).toEqual(expected)
    expect(await peopleOf(together, acme)).toEqual(await peopleOf(apart, acme))
    expect(await peopleOf(together, elsewhere)).toEqual(await peopleOf(apart, elsewhere))
    const { counted, standing } = await seatsOf(together, acme)
    expect([counted, counted <= world.usersMax]).toEqual([standing, true])
    // Only doubles, an empty file and missing seats are wrong with these files.
    if (isRight && outcome.faultsTotal > 0 && world.file.length > 0) {
      expect(outcome.faults.map(({ _tag }) => _tag)).toEqual(["SeatsShort"])
      const before = await seatsOf(apart, acme)
      const after = await oneByOne(apart, world.file)
      expect(after.created).toBe(world.usersMax - before.counted)
    }
  }), { numRuns: 150 }))

// ---------------------------------------------------------------------------------------- others meanwhile

it("USR-10 who is created between the check and the writing takes a seat, and keeps the address", async () => {
  const storage = await opened(2_000)
  const others = [
    () => create(storage, acme, "stranger@acme.example"), () => create(storage, acme, "zoe.3@acme.example"),
    () => create(storage, elsewhere, "zoe.700@acme.example")
  ]
  const busy = disturbed(storage, async (_, turn) => others[turn]?.())
  expect(counts(await imported(busy, addresses(1_200)))).toEqual({ created: 1_198, blocked: 1, present: 1 })
  expect(await seatsOf(storage, acme)).toEqual({ counted: 1_200, standing: 1_200 })
  expect((await peopleOf(storage, acme)).filter((person) => person.includes("zoe.700@")))
    .toEqual(["zoe.700@acme.example Martin Zoé fr user CreationBlocked"])
})

it("USR-10 whichever handfuls somebody is faster with, everyone is created once, and each has a seat", async () => {
  for (const overtaken of [[0], [1], [2], [0, 1], [1, 2], [0, 2], [0, 1, 2]]) {
    const storage = await opened(10_000)
    const met = new Set<string>()
    let strangers = 0
    const busy = disturbed(storage, async ({ changes }) => {
      const first = changes.find(({ concept }) => concept === "address")?.id ?? ""
      if (changes.length < 900 || met.has(first)) return
      met.add(first)
      if (overtaken.includes(met.size - 1)) await create(storage, acme, `stranger.${strangers += 1}@acme.example`)
    })
    expect(counts(await imported(busy, addresses(2_500)))).toEqual({ created: 2_500, blocked: 0, present: 0 })
    const seats = 2_500 + overtaken.length
    expect(await seatsOf(storage, acme)).toEqual({ counted: seats, standing: seats })
  }
})

it("USR-10 a handful is looked up and decided while the one before it is written", async () => {
  const storage = await opened(10_000)
  const isAhead = Promise.withResolvers<void>()
  let [looks, writes] = [0, 0]
  const slow = disturbed(storage, async () => {
    writes += 1
    // The file is looked up three times to be checked, and the second handful is the fifth look of all.
    if (writes === 1) await isAhead.promise
  })
  const watched: Storage = { ...slow, records: {
    ...slow.records,
    loadMany: (concept, ids) => {
      looks += 1
      if (looks === 5) isAhead.resolve()
      return slow.records.loadMany(concept, ids)
    }
  } }
  expect(counts(await imported(watched, addresses(2_500)))).toEqual({ created: 2_500, blocked: 0, present: 0 })
  expect([looks, writes]).toEqual([6, 3])
})

it("CTR-9 the last seats taken meanwhile are nobody else's: the import ends, and the journal says why", async () => {
  const storage = await opened(1_500)
  const busy = disturbed(storage, async (_, turn) => {
    if (turn === 1) await create(storage, acme, "stranger@acme.example")
  })
  const refused = await importing(busy, addresses(1_500))
  expect(Result.isFailure(refused) && refused.failure).toMatchObject({ _tag: "NoSeatLeft", usersMax: 1_500 })
  const { counted, standing } = await seatsOf(storage, acme)
  expect([counted, counted <= 1_500]).toEqual([standing, true])
  const lines = await Effect.runPromise(storage.records.history({ concept: "contract", id: acme }))
  expect(lines.at(-1)).toMatchObject({ by: "operator", refused: { _tag: "NoSeatLeft" } })
})

it("USR-10 an import ends, however often others write in between", async () => {
  const storage = await opened(20_000)
  let turns = 0
  const busy = disturbed(storage, async ({ changes }) => {
    // Whoever creates one at a time is always faster than a plan of many.
    if (changes.length > 40) await create(storage, acme, `stranger.${turns += 1}@acme.example`)
  })
  expect(counts(await imported(busy, addresses(300)))).toEqual({ created: 300, blocked: 0, present: 0 })
  expect(await seatsOf(storage, acme)).toEqual({ counted: 300 + turns, standing: 300 + turns })
})

it("SEC-44 two imports of one file at once create everyone once, and make nobody wait twice", async () => {
  const storage = await opened(2_000)
  const held = addresses(60, 1_000)
  for (const address of held) await create(storage, elsewhere, address)
  const file = [...addresses(1_000), ...held]
  const [one, other] = await Promise.all([imported(storage, file), imported(storage, file)])
  expect([one.created + other.created, one.blocked + other.blocked]).toEqual([1_000, 60])
  const people = await peopleOf(storage, acme)
  expect([people.length, new Set(people).size]).toEqual([1_060, 1_060])
  expect(await seatsOf(storage, acme)).toEqual({ counted: 1_000, standing: 1_000 })
})

it("SEC-44 who only waits for an address is made to wait once, whatever another import does meanwhile", async () => {
  const storage = await opened(10)
  const held = addresses(3)
  for (const address of held) await create(storage, elsewhere, address)
  const busy = disturbed(storage, async (_, turn) => { if (turn === 0) await imported(storage, held) })
  expect(counts(await imported(busy, held))).toEqual({ created: 0, blocked: 0, present: 3 })
  expect((await peopleOf(storage, acme)).length).toBe(3)
})

it("USR-6 who waits for an address that is free by now is left as they are, and needs no seat for it", async () => {
  const storage = await opened(1)
  const [address = ""] = addresses(1)
  const { portal, operator: actor } = portalOn(storage)
  const holder = await create(storage, elsewhere, address)
  expect(counts(await imported(storage, [address]))).toEqual({ created: 0, blocked: 1, present: 0 })
  if (!User.isKnown(holder)) throw new Error("nobody holds the address")
  const command = User.DeleteUser.make({ enterprise: elsewhere, userId: holder.userId })
  await Effect.runPromise(portal.submitUser({ actor, command, reason: "" }))
  await create(storage, acme, "stranger@acme.example")
  expect(await imported(storage, [address])).toMatchObject({ present: 1, created: 0, faultsTotal: 0 })
})

it("USR-10 an address that stands twice is found in a file of more of them than are remembered at a time", async () => {
  const storage = await opened(200_000)
  const mails = addresses(131_100)
  for (const twice of [0, 70_000, 131_099]) {
    const { faultsTotal, faults, created } = await imported(storage, [...mails, mails[twice] ?? ""])
    expect([created, faultsTotal]).toEqual([0, 1])
    expect(faults).toMatchObject([{ _tag: "MailRepeated", line: 131_101, firstLine: twice + 1 }])
  }
})

// ------------------------------------------------------------------------------------------ breaking off

it("USR-10 what breaks off between two handfuls is ended by sending the file again", async () => {
  const storage = await opened(3_000)
  const broken = disturbed(storage, async (_, turn) => { if (turn > 0) throw new Error("the storage is away") })
  const first = await importing(broken, addresses(2_500))
  expect(Result.isFailure(first) && first.failure._tag).toBe("Unavailable")
  expect(await seatsOf(storage, acme)).toEqual({ counted: 1_000, standing: 1_000 })
  expect(counts(await imported(storage, addresses(2_500)))).toEqual({ created: 1_500, blocked: 0, present: 1_000 })
  expect(await seatsOf(storage, acme)).toEqual({ counted: 2_500, standing: 2_500 })
})

it("USR-10 a file that is another when it is read again creates nobody who was not checked", async () => {
  const stranger = "zoe@gmail.example"
  for (const second of [[stranger], [...addresses(2), stranger], addresses(3), addresses(1)]) {
    const storage = await opened(100)
    const files = [fileOf(addresses(2)), fileOf(second)]
    const outcome = await importing(storage, [], undefined, () => (files.shift() ?? fileOf([]))())
    expect(Result.isFailure(outcome) && outcome.failure).toMatchObject({
      _tag: "Unavailable", cause: { message: "the file changed while it was read" }
    })
    expect((await peopleOf(storage, acme)).length).toBe(second.length === 1 && second[0] !== stranger ? 1 : 0)
  }
})

it("a source is let go wherever the reading ends", async () => {
  const storage = await opened(100)
  let isOpen = false
  const source = async function*() {
    isOpen = true
    try {
      yield* fileOf(addresses(1_500))()
    } finally {
      isOpen = false
    }
  }
  const broken: Storage = { ...storage, records: {
    ...storage.records, loadMany: () => Effect.fail(new Unavailable({ cause: "away" }))
  } }
  const outcome = await importing(broken, [], undefined, source)
  expect([Result.isFailure(outcome), isOpen]).toEqual([true, false])
})

// --------------------------------------------------------------------------------------------- who may

it("ROL-6 AUD-1 an import needs the power over everybody below, and who lacks it stands in the journal", async () => {
  const storage = await opened(100)
  const permission = "user.create.user" as const
  const desk = (place: Path, reach: "itself" | "below"): Actor =>
    ({ id: "eve", name: "eve", grants: [
      { permission, reach, place }, { permission: "account.see", reach: "within", place: acme }
    ] })
  for (const actor of [desk(acme, "itself"), desk(Path.make("acme2"), "below")]) {
    const refused = await importing(storage, addresses(1), actor)
    expect(Result.isFailure(refused) && refused.failure).toMatchObject({ _tag: "NotPermitted", permission })
    const lines = await Effect.runPromise(storage.records.history({ concept: "contract", id: acme }))
    expect(lines.at(-1)).toMatchObject({
      by: "eve", command: { _tag: "ImportUsers", enterprise: "acme" }, refused: { _tag: "NotPermitted" }
    })
  }
  expect(await peopleOf(storage, acme)).toEqual([])
  expect((await imported(storage, addresses(1), desk(acme, "below"))).created).toBe(1)
})
