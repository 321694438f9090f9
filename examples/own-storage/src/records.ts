/** Records and their journal. */
import {
  Conflict, cut, type Entry, type Kept, type Key, type Once, type PageRequest, pageOf, type Quota, type Records,
  Repeated, storedConcepts, twiceIn
} from "@intendant/core"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { copyOf, moment, nameOf, type State } from "./content.ts"
import { done, type Keeper } from "./keeper.ts"
import { keepSettlement, refusalOf, settleOn } from "./ledger.ts"

/** A concept that was never declared is a mistake of the program, and keeps nothing. */
const declared = (concept: string): string => {
  if (storedConcepts.some((stored) => stored === concept)) return concept
  throw new Error(`no records are kept of the concept ${concept}`)
}
const recordName = ({ concept, id }: Key): string => nameOf(declared(concept), id)

const answeredBefore = (state: State, once: ReadonlyArray<Once>, at: string): Once | undefined =>
  once.map(({ scope, key }) => state.answers.get(nameOf(scope, key))).find((one) => one && one.expiresAt > at)

const keepAnswers = (state: State, once: ReadonlyArray<Once>): void => {
  for (const one of once) state.answers.set(nameOf(one.scope, one.key), one)
}

const keptOf = ({ state, version }: Kept): Kept => ({ state: copyOf(state), version })

const entryAt = (state: State, at: number): Entry | undefined => {
  const line = state.journal[at]
  return line === undefined ? undefined : { ...copyOf(line), cursor: String(at + 1) }
}

/** The place in the list is the order of commits, and the cursor. */
const pageOfJournal = (state: State, { after = "0", limit }: PageRequest) => {
  const from = Number(after)
  if (!Number.isSafeInteger(from) || from < 0) throw new Error("the cursor is none that this journal gave")
  const rows = Array.from({ length: limit + 1 }, (_, index) => entryAt(state, from + index))
  return cut(rows.filter((row) => row !== undefined), ({ cursor }) => cursor, limit)
}

export const makeRecords = ({ look, change }: Keeper): Records["Service"] => ({
  load: (key) => look(({ records }) => Option.map(Option.fromUndefinedOr(records.get(recordName(key))), keptOf)),
  loadMany: (concept, ids) =>
    look(({ records }) => new Map(ids.flatMap((id) => {
      const kept = records.get(recordName({ concept, id }))
      return kept === undefined ? [] : [[id, keptOf(kept)] as const]
    }))),
  commit: (plan) => change((state) => commit(state, plan)),
  note: (act, { concept, id }, refused, once) =>
    change((state) => {
      const before = answeredBefore(state, once, act.at)
      if (before !== undefined) return Result.fail(new Repeated({ first: before }))
      state.journal.push(copyOf({ ...act, concept, id, refused }))
      keepAnswers(state, copyOf(once))
      return done
    }),
  answer: (scope, key, at) =>
    look((state) => {
      const one = state.answers.get(nameOf(scope, key))
      return one !== undefined && one.expiresAt > at ? Option.some(copyOf(one)) : Option.none()
    }),
  history: (key) =>
    look(({ journal }) => journal.flatMap(({ concept, id, ...line }) =>
      concept === key.concept && id === key.id ? [copyOf(line)] : [])),
  journal: (page) => look((state) => pageOfJournal(state, page)),
  keys: (concept, page) =>
    look(({ records }) => {
      const kept = [...records.values()].filter((record) => record.concept === declared(concept))
      return pageOf(kept.map(({ id }) => id), { holds: () => true, key: (id) => id }, page)
    }),
  ready: look(() => undefined)
})

/** Judged in the order that every adapter keeps: answered before, written since, no room. Then all of it is written. */
const commit = (
  state: State, plan: Parameters<Records["Service"]["commit"]>[0]
): Result.Result<void, Conflict | Quota.QuotaExceeded | Repeated> => {
  const isHollow = plan.changes.some((change) => "next" in change && change.next === undefined)
  if (isHollow) throw new Error("a next state is no JSON")
  const twice = twiceIn(plan)
  if (twice !== undefined) throw new Error(twice)
  const { act, changes, ledger, due, once } = copyOf(plan)
  const before = answeredBefore(state, once, act.at)
  if (before !== undefined) return Result.fail(new Repeated({ first: before }))
  const late = changes.find((change) => (state.records.get(recordName(change))?.version ?? 0) !== change.basedOn)
  if (late !== undefined) return Result.fail(new Conflict({ key: { concept: late.concept, id: late.id } }))
  const settled = settleOn(state, ledger, moment(act.at))
  const refusal = refusalOf(settled)
  if (refusal?._tag === "QuotaExceeded") return Result.fail(refusal)
  if (refusal !== undefined) throw new Error(`the plan cannot move the ledger: ${refusal._tag}`)
  for (const { concept, id, basedOn, events, ...change } of changes) {
    const version = basedOn + 1
    if ("next" in change) state.records.set(nameOf(concept, id), { concept, id, version, state: change.next })
    state.journal.push(...events.map((happened) => ({ ...act, concept, id, happened })))
  }
  keepSettlement(state, settled, act)
  for (const { kind, id, at } of due) {
    if (at === undefined) state.due.delete(nameOf(kind, id))
    else state.due.set(nameOf(kind, id), { kind, id, at })
  }
  keepAnswers(state, once)
  return done
}
