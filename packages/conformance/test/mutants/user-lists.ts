/** Lists of users that break a promise each. */
import { type Listing, type Page, type PageRequest, pageOf, type Storage, User } from "@intendant/core"
import * as Effect from "effect/Effect"
import { byOffset } from "./by-offset.ts"
import { type Mutant, mutant, type Mutants } from "./mutation.ts"

type Port = User.UserLists["Service"]
type Known = User.Known

const lists = (breaks: string, broken: (honest: Port, storage: Storage) => Partial<Port>): Mutant =>
  mutant(breaks, "userLists", broken)

/** All of whom something is kept. */
const everybody = ({ records }: Storage) =>
  Effect.gen(function*() {
    const { items } = yield* records.keys(User.concept.name, { limit: 10_000 })
    const kept = yield* records.loadMany(User.concept.name, items)
    return [...kept.values()].map(({ state }) => User.concept.state.read(state))
  })
const known = (storage: Storage) => Effect.map(everybody(storage), (users) => users.filter(User.isKnown))

/** A list with a wrong definition. */
const listed = (storage: Storage, listingOf: (query: User.UserQuery) => Listing<Known>): Partial<Port> => ({
  list: (query) => (page) =>
    Effect.map(known(storage), (users) => pageOf(users, listingOf(query), page, query.descending))
})

/** Sorted by something else than it should be. */
const keyed = (storage: Storage, key: (user: Known, sort: User.Column) => string): Partial<Port> =>
  listed(storage, (query) => ({
    holds: User.listing(query).holds, key: (user) => `${key(user, query.sort)}${User.keySeparator}${user.userId}`
  }))

/** Every page as an honest list gives it, with something done to it. */
const paged = (
  { list }: Port, broken: (page: Page<Known>, query: User.UserQuery, request: PageRequest) => Page<Known>
): Partial<Port> => ({
  list: (query) => (request) => Effect.map(list(query)(request), (page) => broken(page, query, request))
})

const countingRows = ({ list }: Port): Partial<Port> => {
  const pageFrom = byOffset()
  return {
    list: (query) => (page) =>
      Effect.map(list(query)({ limit: 10_000 }), ({ items }) => pageFrom(items, page, User.listing(query).key))
  }
}

/** Lists and counts users as they were when they were first written. */
const stale: Mutant = {
  breaks: "lists users as they were",
  mutate: (opened) => {
    const first = new Map<string, Known>()
    const { records, userLists } = opened.storage
    const commit: typeof records.commit = (plan) => {
      for (const { concept, id, next } of plan.changes) {
        const user = concept === User.concept.name && !first.has(id) ? User.concept.state.read(next) : undefined
        if (user !== undefined && User.isKnown(user)) first.set(id, user)
      }
      return records.commit(plan)
    }
    const list: Port["list"] = (query) => (page) =>
      Effect.sync(() => pageOf([...first.values()], User.listing(query), page, query.descending))
    return {
      ...opened, storage: { ...opened.storage, records: { ...records, commit }, userLists: { ...userLists, list } }
    }
  }
}

/** Counts once, and never again. */
const remembered = ({ counts }: Port): Partial<Port> => {
  const told = new Map<string, Readonly<Record<User.Status, number>>>()
  return {
    counts: (enterprise) => {
      const before = told.get(enterprise)
      if (before !== undefined) return Effect.succeed(before)
      return Effect.tap(counts(enterprise), (counted) => Effect.sync(() => told.set(enterprise, counted)))
    }
  }
}

export const userListsMutants: Mutants = {
  "U-1": lists("sorts by the last name, whatever is asked", ({ list }) => ({
    list: (query) => list({ ...query, sort: "lastName" })
  })),
  "U-2": lists("turns each page around, and not the list", ({ list }) => ({
    list: (query) => (page) => Effect.map(list({ ...query, descending: false })(page), ({ items, ...more }) =>
      ({ ...more, items: query.descending ? items.toReversed() : items }))
  })),
  "U-3": lists("lists people as often as their status is named", ({ list }) => ({
    list: (query) => (page) => Effect.map(list(query)(page), ({ items, ...more }) => ({
      ...more, items: query.statuses.length === 0
        ? items
        : items.flatMap((user) => query.statuses.filter((status) => status === user._tag).map(() => user))
    }))
  })),
  "U-4": lists("takes every name that begins alike for the enterprise", (_, storage) => listed(storage, (query) => ({
    holds: (user) => user.enterprise.startsWith(query.enterprise)
      && User.listing({ ...query, enterprise: user.enterprise }).holds(user),
    key: User.listing(query).key
  }))),
  "U-5": lists("counts the erased among the deleted", ({ counts }, storage) => ({
    counts: (enterprise) =>
      Effect.zipWith(counts(enterprise), everybody(storage), (counted, users) => ({
        ...counted,
        Deleted: users.filter(({ _tag }) => _tag === "Deleted" || _tag === "Erased").length
      }))
  })),
  "U-6": lists("forgets the first name where the last names are equal", (_, storage) =>
    keyed(storage, (user, sort) => sort === "lastName" ? user.sortKeys.lastName : User.sortValue(user, sort))),
  "U-7": lists("compares no more than the beginning of a name", (_, storage) =>
    keyed(storage, (user, sort) => User.sortValue(user, sort).slice(0, 255))),
  "U-8": lists("puts who never signed in last, as databases do", (_, storage) =>
    keyed(storage, (user, sort) => User.sortValue(user, sort) || "\u{10ffff}")),
  "U-9": lists("tells of another page where the last one is full", (honest) =>
    paged(honest, (page, query, { limit }) => {
      const last = page.items.at(-1)
      return last === undefined || page.items.length < limit ? page : { ...page, next: User.listing(query).key(last) }
    })),
  "U-10": lists("continues at a number of rows", countingRows),
  "U-11": stale,
  "U-12": lists("counts once, and tells that for ever", remembered)
}
