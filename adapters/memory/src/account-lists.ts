/** Answers every list by looking at every account. Slow, and therefore obviously right. */
import { Account, type Listing, type PageRequest, pageOf } from "@intendant/core"
import { answering, shelfOf, type Store, type Written } from "./store.ts"

export const makeAccountLists = (store: Store): Account.AccountLists["Service"] => {
  const accountOf = (written: Written): Account.Account => {
    const before = store.accounts.get(written)
    if (before !== undefined) return before
    const account = Account.concept.state.read(JSON.parse(written.state))
    store.accounts.set(written, account)
    return account
  }

  const ask = (listing: Listing<Account.Known>) => (page: PageRequest) =>
    answering(store, () => {
      const accounts = [...shelfOf(store, Account.concept.name).values()].map(accountOf)
      return pageOf(accounts.filter((account) => account._tag !== "Absent"), listing, page)
    })

  return {
    below: (scope, now) => ask(Account.Lists.below(scope, now)),
    byStatus: (scope, status) => ask(Account.Lists.byStatus(scope, status)),
    dueForErasure: (now) => ask(Account.Lists.dueForErasure(now))
  }
}
