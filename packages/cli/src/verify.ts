/** Compares every record with its journal, while the portal may be at work. */
import type { Key, Page, PageRequest, Records, Unavailable } from "@intendant/core"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { type Fold, folds } from "./fold.ts"

/** A record that is not what its journal says, and in what. */
export interface Difference extends Key {
  readonly what: string
}

/** What was found: how many records were compared, and those that differ. */
export interface Findings {
  readonly count: number
  readonly differences: ReadonlyArray<Difference>
}

const pageLimit = 500
/** A record that changes under our eyes is looked at again, so often at most. */
const looksMax = 20

/** Compares what is kept with what is told, and looks for what is told of and is not kept. */
export const verify = Effect.fnUntraced(function*(records: Records["Service"]) {
  const told = yield* toldIds(records)
  let count = 0
  const differences: Array<Difference> = []
  for (const fold of folds) {
    const kept = yield* everyItem((page) => records.keys(fold.concept, page))
    const ids = [...new Set([...kept, ...told.get(fold.concept) ?? []])]
    const found = yield* Effect.forEach(ids, (id) => look(records, fold, id, looksMax), { concurrency: 16 })
    count += ids.length
    differences.push(...found.flatMap((difference) => difference ?? []))
  }
  const findings: Findings = { count, differences }
  return findings
})

/** The ids of all records that the journal says something happened to, by concept. */
const toldIds = Effect.fnUntraced(function*(records: Records["Service"]) {
  const ids = new Map<string, Set<string>>()
  yield* everyPage((page) => records.journal(page), (entries) => {
    for (const entry of entries) {
      if ("happened" in entry) ids.set(entry.concept, (ids.get(entry.concept) ?? new Set()).add(entry.id))
    }
  })
  return ids
})

/** A difference counts only if the record was still the same after its journal was read. */
const look = (
  records: Records["Service"], fold: Fold, id: string, looks: number
): Effect.Effect<Difference | undefined, Unavailable> =>
  Effect.gen(function*() {
    const key = { concept: fold.concept, id }
    const kept = Option.getOrUndefined(yield* records.load(key))
    const what = fold.differenceOf(yield* records.history(key), kept)
    if (what === undefined) return undefined
    const after = Option.getOrUndefined(yield* records.load(key))
    if (after?.version !== kept?.version && looks > 1) return yield* look(records, fold, id, looks - 1)
    return { ...key, what }
  })

type Ask<Item> = (page: PageRequest) => Effect.Effect<Page<Item>, Unavailable>

const everyPage = Effect.fnUntraced(function*<Item>(ask: Ask<Item>, take: (items: ReadonlyArray<Item>) => void) {
  for (let page: PageRequest | undefined = { limit: pageLimit }; page !== undefined;) {
    const { items, next }: Page<Item> = yield* ask(page)
    take(items)
    page = next === undefined ? undefined : { after: next, limit: pageLimit }
  }
})

const everyItem = <Item>(ask: Ask<Item>) => {
  const all: Array<Item> = []
  return Effect.as(everyPage(ask, (items) => { all.push(...items) }), all)
}
