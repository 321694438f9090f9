/** The JavaScript of every public package; the declarations come from the compiler. */
import { existsSync, globSync } from "node:fs"
import { defineConfig } from "tsup"

const entries = ["index", "promises", "main", "scenarios/index"]

export default globSync("{packages,adapters}/*").map((folder) =>
  defineConfig({
    entry: entries.map((name) => `${folder}/src/${name}.ts`).filter((file) => existsSync(file)),
    outDir: `${folder}/dist`, tsconfig: `${folder}/tsconfig.json`, format: ["esm"], target: "node22", platform: "node",
    dts: false, sourcemap: true, splitting: true, skipNodeModulesBundle: true, silent: true,
    // Some modules of Node have no other name: there is `node:sqlite`, and no `sqlite`.
    removeNodeProtocol: false
  })
)
