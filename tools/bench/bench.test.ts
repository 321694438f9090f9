/** What makes figures worth reading: durable servers only, rounds that alternate, sums that are right. */
import { expect, it, onTestFinished } from "vitest"
import { connectionOf, startPostgres } from "../postgres.ts"
import { provenSettings } from "./durable.ts"
import { chains, leafOf, ledgerPaths } from "./ledger-tree.ts"
import { measure } from "./measure.ts"
import { ratiosOf, tableOf } from "./report.ts"
import { allPaths, scopes } from "./tree-shape.ts"

it("a server that is not durable is refused, with the reason", async () => {
  const cluster = await startPostgres({ binaries: "any", settings: { fsync: "on" } })
  onTestFinished(() => cluster.stop())
  await expect(provenSettings(connectionOf(cluster))).rejects.toThrow(
    "this server is not durable: synchronous_commit, full_page_writes must be on"
  )
})

it("a durable server is accepted, and its own settings are told", async () => {
  const cluster = await startPostgres({ binaries: "any", durable: true })
  onTestFinished(() => cluster.stop())
  expect(await provenSettings(connectionOf(cluster))).toMatchObject({
    fsync: "on", synchronous_commit: "on", full_page_writes: "on", data_directory: `${connectionOf(cluster).host}/data`
  })
})

it("every round runs every variant, another one first, and no turn is given twice", async () => {
  const calls: Array<string> = []
  const turns: Array<number> = []
  const work = (label: string) => async (_: number, turn: number) => {
    if (calls.at(-1) !== label) calls.push(label)
    if (label === "a") turns.push(turn)
    await new Promise(setImmediate)
  }
  const variants = ["a", "b", "c"].map((label) => ({ label, callers: 2, work: work(label) }))
  const figures = await measure(variants, { rounds: 2, roundMillis: 5 })
  expect(calls).toEqual(["a", "b", "c", "b", "c", "a", "c", "a", "b"])
  expect(turns).toEqual(turns.map((_, index) => index))
  expect(figures.map(({ label }) => label)).toEqual(["a", "b", "c"])
  expect(figures.every(({ perSecond = 0, p50Ms = 0, p99Ms = 0 }) => perSecond > 0 && p99Ms >= p50Ms)).toBe(true)
})

it("a ratio needs both of its sides, and the table shows what there is", () => {
  const ratios = ratiosOf({ twice: [4, 2], third: [1, 3], many: [123_456, 1], missing: [undefined, 1] })
  expect(ratios).toEqual({ twice: 2, third: 0.333, many: 123_456 })
  const figures = [{ label: "lone", p50Ms: 0.5 }]
  expect(tableOf({ name: "ledger", settings: { fsync: "on" }, figures, ratios: { twice: 2 } })).toMatch(
    /^ledger\n {2}fsync: on\n\n.*\n {2}lone +0\.5 *\n\n {2}twice +2$/
  )
})

it("the trees are as large as the benches say", () => {
  expect(ledgerPaths.length).toBe(1 + 6 + 36 + 216 + 4 * 256)
  expect(new Set(Array.from({ length: 216 }, (_, turn) => leafOf("hot", 0, turn))).size).toBe(216)
  const leafFirst = (chain: ReadonlyArray<number>) => chain.every((id, above) => id > (chain[above + 1] ?? 0))
  expect([...chains.values()].every((chain) => chain.length === 4 && leafFirst(chain))).toBe(true)
  expect(chains.get("hot>1>1>1")?.at(-1)).toBe(1)
  expect(allPaths.length).toBe(100_000)
  expect(scopes.map(({ size }) => size)).toEqual([99_999, 11_110, 1110, 110, 10])
})
