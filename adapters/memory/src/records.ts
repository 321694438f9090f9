/** Records until the process ends. Every other adapter must behave like this one. */
import { type Key, type Kept, pageOf, type Records, Repeated } from "@intendant/core"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { answered, commit, keepAnswers } from "./commit.ts"
import { append, historyOf, pageOfJournal } from "./journal.ts"
import { answering, copyOf, inOneBreath, nameOf, shelfOf, type Store, type Written } from "./store.ts"

const loadMany = (store: Store): Records["Service"]["loadMany"] => (concept, ids) =>
  answering(store, () => {
    const shelf = shelfOf(store, concept)
    return new Map(ids.flatMap((id) => {
      const written = shelf.get(id)
      return written === undefined ? [] : [[id, keptOf(written)] as const]
    }))
  })

export const makeRecords = (store: Store): Records["Service"] => ({
  load: ({ concept, id }: Key) =>
    answering(store, () => Option.map(Option.fromUndefinedOr(shelfOf(store, concept).get(id)), keptOf)),

  loadMany: loadMany(store),

  commit: commit(store),

  note: (act, key, refusal, once) =>
    inOneBreath(store, (): Effect.Effect<void, Repeated> => {
      const answers = copyOf(once)
      const before = answered(store, answers, act.at)
      if (before !== undefined) return Effect.fail(new Repeated({ first: before }))
      const now = DateTime.makeUnsafe(act.at)
      append(store, [[key, { ...act, refused: refusal }]])
      keepAnswers(store, answers, now)
      return Effect.void
    }),

  answer: (scope, key, at) =>
    answering(store, () => {
      const kept = store.answers.get(nameOf(scope, key))
      return kept !== undefined && kept.expiresAt > at ? Option.some(copyOf(kept)) : Option.none()
    }),

  history: (key) => answering(store, () => historyOf(store, key)),

  journal: (page) => answering(store, () => pageOfJournal(store, page)),

  keys: (concept, page) =>
    answering(store, () =>
      pageOf([...shelfOf(store, concept).keys()], { holds: () => true, key: (id) => id }, page)),

  ready: answering(store, () => undefined)
})

const keptOf = ({ state, version }: Written): Kept => ({ state: JSON.parse(state), version })
