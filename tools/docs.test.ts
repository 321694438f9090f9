/** The programs of the handbook run and compile, and each check of its pages catches what it is there for. */
import { execFileSync } from "node:child_process"
import { globSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import ts from "typescript"
import { expect, it } from "vitest"
import { deadLinks, misorder, strayVariables, strayWords, unknownCommands } from "./docs-checks.ts"

const read = (file: string) => readFileSync(file, "utf8")

/** The blocks of a page in a language, in their order. */
const blocks = (file: string, language: string): ReadonlyArray<string> =>
  [...read(file).matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "gms"))].map(([, block = ""]) => block)

it("the first program of the README runs in a folder of its own, and says what the README says", () => {
  const folder = mkdtempSync(join(tmpdir(), "readme-"))
  try {
    symlinkSync(resolve("node_modules"), join(folder, "node_modules"))
    writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }))
    writeFileSync(join(folder, "program.ts"), blocks("README.md", "ts")[0] ?? "")
    const said = execFileSync(process.execPath, ["--conditions=@intendant/source", "program.ts"], {
      cwd: folder, encoding: "utf8"
    })
    expect(said).toBe(blocks("README.md", "text")[0])
  } finally {
    rmSync(folder, { recursive: true })
  }
})

const pages = ["README.md", ...globSync(["docs/**/*.md", "{packages,adapters}/*/README.md"])]
const programs = pages.flatMap((page) =>
  blocks(page, "ts").map((block, index) => [resolve(`${page.replaceAll(/\W/g, "-")}-${index}.ts`), block] as const))

/** What the compiler has against programs that stand in no file, as if they stood in the folder of the project. */
const compile = (texts: ReadonlyMap<string, string>): ReadonlyArray<string> => {
  const { config } = ts.readConfigFile("tsconfig.options.json", ts.sys.readFile)
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, ".")
  const chosen = { ...options, lib: ["lib.es2024.d.ts"], rewriteRelativeImportExtensions: false, noUnusedLocals: false }
  const host = ts.createCompilerHost(chosen)
  const { getSourceFile, fileExists, readFile } = host
  host.fileExists = (file) => texts.has(file) || fileExists(file)
  host.readFile = (file) => texts.get(file) ?? readFile(file)
  host.getSourceFile = (file, version, ...rest) => {
    const text = texts.get(file)
    return text === undefined ? getSourceFile(file, version, ...rest) : ts.createSourceFile(file, text, version)
  }
  const compiled = ts.createProgram([...texts.keys()], chosen, host)
  return [...texts.keys()].flatMap((file) => {
    const source = compiled.getSourceFile(file)
    const faults = [...compiled.getSyntacticDiagnostics(source), ...compiled.getSemanticDiagnostics(source)]
    return faults.map(({ messageText }) => `${file}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`)
  })
}

it("every program of the handbook compiles", () => {
  const broken = [resolve("broken.ts"), "import { nothing } from \"@intendant/core\"\nnothing()\n"] as const
  expect(programs.length).toBeGreaterThan(5)
  expect(compile(new Map([...programs, broken]))).toEqual([expect.stringContaining("broken.ts")])
})

const page = (text: string) => ({ file: "docs/page.md", text })

it("a link to nowhere is found", () => {
  expect(deadLinks(page("[here](adapters.md#one) and [there](nowhere.md)"))).toHaveLength(1)
})

it("a command that package.json does not have is found", () => {
  expect(unknownCommands(page("`npm run --silent scenarios`, `npm run bench -- ledger`, `npm run nothing`"))).toEqual([
    expect.stringContaining("nothing")
  ])
})

it("concepts in another order than the enforced one are found", () => {
  const told = read("docs/reading-path.md")
  expect(misorder(page(told))).toEqual([])
  expect(misorder(page(told.replace("/src/role)", "/src/account)")))).toHaveLength(1)
  const twice = told.replaceAll("[quota]", "[policy]").replaceAll("/src/quota)", "/src/policy)")
  expect(misorder(page(twice))).toHaveLength(1)
})

it("a variable that the README lacks is found, and one that nothing reads", () => {
  const told = read("README.md")
  expect(strayVariables(page(told))).toEqual([])
  expect(strayVariables(page(told.replaceAll("`INTENDANT_DATA`", "`INTENDANT_NOTHING`")))).toHaveLength(2)
})

it("a word that the glossary lacks is found, and one that the code lacks", () => {
  const told = read("docs/glossary.md")
  expect(strayWords(page(told))).toEqual([])
  expect(strayWords(page(told.replaceAll("`StillEnabled`", "`StillThere`")))).toHaveLength(2)
})
