/** The port behind which everything decided is kept. It carries sealed letters: no adapter needs to understand one. */
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type { QuotaExceeded } from "./ledger-moves.ts"
import type { Page, PageRequest } from "./page.ts"
import type { Act, Entry, Kept, Key, Line, Once, Plan } from "./plan.ts"

/**
 * Keeps records and their journal. Keys are any text without U+0000 and are compared byte by byte: names that differ
 * only by case, accent, trailing space or Unicode form stay different. State, events and answers are JSON.
 */
export class Records extends Context.Service<Records, {
  /** What is kept under this key, or none. */
  readonly load: (key: Key) => Effect.Effect<Option.Option<Kept>, Unavailable>
  /** What is kept under each of these ids of one concept, in one question; what was never written is not in it. */
  readonly loadMany: (
    concept: string, ids: ReadonlyArray<string>
  ) => Effect.Effect<ReadonlyMap<string, Kept>, Unavailable>
  /**
   * Writes the whole plan, or none of it. Fails with `Conflict` once any record is no longer at its `basedOn`, with
   * `QuotaExceeded` when a move of the ledger finds no room, with `Repeated` when its answer was already given.
   */
  readonly commit: (plan: Plan) => Effect.Effect<void, Conflict | QuotaExceeded | Repeated | Unavailable>
  /** Writes a line about what did not happen, and the answer where one is to be repeated. No record changes. */
  readonly note: (
    act: Act, key: Key, refusal: unknown, once: ReadonlyArray<Once>
  ) => Effect.Effect<void, Repeated | Unavailable>
  /** The answer kept under this scope and key, unless it expired by `at`. */
  readonly answer: (scope: string, key: string, at: string) => Effect.Effect<Option.Option<Once>, Unavailable>
  /** Every line about a record, oldest first. */
  readonly history: (key: Key) => Effect.Effect<ReadonlyArray<Line>, Unavailable>
  /**
   * Every line of every record in the order in which they were committed. A line that was written earlier and
   * committed later is never passed over: what is told is told in an order that will not change.
   */
  readonly journal: (page: PageRequest) => Effect.Effect<Page<Entry>, Unavailable>
  /** The keys of a concept's records, in order. */
  readonly keys: (concept: string, page: PageRequest) => Effect.Effect<Page<string>, Unavailable>
  /** Whether the storage answers. */
  readonly ready: Effect.Effect<void, Unavailable>
}>()("@intendant/core/Records") {}

/** Someone else wrote since we read. Read again, and decide again. */
export class Conflict extends Data.TaggedError("Conflict")<{ readonly key: Key }> {
  override get message(): string {
    return `a ${this.key.concept} record changed meanwhile`
  }
}

/** The same request was carried out before; `first` is what was answered then. */
export class Repeated extends Data.TaggedError("Repeated")<{ readonly first: Once }> {
  override get message(): string {
    return "this request was carried out before"
  }
}

/** The storage did not answer. It may or may not have written. */
export class Unavailable extends Data.TaggedError("Unavailable")<{ readonly cause: unknown }> {
  override get message(): string {
    return "the storage does not answer"
  }
}
