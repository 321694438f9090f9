/** Who tests the boundaries? Each line below trespasses, and the tool must say against which rule. */
import { execFileSync } from "node:child_process"
import * as fs from "node:fs"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { dirname, join, resolve } from "node:path"
import { afterAll, beforeAll, expect, it } from "vitest"

interface Rule {
  readonly name: string
}

interface Config {
  readonly forbidden: ReadonlyArray<Rule>
}

const config: Config = createRequire(import.meta.url)(resolve(".dependency-cruiser.cjs"))
const core = "packages/core/src"
const places = config.forbidden.flatMap(({ name }) => name.endsWith("-looks-up-only") ? [name.slice(0, -14)] : [])

type Trespass = readonly [rule: string, file: string, line: string]

/** Each concept speaks of the one below it; the last one has nothing below. */
const downwards = places.map((name, index): Trespass => {
  const below = places[index + 1] ?? "portal"
  return [`${name}-looks-up-only`, `${core}/${name}/trespass.ts`, `export * as Below from "../${below}/stop.ts"`]
})

const trespasses: ReadonlyArray<Trespass> = [
  ...downwards,
  ["core-depends-on-effect-alone", `${core}/account/use-cases-thief.ts`, `export * as K from "pg"`],
  ["core-knows-nobody", `${core}/account/use-cases-friend.ts`, `export * as M from "@intendant/memory"`],
  ["core-knows-nobody", `${core}/account/use-cases-path.ts`,
    `export * as M from "../../../../adapters/memory/src/index.ts"`],
  ["no-node-in-core", `${core}/account/use-cases-node.ts`, `export { readFileSync } from "node:fs"`],
  ["a-concept-has-its-place", `${core}/account/use-cases-stranger.ts`, `export * as S from "../stranger/model.ts"`],
  ["nothing-above-the-index", `${core}/account/use-cases-the-top.ts`, `export * as Top from "../index.ts"`],
  ["rules-are-pure", `${core}/account/decide-in-a-hurry.ts`, `export * as A from "effect/Effect"`],
  ["rules-are-pure", `${core}/quota/rules-of-chance.ts`, `export * as R from "effect/Random"`],
  ["rules-see-rules", `${core}/portal/rules.ts`, `export * as Run from "../kernel/run.ts"`],
  ["rules-see-rules", `${core}/account/rules-of-a-port.ts`, `export { Records } from "../kernel/records.ts"`],
  ["ports-only-promise", `${core}/machine/lists.ts`, `export * as E from "effect/Effect"`],
  ["ports-see-no-way-in", `${core}/machine/ledger.ts`, `export * as U from "../kernel/run.ts"`],
  ["evolve-decides-nothing", `${core}/container/evolve.ts`, `export * as D from "./decide.ts"`],
  ["no-cycles", `${core}/container/decide.ts`, `export * as R from "./rules.ts"`],
  ["effect-by-module", `${core}/account/use-cases-barrel.ts`, `export { Cause } from "effect"`],
  ["effect-by-module", "packages/http/src/barrel.ts", `export { HttpApi } from "effect/http-api"`],
  ["one-way-in", "adapters/memory/src/burglar.ts", `export * as D from "../../../${core}/kernel/path.ts"`],
  ["adapters-do-not-meet", "adapters/memory/src/neighbour.ts", `export * as P from "@intendant/postgres"`],
  ["adapters-do-not-meet", "adapters/memory/src/path.ts", `export * as P from "../../postgres/src/index.ts"`],
  ["only-roots-name-an-adapter", "packages/http/src/root.ts", `export * as P from "@intendant/postgres"`],
  ["nobody-knows-a-host", "adapters/memory/src/host.ts", `export * as H from "@intendant/http"`],
  ["packages-by-name", "packages/http/src/path.ts", `export * as B from "../../blueprints/src/index.ts"`],
  ["nothing-unresolved", "packages/http/src/nowhere.ts", `export * as N from "./nothing.ts"`]
]

/** What the trespasses reach for and what does not exist on its own account. */
const targets: ReadonlyArray<readonly [file: string, line: string]> = [
  ...[...places, "portal"].map((name) => [`${core}/${name}/stop.ts`, "export {}"] as const),
  [`${core}/stranger/model.ts`, "export {}"],
  [`${core}/container/rules.ts`, `export * as D from "./decide.ts"`]
]

interface Violation {
  readonly rule: Rule
  readonly from: string
}

const copy = fs.mkdtempSync(join(tmpdir(), "trespasses-"))
let found: ReadonlyArray<string> = []

const linkModules = () => {
  fs.mkdirSync(join(copy, "node_modules"))
  const others = fs.readdirSync("node_modules").filter((name) => name !== "@intendant" && !name.startsWith(".bin"))
  for (const name of others) {
    fs.symlinkSync(resolve("node_modules", name), join(copy, "node_modules", name))
  }
  const ours = "node_modules/@intendant"
  fs.cpSync(ours, join(copy, ours), { recursive: true, verbatimSymlinks: true })
}

beforeAll(() => {
  const filter = (name: string) => !/node_modules|dist$/.test(name)
  for (const name of ["packages", "adapters", "examples"]) {
    fs.cpSync(name, join(copy, name), { recursive: true, filter })
  }
  for (const name of ["tsconfig.json", "tsconfig.options.json", ".dependency-cruiser.cjs", "package.json"]) {
    fs.cpSync(name, join(copy, name))
  }
  linkModules()
  for (const [file, line] of targets) {
    fs.mkdirSync(dirname(join(copy, file)), { recursive: true })
    fs.writeFileSync(join(copy, file), `${line}\n`)
  }
  for (const [, file, line] of trespasses) fs.appendFileSync(join(copy, file), `${line}\n`)
  const cruiser = resolve("node_modules/dependency-cruiser/bin/dependency-cruiser.mjs")
  const report = execFileSync(process.execPath,
    [cruiser, "packages", "adapters", "examples", "--config", ".dependency-cruiser.cjs", "-T", "json"],
    { cwd: copy, maxBuffer: 2 ** 28 })
  const { summary } = JSON.parse(report.toString())
  found = summary.violations.map(({ rule, from }: Violation) => `${rule.name} ${from}`)
})

afterAll(() => fs.rmSync(copy, { recursive: true }))

it.each(trespasses)("%s catches %s", (rule, file) => {
  if (rule === "no-cycles") expect(found.some((one) => one.startsWith(`${rule} ${dirname(file)}/`))).toBe(true)
  else expect(found).toContain(`${rule} ${file}`)
})

const reaching = trespasses.filter(([rule]) => rule !== "nothing-unresolved")
it.each(reaching)("%s in %s reaches a file that exists", (_, file) => {
  expect(found).not.toContain(`nothing-unresolved ${file}`)
})

it("every rule has a trespass", () => {
  const tried = new Set(trespasses.map(([rule]) => rule))
  expect(config.forbidden.map(({ name }) => name).filter((name) => !tried.has(name))).toEqual([])
})
