/** What the file holds: one JSON object with a list for everything that is kept. */
import {
  type Key, type Kept, type Line, type Moment, type Once, type OneTimeSecret, Quota, type Session, type Statistics
} from "@intendant/core"
import * as DateTime from "effect/DateTime"

/** A value as JSON keeps it: its instants are texts. */
type Written<Value> = { readonly [Name in keyof Value]: Value[Name] extends Moment ? string : Value[Name] }

export interface Planned {
  readonly kind: string
  readonly id: string
  readonly at: string
  readonly lease?: { readonly token: string; readonly until: string }
}

/** When each attempt of a key is forgotten, in milliseconds since 1970; `null` stands for never. */
interface Attempts {
  readonly key: string
  readonly ends: ReadonlyArray<number | null>
}

/** What was counted of one kind on one day. */
interface Counted extends Statistics.DayCount {
  readonly enterprise: string
}

/** The content of the file. */
export interface Content {
  readonly records: ReadonlyArray<Key & Kept>
  readonly journal: ReadonlyArray<Key & Line>
  readonly counters: ReadonlyArray<Quota.Counter>
  readonly entries: ReadonlyArray<Written<Quota.Entry>>
  readonly due: ReadonlyArray<Planned>
  readonly answers: ReadonlyArray<Once>
  readonly attempts: ReadonlyArray<Attempts>
  readonly sessions: ReadonlyArray<Written<Session>>
  readonly secrets: ReadonlyArray<Written<OneTimeSecret> & { readonly tries: number }>
  readonly activity: ReadonlyArray<Counted>
}

/** No key holds U+0000, so that no two lists of keys share a name. */
export const nameOf = (...parts: ReadonlyArray<string>): string => parts.join("\u0000")
const indexed = <Item>(items: ReadonlyArray<Item>, name: (item: Item) => string): Map<string, Item> =>
  new Map(items.map((item) => [name(item), item]))

const nothing: Content = {
  records: [], journal: [], counters: [], entries: [], due: [], answers: [], attempts: [], sessions: [], secrets: [],
  activity: []
}

/** The same, to be looked up and changed. A file of an earlier version has no list yet of what came later. */
export const stateOf = (kept: Partial<Content>) => indexedState({ ...nothing, ...kept })

const indexedState = (content: Content) => ({
  records: indexed(content.records, ({ concept, id }) => nameOf(concept, id)),
  journal: [...content.journal],
  counters: indexed(content.counters, Quota.counterKey),
  entries: indexed(content.entries, Quota.entryKey),
  due: indexed(content.due, ({ kind, id }) => nameOf(kind, id)),
  answers: indexed(content.answers, ({ scope, key }) => nameOf(scope, key)),
  attempts: indexed(content.attempts, ({ key }) => key),
  sessions: indexed(content.sessions, ({ digest }) => digest),
  secrets: indexed(content.secrets, ({ subject, kind, purpose }) => nameOf(subject, kind, purpose)),
  activity: indexed(content.activity, ({ enterprise, day, kind }) => nameOf(enterprise, day, kind))
})
export type State = ReturnType<typeof stateOf>

export const textOf = (state: State): string =>
  JSON.stringify(Object.fromEntries(Object.entries(state).map(([name, items]) => [name, [...items.values()]])))
export const empty = textOf(stateOf({}))

export const moment = (text: string): Moment => DateTime.makeUnsafe(text)
export const text = DateTime.formatIso
export const copyOf = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value))
