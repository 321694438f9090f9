/** What becomes of the storage when the file cannot be written. */
import type { Plan } from "@intendant/core"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it } from "vitest"
import { open } from "../src/index.ts"

const key = { concept: "policy", id: "acme>>nightly" }
const plan: Plan = {
  act: { by: "ada", at: "2026-01-15T10:00:00.000Z", reason: "", command: {}, grants: [] },
  changes: [{ ...key, basedOn: 0, next: { _tag: "Defined" }, events: [] }], ledger: [], due: [], once: []
}

it("a change that cannot be written is none, and the same change is kept once it can", async () => {
  const folder = mkdtempSync(join(tmpdir(), "own-storage-"))
  const { records } = await open(join(folder, "portal.json"))
  rmSync(folder, { recursive: true })
  const failed = await Effect.runPromise(Effect.result(records.commit(plan)))
  expect(Result.isFailure(failed) && failed.failure._tag).toBe("Unavailable")
  expect(await Effect.runPromise(records.load(key))).toEqual(Option.none())
  mkdirSync(folder)
  await Effect.runPromise(records.commit(plan))
  expect(Option.isSome(await Effect.runPromise(records.load(key)))).toBe(true)
  rmSync(folder, { recursive: true })
})
