/** The promise of `Records` about any plans at all: they end as in a table of records, one after the other. */
import type { Kept, Key, Line, Once, Plan } from "@intendant/core"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as fc from "fast-check"
import { plansAbout } from "./plan-generators.ts"
import { answerTo, at, planOf, policy, writing } from "./plans.ts"
import { type Opened, promise, suite } from "./promise.ts"
import { ask, outcome, same } from "./same.ts"

/** Records as they are meant: a table, a journal, and the answers given. */
const table = () => {
  const records = new Map<string, Kept>()
  const answers = new Map<string, Once>()
  const lines: Array<Line & Key> = []
  return {
    records, lines,
    commit: ({ act, changes, once }: Plan): string => {
      if (once.some(({ key }) => (answers.get(key)?.expiresAt ?? "") > act.at)) return "Repeated"
      if (changes.some(({ id, basedOn }) => basedOn !== (records.get(id)?.version ?? 0))) return "Conflict"
      for (const { concept, id, basedOn, events, ...written } of changes) {
        if ("next" in written) records.set(id, { state: written.next, version: basedOn + 1 })
        lines.push(...events.map((happened) => ({ ...act, happened, concept, id })))
      }
      for (const answer of once) answers.set(answer.key, answer)
      return "kept"
    }
  }
}

const withoutKey = ({ concept: _concept, id: _id, ...line }: Line & Key): Line => line

/** The same plans about records of its own, with answers of its own. */
const apart = (plan: Plan, prefix: string): Plan => ({
  ...plan,
  changes: plan.changes.map((change) => ({ ...change, id: `${prefix}${change.id}` })),
  once: plan.once.map((answer) => ({ ...answer, key: `${prefix}${answer.key}` }))
})

const keys = ["a", "A", "a>b"].map(policy)
const example: ReadonlyArray<Plan> = [
  planOf([writing(policy("a")), { ...policy("A"), basedOn: 0, events: [] }], { once: [answerTo("k1")] }),
  planOf([writing(policy("a"), 1), writing(policy("A"))], { once: [answerTo("k1")] }),
  planOf([writing(policy("A")), writing(policy("a"), 2)]),
  planOf([{ ...writing(policy("a"), 1), events: [{ n: 1 }, { n: 2 }, { n: 3 }] }, writing(policy("A"))], {
    act: { ...planOf([]).act, at: at(60) }, once: [answerTo("k1", { expiresAt: at(99) })]
  })
]

const playing = ({ storage: { records }, witness }: Opened, drawn: ReadonlyArray<Plan>, prefix: string) =>
  Effect.gen(function*() {
    const model = table()
    for (const [index, plan] of drawn.map((one) => apart(one, prefix)).entries()) {
      same(`the plan ${index}`, yield* outcome(records.commit(plan)), model.commit(plan))
    }
    const journal = (yield* ask(witness.lines)).filter(({ id }) => id.startsWith(prefix))
    for (const { concept, id } of keys.map((key) => policy(`${prefix}${key.id}`))) {
      const expected = model.records.get(id)
      same(`the record ${id}`, yield* records.load({ concept, id }), Option.fromUndefinedOr(expected))
      same(`the record ${id} that is kept`, yield* ask(() => witness.record({ concept, id })), expected)
      const lines = model.lines.filter((line) => line.id === id)
      same(`the lines of ${id} that are kept`, journal.filter((line) => line.id === id), lines)
      same(`the lines of ${id}`, yield* records.history({ concept, id }), lines.map(withoutKey))
    }
  })

export const recordsLawSuite = suite([
  promise("R-28 law: any plans end as in a table of records, one after the other", (opened) =>
    Effect.tryPromise({
      try: () => {
        let runs = 0
        return fc.assert(fc.asyncProperty(fc.array(plansAbout(keys), { maxLength: 8 }), (plans) => {
          runs += 1
          return Effect.runPromise(playing(opened, plans, `r${runs}-`))
        }), { numRuns: 25, examples: [[[...example]]] })
      },
      catch: (failure) => failure
    }))
])
