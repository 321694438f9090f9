/** Scripts for a ledger, and the reference they are compared with: the rule itself, one step after the other. */
import { isWithin, Quota } from "@intendant/core"
import type * as DateTime from "effect/DateTime"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { instant } from "./plans.ts"

/** A step, and how many seconds after the beginning it is taken. */
export interface Taken {
  readonly seconds: number
  readonly step: Quota.Step
}

export const bytes = Quota.Resource.make("bytes")
export const machines = Quota.Resource.make("machines")

/** A small tree, and neighbours that only begin alike. */
export const nodes = ["acme", "acme>a", "acme>a>x", "acme>a>x>y", "acme>b", "acme2", "acme2>c", "Acme>a"] as const

/** From where to where things are carried: within a group, into another, and to where there was nothing. */
const moves = [
  ["acme>a", "acme>c"], ["acme>a>x", "acme>b"], ["acme>b", "acme2>c>b"], ["acme2", "acme>m"]
] as const

const node = fc.constantFrom(...nodes)
const resource = fc.constantFrom(bytes, bytes, bytes, machines)
const holder = fc.constantFrom("h1", "h2", "H1")
const id = fc.constantFrom("r1", "r2", "r3", "r4", "R1")
const amount = fc.constantFrom(1, 2, 3, 7)
const limit: fc.Arbitrary<Quota.Limit> = fc.record({
  amount: fc.constantFrom(0, 3, 5, 9, 12), mode: fc.constantFrom("hard", "hard", "soft"),
  thresholds: fc.constantFrom([], [50], [50, 80, 100], [100, 150])
})

/** The steps that a caller may take at so many seconds. */
export const stepsAt = (seconds: number): fc.Arbitrary<Quota.Step> => fc.oneof(
  { weight: 6, arbitrary: fc.record({ holder, id, node, resource, amount, lasts: fc.constantFrom(-1, 0, 4, 20, 900) })
    .map(({ lasts, ...asked }) => Quota.Reserve.make({ ...asked, until: instant(seconds + lasts) })) },
  { weight: 3, arbitrary: fc.record({ holder, id }).map((one) => Quota.Commit.make(one)) },
  { weight: 3, arbitrary: fc.record({ holder, id }).map((one) => Quota.Release.make(one)) },
  { weight: 3, arbitrary: fc.record({ holder, id, node, resource, amount }).map((one) => Quota.Take.make(one)) },
  { weight: 1, arbitrary: holder.map((one) => Quota.ReleaseHolder.make({ holder: one })) },
  { weight: 4, arbitrary: fc.record({ node, resource, limit: fc.option(limit, { freq: 6 }) })
    .map((one) => Quota.SetLimit.make(one)) },
  { weight: 1, arbitrary: fc.constantFrom(...moves).map(([from = "", to = ""]) => Quota.Move.make({ from, to })) }
)

/** Scripts of up to so many steps, while time goes on. */
export const scripts = (stepsMax: number): fc.Arbitrary<ReadonlyArray<Taken>> =>
  fc.array(fc.constantFrom(0, 0, 1, 5), { minLength: 1, maxLength: stepsMax }).chain((waits) => {
    let seconds = 0
    const instants = waits.map((wait) => { seconds += wait; return seconds })
    return fc.tuple(...instants.map((now) => stepsAt(now).map((step) => ({ seconds: now, step }))))
  })

/** The ledger as it is meant: everything is known, and every step is the rule's. */
export interface ReferenceLedger {
  readonly take: (step: Quota.Step, now: DateTime.Utc) => Result.Result<ReadonlyArray<Quota.Event>, Quota.Refusal>
  readonly counter: (node: string, resource: Quota.Resource, now: DateTime.Utc) => Quota.Counter
  readonly counters: (now: DateTime.Utc) => ReadonlyArray<Quota.Counter>
}

