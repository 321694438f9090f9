/** The promises of `OneTime`: what works once does not work twice, nor for anything else, nor too late. */
import type { OneTimeSecret } from "@intendant/core"
import * as Effect from "effect/Effect"
import { instant, longName, lookalikes, reopened, throughAll, times, turnOf } from "./plans.ts"
import { promise, suite } from "./promise.ts"
import { atOnce, same, tally } from "./same.ts"

const now = instant(0)
const key = { kind: "code", subject: "usr_1", purpose: "signIn" }
const secret = (more: Partial<OneTimeSecret> = {}): OneTimeSecret =>
  ({ ...key, digest: "right", expiresAt: instant(60), triesMax: 3, ...more })

export const oneTimeSuite = suite([
  promise("O-1 the right answer is accepted once, and then there is nothing more", ({ storage: { oneTime } }) =>
    Effect.gen(function*() {
      same("before it was issued", yield* oneTime.redeem(key, "right", now), "gone")
      yield* oneTime.issue(secret())
      same("a wrong answer", yield* oneTime.redeem(key, "wrong", now), "wrong")
      same("an answer that differs by its case", yield* oneTime.redeem(key, "Right", now), "wrong")
      same("the right answer", yield* oneTime.redeem(key, "right", now), "accepted")
      same("the right answer again", yield* oneTime.redeem(key, "right", now), "gone")
    })),

  promise("O-2 a hundred right answers at once are one acceptance", (opened) =>
    throughAll(opened, (storages) =>
      Effect.gen(function*() {
        yield* opened.storage.oneTime.issue(secret())
        const told = yield* atOnce(times(100, (index) => turnOf(storages, index).oneTime.redeem(key, "right", now)))
        same("the answers", tally(told), { accepted: 1, gone: 99 })
      }))),

  promise("O-3 the newest secret of its key is the only one that works", ({ storage: { oneTime } }) =>
    Effect.gen(function*() {
      yield* oneTime.issue(secret({ digest: "old", triesMax: 9 }))
      yield* oneTime.issue(secret({ digest: "new" }))
      same("the old one", yield* oneTime.redeem(key, "old", now), "wrong")
      same("the new one", yield* oneTime.redeem(key, "new", now), "accepted")
      same("the old one afterwards", yield* oneTime.redeem(key, "old", now), "gone")
    })),

  promise("O-4 secrets of different kinds, subjects or purposes never meet (SEC-24)", ({ storage: { oneTime } }) =>
    Effect.gen(function*() {
      const others = [
        { ...key, kind: "link" }, { ...key, subject: "usr_2" }, { ...key, purpose: "reset" },
        { kind: "signIn", subject: "usr_1", purpose: "code" }, { kind: "cod", subject: "eusr_1", purpose: "signIn" }
      ]
      yield* oneTime.issue(secret())
      for (const other of others) same("the same answer elsewhere", yield* oneTime.redeem(other, "right", now), "gone")
      yield* atOnce(others.map((other, index) => oneTime.issue(secret({ ...other, digest: `right ${index}` }))))
      same("the first", yield* oneTime.redeem(key, "right", now), "accepted")
      for (const [index, other] of others.entries()) {
        same("its own answer", yield* oneTime.redeem(other, `right ${index}`, now), "accepted")
      }
    })),

  promise("O-5 after so many wrong answers the secret is dead, and a new one is not", ({ storage: { oneTime } }) =>
    Effect.gen(function*() {
      yield* oneTime.issue(secret())
      const wrong = yield* Effect.forEach(times(3, () => "wrong"), (digest) => oneTime.redeem(key, digest, now))
      same("the wrong answers", wrong, ["wrong", "wrong", "wrong"])
      same("the right one, too late", yield* oneTime.redeem(key, "right", now), "gone")
      yield* oneTime.issue(secret({ digest: "new" }))
      const again = yield* Effect.forEach(["wrong", "wrong", "new"], (digest) => oneTime.redeem(key, digest, now))
      same("with a new one", again, ["wrong", "wrong", "accepted"])
    })),

  promise("O-6 a hundred wrong answers at once are counted: no more are compared than the secret bears", (opened) =>
    throughAll(opened, (storages) =>
      Effect.gen(function*() {
        yield* opened.storage.oneTime.issue(secret({ triesMax: 5 }))
        const told = yield* atOnce(times(100,
          (index) => turnOf(storages, index).oneTime.redeem(key, `wrong ${index}`, now)))
        same("the answers", tally(told), { wrong: 5, gone: 95 })
        same("the right one, too late", yield* opened.storage.oneTime.redeem(key, "right", now), "gone")
      }))),

  promise("O-7 from its instant on a secret has expired, though nobody cleaned up", ({ storage: { oneTime } }) =>
    Effect.gen(function*() {
      yield* oneTime.issue(secret())
      same("when it expires", yield* oneTime.redeem(key, "right", instant(60)), "gone")
      same("a moment before", yield* oneTime.redeem(key, "right", instant(59.999)), "accepted")
    })),

  promise("O-8 nothing issued to a subject works once all is revoked, and others' secrets do",
    ({ storage: { oneTime } }) =>
    Effect.gen(function*() {
      const other = { ...key, subject: "usr_10" }
      yield* atOnce([secret(), secret({ kind: "link" }), secret({ purpose: "reset" }),
        secret(other)].map(oneTime.issue))
      yield* oneTime.revokeAll("usr_1")
      yield* oneTime.revokeAll("nobody")
      for (const mine of [key, { ...key, kind: "link" }, { ...key, purpose: "reset" }]) {
        same("a revoked one", yield* oneTime.redeem(mine, "right", now), "gone")
      }
      same("another's", yield* oneTime.redeem(other, "right", now), "accepted")
      yield* oneTime.issue(secret())
      same("one issued afterwards", yield* oneTime.redeem(key, "right", now), "accepted")
    })),

  promise("O-9 subjects apart by a case, an accent, a blank or a composition are apart", ({ storage: { oneTime } }) =>
    Effect.gen(function*() {
      const subjects = [...lookalikes, longName]
      yield* atOnce(subjects.map((subject) => oneTime.issue(secret({ subject, digest: `of ${subject}` }))))
      yield* oneTime.revokeAll("i")
      const told = yield* Effect.forEach(subjects,
        (subject) => oneTime.redeem({ ...key, subject }, `of ${subject}`, now))
      same("the answers", told, subjects.map((subject) => subject === "i" ? "gone" : "accepted"))
    })),

  promise("O-10 the newest secret has its own end and its own tries, and nothing of the one before it",
    ({ storage: { oneTime } }) =>
    Effect.gen(function*() {
      yield* oneTime.issue(secret({ digest: "old", triesMax: 9 }))
      yield* Effect.forEach(times(2, () => "wrong"), (digest) => oneTime.redeem(key, digest, now))
      yield* oneTime.issue(secret({ triesMax: 2, expiresAt: instant(90) }))
      same("one wrong answer", yield* oneTime.redeem(key, "wrong", now), "wrong")
      same("the right one, after the end of the old one", yield* oneTime.redeem(key, "right", instant(80)), "accepted")
      yield* oneTime.issue(secret({ triesMax: 9 }))
      yield* oneTime.issue(secret({ triesMax: 1, expiresAt: instant(30) }))
      same("when the newest has ended", yield* oneTime.redeem(key, "right", instant(30)), "gone")
      same("its one wrong answer", yield* oneTime.redeem(key, "wrong", now), "wrong")
      same("no other", yield* oneTime.redeem(key, "right", now), "gone")
    })),

  promise("O-11 what was issued works for whoever comes later, and what was used does not", (opened) =>
    Effect.gen(function*() {
      const { oneTime } = opened.storage
      const used = { ...key, purpose: "reset" }
      yield* oneTime.issue(secret())
      yield* oneTime.issue(secret(used))
      same("the right answer", yield* oneTime.redeem(used, "right", now), "accepted")
      yield* reopened(opened, (later) =>
        Effect.gen(function*() {
          same("what was used", yield* later.oneTime.redeem(used, "right", now), "gone")
          same("what was not", yield* later.oneTime.redeem(key, "right", now), "accepted")
        }))
    }))
])
