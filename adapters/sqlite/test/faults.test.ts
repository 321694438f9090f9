/** What goes wrong with a file: nothing is half written, and nothing acknowledged is lost. */
import { readFileSync, writeFileSync } from "node:fs"
import { DatabaseSync } from "node:sqlite"
import { setImmediate as nextTurn } from "node:timers/promises"
import { type Change, type Key, Path, type Plan, type Storage, Unavailable } from "@intendant/core"
import * as Sqlite from "@intendant/sqlite"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { afterEach, expect, it } from "vitest"
import { freshFile } from "./fresh.ts"
import { bytes, now, planOf, root, setLimit } from "./hot-root.ts"
import { openDriver } from "./open-driver.ts"
import { witnessOf } from "./witness.ts"

const cleanups: Array<() => unknown> = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

const opened = async (options: Omit<Sqlite.SqliteOptions, "file"> = {}) => {
  const { file, remove } = freshFile()
  cleanups.push(remove)
  const storage = await Sqlite.open({ file, ...options })
  cleanups.push(storage.close)
  const other = new DatabaseSync(file)
  cleanups.push(() => other.close())
  return { file, storage, other, witness: witnessOf(file) }
}

const policy = (id: string): Key => ({ concept: "policy", id })
const writing = (key: Key, state: unknown = { name: key.id }): Change =>
  ({ ...key, basedOn: 0, next: state, events: [{ written: key.id }] })
/** How a commit ended: kept, or what stood in the way. */
const commit = ({ records }: Pick<Storage, "records">, plan: Plan) =>
  Effect.runPromise(Effect.match(records.commit(plan), { onSuccess: () => "kept", onFailure: ({ _tag }) => _tag }))
const failure = <Failure>(asked: Effect.Effect<unknown, Failure>) => Effect.runPromise(Effect.flip(asked))

it("whoever finds the file held waits without holding up the loop, and then writes", async () => {
  const { storage, other } = await opened()
  other.exec("begin immediate")
  const waiting = commit(storage, planOf({ changes: [writing(policy("late"))] }))
  for (let turn = 0; turn < 200; turn++) await nextTurn()
  expect(await Effect.runPromise(storage.records.load(policy("late")))).toEqual(Option.none())
  other.exec("rollback")
  expect(await waiting).toBe("kept")
})

it("a file that stays held is Unavailable to writers, not to readers, and serves again when it is let go", async () => {
  const { storage, other, witness } = await opened({ lockWaitSeconds: 0.05 })
  await commit(storage, planOf({ changes: [writing(policy("early"))] }))
  other.exec("begin immediate")
  const changes = [writing(policy("a")), writing(policy("b"))]
  expect(await Promise.all(changes.map((change) => commit(storage, planOf({ changes: [change] })))))
    .toEqual(["Unavailable", "Unavailable"])
  expect(await failure(storage.ledger.take(setLimit, { by: "ada", now }))).toBeInstanceOf(Unavailable)
  expect(Option.isSome(await Effect.runPromise(storage.records.load(policy("early"))))).toBe(true)
  other.exec("rollback")
  expect((await witness.lines()).map(({ id }) => id)).toEqual(["early"])
  expect(await commit(storage, planOf({ changes }))).toBe("kept")
})

it("a disk that is full is Unavailable, keeps what was acknowledged, and nothing of the rest", async () => {
  const { driver, connection } = openDriver()
  const { storage, witness } = await opened({ driver })
  connection().exec("pragma max_page_count = 120")
  const ids = Array.from({ length: 64 }, (_, index) => `p${index}`)
  const ends = await Promise.all(ids.map((id) =>
    commit(storage, planOf({ changes: [writing(policy(id), { filler: "x".repeat(8_000) })] }))))
  expect(new Set(ends)).toEqual(new Set(["kept", "Unavailable"]))
  const kept = ids.filter((_, index) => ends[index] === "kept")
  expect((await witness.lines()).map(({ id }) => id)).toEqual(kept)
  for (const [index, id] of ids.entries()) {
    expect((await witness.record(policy(id)))?.version).toBe(ends[index] === "kept" ? 1 : undefined)
  }
  connection().exec("pragma max_page_count = 100000")
  expect(await commit(storage, planOf({ changes: [writing(policy("again"))] }))).toBe("kept")
})

it("who asks for more than fits hurts nobody in the same transaction", async () => {
  const { driver, connection } = openDriver()
  const { storage } = await opened({ driver })
  connection().exec("pragma max_page_count = 120")
  const ends = await Promise.all(Array.from({ length: 16 }, (_, index) =>
    commit(storage, planOf({
      changes: [writing(policy(`p${index}`), { filler: "x".repeat(index === 7 ? 2_000_000 : 10) })]
    }))))
  expect(ends).toEqual(ends.map((_, index) => index === 7 ? "Unavailable" : "kept"))
})

it("a name with half a character is refused, and never taken for another", async () => {
  const { storage } = await opened()
  const plans = ["acme\ud800", "acme\ufffd", "acme\u0000"].map((id) => planOf({ changes: [writing(policy(id))] }))
  expect(await Promise.all(plans.map((plan) => commit(storage, plan)))).toEqual(["Unavailable", "kept", "Unavailable"])
  expect(await failure(storage.records.load(policy("acme\ud800")))).toBeInstanceOf(Unavailable)
})

it("what was damaged in the file is Unavailable, never guessed", async () => {
  const { storage, other } = await opened()
  await commit(storage, planOf({
    changes: [
      writing({ concept: "credential", id: "c" }), writing({ concept: "account", id: "acme>nas" }, { path: 1 })
    ],
    ledger: [setLimit]
  }))
  other.exec("update credential set state = '{'")
  expect(await failure(storage.records.load({ concept: "credential", id: "c" }))).toBeInstanceOf(Unavailable)
  other.exec("update account set state = '{\"_tag\": \"Enabled\"}'")
  const list = storage.accountLists.below(Path.make("acme"), now)
  expect(await failure(list({ limit: 1 }))).toBeInstanceOf(Unavailable)
  other.exec(`update ledger_counter set group_held = ${2n ** 53n}`)
  expect(await failure(storage.ledger.counter(root, bytes, now))).toBeInstanceOf(Unavailable)
})

it("a file of which a part was overwritten is Unavailable", async () => {
  const { file, remove } = freshFile()
  cleanups.push(remove)
  const before = await Sqlite.open({ file })
  const filler = "x".repeat(2_000)
  const changes = Array.from({ length: 200 }, (_, index) => writing(policy(`p${index}`), { filler }))
  await commit(before, planOf({ changes }))
  await before.close()
  const content = readFileSync(file)
  writeFileSync(file, content.fill(0xa5, content.length / 2))
  const storage = await Sqlite.open({ file })
  cleanups.push(storage.close)
  expect(await failure(storage.records.keys("policy", { limit: 500 }))).toBeInstanceOf(Unavailable)
})

it("the journal is only ever appended to, whoever asks", async () => {
  const { storage, other } = await opened()
  await commit(storage, planOf({ changes: [writing(policy("a"))] }))
  expect(() => other.exec("delete from journal")).toThrow("only ever appended to")
  expect(() => other.exec("update journal set reason = 'another'")).toThrow("only ever appended to")
})
