/** What makes the figures about signing in worth reading: peers that are there. */
import { expect, it, onTestFinished, vi } from "vitest"
import { openBetterAuth } from "./sign-in-peers.ts"

it("a peer is left out where no folder is named, and missed where a folder lacks it", async () => {
  onTestFinished(() => void vi.unstubAllEnvs())
  vi.stubEnv("INTENDANT_BENCH_PEERS", "")
  expect(await openBetterAuth({})).toBeUndefined()
  vi.stubEnv("INTENDANT_BENCH_PEERS", import.meta.dirname)
  await expect(openBetterAuth({})).rejects.toThrow("better-auth")
})
