/** Writes the pages that the code tells of itself; with `--check` compares them, and names what differs. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"
import { faultsOfPages } from "./docs-checks.ts"
import { pages } from "./docs-pages.ts"

const isCheck = process.argv.includes("--check")
const written = (file: string) => existsSync(file) ? readFileSync(file, "utf8") : undefined

const differing: Array<string> = []
for (const [file, content] of pages()) {
  if (written(file) === content) continue
  differing.push(file)
  if (isCheck) continue
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
  console.log(`written ${file}`)
}
const faults = [
  ...(isCheck ? differing.map((file) => `${file} is not what the code says: npm run docs:write`) : []),
  ...faultsOfPages()
]
for (const fault of faults) console.error(fault)
process.exitCode = faults.length === 0 ? 0 : 1
