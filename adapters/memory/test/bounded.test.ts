/** What time forgets takes no memory, and what is due is found without looking at what is not. */
import { later } from "@intendant/core"
import * as Memory from "@intendant/memory"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { expect, it } from "vitest"

const start = DateTime.makeUnsafe("2026-03-29T01:30:00.000Z")
const day = 86_400

it("SEC-63 a million keys that expire leave the memory flat", async () => {
  const { throttle, dump } = Memory.open()
  const rule = { attemptsMax: 5, rememberSeconds: 60 }
  let longest = 0
  for (let second = 0; second < 1_000; second++) {
    const now = later(start, second)
    for (let caller = 0; caller < 1_000; caller++) {
      Effect.runSync(throttle.attempt(`caller ${second}-${caller}`, rule, now))
    }
    if (second % 200 === 199) longest = Math.max(longest, dump().length)
  }
  const perMinute = 60 * 1_000
  expect(longest).toBeGreaterThan(perMinute * 20)
  expect(longest).toBeLessThan(perMinute * 60)
})

it("SEC-63 sessions are forgotten a week after they ran out, and not before", () => {
  const { sessions, dump } = Memory.open()
  const open = (digest: string, issued: number, expires: number) =>
    Effect.runSync(sessions.open({
      digest, subject: "ada", place: "", epoch: 1, level: 1, issuedAt: later(start, issued),
      expiresAt: later(start, expires)
    }))
  const kept = () => ["first", "second", "again", "last"].filter((digest) => dump().includes(`"digest":"${digest}"`))
  open("first", 0, 60)
  open("again", 0, 60)
  Effect.runSync(sessions.revoke("again"))
  open("again", 30, 9 * day)
  open("second", 7 * day, 8 * day)
  expect(kept()).toEqual(["first", "second", "again"])
  open("last", 7 * day + 60, 8 * day)
  expect(kept()).toEqual(["second", "again", "last"])
})

it("SEC-63 answers are forgotten a week after they ran out, and not where a new one took the place", () => {
  const { records, dump } = Memory.open()
  const commit = (key: string, seconds: number, expires: number) => {
    const act = { by: "ada", at: DateTime.formatIso(later(start, seconds)), reason: "", command: {}, grants: [] }
    const once = [{
      scope: "ada", key, digest: "d", answer: seconds, expiresAt: DateTime.formatIso(later(start, expires))
    }]
    Effect.runSync(records.commit({ act, ledger: [], due: [], changes: [], once }))
  }
  const kept = () => ["first", "second", "again", "last"].filter((key) => dump().includes(`"key":"${key}"`))
  commit("first", 0, 60)
  commit("again", 0, 60)
  commit("again", 90, 9 * day)
  commit("second", 7 * day, 8 * day)
  expect(kept()).toEqual(["first", "second", "again"])
  commit("last", 7 * day + 60, 8 * day)
  expect(kept()).toEqual(["second", "again", "last"])
})

it("a hundred thousand accounts are written and read, each without looking at the others", async () => {
  const { records } = Memory.open()
  const act = { by: "ada", at: DateTime.formatIso(start), reason: "", command: {}, grants: [] }
  const count = 100_000
  for (let index = 0; index < count; index++) {
    Effect.runSync(records.commit({
      act, ledger: [], due: [], once: [],
      changes: [{ concept: "policy", id: `p${index}`, basedOn: 0, next: { index }, events: [{}] }]
    }))
  }
  const page = Effect.runSync(records.keys("policy", { after: "p9999", limit: 2 }))
  expect(page.items).toEqual(["p99990", "p99991"])
  expect(Effect.runSync(records.journal({ after: String(count - 1), limit: 5 })).items.map(({ id }) => id))
    .toEqual([`p${count - 1}`])
})
