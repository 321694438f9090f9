/** Records that break a promise each. */
import {
  type Act, type Change, Conflict, type Entry, type Key, type Kept, type Plan, type Records, Repeated, type Storage,
    Unavailable
} from "@intendant/core"
import * as Memory from "@intendant/memory"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { incapable, mutant, type Mutant, type Mutants } from "./mutation.ts"

type Port = Records["Service"]
type Committing = (commit: Port["commit"], records: Port) => Port["commit"]

const records = (breaks: string, broken: (honest: Port, storage: Storage) => Partial<Port>): Mutant =>
  mutant(breaks, "records", broken)
/** Breaks the way in of plans alone. */
const commits = (breaks: string, broken: Committing): Mutant =>
  records(breaks, (honest) => ({ commit: broken(honest.commit, honest) }))

const nothing = { changes: [], ledger: [], due: [], once: [] }
const only = (plan: Plan, part: Partial<Plan>): Plan => ({ act: plan.act, ...nothing, ...part })
const named = (change: (name: string) => string) => <K extends Key>(key: K): K => ({ ...key, id: change(key.id) })
const nfc = named((name) => name.normalize("NFC"))
const versionOf = (kept: Option.Option<Kept>) =>
  Option.match(kept, { onNone: () => 0, onSome: ({ version }) => version })

/** Whatever was read before, it is written over what is there now. */
const overwriting: Committing = (commit, { load }) => (plan) =>
  Effect.gen(function*() {
    const changes = yield* Effect.forEach(plan.changes, (change) =>
      Effect.map(load(change), (kept): Change => ({ ...change, basedOn: versionOf(kept) })))
    yield* commit({ ...plan, changes })
  })

/** Looks at the versions, lets others in, and overwrites. */
const lookThenWrite: Committing = (commit, honest) => (plan) =>
  Effect.gen(function*() {
    for (const change of plan.changes) {
      const version = versionOf(yield* honest.load(change))
      if (version !== change.basedOn) return yield* Effect.fail(new Conflict({ key: change }))
    }
    yield* Effect.yieldNow
    yield* overwriting(commit, honest)(plan)
  })

/** Looks for the answer, lets others in, and writes. */
const lookThenAnswer: Committing = (commit, { answer }) => (plan) =>
  Effect.gen(function*() {
    for (const { scope, key } of plan.once) {
      const first = yield* answer(scope, key, plan.act.at)
      if (Option.isSome(first)) return yield* Effect.fail(new Repeated({ first: first.value }))
    }
    yield* Effect.yieldNow
    yield* commit({ ...plan, once: [] })
    yield* Effect.ignore(commit(only(plan, { once: plan.once })))
  })

/** Once a caller was poison, the next one pays for it. */
const abortedTogether: Committing = (commit) => {
  let isAborted = false
  return (plan) =>
    Effect.suspend(() => {
      if (isAborted) {
        isAborted = false
        return Effect.fail(new Unavailable({ cause: "the transaction is aborted" }))
      }
      return Effect.tapError(commit(plan), (failure) =>
        Effect.sync(() => { isAborted = failure._tag === "Unavailable" }))
    })
}

/** Lines bear the number that was drawn when their commit began, and are told by that number. */
const numberedEarly = (honest: Port) => {
  const numbers = new Map<string, number>()
  const draw = ({ changes }: Plan) => {
    const number = numbers.size + 1
    for (const { id } of changes) numbers.set(id, number)
    return number
  }
  const journal: Port["journal"] = ({ after = "0", limit }) =>
    Effect.map(honest.journal({ limit: 500 }), ({ items }) => {
      const rows = items.map((entry): Entry => ({ ...entry, cursor: String(numbers.get(entry.id) ?? 0) }))
        .filter(({ cursor }) => Number(cursor) > Number(after))
        .sort((one, two) => Number(one.cursor) - Number(two.cursor))
      const page = rows.slice(0, limit)
      const next = rows.length > limit ? page.at(-1)?.cursor : undefined
      return next === undefined ? { items: page } : { items: page, next }
    })
  const commit: Port["commit"] = (plan) =>
    Effect.suspend(() => {
      const waits = draw(plan) % 4
      return Effect.andThen(Effect.forEach(Array.from({ length: waits }), () => Effect.yieldNow), honest.commit(plan))
    })
  return { draw, journal, commit }
}

