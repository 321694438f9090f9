/** What makes the figures about sessions worth reading: peers that are there, and a sketch that keeps its word. */
import type { Storage } from "@intendant/core"
import * as Memory from "@intendant/memory"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { expect, it, onTestFinished, vi } from "vitest"
import { cachedPortal } from "./sign-in-cache.ts"
import { openBetterAuth } from "./sign-in-peers.ts"
import { digestOf, enterprise, fill, idAt, type Portal, sessionOf } from "./sign-in-world.ts"

const who = ({ authenticate }: Portal, token: string): Promise<string> =>
  Effect.runPromise(Effect.match(authenticate(Redacted.make(token)), {
    onFailure: ({ _tag }) => _tag, onSuccess: ({ actor }) => actor.id
  }))

const filled = async (): Promise<Storage> => {
  const storage = Memory.open()
  await Effect.runPromise(fill(storage, 3))
  return storage
}

it("a peer is left out where no folder is named, and missed where a folder lacks it", async () => {
  onTestFinished(() => void vi.unstubAllEnvs())
  vi.stubEnv("INTENDANT_BENCH_PEERS", "")
  expect(await openBetterAuth({})).toBeUndefined()
  vi.stubEnv("INTENDANT_BENCH_PEERS", import.meta.dirname)
  await expect(openBetterAuth({})).rejects.toThrow("better-auth")
})

it("the sketch asks once while it remembers, and forgets at once what ends in its own process", async () => {
  const storage = await filled()
  let asked = 0
  const find: Storage["sessions"]["find"] = (digest, now) => {
    asked += 1
    return storage.sessions.find(digest, now)
  }
  const portal = cachedPortal({ ...storage, sessions: { ...storage.sessions, find } })
  const [one, two] = [await sessionOf(storage, 0), await sessionOf(storage, 1)]
  for (let time = 0; time < 3; time++) expect(await who(portal, one)).toBe(idAt(0))
  expect([await who(portal, two), asked]).toEqual([idAt(1), 2])
  await Effect.runPromise(portal.signOut(Redacted.make(one)))
  const { actor } = portal.roleDesk("operator")
  await Effect.runPromise(portal.submitUser({
    actor, reason: "", command: { _tag: "RevokeAccess", enterprise, userId: idAt(1) }
  }))
  expect([await who(portal, one), await who(portal, two)]).toEqual(["NotSignedIn", "NotSignedIn"])
})

it("the sketch does not remember an answer that was under way when its session ended", async () => {
  const storage = await filled()
  const token = await sessionOf(storage)
  const ended: Array<string> = []
  const find: Storage["sessions"]["find"] = (digest, now) =>
    Effect.tap(storage.sessions.find(digest, now), () => Effect.suspend(() => {
      if (ended.length > 0) return Effect.void
      ended.push(digest)
      return portal.signOut(Redacted.make(token))
    }))
  const portal: Portal = cachedPortal({ ...storage, sessions: { ...storage.sessions, find } })
  expect(await who(portal, token)).toBe(idAt(0))
  expect(await who(portal, token)).toBe("NotSignedIn")
})

it("the sketch remembers nobody beyond the end of the session", async () => {
  const storage = await filled()
  vi.useFakeTimers({ toFake: ["Date", "performance"] })
  onTestFinished(() => void vi.useRealTimers())
  const token = "per_soon-over"
  const now = DateTime.makeUnsafe(Date.now())
  await Effect.runPromise(storage.sessions.open({
    digest: digestOf(token), subject: idAt(0), place: enterprise, epoch: 0, level: 3,
    issuedAt: now, expiresAt: DateTime.add(now, { milliseconds: 100 })
  }))
  const portal = cachedPortal(storage)
  expect(await who(portal, token)).toBe(idAt(0))
  vi.advanceTimersByTime(100)
  expect(await who(portal, token)).toBe("NotSignedIn")
})
