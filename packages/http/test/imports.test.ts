/** A file of people as it comes in: for whom it is read, in which form, how far, and what becomes of it. */
import type { Storage } from "@intendant/core"
import * as Memory from "@intendant/memory"
import * as Effect from "effect/Effect"
import { expect, it } from "vitest"
import { accepted, enters, farWorld, joins, signing, staffed } from "./people.ts"

type Far = Awaited<ReturnType<typeof farWorld>>

const limitBytes = 20_000_000
const path = "/enterprises/acme/imports"
const csv = { "content-type": "text/csv" }
const file = "Lovelace;Ada;ada.l@acme.example;FR\r\nMartin;Zoé;zoe@acme.example;EN\r\n"
const bytesOf = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0))

/** A body that tells how much of it was asked for. */
const watched = (piece: Uint8Array, pieces: number) => {
  const told = { pieces: 0 }
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      if (told.pieces === pieces) return controller.close()
      told.pieces += 1
      controller.enqueue(piece)
    }
  }, { highWaterMark: 0 })
  return { told, body }
}

type Body = NonNullable<RequestInit["body"]>
const sending = (world: Far, token: string, to: string, body: Body, headers: Record<string, string> = csv) =>
  // What is no stream does not mind how it goes both ways.
  world.ask(to, { method: "POST", body, headers: { authorization: `Bearer ${token}`, ...headers }, duplex: "half" })

const isThere = async ({ operator }: Far, mail: string) => {
  const answer = await operator.users({ enterprise: "acme", limit: 20 })
  return answer.ok && answer.value.items.some(({ user }) => "mail" in user && user.mail === mail)
}

const types = ["application/json", "text/csv"]
it.each(types)("SEC-40 no byte of a file (%s) is read for who may not send it", async (type) => {
  const world = await farWorld()
  const { token } = await staffed(world)
  await staffed(world, "zeta", "zoe")
  await joins(world, "bob", { role: "user" })
  const asked = async (bearer: string, to: string) => {
    const { told, body } = watched(bytesOf(file), 1)
    const { status } = await sending(world, bearer, to, body, { "content-type": type })
    return [status, told.pieces]
  }
  expect(await asked("nobody", path)).toEqual([401, 0])
  expect(await asked(await enters(world, "bob"), path)).toEqual([404, 0])
  expect(await asked(token, "/enterprises/zeta/imports")).toEqual([404, 0])
  expect(await asked(token, "/enterprises/none/imports")).toEqual([404, 0])
  expect(await asked(await enters(world, "ada"), path)).toEqual([428, 0])
})

it("USR-10 a file is sent as it is, in whatever encoding, and every fault names its line", async () => {
  const world = await farWorld()
  const { token } = await staffed(world)
  const faulty = await sending(world, token, path, bytesOf(`${file}Durand;;x@acme.example;FR`))
  expect([faulty.status, faulty.body]).toMatchObject([200, {
    people: 3, created: 0, faultsTotal: 1,
    faults: [{ line: 3, column: 2, field: "firstName", why: { en: "A name is missing.", fr: "Un nom manque." } }]
  }])
  const named = { "content-type": "text/CSV; header=absent" }
  const dry = await sending(world, token, `${path}?dryRun=true`, bytesOf(file), named)
  expect([dry.status, dry.body]).toMatchObject([200, { people: 2, faultsTotal: 0 }])
  expect(await isThere(world, "zoe@acme.example")).toBe(false)
  const done = await sending(world, token, path, bytesOf(file))
  expect([done.status, done.body]).toMatchObject([200, { people: 2, created: 2, faultsTotal: 0 }])
  expect((await world.ask("/users?enterprise=acme", { headers: { authorization: `Bearer ${token}` } })).text)
    .toContain("Zoé")
  const empty = await sending(world, token, path, "")
  expect([empty.status, empty.body]).toMatchObject([200, { people: 0, faults: [{ _tag: "FileEmpty", line: 1 }] }])
})

it("USR-10 a file that is only to be checked is only checked, wherever that is said", async () => {
  const world = await farWorld()
  const { token } = await staffed(world)
  const me = world.askAs(token)
  const body = { file: btoa("Lovelace;Ada;ada.l@acme.example;FR") }
  for (const [to, said] of [[`${path}?dryRun=true`, body], [path, { ...body, dryRun: true }]] as const) {
    expect((await me("POST", to, said)).body).toMatchObject({ people: 1, faultsTotal: 0 })
    expect(await isThere(world, "ada.l@acme.example")).toBe(false)
  }
  expect((await me("POST", `${path}?dryRun=perhaps`, body)).status).toBe(400)
})

it("a body that is no file, packed, or too large is told what would be right", async () => {
  const world = await farWorld()
  const { token } = await staffed(world)
  const refused = async (body: Body, headers: Record<string, string>) => {
    const reply = await sending(world, token, path, body, headers)
    return [reply.status, reply.body["refusal"]]
  }
  const wrong = [415, { _tag: "WrongContentType", rule: "HTTP", expected: "application/json or text/csv" }]
  expect(await refused(file, { "content-type": "text/plain" })).toEqual(wrong)
  expect(await refused(file, { ...csv, "content-encoding": "gzip" })).toEqual(wrong)
  const { told, body } = watched(new Uint8Array(1_000_000).fill(0x61), 100)
  expect(await refused(body, csv)).toEqual([413, { _tag: "BodyTooLarge", rule: "HTTP", limitBytes }])
  expect(told.pieces).toBeLessThanOrEqual(22)
})

/** A storage that is told before it writes people. */
const slowed = (storage: Storage, before: () => Promise<unknown>): Storage => ({
  ...storage, records: {
    ...storage.records,
    commit: (plan) => JSON.stringify(plan.act.command).includes("ImportUsers")
      ? Effect.andThen(Effect.promise(before), storage.records.commit(plan))
      : storage.records.commit(plan)
  }
})

it("USR-10 who goes away before the whole file is there creates nobody; later, nobody is left out", async () => {
  const gone = new AbortController()
  let writes = 0
  const storage = Memory.open()
  const world = await farWorld({
    storage: slowed(storage, async () => {
      writes += 1
      if (writes === 1) gone.abort()
      // Whatever an abort stops has time to stop.
      for (let turn = 0; turn < 50; turn += 1) await Promise.resolve()
    })
  })
  accepted(await world.operator.submitContract(signing("acme", 5_000)))
  const count = async () => accepted(await world.operator.usersByStatus("acme")).NotFinalised
  const headers = { authorization: `Bearer ${world.operatorToken}`, ...csv }
  const broken = new AbortController()
  const half = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(bytesOf(file)), pull: () => broken.abort()
  })
  const cut = await world.handler.fetch(new Request(`http://localhost${path}`, {
    method: "POST", body: half, headers, duplex: "half", signal: broken.signal
  }))
  expect([cut.status, await count(), writes]).toEqual([499, 0, 0])
  const many = Array.from({ length: 2_500 }, (_, index) => `Durand;Ada;ada.${index}@acme.example;FR`).join("\n")
  const sent = await world.handler.fetch(new Request(`http://localhost${path}`, {
    method: "POST", body: many, headers, signal: gone.signal
  }))
  expect([sent.status, await count(), writes]).toEqual([499, 2_500, 3])
})
