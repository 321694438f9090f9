/** Several processes on one file: exact, with a naive version beside them that is not. */
import { DatabaseSync } from "node:sqlite"
import * as Sqlite from "@intendant/sqlite"
import * as Effect from "effect/Effect"
import { afterEach, expect, it } from "vitest"
import { type Child, programs, start } from "./child.ts"
import { freshFile } from "./fresh.ts"
import { callersCount, limitAmount, now, bytes, planOf, root, roundsCount, setLimit, shared } from "./hot-root.ts"
import { witnessOf } from "./witness.ts"

const cleanups: Array<() => unknown> = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

const fresh = (): string => {
  const { file, remove } = freshFile()
  cleanups.push(remove)
  return file
}
const run = (program: URL, file: string, ...more: ReadonlyArray<string>): Child => {
  const child = start(program, file, ...more)
  cleanups.push(child.kill)
  return child
}
/** Lets them go at the same moment, once all of them are ready. */
const letGo = async (children: ReadonlyArray<Child>): Promise<void> => {
  for (const child of children) expect(await child.line()).toBe("ready")
  for (const child of children) child.tell("go")
}
const sum = (amounts: ReadonlyArray<string>) => amounts.map(Number).reduce((total, one) => total + one, 0)
const asksCount = 2 * callersCount * roundsCount

it("two hosts and a worker on one file promise no room twice, lose no write, do each piece of work once", async () => {
  const file = fresh()
  const { close, ledger, records } = await Sqlite.open({ file })
  cleanups.push(close)
  await Effect.runPromise(records.commit(planOf({ ledger: [setLimit] })))
  const hosts = [run(programs.host, file, "one"), run(programs.host, file, "two")]
  const worker = run(programs.worker, file)
  expect(await worker.line()).toBe("ready")
  await letGo(hosts)
  const admitted = await Promise.all(hosts.map((host) => host.line()))
  worker.tell("finish")
  expect(Number(await worker.line())).toBe(asksCount)

  expect(sum(admitted)).toBe(limitAmount)
  const counter = await Effect.runPromise(ledger.counter(root, bytes, now))
  expect(counter.group).toEqual({ held: 0, reserved: limitAmount })
  const witness = witnessOf(file)
  expect((await witness.record(shared))?.version).toBe(asksCount)
  const lines = await witness.lines()
  const idsOf = (concept: string) => lines.filter((line) => line.concept === concept).map(({ id }) => id)
  expect(idsOf("policy").length).toBe(asksCount)
  expect(new Set(idsOf("token")).size).toBe(asksCount)
  expect(idsOf("quota")).toEqual([root])
})

it("hosts that look and then take promise the same room twice", async () => {
  const file = fresh()
  const database = new DatabaseSync(file)
  database.exec("pragma journal_mode = wal; create table room (used integer not null); insert into room values (0)")
  cleanups.push(() => database.close())
  const hosts = [run(programs.naive, file), run(programs.naive, file)]
  await letGo(hosts)
  const admitted = await Promise.all(hosts.map((host) => host.line()))
  expect(sum(admitted)).toBeGreaterThan(limitAmount)
})

it("a host that is killed loses nothing that it acknowledged, and leaves nothing half written", async () => {
  const file = fresh()
  const acknowledged: Array<string> = []
  for (const first of [0, 1_000_000]) {
    const writer = run(programs.writer, file, String(first))
    for (let count = 0; count < 200; count++) acknowledged.push(await writer.line())
    await writer.kill()
  }
  const lines = await witnessOf(file).lines()
  const idsOf = (concept: string) => lines.filter((line) => line.concept === concept).map(({ id }) => id)
  expect(idsOf("policy")).toEqual(expect.arrayContaining(acknowledged))
  expect(idsOf("token")).toEqual(idsOf("policy"))

  const { close, due, records } = await Sqlite.open({ file })
  cleanups.push(close)
  const keys = await Effect.runPromise(records.keys("policy", { limit: 100_000 }))
  expect(keys.items.toSorted()).toEqual(idsOf("policy").toSorted())
  const claimed = await Effect.runPromise(due.claim("work", "2026-01-01T00:00:00.000Z", 100_000, 60))
  expect(claimed.length).toBe(keys.items.length)
})

it("of several processes that open a new file at the same moment, one makes it", async () => {
  const file = fresh()
  const openers = Array.from({ length: 4 }, () => run(programs.opener, file))
  await letGo(openers)
  const applied = await Promise.all(openers.map((opener) => opener.line()))
  expect(applied.toSorted()).toEqual(["[1,2]", "[]", "[]", "[]"])
})
