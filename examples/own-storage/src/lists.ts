/** What screens ask: every answer is found by looking at everything, so that the definition is the adapter. */
import {
  Account, byCodePoint, type Listing, type PageRequest, pageOf, Resource, type Statistics, User
} from "@intendant/core"
import { nameOf, type State } from "./content.ts"
import { done, type Keeper } from "./keeper.ts"

const statesOf = ({ records }: State, name: string): ReadonlyArray<unknown> =>
  [...records.values()].filter(({ concept }) => concept === name).map(({ state }) => state)

export const makeAccountLists = ({ look }: Keeper): Account.AccountLists["Service"] => {
  const ask = (listing: Listing<Account.Known>) => (page: PageRequest) =>
    look((state) => {
      const accounts = statesOf(state, Account.concept.name).map(Account.concept.state.read)
      return pageOf(accounts.filter((account) => account._tag !== "Absent"), listing, page)
    })
  return {
    below: (scope, now) => ask(Account.Lists.below(scope, now)),
    byStatus: (scope, status) => ask(Account.Lists.byStatus(scope, status)),
    dueForErasure: (now) => ask(Account.Lists.dueForErasure(now))
  }
}

const usersOf = (state: State): ReadonlyArray<User.Known> =>
  statesOf(state, User.concept.name).map(User.concept.state.read).filter(User.isKnown)

export const makeUserLists = ({ look }: Keeper): User.UserLists["Service"] => ({
  list: (query) => (page) => look((state) => pageOf(usersOf(state), User.listing(query), page, query.descending)),
  counts: (enterprise) =>
    look((state) => {
      const own = usersOf(state).filter((user) => user.enterprise === enterprise)
      const count = (status: User.Status) => own.filter(({ _tag }) => _tag === status).length
      return {
        Locked: count("Locked"), Suspended: count("Suspended"), PendingApproval: count("PendingApproval"),
        CreationBlocked: count("CreationBlocked"), NotFinalised: count("NotFinalised"), Active: count("Active"),
        Deleted: count("Deleted")
      }
    })
})

export const makeResourceLists = ({ look }: Keeper): Resource.ResourceLists["Service"] => ({
  within: (place) => (page) =>
    look((state) => {
      const resources = statesOf(state, Resource.concept.name).map(Resource.concept.state.read)
      return pageOf(resources.filter((resource) => resource._tag === "Node"), Resource.within(place), page)
    })
})

export const makeActivity = ({ look, change }: Keeper): Statistics.Activity["Service"] => ({
  add: (enterprise, kind, day, count) =>
    change(({ activity }) => {
      const name = nameOf(enterprise, day, kind)
      activity.set(name, { enterprise, day, kind, count: (activity.get(name)?.count ?? 0) + count })
      return done
    }),
  perDay: (enterprise, from, to) =>
    look(({ activity }) =>
      [...activity.values()]
        .filter((counted) => counted.enterprise === enterprise && counted.day >= from && counted.day <= to)
        .sort((one, two) => byCodePoint(one.day, two.day) || byCodePoint(one.kind, two.kind))
        .map(({ kind, day, count }) => ({ kind, day, count })))
})
