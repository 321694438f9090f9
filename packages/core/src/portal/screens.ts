/** What a screen needs of the storage, all at once: where one engine keeps all of it, it is asked one question. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Contract from "../contract/index.ts"
import type { Moment } from "../kernel/moment.ts"
import type { Page, PageRequest } from "../kernel/page.ts"
import type { Records, Unavailable } from "../kernel/records.ts"
import { read } from "../kernel/run.ts"
import type { Session, Sessions } from "../kernel/sessions.ts"
import * as Setting from "../setting/index.ts"
import * as User from "../user/index.ts"

/** A page of users, for whoever bears a session. */
export interface UsersAsked {
  readonly digest: string
  readonly now: Moment
  readonly query: User.UserQuery
  readonly page: PageRequest
}

/** The session and whose it is, what the enterprise agreed to and has set up, and its users. */
export interface UsersFound {
  readonly session: Session
  readonly asker: User.User
  readonly contract: Contract.Contract
  readonly saved: Setting.Saved
  readonly page: Page<User.Known>
}

/** The ports that screens are read from. */
export interface Seen {
  readonly sessions: Sessions["Service"]
  readonly records: Records["Service"]
  readonly userLists: User.UserLists["Service"]
}

/** Nothing that these ports would not answer one by one: a storage may leave it out. */
export interface Screens {
  /** Whose answers these are. Where another port was put in the place of one of them, it is asked itself. */
  readonly of: Seen
  /** A page of users for whoever bears this session; nothing where there is no such session now. */
  readonly users: (asked: UsersAsked) => Effect.Effect<Option.Option<UsersFound>, Unavailable>
}

/** Asks each port by itself. */
const composed = (of: Seen): Screens => ({
  of,
  users: Effect.fnUntraced(function*({ digest, now, query, page }) {
    const { sessions, records, userLists } = of
    const session = yield* sessions.find(digest, now)
    if (Option.isNone(session)) return Option.none()
    const [asker, contract, saved, listed] = yield* Effect.all([
      User.load(records, session.value.subject),
      Contract.find(records, query.enterprise),
      Effect.map(records.load({ concept: Setting.concept.name, id: query.enterprise }), (kept) =>
        read(Setting.concept, kept)),
      userLists.list(query)(page)
    ], { concurrency: "unbounded" })
    const found: UsersFound = {
      session: session.value, asker: asker.state, contract: contract.state, saved: saved.state, page: listed
    }
    return Option.some(found)
  })
})

/** The screens of a storage: its own, as far as they are of the very ports that it has now. */
export const screensOf = (storage: Seen & { readonly screens?: Screens }): Screens => {
  const { sessions, records, userLists, screens } = storage
  const isWhole = screens?.of.sessions === sessions && screens.of.records === records
    && screens.of.userLists === userLists
  return isWhole ? screens : composed({ sessions, records, userLists })
}
