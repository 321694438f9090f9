/** Ledgers over a storage that waits before every read and write: one that is right, and ways to be wrong. */
import type { Point, Stepped } from "@intendant/conformance"
import { gather, isWithin, lineage, Quota, Unavailable } from "@intendant/core"
import type * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Result from "effect/Result"

type Take = Quota.Ledger["Service"]["take"]

/** Everything that is kept at one instant. */
interface Snapshot {
  readonly counters: ReadonlyMap<string, Quota.Counter>
  readonly entries: ReadonlyMap<string, Quota.Entry>
}

const settle = ({ counters, entries }: Snapshot, steps: ReadonlyArray<Quota.Step>, now: DateTime.Utc) => Quota.settle({
  counter: (node, resource) => counters.get(Quota.counterKey({ node, resource })),
  entry: (holder, id) => entries.get(Quota.entryKey({ holder, id })),
  entriesOf: (holder) => [...entries.values()].filter((entry) => entry.holder === holder),
  within: (node) => ({
    counters: [...counters.values()].filter((counter) => isWithin(counter.node, node)),
    entries: [...entries.values()].filter((entry) => isWithin(entry.node, node))
  }),
  lapsing: []
}, steps, now)

/** Reads everything in one step, and writes in one step; the version counts the writes. */
const storage = (point: Point) => {
  let snapshot: Snapshot = { counters: new Map(), entries: new Map() }
  let version = 0
  const write = ({ counters, entries }: Quota.Settlement) => {
    version += 1
    snapshot = {
      counters: new Map([...snapshot.counters, ...counters.map((one) => [Quota.counterKey(one), one] as const)]),
      entries: new Map([...snapshot.entries, ...entries.map((one) => [Quota.entryKey(one), one] as const)])
    }
  }
  return {
    kept: () => [...snapshot.counters.values()],
    read: async () => {
      await point()
      return { snapshot, version }
    },
    write: async (settlement: Quota.Settlement) => {
      await point()
      write(settlement)
    },
    /** Writes only if nobody else has written since. */
    writeUnchanged: async (settlement: Quota.Settlement, since: number) => {
      await point()
      if (version !== since) return false
      write(settlement)
      return true
    },
    add: async (counter: Pick<Quota.Counter, "node" | "resource">, amount: number) => {
      await point()
      const { own, group, limit } = snapshot.counters.get(Quota.counterKey(counter))
        ?? { own: { held: 0, reserved: 0 }, group: { held: 0, reserved: 0 }, limit: null }
      const next = { ...counter, own, limit, group: { ...group, reserved: group.reserved + amount } }
      write({ answers: [], counters: [next], entries: [] })
    }
  }
}
type SteppedStorage = ReturnType<typeof storage>

const stepped = (makeTake: (storage: SteppedStorage) => Take) => (point: Point): Stepped => {
  const kept = storage(point)
  const unasked = Effect.die("no schedule asks for this")
  return { kept: kept.kept, ledger: { take: makeTake(kept), counter: () => unasked, heaviest: () => unasked } }
}

const exitOf = (answer: Result.Result<unknown, Quota.Refusal>): Exit.Exit<void, Quota.Refusal | Unavailable> =>
  Result.match(answer, { onSuccess: () => Exit.void, onFailure: (refusal) => Exit.fail(refusal) })
const broken = (cause: unknown) => new Unavailable({ cause })
interface Ask {
  readonly step: Quota.Step
  readonly now: DateTime.Utc
}
const instantOf = (asks: ReadonlyArray<Ask>) => {
  const [first] = asks
  if (first === undefined) throw new Error("a batch of nobody")
  return first.now
}

/** One process: callers wait while a batch is under way, and the next batch carries them all. */
export const gathered = stepped(({ read, write }) => {
  const take = gather<Ask, void, Quota.Refusal | Unavailable>(async (asks) => {
    const { snapshot } = await read()
    const settlement = settle(snapshot, asks.map(({ step }) => step), instantOf(asks))
    await write(settlement)
    return settlement.answers.map(exitOf)
  }, broken)
  return (step, { now }) => take({ step, now })
})

/** Two processes, told apart by the holder: each writes only what nobody else has written since it read. */
const twoProcesses = (makeTake: (storage: SteppedStorage) => Take) =>
  stepped((kept) => {
    const [first, second] = [makeTake(kept), makeTake(kept)]
    return (step, asker) => "holder" in step && step.holder === "h2" ? second(step, asker) : first(step, asker)
  })

export const optimistic = twoProcesses(({ read, writeUnchanged }) => {
  const take = gather<Ask, void, Quota.Refusal | Unavailable>(async (asks) => {
    for (;;) {
      const { snapshot, version } = await read()
      const settlement = settle(snapshot, asks.map(({ step }) => step), instantOf(asks))
      if (await writeUnchanged(settlement, version)) return settlement.answers.map(exitOf)
    }
  }, broken)
  return (step, { now }) => take({ step, now })
})

/** Believes what it read last when it refuses, and looks again only when it promises. */
export const refusesFromMemory = twoProcesses(({ read, writeUnchanged }) => {
  let last: { readonly snapshot: Snapshot; readonly version: number } | undefined
  const take = gather<Ask, void, Quota.Refusal | Unavailable>(async (asks) => {
    for (;;) {
      last ??= await read()
      const settlement = settle(last.snapshot, asks.map(({ step }) => step), instantOf(asks))
      if (settlement.answers.every(Result.isFailure)) return settlement.answers.map(exitOf)
      const isWritten = await writeUnchanged(settlement, last.version)
      last = await read()
      if (isWritten) return settlement.answers.map(exitOf)
    }
  }, broken)
  return (step, { now }) => take({ step, now })
})

/** Reads, judges by the rule, and writes what it found: nothing is ever wrong with one caller. */
export const readThenWrite = stepped(({ read, write }) => (step, { now }) =>
  Effect.flatMap(Effect.promise(async () => {
    const { snapshot } = await read()
    const settlement = settle(snapshot, [step], now)
    await write(settlement)
    return settlement.answers.map(exitOf)
  }), ([exit = Exit.void]) => exit))

/** Looks whether there is room in every group, and then counts in each: no write is lost, and too much is promised. */
export const checkThenAct = stepped(({ read, write, add }) => (step, { now }) =>
  Effect.flatMap(Effect.promise(async () => {
    const { snapshot } = await read()
    const settlement = settle(snapshot, [step], now)
    if (step._tag === "Reserve" && settlement.answers.every(Result.isSuccess)) {
      for (const node of lineage(step.node)) await add({ node, resource: step.resource }, step.amount)
    } else await write(settlement)
    return settlement.answers.map(exitOf)
  }), ([exit = Exit.void]) => exit))
