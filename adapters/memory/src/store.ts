/** Everything that is kept in memory, and the one way to touch it: in one breath, or not at all. */
import type { Account, Once, Quota, User } from "@intendant/core"
import { storedConcepts, Unavailable } from "@intendant/core"
import * as Effect from "effect/Effect"
import { type Deadlines, deadlines } from "./deadlines.ts"

/** A record: its state is JSON, so that nobody who holds what was given can change what is kept. */
export interface Written {
  readonly version: number
  readonly state: string
}

/** A line of the journal, as JSON. */
export interface WrittenLine {
  readonly concept: string
  readonly id: string
  readonly line: string
}

/** Work that falls due, and who holds it until when. */
export interface Planned {
  readonly kind: string
  readonly id: string
  readonly at: string
  readonly lease?: { readonly token: string; readonly until: string }
}

export interface Store {
  /** By concept, then by key. */
  readonly records: ReadonlyMap<string, Map<string, Written>>
  readonly journal: Array<WrittenLine>
  /** The lines of each record, by `nameOf` its key. */
  readonly histories: Map<string, Array<WrittenLine>>
  readonly answers: Map<string, Once>
  /** When each answer runs out. */
  readonly answerEnds: Deadlines
  readonly due: Map<string, Planned>
  readonly counters: Map<string, Quota.Counter>
  readonly entries: Map<string, Quota.Entry>
  readonly holdings: Map<string, Set<string>>
  /** When each reservation runs out. */
  readonly lapses: Deadlines
  /** Accounts as they were read from records, so that a list reads none twice. */
  readonly accounts: WeakMap<Written, Account.Account>
  readonly users: WeakMap<Written, User.User>
  isClosed: boolean
}

export const emptyStore = (): Store => ({
  records: new Map(storedConcepts.map((concept) => [concept, new Map<string, Written>()])),
  journal: [], histories: new Map(), answers: new Map(), answerEnds: deadlines(),
  due: new Map(), counters: new Map(), entries: new Map(), holdings: new Map(), lapses: deadlines(),
  accounts: new WeakMap(), users: new WeakMap(), isClosed: false
})

/** No key holds U+0000, so no two pairs share a name. */
export const nameOf = (one: string, two: string): string => `${one}\u0000${two}`

/** The same JSON, held by nobody else. */
export const copyOf = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value))

/** The records of a concept. One that was never declared is a mistake of the program. */
export const shelfOf = (store: Store, concept: string): Map<string, Written> => {
  const shelf = store.records.get(concept)
  if (shelf === undefined) throw new Error(`no records are kept of the concept ${concept}`)
  return shelf
}

/** Runs a step from its beginning to its end before anybody else comes. What cannot be carried out changes nothing. */
export const inOneBreath = <Answer, Failure = never>(
  store: Store, step: () => Effect.Effect<Answer, Failure>
): Effect.Effect<Answer, Failure | Unavailable> =>
  Effect.suspend((): Effect.Effect<Answer, Failure | Unavailable> => {
    if (store.isClosed) return Effect.fail(new Unavailable({ cause: "the storage is closed" }))
    try {
      return step()
    } catch (cause) {
      return Effect.fail(new Unavailable({ cause }))
    }
  })

/** A step that always has an answer. */
export const answering = <Answer>(store: Store, answer: () => Answer): Effect.Effect<Answer, Unavailable> =>
  inOneBreath(store, () => Effect.succeed(answer()))
