/** Packs every public package as it would be published, and has a stranger's empty project use what came out. */
import { execFileSync } from "node:child_process"
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"

interface Manifest {
  readonly name: string
  readonly exports: Readonly<Record<string, unknown>>
  /** The commands that come with it. */
  readonly bin?: Readonly<Record<string, string>>
}

interface Tarball extends Manifest {
  readonly file: string
  /** What it holds, by path. */
  readonly holds: ReadonlyArray<string>
}

const read = (file: string) => readFileSync(file, "utf8")
const tool = (name: string) => resolve("node_modules/.bin", name)

/** Runs a tool to its end. What it says is shown only when it fails. */
const run = (command: string, line: ReadonlyArray<string>, folder = ".") => {
  try {
    return execFileSync(command, line, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] })
  } catch (failure) {
    const { stdout = "", stderr = "" }: { stdout?: string; stderr?: string } = Object(failure)
    throw new Error(`${[command, ...line].join(" ")}\n${stdout}${stderr}`)
  }
}

const pack = (folder: string, into: string): Tarball => {
  const manifest: Manifest = JSON.parse(read(`${folder}/package.json`))
  const [packed] = JSON.parse(run("npm", ["pack", "--json", "--pack-destination", into], folder))
  const files: ReadonlyArray<{ readonly path: string }> = packed.files
  return { ...manifest, file: join(into, packed.filename), holds: files.map(({ path }) => path) }
}

/** Is what is published what its manifest promises, said what it is, and do its types resolve for who imports it? */
const inspect = ({ name, exports, file, holds }: Tarball) => {
  for (const page of ["README.md", "dist/LICENSE"]) if (!holds.includes(page)) throw new Error(`${name} has no ${page}`)
  run(tool("publint"), ["run", file, "--strict"])
  if ("." in exports) run(tool("attw"), [file, "--profile", "esm-only"])
  console.log(`ok   ${name}`)
}

/** The first program of the README, exactly as a reader would copy it. */
const program = () => {
  const [, block] = /^```ts\n(.*?)^```$/ms.exec(read("README.md")) ?? []
  if (block === undefined) throw new Error("README.md has no block that begins with ```ts")
  return block
}

const options = {
  compilerOptions: {
    module: "NodeNext", target: "ES2023", lib: ["ES2023", "DOM"], strict: true, noEmit: true, skipLibCheck: false,
    types: [], allowImportingTsExtensions: true
  },
  include: ["*.ts"]
}

/** An empty project beside nothing of ours: it installs the tarballs, type-checks every import and runs the program. */
const consume = (tarballs: ReadonlyArray<Tarball>, folder: string) => {
  const { devDependencies } = JSON.parse(read("package.json"))
  const peers = ["effect", "fast-check", "pg"].map((name) => [name, devDependencies[name]])
  const ours = tarballs.map(({ name, file }) => [name, `file:${file}`])
  const dependencies = Object.fromEntries([...peers, ...ours])
  const imports = tarballs.flatMap(({ name, exports }) => Object.keys(exports)
    .filter((entry) => !entry.endsWith(".json")).map((entry) => `${name}${entry.slice(1)}`))
  mkdirSync(folder)
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module", dependencies }))
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(options))
  writeFileSync(join(folder, "program.ts"), program())
  writeFileSync(join(folder, "imports.ts"), imports.map((from, at) => `export * as A${at} from "${from}"\n`).join(""))
  run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"], folder)
  run(tool("tsc"), ["-p", "."], folder)
  run(process.execPath, ["imports.ts"], folder)
  for (const command of tarballs.flatMap(({ bin = {} }) => Object.keys(bin))) {
    run(process.execPath, [join("node_modules/.bin", command), "--help"], folder)
    console.log(`ok   ${command} --help`)
  }
  const said = run(process.execPath, ["program.ts"], folder)
  console.log(`ok   an empty project type-checks all ${imports.length} ways in and runs the program of the README:`)
  console.log(said.trimEnd().replace(/^/gm, "     "))
}

const folder = mkdtempSync(join(tmpdir(), "packed-"))
try {
  run(process.execPath, ["tools/build.ts"])
  const tarballs = globSync("{packages,adapters}/*/package.json").sort()
    .map((manifest) => pack(resolve(manifest, ".."), folder))
  for (const tarball of tarballs) inspect(tarball)
  consume(tarballs, join(folder, "consumer"))
} catch (failure) {
  console.error(failure instanceof Error ? failure.message : failure)
  process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true })
}
