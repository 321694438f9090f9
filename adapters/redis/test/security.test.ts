/** The security cases that an adapter for Redis has to answer for. */
import type { Session } from "@intendant/core"
import * as Memory from "@intendant/memory"
import { make, type RedisPorts } from "@intendant/redis"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import fc from "fast-check"
import type { Redis } from "ioredis"
import { afterAll, expect, it } from "vitest"
import { hasRedis, startRedis } from "../../../tools/redis.ts"
import { freshPrefix, keptUnder, portsOn } from "./opened.ts"

const now = DateTime.makeUnsafe("2026-03-29T01:30:00.000Z")
const after = (seconds: number) => DateTime.add(now, { seconds })
const { runPromise } = Effect
const atOnce = <Answer>(asked: ReadonlyArray<Effect.Effect<Answer, unknown>>) =>
  runPromise(Effect.all(asked, { concurrency: "unbounded" }))
const times = <Item>(count: number, make: (index: number) => Item) => Array.from({ length: count }, (_, i) => make(i))

type Kind = "throttle" | "one-time" | "session"

/** One question to one port, told so that two storages can be asked alike. */
interface Step {
  readonly kind: Kind
  readonly ask: (ports: RedisPorts, now: DateTime.Utc) => Effect.Effect<unknown, unknown>
  /** The digest that the step puts to use. Nobody makes the same one twice. */
  readonly uses?: string
}

/** Names that mean something to Redis, to its cluster, to JSON or to nobody, and half characters. */
const name = fc.oneof(
  fc.constantFrom("a", "A", "", "{", "}", "{}", "{a}", "}:bond", "bond", "*", "\"", "\\", ":", "session", "\ud800",
    "\udfff", "\ufffd", "a\r\n", "throttle:\"a\"", "a\",\"b", "\u{1f600}"),
  fc.string({ unit: "binary", maxLength: 4 }).map((text) => text.replaceAll("\0", ""))
)
const seconds = fc.integer({ min: 1, max: 60 })

const attempts: fc.Arbitrary<Step> = fc.tuple(name, fc.integer({ min: 1, max: 3 }), fc.boolean()).map(
  ([key, attemptsMax, isReset]) => ({
    kind: "throttle",
    ask: ({ throttle }, at) => isReset
      ? throttle.reset(key)
      : Effect.all([throttle.attempt(key, { attemptsMax, rememberSeconds: 30 }, at), throttle.count(key, at)])
  }))

const secrets: fc.Arbitrary<Step> = fc.tuple(name, name, name, name, seconds, fc.integer({ min: 0, max: 3 })).map(
  ([kind, subject, purpose, digest, lasts, what]) => ({
    kind: "one-time",
    ask: ({ oneTime }, at) => {
      const key = { kind, subject, purpose }
      if (what === 0) return oneTime.revokeAll(subject)
      if (what === 1) return oneTime.redeem(key, digest, at)
      return oneTime.issue({ ...key, digest, expiresAt: DateTime.add(at, { seconds: lasts }), triesMax: 2 })
    }
  }))

const opening: fc.Arbitrary<Step> = fc.tuple(name, name, name, seconds).map(([digest, subject, place, lasts]) => ({
  kind: "session", uses: digest,
  ask: ({ sessions }, at) => sessions.open(
    { digest, subject, place, epoch: 1, level: 2, issuedAt: at, expiresAt: DateTime.add(at, { seconds: lasts }) })
}))

const sessions: fc.Arbitrary<Step> = fc.tuple(name, name, fc.integer({ min: 0, max: 3 })).map(
  ([digest, subject, what]) => ({
    kind: "session",
    ask: ({ sessions: { find, revoke, revokeAll } }, at) => {
      if (what === 0) return revoke(digest)
      return what === 1 ? find(digest, at) : revokeAll(subject, what === 2 ? digest : undefined)
    }
  }))

