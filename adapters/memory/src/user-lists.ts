/** Answers the lists of users by looking at every user. Slow, and therefore obviously right. */
import { pageOf, User } from "@intendant/core"
import { answering, shelfOf, type Store, type Written } from "./store.ts"

export const makeUserLists = (store: Store): User.UserLists["Service"] => {
  const users = (): ReadonlyArray<User.Known> =>
    [...shelfOf(store, User.concept.name).values()].map((written) => userOf(store, written)).filter(User.isKnown)

  return {
    list: (query) => (page) => answering(store, () => pageOf(users(), User.listing(query), page, query.descending)),
    counts: (enterprise) =>
      answering(store, () => {
        const own = users().filter((user) => user.enterprise === enterprise)
        return User.eachStatus((status) => own.filter(({ _tag }) => _tag === status).length)
      })
  }
}

/** A record is read once for as long as it stays as it is. */
const userOf = (store: Store, written: Written): User.User => {
  const before = store.users.get(written)
  if (before !== undefined) return before
  const user = User.concept.state.read(JSON.parse(written.state))
  store.users.set(written, user)
  return user
}