/** Tells again the very object that it told before. */
const handingOut = ({ commit, load }: Port): Partial<Port> => {
  const told = new Map<string, Kept>()
  return {
    commit: (plan) => Effect.tap(commit(plan), () => Effect.sync(() => { told.clear() })),
    load: (key) => {
      const before = told.get(key.id)
      return before === undefined
        ? Effect.tap(load(key), (kept) => Effect.sync(() => Option.map(kept, (one) => told.set(key.id, one))))
        : Effect.succeedSome(before)
    }
  }
}

/** Tells what it was given, and keeps something else. */
const lying = ({ commit, load }: Port): Partial<Port> => {
  const told = new Map<string, unknown>()
  const name = ({ concept, id }: Key) => JSON.stringify([concept, id])
  return {
    commit: (plan) => {
      for (const change of plan.changes) told.set(name(change), JSON.parse(JSON.stringify(change.next)))
      return commit({ ...plan, changes: plan.changes.map((change) => ({ ...change, next: { kept: "elsewhere" } })) })
    },
    load: (key) => Effect.map(load(key), Option.map(({ version }) => ({ version, state: told.get(name(key)) })))
  }
}

const replaced = (value: unknown, replacer: (part: unknown) => unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, part: unknown) => replacer(part)))
const withChanges = (plan: Plan, change: (change: Change) => Change): Plan =>
  ({ ...plan, changes: plan.changes.map(change) })
const withAct = (plan: Plan, act: Partial<Act>): Plan => ({ ...plan, act: { ...plan.act, ...act } })

const lastOf = <Item>(items: ReadonlyArray<Item>, nameOf: (item: Item) => string): ReadonlyArray<Item> =>
  [...new Map(items.map((item) => [nameOf(item), item])).values()]

