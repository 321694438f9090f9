/** Comparing a password: counted first, the same for names that nobody bears, and forgotten when right. */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { describe, expect, it } from "vitest"
import type { Records } from "../kernel/records.ts"
import type { Secrets } from "../kernel/secrets.ts"
import type { Throttle } from "../kernel/throttle.ts"
import { type Blueprint, Sealed } from "./model.ts"
import { credentials } from "./use-cases.ts"

const now = DateTime.makeUnsafe("2026-01-15T10:00:00Z")
const later = DateTime.add(now, { minutes: 15 })
const unasked = Effect.die("nobody asks for this here")

/** Ports that write down what is asked of them: a password is right when it is the hash. */
const ports = (release: Blueprint["lockout"]["release"]) => {
  const asked: Array<string> = []
  const tries = new Map<string, number>()
  const note = (text: string) => asked.push(text)
  const throttle: Throttle["Service"] = {
    attempt: (key, { attemptsMax }) => Effect.sync(() => {
      note(`attempt ${key}`)
      const count = (tries.get(key) ?? 0) + 1
      if (count > attemptsMax) return { admitted: false, count: attemptsMax, retryAt: later }
      tries.set(key, count)
      return { admitted: true, count }
    }),
    reset: (key) => Effect.sync(() => { tries.delete(key) }),
    count: (key) => Effect.sync(() => tries.get(key) ?? 0)
  }
  const sealed = Sealed.make({ hash: "sesame", sealedKey: "box" })
  const records: Records["Service"] = {
    loadMany: () => unasked,
    load: ({ id }) => Effect.succeed(id === "acc_1" ? Option.some({ state: sealed, version: 4 }) : Option.none()),
    commit: () => unasked, note: () => unasked, answer: () => unasked, history: () => unasked, journal: () => unasked,
    keys: () => unasked, ready: Effect.void
  }
  const secrets: Secrets["Service"] = {
    newId: () => unasked, newToken: unasked, same: () => unasked, hash: () => unasked, sealNewKey: () => unasked,
    reseal: () => unasked, derive: () => unasked, digest: (text) => Effect.succeed(`digest of ${text}`),
    verify: (hash, password) => Effect.sync(() => {
      note(`compare with ${hash ?? "nothing"}`)
      return hash === Redacted.value(password)
    })
  }
  const { compare } = credentials({ records, secrets, throttle }, {
    lockout: { maxFailures: 2, trip: "onExceeding", release },
    password: { policy: { mode: "advise", shown: {} } }, session: { seconds: 60 }
  })
  return { asked, compare: (subject: string | undefined, password: string) =>
    Effect.runPromise(Effect.result(compare(subject, "acme", Redacted.make(password), now))) }
}
const byAdmin = { _tag: "ByAdmin" } as const

describe("AUT-2", () => {
  it("SEC-1 the third failure is still compared, the fourth is not, nor is the right password then", async () => {
    const { asked, compare } = ports(byAdmin)
    for (let tried = 0; tried < 3; tried++) {
      expect(await compare("acc_1", "open")).toMatchObject({ success: { verdict: "wrong", found: { basedOn: 4 } } })
    }
    for (const password of ["open", "sesame"]) {
      expect(await compare("acc_1", password))
        .toMatchObject({ failure: { _tag: "SignInLocked", parameter: "lockout" } })
    }
    expect(asked.filter((what) => what.startsWith("compare"))).toHaveLength(3)
  })

  it("each try is counted before it is compared", async () => {
    const { asked, compare } = ports(byAdmin)
    await compare("acc_1", "open")
    expect(asked).toEqual(["attempt subject/acc_1", "compare with sesame"])
  })

  it("SEC-9 a right password forgets the wrong ones before it", async () => {
    const { compare } = ports(byAdmin)
    for (const password of ["open", "open", "sesame", "open", "open"]) await compare("acc_1", password)
    expect(await compare("acc_1", "sesame")).toMatchObject({ success: { verdict: "right" } })
  })

  it("when it opens again is told only where it opens by itself", async () => {
    const locked = async (release: Blueprint["lockout"]["release"]) => {
      const { compare } = ports(release)
      for (let tried = 0; tried < 3; tried++) await compare("acc_1", "open")
      return compare("acc_1", "open")
    }
    expect(await locked({ _tag: "AfterSeconds", seconds: 900 })).toMatchObject({ failure: { retryAt: later } })
    expect((await locked(byAdmin))).not.toHaveProperty("failure.retryAt")
  })
})

it("SEC-36 a name that nobody bears is counted and compared like any other, and is never right", async () => {
  const { asked, compare } = ports(byAdmin)
  for (let tried = 0; tried < 3; tried++) {
    expect(await compare(undefined, "sesame")).toMatchObject({ success: { verdict: "wrong" } })
  }
  expect(await compare(undefined, "sesame")).toMatchObject({ failure: { _tag: "SignInLocked" } })
  expect(asked.slice(0, 2)).toEqual(["attempt unknown/digest of acme", "compare with nothing"])
})

it("SEC-5 a stranger's guesses at a name that nobody bears lock nobody", async () => {
  const { compare } = ports(byAdmin)
  for (let tried = 0; tried < 9; tried++) await compare(undefined, "open")
  expect(await compare("acc_1", "sesame")).toMatchObject({ success: { verdict: "right" } })
})
