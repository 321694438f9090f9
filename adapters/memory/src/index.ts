/** Every port in memory: the reference that the other adapters are compared with. */
import { type Storage, storageLayer } from "@intendant/core"
import * as Effect from "effect/Effect"
import { makeAccountLists } from "./account-lists.ts"
import { type Counted, makeActivity } from "./activity.ts"
import { makeDue } from "./due.ts"
import { makeLedger } from "./ledger.ts"
import { type Issues, makeOneTime } from "./one-time.ts"
import { makeRecords } from "./records.ts"
import { makeResourceLists } from "./resource-lists.ts"
import { makeSessions, type SignedIn } from "./sessions.ts"
import { emptyStore, type Store } from "./store.ts"
import { type Attempts, makeThrottle } from "./throttle.ts"
import { makeUserLists } from "./user-lists.ts"

/** A storage that lasts until it is closed, or the process ends. */
export interface MemoryStorage extends Storage {
  /** From here on everything fails with `Unavailable`. */
  readonly close: () => Promise<void>
  /** Everything that is kept at this instant, as JSON. */
  readonly dump: () => string
}

/**
 * Opens an empty storage.
 *
 * @example const storage = Memory.open()
 */
export const open = (): MemoryStorage => {
  const store = emptyStore()
  const counted: Counted = new Map()
  const attempts: Attempts = new Map()
  const issues: Issues = new Map()
  const signedIn: SignedIn = { sessions: new Map(), digests: new Map() }
  return {
    records: makeRecords(store), accountLists: makeAccountLists(store),
    userLists: makeUserLists(store), activity: makeActivity(store, counted),
    resourceLists: makeResourceLists(store), ledger: makeLedger(store), due: makeDue(store),
    throttle: makeThrottle(store, attempts), oneTime: makeOneTime(store, issues),
    sessions: makeSessions(store, signedIn),
    close: async () => { store.isClosed = true },
    dump: () => JSON.stringify({
      ...written(store), attempts: [...attempts], sessions: [...signedIn.sessions.values()],
      issues: [...issues.values()].flatMap((ofSubject) => [...ofSubject.values()])
    })
  }
}

const written = (store: Store) => ({
  records: [...store.records].flatMap(([concept, shelf]) =>
    [...shelf].map(([id, { version, state }]) => ({ concept, id, version, state: JSON.parse(state) }))),
  journal: store.journal.map(({ concept, id, line }) => ({ concept, id, ...JSON.parse(line) })),
  counters: [...store.counters.values()], entries: [...store.entries.values()],
  due: [...store.due.values()], answers: [...store.answers.values()]
})

/** Every port of one storage, which is closed with its scope. */
export const layer = storageLayer(
  Effect.acquireRelease(Effect.sync(open), ({ close }) => Effect.promise(close))
)