export const recordsMutants: Mutants = {
  "R-1": records("invents a record", () => ({ load: () => Effect.succeedSome({ state: {}, version: 0 }) })),
  "R-2": records("tells what it does not keep", lying),
  "R-3": commits("forgets why", (commit) => (plan) => commit(withAct(plan, { reason: "" }))),
  "R-4": commits("checks no version of what it does not write", (commit) => (plan) =>
    commit({ ...plan, changes: plan.changes.filter((change) => "next" in change) })),
  "R-5": commits("takes a change without events for a check", (commit) => (plan) =>
    commit({ ...plan, changes: plan.changes.filter(({ events }) => events.length > 0) })),
  "R-6": records("forgets what was refused", () => ({ note: () => Effect.void })),
  "R-7": records("composes its keys", ({ load, commit, history }) => ({
    load: (key) => load(nfc(key)), history: (key) => history(nfc(key)),
    commit: (plan) => commit({ ...plan, changes: plan.changes.map(nfc) })
  })),
  "R-8": records("keeps tokens among the policies", ({ load, commit }) => {
    const together = <K extends Key>(key: K): K =>
      ({ ...key, concept: key.concept === "token" ? "policy" : key.concept })
    return { load: (key) => load(together(key)),
      commit: (plan) => commit({ ...plan, changes: plan.changes.map(together) }) }
  }),
  "R-9": records("sorts as JavaScript does", ({ keys }) => ({
    keys: (concept, { after, limit }) =>
      Effect.map(keys(concept, { limit: 500 }), ({ items }) => {
        const rest = items.toSorted().filter((id) => after === undefined || id > after)
        const next = rest.length > limit ? rest[limit - 1] : undefined
        return { items: rest.slice(0, limit), ...(next === undefined ? {} : { next }) }
      })
  })),
  "R-10": records("leaves refusals out of the journal", ({ journal }) => ({
    journal: (page) => Effect.map(journal(page), ({ items, ...rest }) =>
      ({ ...rest, items: items.filter((entry) => "happened" in entry) }))
  })),
  "R-11": commits("plans no work", (commit) => (plan) => commit({ ...plan, due: [] })),
  "R-12": commits("writes change by change", (commit) => (plan) =>
    Effect.andThen(
      Effect.forEach(plan.changes, (change) => commit(only(plan, { changes: [change] }))),
      commit({ ...plan, changes: [] })
    )),
  "R-13": commits("moves the ledger afterwards", (commit) => (plan) =>
    Effect.andThen(commit({ ...plan, ledger: [] }), commit(only(plan, { ledger: plan.ledger })))),
  "R-14": commits("looks for the answer afterwards", (commit) => (plan) =>
    Effect.andThen(commit({ ...plan, once: [] }), commit(only(plan, { once: plan.once })))),
  "R-15": commits("writes what is no JSON as something that is", (commit) => (plan) =>
    commit(withChanges(plan, (change) => ({
      ...change,
      ...("next" in change ? { next: replaced(change.next, (part) => typeof part === "bigint" ? String(part) : part) }
        : {}),
      events: change.events.map((event) => replaced(event, (part) => typeof part === "bigint" ? String(part) : part))
    })))),
  "R-16": commits("looks at the versions first", (commit, { load }) => (plan) =>
    Effect.gen(function*() {
      for (const change of plan.changes) {
        if (versionOf(yield* load(change)) !== change.basedOn) return yield* Effect.fail(new Conflict({ key: change }))
      }
      yield* commit(plan)
    })),
  "R-17": records("gives answers that have expired",
    ({ answer }) => ({ answer: (scope, key) => answer(scope, key, "") })),
  "R-18": commits("moves the ledger in nobody's name", (commit) => (plan) =>
    Effect.andThen(
      commit({ ...plan, ledger: [] }), commit(withAct(only(plan, { ledger: plan.ledger }), { by: "system" })))),
  "R-19": commits("lets the last one win", overwriting),
  "R-20": commits("looks, then writes", lookThenWrite),
  "R-21": commits("lets one caller spoil the next", abortedTogether),
  "R-22": commits("cuts a text where it is strange", (commit) => (plan) =>
    commit(withChanges(plan, (change) => "next" in change
      ? { ...change, next: replaced(change.next, (part) => typeof part === "string" ? part.split("\u0000")[0] : part) }
      : change))),
  "R-23": commits("looks for the answer, then acts", lookThenAnswer),
  "R-24": records("numbers lines before they are committed", (honest) => {
    const { commit, journal } = numberedEarly(honest)
    return { commit, journal }
  }),
  "R-25": {
    breaks: "passes over a commit that ends late",
    mutate: (opened) => {
      const { records } = opened.storage
      const { draw, journal } = numberedEarly(records)
      const commit: Port["commit"] = (plan) => Effect.suspend(() => { draw(plan); return records.commit(plan) })
      const hold = async (plan: Plan) => { draw(plan); return () => Effect.runPromise(records.commit(plan)) }
      return {
        ...opened, storage: { ...opened.storage, records: { ...records, commit, journal } },
        capabilities: { ...opened.capabilities, holdCommit: { has: hold } }
      }
    }
  },
  "R-26": incapable("acknowledges what is lost",
    () => ({ durable: { has: async () => ({ storage: Memory.open() }) } })),
  "R-27": records("is always ready", () => ({ ready: Effect.void })),
  "R-28": commits("writes two lines at most", (commit) => (plan) =>
    commit(withChanges(plan, (change) => ({ ...change, events: change.events.slice(0, 2) })))),
  "R-29": records("hands out what it keeps", handingOut),
  "R-30": records("composes the keys of many", ({ loadMany }) => ({
    loadMany: (concept, ids) => loadMany(concept, ids.map((id) => id.normalize("NFC")))
  })),
  "R-32": records("tells a thousand lines at most", ({ history }) => ({
    history: (key) => Effect.map(history(key), (lines) => lines.slice(0, 1_000))
  })),
  "R-31": commits("lets the last one win of those of one name", (commit) => (plan) =>
    commit({
      ...plan, changes: lastOf(plan.changes, ({ concept, id }) => concept + id),
      due: lastOf(plan.due, ({ kind, id }) => kind + id), once: lastOf(plan.once, ({ scope, key }) => scope + key)
    }))
}
