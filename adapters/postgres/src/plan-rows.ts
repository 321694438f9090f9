/** Plans as rows of arrays, which one statement carries: the changes, the answers, the lines, and what falls due. */
import { type Act, type DueChange, type Key, type Once, type Plan, storedConcepts, twiceIn } from "@intendant/core"
import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import { jsonArray, plainArray, textArray } from "./array-literal.ts"
import type { Statement } from "./driver.ts"
import { patienceMillis } from "./migrations/first-forgetting.ts"

/** A change, written down. Without `next` the version is only checked. */
export interface WrittenChange extends Key {
  readonly basedOn: number
  readonly next: string | null
}

interface WrittenLine extends Key {
  readonly isRefusal: boolean
  readonly outcome: string
}

/** A plan that can be sent: whatever is no JSON was found before. */
export interface WrittenPlan {
  readonly act: Act
  readonly writtenAct: string
  readonly changes: ReadonlyArray<WrittenChange>
  readonly once: ReadonlyArray<Once & { readonly written: string }>
  readonly lines: ReadonlyArray<WrittenLine>
  readonly due: ReadonlyArray<DueChange>
  readonly ledger: Plan["ledger"]
}

/** Fails for what is no JSON, for concepts that have no table, and for what is named twice. */
export const writePlan = (plan: Plan): WrittenPlan => {
  const twice = twiceIn(plan)
  if (twice !== undefined) throw new Error(twice)
  return {
    ...plan,
    writtenAct: writeAct(plan.act),
    changes: plan.changes.map((change) => ({
      concept: storedConcept(change.concept), id: change.id, basedOn: change.basedOn,
      next: "next" in change ? json(change.next) : null
    })),
    once: plan.once.map(writeOnce),
    lines: plan.changes.flatMap(({ concept, id, events }) =>
      events.map((event) => ({ concept, id, isRefusal: false, outcome: json(event) })))
  }
}

/** A line about what did not happen. */
export const writeNote = (
  act: Act, { concept, id }: Key, refusal: unknown, once: ReadonlyArray<Once>
): WrittenPlan => ({
  act, writtenAct: writeAct(act), changes: [], once: once.map(writeOnce), due: [], ledger: [],
  lines: [{ concept, id, isRefusal: true, outcome: json(refusal) }]
})

export const storedConcept = (concept: string): string => {
  if (storedConcepts.some((stored) => stored === concept)) return concept
  throw new Error(`no table keeps records of the concept "${concept}"`)
}

/** JSON drops what is undefined: that is refused, and not taken for null. */
const json = (value: unknown): string => {
  // Typed as text only, though it is undefined for what JSON cannot say.
  const text = JSON.stringify(value) as string | undefined
  if (text === undefined) throw new Error("what is to be kept is no JSON")
  return text
}

/** Within an object JSON would drop in silence what it cannot say: each part is asked for itself. */
const writeAct = ({ by, at, reason, command, grants }: Act): string => {
  for (const part of [command, grants]) json(part)
  return json({ by, at, reason, command, grants })
}

const writeOnce = (once: Once) => ({ ...once, written: json(once.answer) })

export const commitPlans: Statement = {
  name: "commit_plans",
  text: `select * from {schema}.commit_plans(${Array.from({ length: 24 }, (_, index) => `$${index + 1}`).join(", ")})`
}

type Numbered<Item> = readonly [plan: number, item: Item]

/** The values of `commit_plans`: a plan is known by its place among those given. */
export const rowsOf = (plans: ReadonlyArray<WrittenPlan>): ReadonlyArray<string> => {
  const among = <Item>(items: (plan: WrittenPlan) => ReadonlyArray<Item>): ReadonlyArray<Numbered<Item>> =>
    plans.flatMap((plan, index) => items(plan).map((item) => [index, item] as const))
  return [
    ...changeColumns(among(({ changes }) => changes)), ...onceColumns(plans, among(({ once }) => once)),
    ...lineColumns(plans, among(({ lines }) => lines)), ...dueColumns(among(({ due }) => due)), forgetUntil(plans)
  ]
}

/** Answers that ran out by then are forgotten: none, where none is kept, since every text follows the empty one. */
const forgetUntil = (plans: ReadonlyArray<WrittenPlan>): string => {
  const [first] = plans.filter(({ once }) => once.length > 0).map(({ act }) => act.at).toSorted()
  return Option.match(DateTime.make(first ?? ""), {
    onNone: () => "", onSome: (at) => DateTime.formatIso(DateTime.subtract(at, { milliseconds: patienceMillis }))
  })
}

const numbers = <Item>(rows: ReadonlyArray<Numbered<Item>>): string => plainArray(rows.map(([plan]) => plan))
const column = <Item>(rows: ReadonlyArray<Numbered<Item>>, text: (item: Item) => string | null): string =>
  textArray(rows.map(([, item]) => text(item)))

const changeColumns = (rows: ReadonlyArray<Numbered<WrittenChange>>): ReadonlyArray<string> => [
  numbers(rows), column(rows, ({ concept }) => concept), column(rows, ({ id }) => id),
  plainArray(rows.map(([, { basedOn }]) => basedOn)), plainArray(rows.map(([, { next }]) => next !== null)),
  jsonArray(rows.map(([, { next }]) => next))
]

const onceColumns = (
  plans: ReadonlyArray<WrittenPlan>, rows: ReadonlyArray<Numbered<WrittenPlan["once"][number]>>
): ReadonlyArray<string> => [
  numbers(rows), column(rows, ({ scope }) => scope), column(rows, ({ key }) => key),
  column(rows, ({ digest }) => digest), column(rows, ({ written }) => written),
  textArray(rows.map(([plan]) => plans[plan]?.act.at ?? null)), column(rows, ({ expiresAt }) => expiresAt)
]

const lineColumns = (
  plans: ReadonlyArray<WrittenPlan>, rows: ReadonlyArray<Numbered<WrittenLine>>
): ReadonlyArray<string> => [
  numbers(rows), column(rows, ({ concept }) => concept), column(rows, ({ id }) => id),
  plainArray(rows.map(([, { isRefusal }]) => isRefusal)), jsonArray(rows.map(([, { outcome }]) => outcome)),
  jsonArray(plans.map(({ writtenAct }) => writtenAct))
]

const dueColumns = (rows: ReadonlyArray<Numbered<DueChange>>): ReadonlyArray<string> => [
  numbers(rows), column(rows, ({ kind }) => kind), column(rows, ({ id }) => id), column(rows, ({ at }) => at ?? null)
]
