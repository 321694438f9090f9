/** Lists of accounts that break a promise each. */
import { Account, type Listing, type Page, type PageRequest, pageOf, type Storage } from "@intendant/core"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { byOffset } from "./by-offset.ts"
import { type Mutant, mutant, type Mutants } from "./mutation.ts"

type Port = Account.AccountLists["Service"]
type Known = Account.Known
const { Lists } = Account
const statuses = ["Enabled", "Disabled", "PendingDeletion", "Erasing", "Erased"] as const
const always = DateTime.makeUnsafe("1970-01-01T00:00:00Z")
const never = DateTime.makeUnsafe("2999-01-01T00:00:00Z")

const lists = (breaks: string, broken: (honest: Port, storage: Storage) => Partial<Port>): Mutant =>
  mutant(breaks, "accountLists", broken)

/** Every account there is. */
const everybody = ({ byStatus }: Port) =>
  Effect.map(Effect.forEach(statuses, (status) => byStatus(undefined, status)({ limit: 500 })), (pages) =>
    pages.flatMap(({ items }) => items))

/** A list with a wrong definition. */
const listed = (honest: Port, listing: Listing<Known>) => (page: PageRequest) =>
  Effect.map(everybody(honest), (accounts) => pageOf(accounts, listing, page))

/** A list in the order of JavaScript. */
const sortedWrong = (honest: Port, { holds, key }: Listing<Known>) => ({ after, limit }: PageRequest) =>
  Effect.map(everybody(honest), (accounts): Page<Known> => {
    const rows = accounts.filter((one) => holds(one) && (after === undefined || key(one) > after))
      .sort((one, two) => key(one) < key(two) ? -1 : 1)
    const last = rows[limit - 1]
    return { items: rows.slice(0, limit), ...(rows.length > limit && last !== undefined ? { next: key(last) } : {}) }
  })

const countingRows = (honest: Port): Partial<Port> => {
  const pageFrom = byOffset()
  return {
    below: (scope, now) => (page) =>
      Effect.map(listed(honest, Lists.below(scope, now))({ limit: 500 }), ({ items }) =>
        pageFrom(items, page, ({ path }) => path))
  }
}

/** Lists accounts as they were when they were first written. */
const stale: Mutant = {
  breaks: "lists what was",
  mutate: (opened) => {
    const first = new Map<string, Known>()
    const { records } = opened.storage
    const commit: typeof records.commit = (plan) => {
      for (const { concept, id, next } of plan.changes) {
        if (concept !== Account.concept.name || first.has(id)) continue
        const account = Account.concept.state.read(next)
        if (account._tag !== "Absent") first.set(id, account)
      }
      return records.commit(plan)
    }
    const ask = (listing: Listing<Known>) => (page: PageRequest) =>
      Effect.sync(() => pageOf([...first.values()], listing, page))
    const accountLists: Port = {
      below: (scope, now) => ask(Lists.below(scope, now)),
      byStatus: (scope, status) => ask(Lists.byStatus(scope, status)),
      dueForErasure: (now) => ask(Lists.dueForErasure(now))
    }
    return { ...opened, storage: { ...opened.storage, records: { ...records, commit }, accountLists } }
  }
}

export const accountListsMutants: Mutants = {
  "L-1": lists("lists whatever begins alike", (honest) => ({
    below: (scope, now) => listed(honest, {
      holds: (account) => Lists.below(undefined, now).holds(account) && account.path.startsWith(scope ?? ""),
      key: ({ path }) => path
    })
  })),
  "L-2": lists("leaves out the roots", (honest) => ({
    below: (scope, now) => listed(honest, {
      ...Lists.below(scope, now),
        holds: (account) => Lists.below(scope, now).holds(account) && account.path.includes(">")
    })
  })),
  "L-3": lists("never hides what was deleted", ({ below }) => ({ below: (scope) => below(scope, always) })),
  "L-4": lists("hides from who looks after accounts", (honest) => ({
    byStatus: (scope, status) => listed(honest, {
      holds: (account) => Lists.byStatus(scope, status).holds(account)
        && (account._tag !== "PendingDeletion" || Lists.below(scope, never).holds(account)),
      key: ({ path }) => path
    })
  })),
  "L-5": lists("sorts what is due by name", (honest) => ({
    dueForErasure: (now) => listed(honest, { ...Lists.dueForErasure(now), key: ({ path }) => path })
  })),
  "L-6": lists("takes capitals for small letters", (honest) => ({
    below: (scope, now) => listed(honest, {
      holds: (account) => Lists.below(undefined, now).holds(account)
        && account.path.toLowerCase().startsWith(scope === undefined ? "" : `${scope.toLowerCase()}>`),
      key: ({ path }) => path
    })
  })),
  "L-7": lists("sorts as JavaScript does", (honest) => ({
    byStatus: (scope, status) => sortedWrong(honest, Lists.byStatus(scope, status))
  })),
  "L-8": lists("takes all that was deleted for due",
    ({ dueForErasure }) => ({ dueForErasure: () => dueForErasure(never) })),
  "L-9": lists("continues at a number of rows", countingRows),
  "L-10": stale
}
