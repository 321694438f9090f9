/** A file in a folder of its own, for one test, and the adapter on it. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Open } from "@intendant/conformance"
import * as Sqlite from "@intendant/sqlite"
import { witnessOf } from "./witness.ts"

export interface Fresh {
  readonly file: string
  readonly remove: () => void
}

/** A file that is not there yet. Remove its folder when it is no longer needed. */
export const freshFile = (): Fresh => {
  const folder = mkdtempSync(join(tmpdir(), "intendant-sqlite-"))
  return { file: join(folder, "portal.db"), remove: () => rmSync(folder, { recursive: true }) }
}

/** The adapter on a fresh file, with everything that the promises ask for. */
export const openFresh: Open = async () => {
  const { file, remove } = freshFile()
  const storage = await Sqlite.open({ file })
  const again = async () => {
    const other = await Sqlite.open({ file })
    return { storage: other, close: other.close }
  }
  return {
    storage,
    witness: witnessOf(file),
    capabilities: {
      durable: { has: again },
      manyProcesses: { has: again },
      holdCommit: { lacks: "one writer at a time holds the file: no commit can begin while another is under way" },
      stops: { has: storage.close }
    },
    close: async () => {
      await storage.close()
      remove()
    }
  }
}