export const referenceLedger = (): ReferenceLedger => {
  let counters = new Map<string, Quota.Counter>()
  let entries = new Map<string, Quota.Entry>()

  const settle = (steps: ReadonlyArray<Quota.Step>, now: DateTime.Utc) => Quota.settle({
    counter: (node, resource) => counters.get(Quota.counterKey({ node, resource })),
    entry: (holder, id) => entries.get(Quota.entryKey({ holder, id })),
    entriesOf: (holder) => [...entries.values()].filter((entry) => entry.holder === holder),
    within: (node) => ({
      counters: [...counters.values()].filter((counter) => isWithin(counter.node, node)),
      entries: [...entries.values()].filter((entry) => isWithin(entry.node, node))
    }),
    lapsing: [...entries.values()]
  }, steps, now)

  const at = (now: DateTime.Utc) =>
    new Map([...counters, ...settle([], now).counters.map((one) => [Quota.counterKey(one), one] as const)])

  return {
    take: (step, now) => {
      const settlement = settle([step], now)
      counters = new Map([...counters, ...settlement.counters.map((one) => [Quota.counterKey(one), one] as const)])
      entries = new Map([...entries, ...settlement.entries.map((one) => [Quota.entryKey(one), one] as const)])
      return settlement.answers[0] ?? Result.succeed([])
    },
    counter: (node, resource, now) => at(now).get(Quota.counterKey({ node, resource })) ?? emptyCounter(node, resource),
    counters: (now) => [...at(now).values()]
  }
}

/** The count of what was never written. */
export const emptyCounter = (node: string, resource: Quota.Resource): Quota.Counter =>
  ({ node, resource, limit: null, own: { held: 0, reserved: 0 }, group: { held: 0, reserved: 0 } })

/** The same step below another root, by other holders: scripts that do not meet. */
export const apart = (step: Quota.Step, prefix: string): Quota.Step => {
  switch (step._tag) {
    case "SetLimit": return { ...step, node: `${prefix}${step.node}` }
    case "Move": return { ...step, from: `${prefix}${step.from}`, to: `${prefix}${step.to}` }
    case "Commit":
    case "Release":
    case "ReleaseHolder": return { ...step, holder: `${prefix}${step.holder}` }
    case "Reserve":
    case "Take": return { ...step, holder: `${prefix}${step.holder}`, node: `${prefix}${step.node}` }
  }
}

const hard = (amount: number, ...thresholds: ReadonlyArray<number>): Quota.Limit =>
  ({ amount, mode: "hard", thresholds })
const soft = (amount: number, ...thresholds: ReadonlyArray<number>): Quota.Limit =>
  ({ amount, mode: "soft", thresholds })
const limiting = (place: string, limit: Quota.Limit | null) =>
  Quota.SetLimit.make({ node: place, resource: bytes, limit })
const reserving = (name: string, place: string, amount: number, untilSeconds = 900) => Quota.Reserve.make({
  holder: "h1", id: name, node: place, resource: bytes, amount, until: instant(untilSeconds)
})
const committing = (name: string) => Quota.Commit.make({ holder: "h1", id: name })
const releasing = (name: string) => Quota.Release.make({ holder: "h1", id: name })
const moving = (from: string, to: string) => Quota.Move.make({ from, to })

/** The life in which every verb matters: promised, used, given back, refused, too late, moved, passed, and over. */
export const life: ReadonlyArray<Taken> = [
  ...[
    reserving("r1", "acme>a>x", 7), limiting("acme", hard(9, 50, 80)), committing("r1"), reserving("r2", "acme>b", 3),
    reserving("r2", "acme>b", 2, 5), reserving("r2", "acme>b", 1), reserving("r2", "acme>b", 2), releasing("r1"),
    reserving("r1", "acme>a>x", 7), committing("unknown"), releasing("unknown"), limiting("acme>a", soft(3, 100, 150)),
    reserving("r3", "acme>a", 5), committing("r3"), moving("acme>a", "acme>c"), moving("acme>c", "acme2>c"),
    limiting("acme2", hard(1, 100)),
    Quota.Take.make({ holder: "h2", id: "t", node: "acme2", resource: machines, amount: 2 })
  ].map((step) => ({ seconds: 0, step })),
  ...[
    committing("r2"), reserving("r4", "acme>b", 9), releasing("r4"), reserving("R1", "Acme>a", 3, 20),
    limiting("acme", null),
    Quota.Take.make({ holder: "h1", id: "t", node: "acme>a>x>y", resource: bytes, amount: 3 }),
    Quota.ReleaseHolder.make({ holder: "h1" }), committing("t"), limiting("acme2", hard(0))
  ].map((step) => ({ seconds: 5, step })),
  { seconds: 30, step: reserving("R2", "Acme>a", 2) }
]
