/** The promises of `Screens`: what a storage answers at once is what its ports were given one by one. */
import {
  Contract, MailAddress, pageOf, type PageRequest, Path, Portals, Setting, type Storage, User
} from "@intendant/core"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { instant, planOf, throughAll } from "./plans.ts"
import { promise, suite } from "./promise.ts"
import { same } from "./same.ts"
import { enterprises, inStatus, type KeptUser, userCalled, userCrowd } from "./users.ts"

const acme = Path.make("acme")
const now = instant(0)
const ada = userCalled("usr_ada", Path.make("elsewhere"), ["ada", "a", "a"])
const session = {
  digest: "d", subject: ada.userId, place: ada.enterprise, epoch: 2, level: 3 as const, issuedAt: instant(-60),
  expiresAt: instant(60)
}
const query = (more: Partial<User.UserQuery> = {}): User.UserQuery =>
  ({ enterprise: acme, statuses: [], sort: "status", descending: false, ...more })
const queries = User.Column.literals.flatMap((sort) => [false, true].map((descending) => query({ sort, descending })))

const somebody = { name: "Ana", mail: MailAddress.make("ana@example.org") }
const contractOf = (usersMax: number) =>
  Contract.Signed.make({
    enterprise: acme, enterpriseId: "ent_1", signedAt: instant(-9), seatsTaken: 2, activeAdmins: ["usr_1"],
    terms: { domains: null, usersMax, storageBytesMax: 10, accountManager: somebody, support: somebody }
  })
const savedOf = (days: number) =>
  Setting.OfEnterprise.make({
    owner: acme, ownerId: "ent_1", revision: 1, values: { "deletion.graceDays": days }, locks: {}
  })

/** What an enterprise agreed to and has set up, at the version that both are at. */
const keepPapers = ({ records }: Storage, usersMax: number, days: number, basedOn = 0) =>
  records.commit(planOf([
    { concept: "contract", id: acme, basedOn, next: Contract.concept.state.write(contractOf(usersMax)), events: [{}] },
    { concept: "setting", id: acme, basedOn, next: Setting.concept.state.write(savedOf(days)), events: [{}] }
  ]))

const keepUsers = ({ records }: Storage, users: ReadonlyArray<KeptUser>, basedOn = 0) =>
  records.commit(planOf(users.map((user) => ({
    concept: "user", id: user.userId, basedOn, next: User.concept.state.write(user), events: [{}]
  }))))

/** Every part as it is written, instants as text. */
const told = (found: Option.Option<Portals.UsersFound>) =>
  Option.match(found, {
    onNone: () => "nobody",
    onSome: ({ session: { issuedAt, expiresAt, ...more }, asker, contract, saved, page }) => ({
      session: { ...more, issuedAt: DateTime.formatIso(issuedAt), expiresAt: DateTime.formatIso(expiresAt) },
      asker: User.concept.state.write(asker), contract: Contract.concept.state.write(contract),
      saved: Setting.concept.state.write(saved),
      page: { ...page, items: page.items.map(User.concept.state.write) }
    })
  })

const asked = (storage: Storage, more: Partial<Portals.UsersAsked> = {}) =>
  Effect.map(
    Portals.screensOf(storage).users({ digest: "d", now, query: query(), page: { limit: 3 }, ...more }),
    told)

/** What was kept, put together as it should be answered. */
const hoped = (
  users: ReadonlyArray<KeptUser>, { query: sought, page }: Pick<Portals.UsersAsked, "query" | "page">,
  kept: Partial<Portals.UsersFound> = {}
) =>
  told(Option.some({
    session, asker: ada, contract: contractOf(5), saved: savedOf(9),
    page: pageOf(users.filter(User.isKnown), User.listing(sought), page, sought.descending), ...kept
  }))

/** Asks for page after page, from the beginning to the end. */
const walked = (storage: Storage, sought: User.UserQuery, limit: number) =>
  Effect.gen(function*() {
    for (let page: PageRequest | undefined = { limit }; page !== undefined;) {
      const answer: ReturnType<typeof told> = yield* asked(storage, { query: sought, page })
      same(`${sought.sort} after ${page.after ?? "nothing"}`, answer, hoped(userCrowd, { query: sought, page }))
      const after: string | undefined = typeof answer === "string" ? undefined : answer.page.next
      page = after === undefined ? undefined : { after, limit }
    }
  })

export const screensSuite = suite([
  promise("P-1 a page of users, by any column, either way, with the session and what decides on them", ({ storage }) =>
    Effect.gen(function*() {
      yield* keepUsers(storage, [...userCrowd, ada])
      yield* keepPapers(storage, 5, 9)
      yield* storage.sessions.open(session)
      for (const sought of queries) for (const limit of [1, 7, 500]) yield* walked(storage, sought, limit)
    })),

  promise("P-2 what was never written is at its beginning, and nobody else's", ({ storage }) =>
    Effect.gen(function*() {
      yield* keepPapers(storage, 5, 9)
      yield* storage.sessions.open({ ...session, subject: "usr_nobody" })
      for (const enterprise of enterprises.filter((name) => name !== acme)) {
        const sought = query({ enterprise })
        const expected = hoped([], { query: sought, page: { limit: 3 } }, {
          session: { ...session, subject: "usr_nobody" }, asker: User.initial, contract: Contract.concept.initial,
          saved: Setting.concept.initial
        })
        same(`in ${enterprise}`, yield* asked(storage, { query: sought }), expected)
      }
    })),

  promise("P-3 nothing for a session that nobody opened, that is over, or that was ended", (opened) =>
    throughAll(opened, (storages) =>
      Effect.gen(function*() {
        const { storage } = opened
        yield* keepUsers(storage, [...userCrowd, ada])
        yield* storage.sessions.open(session)
        yield* storage.sessions.open({ ...session, digest: "e" })
        same("another digest", yield* asked(storage, { digest: "D" }), "nobody")
        same("when it expires", yield* asked(storage, { now: instant(60) }), "nobody")
        const before = yield* asked(storage, { now: instant(59.999) })
        same("a moment before", typeof before, "object")
        yield* storage.sessions.revoke("d")
        for (const each of storages) same("from then on", yield* asked(each), "nobody")
        same("the other", typeof (yield* asked(storage, { digest: "e" })), "object")
        yield* storage.sessions.revokeAll(ada.userId)
        for (const each of storages) same("from then on", yield* asked(each, { digest: "e" }), "nobody")
      }))),

  promise("P-4 what a commit changed is answered at once as it is", (opened) =>
    throughAll(opened, (storages) =>
      Effect.gen(function*() {
        const { storage } = opened
        const crowd = userCrowd.slice(0, 20)
        yield* keepUsers(storage, [...crowd, ada])
        yield* keepPapers(storage, 5, 9)
        yield* storage.sessions.open(session)
        for (const each of storages) yield* asked(each)
        const left = [userCalled("usr_0_0_0", acme, ["z", "z", "z"]), ...crowd.slice(1)]
        const asker = inStatus("Suspended", ada)
        yield* keepUsers(storage, [left[0] ?? ada, asker], 1)
        yield* keepPapers(storage, 4, 8, 1)
        const wanted = { query: query(), page: { limit: 3 } }
        const expected = hoped(left, wanted, { asker, contract: contractOf(4), saved: savedOf(8) })
        for (const each of storages) same("at once", yield* asked(each), expected)
      })))
])
