/** Secrets of an installation are made once, whoever asks first, and are there whole or not at all. */
import { readdirSync, statSync } from "node:fs"
import { join } from "node:path"
import { afterAll, expect, it } from "vitest"
import { keptIn } from "../src/key-file.ts"
import { temporaryFolder } from "./spawned.ts"

const { folder, remove } = temporaryFolder()
afterAll(remove)

it("of many who ask at once one makes it; all get the same, and nothing else is left in the folder", async () => {
  const file = join(folder, "installation-key")
  const texts = await Promise.all(Array.from({ length: 32 }, () => keptIn(file, 32)))
  expect(new Set(texts).size).toBe(1)
  expect(Buffer.from(texts[0] ?? "", "base64url").length).toBe(32)
  expect(readdirSync(folder)).toEqual(["installation-key"])
  expect(statSync(file).mode & 0o777).toBe(0o600)
})
