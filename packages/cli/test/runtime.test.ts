/** Which Node runs the program, and what one that is too old is told. */
import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { expect, it } from "vitest"
import { nodeLeast, tooOld } from "../src/runtime.ts"

const program = fileURLToPath(new URL("../src/main.ts", import.meta.url))

it("the oldest Node that is taken is the one of the manifest", () => {
  const { engines } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"))
  expect(engines).toEqual({ node: `>=${nodeLeast}` })
  expect(["v22.19.0", "v22.20.1", "v24.0.0", process.version].map(tooOld)).toEqual(Array(4).fill(undefined))
  expect(["v20.20.2", "v22.18.9", "v8.99.99"].map((version) => typeof tooOld(version))).toEqual(Array(3).fill("string"))
})

/** Node as it was: it says so, and has no SQLite. */
const asOld = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from "node:module"
  Object.defineProperty(process, "version", { value: "v20.20.2" })
  registerHooks({ resolve: (name, context, next) => {
    if (name === "node:sqlite") throw new Error("No such built-in module: node:sqlite")
    return next(name, context)
  } })
`)}`

it("a Node that is too old is told in one line, whatever it lacks", () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath, ["--import", asOld, "--conditions=@intendant/source", program, "--help"], { encoding: "utf8" })
  expect([status, stdout, stderr])
    .toEqual([2, "", "intendant: this is Node v20.20.2, and it takes 22.19 or later\n"])
})
