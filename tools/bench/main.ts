/** Runs one bench and prints what it measured: `npm run bench -- <name> [--json]`. */
import { type Report, tableOf } from "./report.ts"

const benches: ReadonlyMap<string, () => Promise<Report>> = new Map([
  ["ledger", async () => (await import("./ledger.ts")).ledgerBench()],
  ["commands", async () => (await import("./commands.ts")).commandsBench()],
  ["tree", async () => (await import("./tree.ts")).treeBench()],
  ["decide", async () => (await import("./decide.ts")).decideBench()],
  ["decisions", async () => (await import("./decisions.ts")).decisionsBench()],
  ["import", async () => (await import("./import.ts")).importBench()],
  ["sign-in", async () => (await import("./sign-in.ts")).signInBench()],
  ["host", async () => (await import("./host.ts")).hostBench()]
])

const [name = "", ...options] = process.argv.slice(2)
const bench = benches.get(name)
if (bench === undefined || options.some((option) => option !== "--json")) {
  console.error(`usage: npm run bench -- <${[...benches.keys()].join("|")}> [--json]`)
  process.exitCode = 2
} else {
  const report = await bench()
  console.log(options.includes("--json") ? JSON.stringify(report) : tableOf(report))
}
