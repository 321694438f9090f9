/** The promises of `Sessions`: who is signed in is found, until the time is over or somebody ends it. */
import type { Session } from "@intendant/core"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { instant, longName, lookalikes, reopened, throughAll, times, turnOf } from "./plans.ts"
import { promise, suite } from "./promise.ts"
import { atOnce, same } from "./same.ts"

const now = instant(0)
const session = (digest: string, more: Partial<Session> = {}): Session => ({
  digest, subject: "acc_1", place: "acme>\u00e9", epoch: 3, level: 1, issuedAt: instant(-1.001),
  expiresAt: instant(60), ...more
})
/** Every field, instants as text. */
const told = (found: Option.Option<Session>) =>
  Option.match(found, { onNone: () => "nobody", onSome: ({ issuedAt, expiresAt, ...rest }) =>
    ({ ...rest, issuedAt: DateTime.formatIso(issuedAt), expiresAt: DateTime.formatIso(expiresAt) }) })
const hoped = (one: Session) => told(Option.some(one))

export const sessionsSuite = suite([
  promise("S-1 a session is found by its digest, with all that was kept of it", ({ storage: { sessions } }) =>
    Effect.gen(function*() {
      yield* sessions.open(session("d"))
      yield* sessions.open(session("e", { subject: "acc_2", epoch: 0, level: 3 }))
      same("the session", told(yield* sessions.find("d", now)), hoped(session("d")))
      same("the other one", told(yield* sessions.find("e", now)),
        hoped(session("e", { subject: "acc_2", epoch: 0, level: 3 })))
      same("one that was never opened", told(yield* sessions.find("x", now)), "nobody")
    })),

  promise("S-2 from its instant on a session has expired, though nobody cleaned up", ({ storage: { sessions } }) =>
    Effect.gen(function*() {
      yield* sessions.open(session("d"))
      same("when it expires", told(yield* sessions.find("d", instant(60))), "nobody")
      same("a moment before", told(yield* sessions.find("d", instant(59.999))), hoped(session("d")))
    })),

  promise("S-3 a session that was revoked is found by nobody from then on; the others are", (opened) =>
    throughAll(opened, (storages) =>
      Effect.gen(function*() {
        const { sessions } = opened.storage
        yield* atOnce(["d", "e", "f"].map((digest) => sessions.open(session(digest))))
        yield* sessions.revoke("d")
        yield* sessions.revoke("never opened")
        for (const storage of storages) {
          same("the revoked one", told(yield* storage.sessions.find("d", now)), "nobody")
          same("another of its subject", told(yield* storage.sessions.find("e", now)), hoped(session("e")))
        }
      }))),

  promise("S-4 every session of a subject ends, but the one excepted; those of others do not", (opened) =>
    throughAll(opened, (storages) =>
      Effect.gen(function*() {
        const { sessions } = opened.storage
        yield* atOnce(["a", "b", "c"].map((digest) => sessions.open(session(digest))))
        yield* atOnce(["x", "y"].map((digest) => sessions.open(session(digest, { subject: "acc_10" }))))
        yield* sessions.revokeAll("acc_1", "b")
        const found = (digest: string, index: number) => turnOf(storages, index).sessions.find(digest, now)
        const first = yield* Effect.forEach(["a", "b", "c", "x", "y"], found)
        same("but one", first.map(Option.isSome), [false, true, false, true, true])
        yield* sessions.revokeAll("acc_1", "x")
        yield* sessions.revokeAll("acc_10")
        const second = yield* Effect.forEach(["a", "b", "c", "x", "y"], found)
        same("then all", second.map(Option.isSome), [false, false, false, false, false])
      }))),

  promise("S-5 a digest that is in use never becomes somebody else's", (opened) =>
    throughAll(opened, (storages) =>
      Effect.gen(function*() {
        yield* opened.storage.sessions.open(session("d"))
        yield* atOnce(times(9, (index) =>
          Effect.result(turnOf(storages, index).sessions.open(session("d", { subject: `thief ${index}` })))))
        same("whose it is", told(yield* opened.storage.sessions.find("d", now)), hoped(session("d")))
      }))),

  promise("S-6 digests and subjects apart by a case, an accent, a blank or a composition are apart",
    ({ storage: { sessions } }) =>
    Effect.gen(function*() {
      const names = [...lookalikes, longName]
      yield* atOnce(names.map((name) => sessions.open(session(name, { subject: name, place: name }))))
      yield* sessions.revoke("acme>nas")
      yield* sessions.revokeAll("i")
      for (const name of names) {
        const is = name === "acme>nas" || name === "i" ? "nobody" : hoped(session(name, { subject: name, place: name }))
        same(`the session ${name}`, told(yield* sessions.find(name, now)), is)
      }
    })),

  promise("S-7 who asks for a session does not prolong it, and who ends all of them can sign in again",
    ({ storage: { sessions } }) =>
    Effect.gen(function*() {
      yield* sessions.open(session("d"))
      for (const at of [0, 30, 59.999]) {
        same(`at ${at}`, told(yield* sessions.find("d", instant(at))), hoped(session("d")))
      }
      same("when it expires", told(yield* sessions.find("d", instant(60))), "nobody")
      yield* sessions.revokeAll("acc_1")
      yield* sessions.open(session("e"))
      same("one that was opened since", told(yield* sessions.find("e", now)), hoped(session("e")))
      same("the one before", told(yield* sessions.find("d", now)), "nobody")
    })),

  promise("S-8 who was signed in is so for whoever comes later, and who was signed out is not", (opened) =>
    Effect.gen(function*() {
      const { sessions } = opened.storage
      yield* atOnce(["d", "e"].map((digest) => sessions.open(session(digest))))
      yield* sessions.revoke("d")
      yield* reopened(opened, (later) =>
        Effect.gen(function*() {
          same("the revoked one", told(yield* later.sessions.find("d", now)), "nobody")
          same("the other", told(yield* later.sessions.find("e", now)), hoped(session("e")))
        }))
    }))
])
