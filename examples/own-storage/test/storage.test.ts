/** The file keeps every promise of every port; the witness reads the file itself. */
import { storageSuite, witnessOf } from "@intendant/conformance"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { it } from "vitest"
import { open } from "../src/index.ts"

storageSuite(it, async () => {
  const folder = mkdtempSync(join(tmpdir(), "own-storage-"))
  const file = join(folder, "portal.json")
  const { close, ...storage } = await open(file)
  return {
    storage, witness: witnessOf(() => readFileSync(file, "utf8")),
    close: async () => rmSync(folder, { recursive: true }),
    capabilities: {
      durable: { has: async () => ({ storage: await open(file) }) },
      manyProcesses: { lacks: "a second process would overwrite what the first one wrote" },
      holdCommit: { lacks: "a batch becomes visible by one renaming of the file, which nothing interrupts" },
      stops: { has: close }
    }
  }
})
