/** The reference keeps every promise. */
import { storageSuite, witnessOf } from "@intendant/conformance"
import * as Memory from "@intendant/memory"
import { it } from "vitest"

storageSuite(it, async () => {
  const { close, dump, ...storage } = Memory.open()
  return {
    storage, witness: witnessOf(dump), close,
    capabilities: {
      durable: { lacks: "what is kept in memory ends with the process" },
      manyProcesses: { lacks: "the memory of a process is its own" },
      holdCommit: { lacks: "a commit is one synchronous step, which nothing interrupts" },
      stops: { has: close }
    }
  }
})
