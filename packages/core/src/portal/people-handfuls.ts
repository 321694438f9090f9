/** Files go by handfuls: read, looked up and written so many at a time, and each decided while another is written. */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import type { QuotaExceeded } from "../kernel/ledger-moves.ts"
import { Conflict, type Repeated, Unavailable } from "../kernel/records.ts"
import { patience } from "../kernel/run.ts"
import type { ImportRow } from "../user/import-model.ts"
import type { Person } from "../user/index.ts"
import type { Joined, joiner, Prepared } from "./people-joining.ts"

/** Where the rows come from. They are read to be checked as a whole, a very large file again, and to be carried out. */
export type ImportSource = () => AsyncIterable<ImportRow>

/** Looked up, and written, so many at a time. */
const batchPeople = 1_000

/** Rows in handfuls, so that what waits for the storage waits once for many. */
async function* handfuls(rows: AsyncIterable<ImportRow>): AsyncGenerator<ReadonlyArray<ImportRow>, void> {
  let some: Array<ImportRow> = []
  for await (const row of rows) {
    some.push(row)
    if (some.length < batchPeople) continue
    yield some
    some = []
  }
  if (some.length > 0) yield some
}

/** Does something with each handful, one after the other. However it ends, the source is let go. */
export const eachHandful = <Failure>(
  source: ImportSource, then: (rows: ReadonlyArray<ImportRow>) => Effect.Effect<void, Failure>
) =>
  Effect.suspend(() => {
    const iterator = handfuls(source())
    const pull = Effect.tryPromise({ try: () => iterator.next(), catch: (cause) => new Unavailable({ cause }) })
    const step: Effect.Effect<void, Failure | Unavailable> = Effect.flatMap(pull, ({ done, value }) =>
      done === true ? Effect.void : Effect.flatMap(then(value), () => step))
    return Effect.ensuring(step, Effect.ignore(Effect.tryPromise(() => iterator.return())))
  })

export const noneJoined: Joined = { created: 0, blocked: 0, present: 0 }

const sum = (one: Joined, other: Joined): Joined => ({
  created: one.created + other.created, blocked: one.blocked + other.blocked, present: one.present + other.present
})

const isConflict = (failure: unknown): failure is Conflict => failure instanceof Conflict

/** Where others write too, fewer are written at a time: a large handful would wait for ever behind small ones. */
const inTurns = <Failure>(
  write: (persons: ReadonlyArray<Person>) => Effect.Effect<Joined, Failure | Conflict>
) => {
  const some = (persons: ReadonlyArray<Person>): Effect.Effect<Joined, Failure | Conflict> =>
    Effect.catchIf(write(persons), isConflict, () => {
      const half = Math.ceil(persons.length / 2)
      return half === persons.length
        ? Effect.retry(write(persons), { ...patience, while: isConflict })
        : Effect.zipWith(some(persons.slice(0, half)), some(persons.slice(half)), sum)
    })
  return some
}

/** A handful on its way into the storage. */
interface UnderWay {
  readonly persons: ReadonlyArray<Person>
  readonly after: Prepared["after"]
  readonly writing: Fiber.Fiber<Joined, Conflict | QuotaExceeded | Repeated | Unavailable>
}

/**
 * Decides a handful while the one before it is written, on the contract as that one leaves it. Whatever was foreseen
 * wrongly, because somebody else was faster, is decided anew on what is there.
 */
export const writer = ({ prepare, write }: ReturnType<typeof joiner>) => {
  const anew = inTurns((persons) => Effect.flatMap(prepare(persons), write))
  let underWay: UnderWay | undefined
  let total = noneJoined

  /** Waits for what is under way, and says whether all of it went as foreseen. */
  const settled = Effect.fnUntraced(function*() {
    if (underWay === undefined) return true
    const { persons, writing } = underWay
    underWay = undefined
    const exit = yield* Fiber.await(writing)
    const isForeseen = Exit.isSuccess(exit)
    total = sum(total, yield* Effect.catchIf(exit, isConflict, () => anew(persons)))
    return isForeseen
  })

  return {
    next: Effect.fnUntraced(function*(persons: ReadonlyArray<Person>) {
      const prepared = yield* Effect.exit(prepare(persons, underWay?.after))
      const isForeseen = yield* settled()
      const usable = Exit.isSuccess(prepared) && isForeseen ? prepared.value : yield* prepare(persons)
      underWay = { persons, after: usable.after, writing: yield* Effect.forkChild(write(usable)) }
      return total
    }),

    /** Everything that was given is written now. */
    end: Effect.suspend(() => Effect.map(settled(), () => total))
  }
}