const kindOf = (key: string): string => /^test-\d+-\d+:\{?(throttle|one-time|session)/.exec(key)?.[1] ?? key

/** What is kept of the other kinds. */
const othersThan = async (kind: Kind, prefix: string, redis: Redis): Promise<string> =>
  JSON.stringify(Object.entries(await keptUnder(prefix, redis)).filter(([key]) => kindOf(key) !== kind).toSorted())

const code = { kind: "code", subject: "usr_1", purpose: "signIn" }

const told = async (): Promise<void> => {
  const server = await startRedis()
  afterAll(server.stop)

  it("SEC-24 any script is answered as in memory, and no operation on one kind touches another", async () => {
    const { redis } = await portsOn(server)
    const step = fc.oneof(attempts, secrets, opening, sessions)
    const script = fc.uniqueArray(step, { maxLength: 40, selector: ({ uses }) => uses ?? Symbol("free") })
    await fc.assert(fc.asyncProperty(script, async (steps) => {
      const prefix = freshPrefix()
      const [here, there] = [make({ redis, prefix }), Memory.open()]
      for (const [index, { kind, ask }] of steps.entries()) {
        const [at, before] = [after(2 * index), await othersThan(kind, prefix, redis)]
        expect(await runPromise(ask(here, at))).toEqual(await runPromise(ask(there, at)))
        expect(await othersThan(kind, prefix, redis)).toBe(before)
      }
    }), { numRuns: 100, seed: 24 })
  })

  it("SEC-24 under another prefix, everything is somebody else's", async () => {
    const [one, two] = [await portsOn(server), await portsOn(server)]
    await runPromise(one.oneTime.issue({ ...code, digest: "right", expiresAt: after(60), triesMax: 3 }))
    expect(await runPromise(two.oneTime.redeem(code, "right", now))).toBe("gone")
    await runPromise(two.oneTime.revokeAll("usr_1"))
    expect(await runPromise(one.oneTime.redeem(code, "right", now))).toBe("accepted")
  })

  it("SEC-27 what was revoked stays so, whatever comes after, and though somebody asks to except it", async () => {
    const { oneTime, sessions } = await portsOn(server)
    const session = (digest: string): Session =>
      ({ digest, subject: "usr_1", place: "acme", epoch: 0, level: 1, issuedAt: now, expiresAt: after(60) })
    const issue = (purpose: string) =>
      oneTime.issue({ ...code, purpose, digest: "right", expiresAt: after(60), triesMax: 3 })
    await runPromise(Effect.all([issue("signIn"), oneTime.revokeAll("usr_1"), issue("reset")]))
    expect(await runPromise(oneTime.redeem(code, "right", now))).toBe("gone")
    const { open, revokeAll, find } = sessions
    await runPromise(Effect.all([open(session("old")), revokeAll("usr_1"), open(session("new"))]))
    expect(await runPromise(find("old", now))).toEqual(Option.none())
    await runPromise(revokeAll("usr_1", "old"))
    expect(await runPromise(Effect.all([find("old", now), find("new", now)]))).toEqual([Option.none(), Option.none()])
  })

  it("SEC-1 SEC-2 SEC-63 of what 64 clients try at once, exactly as much is let through as the rule says", async () => {
    const prefix = freshPrefix()
    const clients = await Promise.all(times(64, () => portsOn(server, prefix)))
    const rule = { attemptsMax: 100, rememberSeconds: 60 }
    const told = await atOnce(times(10, () => clients).flat().map(({ throttle }) => throttle.attempt("k", rule, now)))
    expect(told.filter(({ admitted }) => admitted).map(({ count }) => count).toSorted((a, b) => a - b))
      .toEqual(times(100, (index) => index + 1))
  })

  it("SEC-17 of 100 redemptions at once through 10 clients, one succeeds", async () => {
    const prefix = freshPrefix()
    const clients = await Promise.all(times(10, () => portsOn(server, prefix)))
    await atOnce(clients.slice(0, 1).map(({ oneTime }) =>
      oneTime.issue({ ...code, digest: "right", expiresAt: after(60), triesMax: 3 })))
    const told = await atOnce(times(10, () => clients).flat().map(({ oneTime }) => oneTime.redeem(code, "right", now)))
    expect(told.filter((one) => one === "accepted")).toHaveLength(1)
    expect(told.filter((one) => one === "gone")).toHaveLength(99)
  })
}

const toldWithout = async (): Promise<void> => {
  it("cannot be tried on this machine: there is no REDIS_URL, and redis-server is not installed", () => {
    expect(hasRedis()).toBe(false)
  })
}

await (hasRedis() ? told() : toldWithout())
