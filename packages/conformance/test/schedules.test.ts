/** Every order in which a few steps can meet: what is right passes in all of them, and what is wrong is found. */
import { exploreSchedules, type Meeting } from "@intendant/conformance"
import { Quota } from "@intendant/core"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { expect, it } from "vitest"
import { checkThenAct, gathered, optimistic, readThenWrite, refusesFromMemory } from "./stepped.ts"

const bytes = Quota.Resource.make("bytes")
const until = DateTime.makeUnsafe("2999-01-01T00:00:00Z")
const limiting = (node: string, amount: number) =>
  Quota.SetLimit.make({ node, resource: bytes, limit: { amount, mode: "hard", thresholds: [] } })
const reserving = (id: string, node: string, amount: number, holder = "h1") =>
  Quota.Reserve.make({ holder, id, node, resource: bytes, amount, until })
const committing = (id: string, holder = "h1") => Quota.Commit.make({ holder, id })
const releasing = (id: string, holder = "h1") => Quota.Release.make({ holder, id })

const meetings: Readonly<Record<string, Meeting>> = {
  "four ask, and not all fit": {
    before: [limiting("acme", 10), limiting("acme>a", 7)],
    callers: [
      [reserving("r1", "acme>a", 6)], [reserving("r2", "acme>b", 4, "h2")], [reserving("r3", "acme>a", 3, "h2")],
      [reserving("r4", "acme", 1)]
    ]
  },
  "two promise, and one gives back while the other uses": {
    before: [limiting("acme", 10)],
    callers: [
      [reserving("r1", "acme>a", 6), releasing("r1")], [reserving("r2", "acme>b", 6, "h2"), committing("r2", "h2")]
    ]
  },
  "the same is asked for twice, used and given back": {
    before: [limiting("acme", 6), reserving("r0", "acme>b", 2)],
    callers: [[reserving("r1", "acme>a", 4)], [reserving("r1", "acme>a", 4)], [committing("r1"), releasing("r1")]]
  },
  "a limit is lowered, and everything of one holder comes back": {
    before: [limiting("acme", 10), reserving("r0", "acme>a", 5, "h2")],
    callers: [
      [limiting("acme", 4)], [Quota.ReleaseHolder.make({ holder: "h2" })], [reserving("r1", "acme>b", 4, "h2")]
    ]
  },
  "what is below moves while others ask where it was, and where it goes": {
    before: [limiting("acme", 10), limiting("acme>b", 5), reserving("r0", "acme>a", 4)],
    callers: [
      [Quota.Move.make({ from: "acme>a", to: "acme>b" })], [reserving("r1", "acme>b", 3, "h2")], [committing("r0")]
    ]
  }
}
const overcrowded: Meeting = {
  before: [limiting("acme", 10)],
  callers: [[reserving("r1", "acme>a", 6)], [reserving("r2", "acme>b", 6, "h2")]]
}
const forgetful: Meeting = {
  before: [limiting("acme", 10), reserving("r0", "acme>a", 9)],
  callers: [[releasing("r0")], [reserving("r1", "acme>b", 5, "h2"), reserving("r2", "acme>b", 6, "h2")]]
}

it.each(Object.entries(meetings))("QTA-3 a ledger that gathers its callers is the rule in every order: %s",
  async (_, meeting) => {
  const { fault, schedules } = await exploreSchedules(gathered, meeting)
  expect(fault).toBeUndefined()
  expect(schedules).toBeGreaterThan(100)
})

it.each([["three of them", { ...overcrowded, callers: [...overcrowded.callers, [releasing("r1")]] }],
  ["a release", forgetful]])(
  "QTA-3 two processes that write only over what they read are the rule in every order: %s", async (_, meeting) => {
    const { fault, schedules } = await exploreSchedules(optimistic, meeting)
    expect(fault).toBeUndefined()
    expect(schedules).toBeGreaterThan(10)
  }
)

it("looking first and acting afterwards passes a limit", async () => {
  const { fault } = await exploreSchedules(checkThenAct, overcrowded)
  expect(fault?.what).toBe("acme holds 12 of 10")
})

it("reading first and writing afterwards loses what another wrote", async () => {
  const { fault } = await exploreSchedules(readThenWrite, overcrowded)
  expect(fault?.what).toMatch(/^no order of the steps explains/)
})

it("refusing by what was read earlier refuses what fits", async () => {
  const { fault } = await exploreSchedules(refusesFromMemory, forgetful)
  expect(fault?.what).toMatch(/^no order of the steps explains/)
})

it("a caller who is never answered is found", async () => {
  const { fault } = await exploreSchedules((point) => {
    const { kept, ledger } = gathered(point)
    return { kept, ledger: { ...ledger,
      take: (step, asker) => step._tag === "Commit" ? Effect.never : ledger.take(step, asker) } }
  }, { before: [], callers: [[committing("r1")]] })
  expect(fault?.what).toBe("a caller is never answered")
})

it("every order is tried: as many as there are ways to mix two callers who meet nowhere", async () => {
  const alone: Meeting = { before: [], callers: [[releasing("none")], [releasing("none")]] }
  const { schedules } = await exploreSchedules(readThenWrite, alone)
  expect(schedules).toBeGreaterThanOrEqual(20)
})
