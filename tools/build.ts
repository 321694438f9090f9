/** Builds every public package from nothing: declarations by the compiler, JavaScript by the bundler. */
import { spawnSync } from "node:child_process"
import { copyFileSync, globSync, rmSync } from "node:fs"

const packages = globSync("{packages,adapters}/*/tsconfig.json").map((file) => file.replace("/tsconfig.json", ""))
for (const folder of packages) rmSync(`${folder}/dist`, { recursive: true, force: true })
for (const [tool, ...line] of [["tsc", "-b", ...packages], ["tsup"]]) {
  if (spawnSync(`node_modules/.bin/${tool}`, line, { stdio: "inherit" }).status !== 0) process.exit(1)
}
for (const folder of packages) copyFileSync("LICENSE", `${folder}/dist/LICENSE`)
